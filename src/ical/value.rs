//! Property values (RFC 5545 §3.3): dates, times, durations, periods and offsets, read leniently and written as
//! the RFC has them.

mod duration;
mod offset;
mod period;
mod time;

pub use duration::{BadDuration, Duration};
pub use offset::{BadOffset, UtcOffset};
pub use period::Period;
pub use time::{format_time, parse_time};

/// Reads a number of ASCII digits only.
fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Appends a number with leading zeros.
fn push_digits(out: &mut String, number: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}
