//! What the components of a calendar have in common, by the properties' names (RFC 5545 §3.8).

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::{CalendarUser, Component, Property};
use crate::model::CalTime;

impl Component {
    /// UID (§3.8.4.7).
    pub fn uid(&self) -> Option<&str> {
        self.value("UID")
    }

    /// SEQUENCE (§3.8.7.4); 0 where there is none or it is no number.
    pub fn sequence(&self) -> i64 {
        self.property("SEQUENCE").and_then(Property::integer).unwrap_or(0)
    }

    /// DTSTAMP (§3.8.7.2).
    pub fn dtstamp(&self) -> Option<DateTime<Utc>> {
        self.utc("DTSTAMP")
    }

    /// CREATED (§3.8.7.1).
    pub fn created(&self) -> Option<DateTime<Utc>> {
        self.utc("CREATED")
    }

    /// LAST-MODIFIED (§3.8.7.3).
    pub fn last_modified(&self) -> Option<DateTime<Utc>> {
        self.utc("LAST-MODIFIED")
    }

    /// A property that the RFC wants in UTC; a wall time counts as if it were.
    pub(super) fn utc(&self, name: &str) -> Option<DateTime<Utc>> {
        Some(self.time(name)?.local().and_utc())
    }

    /// RECURRENCE-ID (§3.8.4.4).
    pub fn recurrence_id(&self) -> Option<CalTime> {
        self.time("RECURRENCE-ID")
    }

    /// Whether RECURRENCE-ID means this instance and all later ones (§3.2.13).
    pub fn is_this_and_future(&self) -> bool {
        self.property("RECURRENCE-ID")
            .and_then(|property| property.parameter("RANGE"))
            .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"))
    }

    /// DTSTART (§3.8.2.4).
    pub fn start(&self) -> Option<CalTime> {
        self.time("DTSTART")
    }

    /// SUMMARY (§3.8.1.12).
    pub fn summary(&self) -> Option<String> {
        self.text("SUMMARY")
    }

    /// DESCRIPTION (§3.8.1.5).
    pub fn description(&self) -> Option<String> {
        self.text("DESCRIPTION")
    }

    /// LOCATION (§3.8.1.7).
    pub fn location(&self) -> Option<String> {
        self.text("LOCATION")
    }

    /// COMMENT (§3.8.1.4), each of them.
    pub fn comments(&self) -> impl Iterator<Item = String> {
        self.properties_named("COMMENT").map(Property::text)
    }

    /// STATUS (§3.8.1.11), where it is one of the RFC's.
    pub fn status(&self) -> Option<Status> {
        self.value("STATUS")?.parse().ok()
    }

    /// ORGANIZER (§3.8.4.3).
    pub fn organizer(&self) -> Option<CalendarUser<'_>> {
        self.property("ORGANIZER").map(CalendarUser::new)
    }

    /// ATTENDEE (§3.8.4.1), each of them.
    pub fn attendees(&self) -> impl Iterator<Item = CalendarUser<'_>> {
        self.properties_named("ATTENDEE").map(CalendarUser::new)
    }

    /// CATEGORIES (§3.8.1.2), of all lines.
    pub fn categories(&self) -> Vec<String> {
        self.properties_named("CATEGORIES").flat_map(Property::texts).collect()
    }

    /// RESOURCES (§3.8.1.10), of all lines.
    pub fn resources(&self) -> Vec<String> {
        self.properties_named("RESOURCES").flat_map(Property::texts).collect()
    }

    /// CLASS (§3.8.1.3); PUBLIC where there is none.
    pub fn class(&self) -> &str {
        self.value("CLASS").unwrap_or("PUBLIC")
    }

    /// PRIORITY (§3.8.1.9): 1 is the highest, 9 the lowest, 0 says nothing.
    pub fn priority(&self) -> i64 {
        self.property("PRIORITY").and_then(Property::integer).unwrap_or(0)
    }

    /// GEO (§3.8.1.6): latitude and longitude in degrees.
    pub fn geo(&self) -> Option<(f64, f64)> {
        let (latitude, longitude) = self.value("GEO")?.split_once(';')?;
        let (latitude, longitude) = (latitude.trim().parse().ok()?, longitude.trim().parse().ok()?);
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        on_earth.then_some((latitude, longitude))
    }

    /// URL (§3.8.4.6).
    pub fn url(&self) -> Option<&str> {
        self.value("URL")
    }

    /// RRULE (§3.8.5.3), as it is written.
    pub fn rrule(&self) -> Option<&str> {
        self.value("RRULE")
    }

    /// RDATE (§3.8.5.2), of all lines; of periods their starts.
    pub fn rdates(&self) -> impl Iterator<Item = CalTime> {
        self.properties_named("RDATE").flat_map(Property::times)
    }

    /// EXDATE (§3.8.5.1), of all lines.
    pub fn exdates(&self) -> impl Iterator<Item = CalTime> {
        self.properties_named("EXDATE").flat_map(Property::times)
    }

    /// COLOR (RFC 7986 §5.9): a name of CSS.
    pub fn color(&self) -> Option<String> {
        self.text("COLOR")
    }

    /// IMAGE (RFC 7986 §5.10), each of them.
    pub fn images(&self) -> impl Iterator<Item = &Property> {
        self.properties_named("IMAGE")
    }

    /// CONFERENCE (RFC 7986 §5.11): where the call is.
    pub fn conferences(&self) -> impl Iterator<Item = Conference<'_>> {
        self.properties_named("CONFERENCE").map(|property| Conference {
            uri: &property.value,
            label: property.parameter("LABEL"),
            property,
        })
    }
}

/// A call that belongs to an event (RFC 7986 §5.11).
#[derive(Debug, Clone, Copy)]
pub struct Conference<'a> {
    /// Where to call.
    pub uri: &'a str,
    /// What to call it.
    pub label: Option<&'a str>,
    property: &'a Property,
}

impl<'a> Conference<'a> {
    /// What the call has, as `AUDIO`, `VIDEO`, `CHAT` (RFC 7986 §6.3).
    pub fn features(&self) -> impl Iterator<Item = &'a str> {
        self.property.parameter_values("FEATURE").iter().map(AsRef::as_ref)
    }
}

/// How firm a component is (RFC 5545 §3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// An event that may be.
    Tentative,
    /// An event that will be.
    Confirmed,
    /// Called off.
    Cancelled,
    /// A to-do that nobody has begun.
    NeedsAction,
    /// A to-do that is done.
    Completed,
    /// A to-do that is under way.
    InProcess,
    /// A journal entry not finished.
    Draft,
    /// A journal entry that is.
    Final,
}

impl Status {
    const ALL: [Self; 8] = [
        Self::Tentative,
        Self::Confirmed,
        Self::Cancelled,
        Self::NeedsAction,
        Self::Completed,
        Self::InProcess,
        Self::Draft,
        Self::Final,
    ];

    /// The value as the RFC writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tentative => "TENTATIVE",
            Self::Confirmed => "CONFIRMED",
            Self::Cancelled => "CANCELLED",
            Self::NeedsAction => "NEEDS-ACTION",
            Self::Completed => "COMPLETED",
            Self::InProcess => "IN-PROCESS",
            Self::Draft => "DRAFT",
            Self::Final => "FINAL",
        }
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|status| status.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownStatus)
    }
}

/// A STATUS that RFC 5545 does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a status of RFC 5545")]
pub struct UnknownStatus;
