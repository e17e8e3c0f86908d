//! REQUEST-STATUS codes (RFC 5546 §3.6): where each has its cause, and what is made of it when it comes in.
//!
//! | code | where it is produced |
//! |---|---|
//! | 2.0 | every REPLY that has nothing else to say |
//! | 2.1 | REPLY: a zone that nobody defines, an UNTIL of another kind, a time that should be UTC |
//! | 2.2, 2.3 | REPLY: a property, or one of its parameters, that cannot be |
//! | 2.4, 2.5 | REPLY: a property that is no RFC's and not `X-`; a STATUS or TRANSP that is none |
//! | 2.6 | REPLY: a VTIMEZONE that cannot be |
//! | 2.7 | nowhere: who sends another tells so by DELEGATED-TO and 2.0, as in §4.2.5 |
//! | 2.8, 2.10 | REPLY: a rule that is none, so that there is one event or to-do only |
//! | 2.9 | REPLY: whole days with an end at a time of day |
//! | 2.11 | REPLY of a room or thing to a series of which it has looked at a year |
//! | 3.1 | refusal: a METHOD, UID, SEQUENCE, RECURRENCE-ID or PARTSTAT that cannot be here |
//! | 3.4 | refusal: components of two kinds; a text that is no calendar |
//! | 3.5 | refusal: a time that is none |
//! | 3.7 | refusal: who is not invited, is invited already, or would delegate in a circle |
//! | 3.8 | refusal: who may not; REPLY to a question for busy time that nobody may ask |
//! | 3.10 | refusal: too much text or too many people |
//! | 3.11 | refusal: what is needed is not there |
//! | 3.13 | refusal: a component that RFC 5546 does not know |
//! | 3.14 | refusal: a method that is not for this component |
//! | 3.0, 3.2, 3.3, 3.6, 3.9, 3.12 | nowhere: all that is let pass, with a code of 2.x |
//! | 4.0 | REPLY of a room or thing that is taken |
//! | 5.0 | a line that is no request, to `convene itip serve` |
//! | 5.1, 5.2, 5.3 | nowhere: these are for whoever delivers messages, where there is no calendar to deliver to |
//!
//! A refusal of a REQUEST or ADD goes back as a REPLY ([`super::error_reply()`]). When a REPLY comes in, 3.x and 5.x mean that
//! nothing came of the request: the organizer is told and no answer is written. 4.x, and 2.8 to 2.11, are told beside
//! the answer, which counts. All else is success.
//!
//! In one component all codes are of one class. Components with 3.x or 5.x stand beside none of another class, those
//! with 2.x and 4.x may stand together, as where a room takes a series without some of its occurrences.

use std::fmt;

use crate::ical::Property;

/// What came of a request, as calendar systems tell each other (RFC 5546 §3.6, RFC 5545 §3.8.8.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestStatus {
    /// Which status it is.
    pub code: Code,
    /// The offending data, where there is some.
    pub data: Option<String>,
}

/// The status codes of RFC 5546 §3.6: its class and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u8, pub u8);

impl Code {
    /// It worked.
    pub const SUCCESS: Self = Self(2, 0);
    /// A value was taken otherwise than it is written.
    pub const FALLBACK: Self = Self(2, 1);
    /// A property that cannot be was left out.
    pub const PROPERTY_IGNORED: Self = Self(2, 2);
    /// A parameter that cannot be was left out.
    pub const PARAMETER_IGNORED: Self = Self(2, 3);
    /// A property that is no standard's was left out.
    pub const UNKNOWN_IGNORED: Self = Self(2, 4);
    /// A value that is no standard's was left out.
    pub const VALUE_IGNORED: Self = Self(2, 5);
    /// A component that cannot be was left out.
    pub const COMPONENT_IGNORED: Self = Self(2, 6);
    /// An end with a time of day on something that is whole days.
    pub const TRUNCATED: Self = Self(2, 9);
    /// The repeating to-do was taken as a single one.
    pub const SINGLE_TODO_ONLY: Self = Self(2, 10);
    /// Not all of an endless rule was looked at.
    pub const CLIPPED: Self = Self(2, 11);
    /// The time is taken.
    pub const BUSY: Self = Self(4, 0);
    /// The repeating event was taken as a single one.
    pub const SINGLE_ONLY: Self = Self(2, 8);
    /// A value cannot be.
    pub const INVALID_VALUE: Self = Self(3, 1);
    /// The components do not make a message.
    pub const INVALID_COMPONENTS: Self = Self(3, 4);
    /// A date or time cannot be.
    pub const INVALID_TIME: Self = Self(3, 5);
    /// The calendar user is not one.
    pub const INVALID_USER: Self = Self(3, 7);
    /// Not theirs to do.
    pub const NO_AUTHORITY: Self = Self(3, 8);
    /// It is too large.
    pub const TOO_LARGE: Self = Self(3, 10);
    /// Something required is not there.
    pub const MISSING: Self = Self(3, 11);
    /// A component or property that is not taken.
    pub const UNSUPPORTED_COMPONENT: Self = Self(3, 13);
    /// A capability that is not there.
    pub const UNSUPPORTED: Self = Self(3, 14);

