//! Phrases people say, read as times, on top of chrono-english.
//!
//! Values in, values out: the present instant and the zone are passed in.
