//! What the organizer does to their own copy, in the words of a person.

use std::collections::HashSet;

use super::{Alike, Cx, Refusal, Step, ToCome, Who, change, diff, fields, kind, message};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, Recurrence, Span, Uid},
};

/// A meeting that somebody wants to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its UID, which it keeps for good.
    pub uid: Uid,
    /// Its title.
    pub summary: String,
    /// When it is; the first time, where it repeats.
    pub span: Span,
    /// How it repeats, if it does.
    pub recurrence: Option<Recurrence>,
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
    /// To another time. Of several dates, those that are at a time of their own go as far.
    Move(Span),
    /// The same, but what is said alike of all dates is so for those, too.
    MoveAll(Span, Alike),
    /// The same of the dates that are still to come; the time is that of the first of them.
    MoveToCome(ToCome, Span, Alike),
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
    /// How it repeats, or that it does not; of the whole meeting only.
    Repeat(Option<Recurrence>),
    /// How it repeats from a time on, of the whole meeting only. What is said of that time alike is so for all dates.
    RepeatFrom(Span, Recurrence, Alike),
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

/// Applies a change to one component.
pub(super) fn apply(event: &mut Component, edit: &Edit) {
    match edit {
        Edit::Move(span) | Edit::MoveAll(span, _) | Edit::MoveToCome(_, span, _) => {
            set_span(event, span);
        }
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
        Edit::Repeat(recurrence) if event.property("RECURRENCE-ID").is_none() => {
            set_recurrence(event, recurrence.as_ref());
        }
        // That of a whole series is more than the change of one component.
        Edit::Repeat(_) | Edit::RepeatFrom(..) => {}
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

pub(super) fn set_recurrence(event: &mut Component, recurrence: Option<&Recurrence>) {
    for name in ["RRULE", "RDATE", "EXDATE"] {
        event.remove(name);
    }
    let Some(Recurrence { rrule, rdate, exdate }) = recurrence else { return };
    event.properties.extend(rrule.as_deref().map(|rule| Property::new("RRULE", clean(rule))));
    event.properties.extend(rdate.iter().map(|date| Property::new_time("RDATE", date)));
    event.properties.extend(exdate.iter().map(|date| Property::new_time("EXDATE", date)));
}

fn set_text(event: &mut Component, name: &str, text: Option<&str>) {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => event.set(Property::new_text(name, text)),
        None => event.remove(name),
    }
}

/// What makes an event the one of a draft.
pub(super) fn edits(event: &Component, draft: &Draft) -> Vec<Edit> {
    let text = |name| event.text(name).filter(|text| !text.is_empty());
    let mut edits = Vec::new();
    if fields::span(event).as_ref() != Some(&draft.span) {
        edits.push(Edit::Move(draft.span.clone()));
    }
    if event.text("SUMMARY").as_ref() != Some(&draft.summary) {
        edits.push(Edit::Rename(draft.summary.clone()));
    }
    if text("LOCATION") != draft.location {
        edits.push(Edit::Place(draft.location.clone()));
    }
    if text("DESCRIPTION") != draft.description {
        edits.push(Edit::Describe(draft.description.clone()));
    }
    edits
}

/// What makes an event repeat as a draft says. A time that moves takes the dates along, so they are said anew then.
pub(super) fn repeat_edit(event: &Component, draft: &Draft) -> Option<Edit> {
    let mut wanted = Component::new("VEVENT");
    set_recurrence(&mut wanted, draft.recurrence.as_ref());
    let same = ["RRULE", "RDATE", "EXDATE"].iter().all(|name| diff::same(event, &wanted, name));
    let moved = draft.recurrence.is_some() && fields::span(event).as_ref() != Some(&draft.span);
    (moved || !same).then(|| Edit::Repeat(draft.recurrence.clone()))
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
    set_recurrence(&mut event, draft.recurrence.as_ref());
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
