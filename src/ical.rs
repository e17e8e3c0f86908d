//! iCalendar text and its components (RFC 5545, RFC 6868, RFC 7986).
//!
//! Reads leniently, writes strictly, keeps everything it does not know in its place, and the same object always
//! writes the same octets. It knows nothing of scheduling, does no I/O and never reads the clock.
//!
//! # Why the content lines are read here and not by the `icalendar` crate
//!
//! That crate's parser (0.17) cannot be had without loss: of `"a","b"` and `a,b` it no longer says which were
//! quoted, it undoes the escapes of TEXT by the property's name, it fails the whole text on one bad line, recurses
//! without bound, and its unfolding, line ends and folding take time that grows with the square of the length. So
//! the content lines (unfolding, name, parameters, raw value, nesting, folding) are ours, in one pass and with
//! limits. The crate undoes the escapes of TEXT, where it is right, and reads as a second opinion in the tests.

mod component;
mod content_line;
mod limits;
mod parse;
mod problem;
mod property;
mod value;
mod write;
mod zones;

pub use component::{Component, Parameter, Property};
pub use limits::{Limits, Refused};
pub use parse::{parse, parse_all, parse_bytes, parse_with};
pub use problem::{ParseOutcome, Problem};
pub use value::{BadDuration, BadOffset, Duration, Period, UtcOffset, format_time, parse_time};
pub use write::{write, write_to};
pub use zones::{Zones, ensure_timezones, vtimezone};
