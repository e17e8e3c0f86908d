//! A calendar file that somebody hands over, before anybody knows what it is.

use super::{Draft, Message, Method, Refusal, Who, fields};
use crate::{
    ical::{self, Component},
    model::{CalAddress, Uid},
};

/// What a calendar file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// Its METHOD; a file without one is no message, just an object.
    pub method: Option<Method>,
    /// The UID of its event.
    pub uid: Uid,
    /// All of it.
    pub calendar: Component,
}

/// Why a calendar file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no iCalendar text, or more of it than is taken.
    #[error(transparent)]
    Text(#[from] ical::Refused),
    /// What is in it is not served.
    #[error(transparent)]
    Content(#[from] Refusal),
}

/// Reads a calendar file leniently.
///
/// # Errors
///
/// [`Unreadable`]: not iCalendar, beyond the limits, an unknown METHOD, or without an event.
pub fn read(text: &str) -> Result<CalendarFile, Unreadable> {
    let calendar = ical::parse(text)?.value;
    let method = calendar.value("METHOD").map(str::parse).transpose();
    let method = method.map_err(|_| Refusal::UnknownMethod)?;
    let event = event(&calendar)?;
    let uid = event.value("UID").map(str::trim).filter(|uid| !uid.is_empty());
    let uid = Uid(uid.ok_or(Refusal::Missing("UID"))?.to_owned());
    Ok(CalendarFile { method, uid, calendar })
}

impl CalendarFile {
    /// The event as a meeting of someone's own: what, when, where, and who came with the file is asked.
    ///
    /// # Errors
    ///
    /// An event that repeats, or without a readable time.
    pub fn draft(&self, organizer: &Who) -> Result<Draft, Refusal> {
        let event = event(&self.calendar)?;
        if event.property("RRULE").is_some() || event.property("RDATE").is_some() {
            return Err(Refusal::RecurrenceUnsupported);
        }
        let attendees = event.properties_named("ATTENDEE").map(fields::who);
        Ok(Draft {
            uid: self.uid.clone(),
            summary: event.text("SUMMARY").unwrap_or_default(),
            span: fields::span(event).ok_or(Refusal::InvalidTime("DTSTART"))?,
            location: event.text("LOCATION").filter(|text| !text.is_empty()),
            description: event.text("DESCRIPTION").filter(|text| !text.is_empty()),
            organizer: organizer.clone(),
            attendees: attendees.filter(|who| who.address != organizer.address).collect(),
        })
    }

    /// The file as a message of `sender`.
    ///
    /// # Errors
    ///
    /// A file without a METHOD.
    pub fn message(self, sender: CalAddress) -> Result<Message, Refusal> {
        let method = self.method.ok_or(Refusal::UnknownMethod)?;
        let sequence = event(&self.calendar).map_or(0, fields::sequence);
        let (uid, calendar) = (self.uid, self.calendar);
        Ok(Message { method, uid, sequence, sender, recipients: Vec::new(), calendar })
    }
}

/// The first event of a calendar.
fn event(calendar: &Component) -> Result<&Component, Refusal> {
    calendar.children("VEVENT").next().ok_or(Refusal::NoComponent)
}
