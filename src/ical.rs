//! iCalendar text and its components (RFC 5545, RFC 6868, RFC 7986).
//!
//! Reads leniently, writes strictly, keeps everything it does not know in its place, and the same object always
//! writes the same octets. It knows nothing of scheduling, does no I/O and never reads the clock.
//!
//! A component writes its properties first and then the components inside it, as the RFC's grammar has it, each in the
//! order in which they were read. Parameter values are quoted where they must be. What people write into SUMMARY and
//! its like is escaped on reading where it was not; every other value stays as it was, octet by octet.
//!
//! # Why the content lines are read here and not by the `icalendar` crate
//!
//! That crate's parser (0.17) cannot be had without loss: of `"a","b"` and `a,b` it no longer says which were
//! quoted, it undoes the escapes of TEXT by the property's name, it fails the whole text on one bad line, recurses
//! without bound, and its unfolding, line ends and folding take time that grows with the square of the length. So
//! the content lines (unfolding, name, parameters, raw value, nesting, folding) are ours, in one pass and with
//! limits. The crate undoes the escapes of TEXT, where it is right, and reads as a second opinion in the tests.

mod accessors;
mod calendar_user;
mod component;
mod content_line;
mod limits;
mod parse;
mod problem;
mod property;
mod recur;
mod text;
mod validate;
mod value;
mod views;
mod write;
mod zones;

pub use accessors::{Conference, Status, UnknownStatus};
pub use calendar_user::{CalendarUser, ParticipationRole};
pub use component::{Component, Parameter, Property};
pub use limits::{Limits, Refused};
pub use parse::{Lines, parse, parse_all, parse_bytes, parse_located, parse_with};
pub use problem::{ParseOutcome, Problem};
pub use recur::{BadRecur, Expansion, Frequency, Recur, Starts, WeekDay};
pub use validate::{validate, validate_at, validate_text};
pub use value::{BadDuration, BadOffset, Duration, Period, UtcOffset, format_time, parse_time};
pub use views::{Alarm, Calendar, Event, FreeBusy, Journal, TimeZone, Todo, Trigger};
pub use write::{write, write_to};
pub use zones::{WallClock, Zones, ensure_timezones, vtimezone, windows_zone};
