//! iCalendar text and its components (RFC 5545, RFC 6868, RFC 7986).
//!
//! Reads leniently, writes strictly, keeps everything it does not know in its place, and the same object always
//! writes the same octets. It knows nothing of scheduling, does no I/O and never reads the clock.

mod component;

pub use component::{Component, Parameter, Property};