    /// The RFC's words for it; empty for a code that it does not define.
    pub fn description(self) -> &'static str {
        CODES.iter().find(|(code, _)| *code == self).map_or("", |(_, words)| words)
    }
}

/// Every code of RFC 5546 §3.6 with its description.
#[rustfmt::skip]
pub(crate) const CODES: [(Code, &str); 32] = [
    (Code(2, 0), "Success"),
    (Code(2, 1), "Success, but fallback taken on one or more property values"),
    (Code(2, 2), "Success; invalid property ignored"),
    (Code(2, 3), "Success; invalid property parameter ignored"),
    (Code(2, 4), "Success; unknown, non-standard property ignored"),
    (Code(2, 5), "Success; unknown, non-standard property value ignored"),
    (Code(2, 6), "Success; invalid calendar component ignored"),
    (Code(2, 7), "Success; request forwarded to Calendar User"),
    (Code(2, 8), "Success; repeating event ignored. Scheduled as a single component"),
    (Code(2, 9), "Success; truncated end date time to date boundary"),
    (Code(2, 10), "Success; repeating VTODO ignored. Scheduled as a single VTODO"),
    (Code(2, 11), "Success; unbounded RRULE clipped at some finite number of instances"),
    (Code(3, 0), "Invalid property name"),
    (Code(3, 1), "Invalid property value"),
    (Code(3, 2), "Invalid property parameter"),
    (Code(3, 3), "Invalid property parameter value"),
    (Code(3, 4), "Invalid calendar component sequence"),
    (Code(3, 5), "Invalid date or time"),
    (Code(3, 6), "Invalid rule"),
    (Code(3, 7), "Invalid Calendar User"),
    (Code(3, 8), "No authority"),
    (Code(3, 9), "Unsupported version"),
    (Code(3, 10), "Request entity too large"),
    (Code(3, 11), "Required component or property missing"),
    (Code(3, 12), "Unknown component or property found"),
    (Code(3, 13), "Unsupported component or property found"),
    (Code(3, 14), "Unsupported capability"),
    (Code(4, 0), "Event conflict. Date/time is busy"),
    (Code(5, 0), "Request not supported"),
    (Code(5, 1), "Service unavailable"),
    (Code(5, 2), "Invalid calendar service"),
    (Code(5, 3), "No scheduling support for user"),
];

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl RequestStatus {
    /// A status without data.
    pub const fn new(code: Code) -> Self {
        Self { code, data: None }
    }

    /// A status with the data it is about.
    pub fn about(code: Code, data: impl Into<String>) -> Self {
        Self { code, data: Some(data.into()) }
    }

    /// Reads a REQUEST-STATUS property: `code;description[;data]`. `None` where there is no code.
    pub fn read(property: &Property) -> Option<Self> {
        let (code, rest) = property.value.split_once(';').unwrap_or((&property.value, ""));
        let (class, number) = code.trim().split_once('.')?;
        // A third level (`3.1.1`) refines the second.
        let number = number.split('.').next()?;
        let code = Code(class.parse().ok()?, number.parse().ok()?);
        let data = after_unescaped_semicolon(rest).map(|data| Property::new("X", data).text());
        Some(Self { code, data })
    }

    /// As a property.
    pub fn property(&self) -> Property {
        let mut value = format!("{};{}", self.code, escaped(self.code.description()));
        if let Some(data) = &self.data {
            value.push(';');
            value.push_str(&escaped(data));
        }
        Property::new("REQUEST-STATUS", value)
    }
}

/// As people read it: `3.8;No authority`.
impl fmt::Display for RequestStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{};{}", self.code, self.code.description())?;
        self.data.as_ref().map_or(Ok(()), |data| write!(f, ";{data}"))
    }
}

fn escaped(text: &str) -> String {
    Property::new_text("X", text).value
}

/// What stands after the first semicolon that no backslash protects.
fn after_unescaped_semicolon(text: &str) -> Option<&str> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            ';' if !escaped => return text.get(at + 1..),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_as_it_was_written() {
        for (code, _) in CODES {
            for status in [RequestStatus::new(code), RequestStatus::about(code, "DTSTART:a;b,c")] {
                assert_eq!(RequestStatus::read(&status.property()), Some(status));
            }
        }
    }

    #[test]
    fn what_is_no_status_is_none() {
        for value in ["", ";", "x.y;z", "2", "999.1;x"] {
            assert_eq!(
                RequestStatus::read(&Property::new("REQUEST-STATUS", value)),
                None,
                "{value}"
            );
        }
    }
}
