//! What the organizer does to their own copy, in the words of a person.

use std::collections::HashSet;

use super::{
    Cx, Object, Refusal, Scope, Status, Step, Who, change, fields, instances, kind, message, spread,
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, Span, Uid},
};

/// A meeting that somebody wants to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its UID, which it keeps for good.
    pub uid: Uid,
    /// Its title.
    pub summary: String,
    /// When it is.
    pub span: Span,
    /// Where it is.
    pub location: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Who organizes it, and takes part.
    pub organizer: Who,
    /// Who else is invited.
    pub attendees: Vec<Who>,
}

/// One thing that an organizer changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// To another time.
    Move(Span),
    /// Another title.
    Rename(String),
    /// Another place, or none.
    Place(Option<String>),
    /// Another description, or none.
    Describe(Option<String>),
    /// More people. Who is invited already stays as they are.
    Invite(Vec<Who>),
    /// Fewer people.
    Uninvite(Vec<CalAddress>),
    /// Whether somebody leads it too (ROLE=CHAIR or REQ-PARTICIPANT).
    Cohost(CalAddress, bool),
    /// It does not take place.
    Cancel {
        /// Why, in the organizer's words.
        comment: Option<String>,
    },
}

/// Makes a meeting. The organizer leads it and comes; everyone else is asked.
pub fn create(draft: &Draft, cx: &Cx) -> Result<Step, Refusal> {
    change(None, Some(&calendar(draft)), &draft.organizer.address, cx)
}

/// Changes the organizer's copy, as the organizer. A cancelled meeting stays as it is.
pub fn edit(object: &Object, scope: &Scope, edit: &Edit, cx: &Cx) -> Result<Step, Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    if fields::status(event) == Status::Cancelled {
        return Err(Refusal::Cancelled);
    }
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let mut calendar = object.calendar.clone();
    let scope = instances::resolve(&calendar, scope)?;
    match (&scope, edit) {
        (Scope::This(id), Edit::Cancel { .. }) => instances::exclude(&mut calendar, id),
        (Scope::ThisAndFuture(id), Edit::Cancel { .. }) => {
            instances::cut(&mut calendar, id);
        }
        (Scope::Whole, _) => spread::to_all(&mut calendar, edit)?,
        _ => spread::to(&mut calendar, &scope, edit)?,
    }
    change(Some(object), Some(&calendar), &organizer, cx)
}

pub(super) fn apply(event: &mut Component, edit: &Edit) {
    match edit {
        Edit::Move(span) => set_span(event, span),
        Edit::Rename(title) => event.set(Property::new_text("SUMMARY", title)),
        Edit::Place(place) => set_text(event, "LOCATION", place.as_deref()),
        Edit::Describe(text) => set_text(event, "DESCRIPTION", text.as_deref()),
        Edit::Invite(people) => invite(event, people),
        Edit::Uninvite(people) => event
            .properties
            .retain(|p| p.name != "ATTENDEE" || !people.contains(&fields::address(p))),
        Edit::Cohost(address, chair) => {
            if let Some(attendee) = fields::attendee_mut(event, address) {
                attendee.set_parameter("ROLE", if *chair { "CHAIR" } else { "REQ-PARTICIPANT" });
            }
        }
        Edit::Cancel { comment } => {
            event.set(Property::new("STATUS", "CANCELLED"));
            set_text(event, "COMMENT", comment.as_deref());
        }
    }
}

pub(super) fn set_span(event: &mut Component, span: &Span) {
    event.set(Property::new_time("DTSTART", &span.start));
    event.remove("DURATION");
    event.set(Property::new_time(kind::end_name(event), &span.end));
}

fn set_text(event: &mut Component, name: &str, text: Option<&str>) {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => event.set(Property::new_text(name, text)),
        None => event.remove(name),
    }
}

/// Asks people who are not in the list yet.
pub(super) fn invite(event: &mut Component, people: &[Who]) {
    let mut listed: HashSet<CalAddress> = fields::attendees(event).map(fields::address).collect();
    let new = people.iter().filter(|who| listed.insert(who.address.clone()));
    event.properties.extend(new.map(attendee));
}

/// ATTENDEE of someone who is asked.
pub(super) fn attendee(who: &Who) -> Property {
    person("ATTENDEE", who)
        .with("CUTYPE", "INDIVIDUAL")
        .with("ROLE", "REQ-PARTICIPANT")
        .with("PARTSTAT", "NEEDS-ACTION")
        .with("RSVP", "TRUE")
}

/// Without control characters, which no content line may hold.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// ORGANIZER or ATTENDEE of someone.
pub(super) fn person(property: &str, who: &Who) -> Property {
    let property = Property::new(property, clean(who.address.as_str()));
    match who.name.as_deref().map(clean).filter(|name| !name.is_empty()) {
        Some(name) => property.with("CN", &name),
        None => property,
    }
}

/// The draft as an object.
pub(super) fn calendar(draft: &Draft) -> Component {
    let mut event = Component::new("VEVENT");
    event.properties = vec![
        Property::new("UID", clean(&draft.uid.0)),
        Property::new("SEQUENCE", "0"),
        Property::new("STATUS", "CONFIRMED"),
        Property::new_text("SUMMARY", &draft.summary),
    ];
    set_span(&mut event, &draft.span);
    set_text(&mut event, "LOCATION", draft.location.as_deref());
    set_text(&mut event, "DESCRIPTION", draft.description.as_deref());
    event.properties.push(person("ORGANIZER", &draft.organizer));
    event.properties.push(
        person("ATTENDEE", &draft.organizer)
            .with("CUTYPE", "INDIVIDUAL")
            .with("ROLE", "CHAIR")
            .with("PARTSTAT", "ACCEPTED"),
    );
    invite(&mut event, &draft.attendees);
    let mut calendar = message::calendar(None);
    calendar.components.push(event);
    calendar
}
