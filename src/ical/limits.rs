//! How much text is read before it is refused.

/// The most that is read of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Octets of the text.
    pub octets: usize,
    /// Octets of one content line, unfolded.
    pub line_octets: usize,
    /// How deep components may stand in components; the VCALENDAR is the first.
    pub depth: usize,
    /// Components in the text.
    pub components: usize,
    /// Properties in the text.
    pub properties: usize,
    /// Parameters in the text, each of their values counted.
    pub parameters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            octets: 1 << 20,
            line_octets: 1 << 18,
            depth: 16,
            components: 10_000,
            properties: 50_000,
            parameters: 50_000,
        }
    }
}

/// Why a text is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is too long.
    #[error("the calendar has more than {limit} octets")]
    Octets {
        /// The most that is read.
        limit: usize,
    },
    /// A content line is too long.
    #[error("line {line} of the calendar has more than {limit} octets")]
    LineOctets {
        /// The most that is read.
        limit: usize,
        /// The number of its first line in the text, from 1.
        line: usize,
    },
    /// Components stand too deep in each other.
    #[error("the calendar has components nested deeper than {limit}")]
    Depth {
        /// The deepest that is read.
        limit: usize,
    },
    /// There are too many components.
    #[error("the calendar has more than {limit} components")]
    Components {
        /// The most that are read.
        limit: usize,
    },
    /// There are too many properties.
    #[error("the calendar has more than {limit} properties")]
    Properties {
        /// The most that are read.
        limit: usize,
    },
    /// There are too many parameters.
    #[error("the calendar has more than {limit} parameters")]
    Parameters {
        /// The most that are read.
        limit: usize,
    },
    /// Nothing in the text is a calendar.
    #[error("this is no calendar: no line says BEGIN:VCALENDAR")]
    NoCalendar,
}
