//! The chat networks. The only users of their client libraries.

pub mod console;
