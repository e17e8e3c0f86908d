//! The commands people type, as data.
//!
//! Help, parsing, permissions and the manual come from each command's description.
