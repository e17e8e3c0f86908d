//! ORGANIZER and ATTENDEE with their parameters (RFC 5545 §3.8.4.1, §3.8.4.3).

use super::{Property, property::boolean};
use crate::model::{CalAddress, Partstat};

/// An organizer or attendee, as a property says it.
#[derive(Debug, Clone, Copy)]
pub struct CalendarUser<'a>(&'a Property);

/// What an attendee is there for (RFC 5545 §3.2.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ParticipationRole {
    /// Leads the meeting.
    Chair,
    /// Is needed; also what an unknown value counts as.
    #[default]
    Required,
    /// Need not come.
    Optional,
    /// Is only told.
    NonParticipant,
}

impl ParticipationRole {
    /// The value as the RFC writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chair => "CHAIR",
            Self::Required => "REQ-PARTICIPANT",
            Self::Optional => "OPT-PARTICIPANT",
            Self::NonParticipant => "NON-PARTICIPANT",
        }
    }

    fn read(text: &str) -> Self {
        [Self::Chair, Self::Required, Self::Optional, Self::NonParticipant]
            .into_iter()
            .find(|role| role.as_str().eq_ignore_ascii_case(text))
            .unwrap_or_default()
    }
}

impl<'a> CalendarUser<'a> {
    /// Takes an ORGANIZER or ATTENDEE.
    pub const fn new(property: &'a Property) -> Self {
        Self(property)
    }

    /// The property itself.
    pub const fn property(self) -> &'a Property {
        self.0
    }

    /// Who it is.
    pub fn address(self) -> CalAddress {
        self.0.address()
    }

    /// The name to show (CN).
    pub fn name(self) -> Option<&'a str> {
        self.0.parameter("CN").filter(|name| !name.trim().is_empty())
    }

    /// The mail address, where the address itself is none (EMAIL, RFC 7986 §6.2).
    pub fn email(self) -> Option<&'a str> {
        self.0.parameter("EMAIL")
    }

    /// What they have answered.
    pub fn partstat(self) -> Partstat {
        self.0.parameter("PARTSTAT").and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// What they are there for.
    pub fn role(self) -> ParticipationRole {
        self.0.parameter("ROLE").map_or_else(ParticipationRole::default, ParticipationRole::read)
    }

    /// Whether an answer is asked for.
    pub fn rsvp(self) -> bool {
        self.0.parameter("RSVP").and_then(boolean).unwrap_or(false)
    }

    /// What kind of user it is: INDIVIDUAL, GROUP, RESOURCE, ROOM, UNKNOWN, or another.
    pub fn cutype(self) -> &'a str {
        self.0.parameter("CUTYPE").unwrap_or("INDIVIDUAL")
    }

    /// To whom they delegated.
    pub fn delegated_to(self) -> impl Iterator<Item = CalAddress> {
        self.addresses("DELEGATED-TO")
    }

    /// Who delegated to them.
    pub fn delegated_from(self) -> impl Iterator<Item = CalAddress> {
        self.addresses("DELEGATED-FROM")
    }

    /// The groups they were invited in.
    pub fn member(self) -> impl Iterator<Item = CalAddress> {
        self.addresses("MEMBER")
    }

    /// Who acts for them.
    pub fn sent_by(self) -> Option<CalAddress> {
        self.0.parameter("SENT-BY").map(CalAddress::new)
    }

    /// Where there is more about them.
    pub fn dir(self) -> Option<&'a str> {
        self.0.parameter("DIR")
    }

    fn addresses(self, name: &str) -> impl Iterator<Item = CalAddress> + use<'a> {
        self.0.parameter_values(name).iter().map(|address| CalAddress::new(address.as_str()))
    }
}
