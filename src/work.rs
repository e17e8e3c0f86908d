//! What is done after the commit: sending, redrawing, reminding, sweeping.
//!
//! At least once, with a key by which the network shows it once.
