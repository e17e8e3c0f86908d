//! One more instance (RFC 5546 §3.2.4).

use super::{
    Cx, Message, Method, Notice, Object, Outcome, Refusal, Role, Step, draft, fields, kind, message,
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// Adds an instance to the organizer's copy, and tells the attendees of it by METHOD:ADD. What the instance does not
/// say of itself it has of the meeting.
///
/// # Errors
/// It is not the organizer's copy, it is cancelled, or the instance has no time of the meeting's kind.
pub fn add(object: &Object, instance: &Component, cx: &Cx) -> Result<Step, Refusal> {
    if object.role != Role::Organizer {
        return Err(Refusal::NotOrganizer(Method::Add));
    }
    if object.is_cancelled() {
        return Err(Refusal::Cancelled);
    }
    let base = fields::master(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(base).ok_or(Refusal::NoOrganizer)?;
    let wanted = fields::whole(instance).ok_or(Refusal::NoComponent)?;
    kind::begins(wanted)?;
    if ["RRULE", "RDATE", "EXDATE"].iter().any(|name| wanted.property(name).is_some()) {
        // A new series of instances is a REQUEST (RFC 5546 §4.4.7); ADD has none of these (§3.2.4).
        return Err(Refusal::InvalidValue("RRULE"));
    }
    let sequence = object.next_sequence();
    let event = complete(base, wanted, sequence, cx);
    let mut calendar = message::with_event(Method::Add, event.clone());
    message::copy_timezones(instance, &mut calendar);
    let mut object = object.clone();
    let notice = insert(&mut object.calendar, &calendar, &event)?;
    let base = fields::whole_mut(&mut object.calendar).ok_or(Refusal::UnknownObject)?;
    base.set(Property::new("SEQUENCE", sequence.to_string()));
    base.set(fields::instant_property("DTSTAMP", cx.now));
    base.set(fields::instant_property("LAST-MODIFIED", cx.now));
    let recipients: Vec<CalAddress> = fields::attendees(base)
        .map(fields::address)
        .filter(|address| *address != organizer && kind::has_attendees(base))
        .collect();
    let mut messages = Vec::new();
    // What nobody is invited to is for anybody to read.
    if !recipients.is_empty() || !kind::has_attendees(base) {
        for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
            message::make_public(event);
        }
        messages.push(Message::new(Method::Add, calendar, organizer, recipients)?);
    }
    Ok(Step { object: Some(object), messages, notices: vec![notice], outcome: Outcome::Updated })
}

/// The new instance as an ADD has it.
fn complete(base: &Component, wanted: &Component, sequence: i64, cx: &Cx) -> Component {
    let mut event = wanted.clone();
    for name in ["RECURRENCE-ID", "REQUEST-STATUS"] {
        event.remove(name);
    }
    for name in ["UID", "ORGANIZER"] {
        base.property(name).into_iter().for_each(|property| event.set(property.clone()));
    }
    event.set(Property::new("SEQUENCE", sequence.to_string()));
    event.set(fields::instant_property("DTSTAMP", cx.now));
    for name in ["SUMMARY", "LOCATION", "DESCRIPTION"] {
        if event.property(name).is_none() {
            event.properties.extend(base.property(name).cloned());
        }
    }
    if event.property("SUMMARY").is_none() {
        event.properties.push(Property::new("SUMMARY", ""));
    }
    if event.property(kind::end_name(&event)).is_none() && event.property("DURATION").is_none() {
        lasts_as_long(base, &mut event);
    }
    if event.property("ATTENDEE").is_none() {
        let organizer = fields::organizer(base);
        event.properties.extend(fields::attendees(base).cloned());
        for attendee in event.properties.iter_mut().filter(|p| p.name == "ATTENDEE") {
            if Some(attendee.address()) != organizer {
                attendee.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
            }
        }
    }
    event
}

fn lasts_as_long(base: &Component, event: &mut Component) {
    let (Some(span), Some(start)) = (fields::span(base), event.time("DTSTART")) else { return };
    let length = span.end.local().signed_duration_since(span.start.local());
    if let Some(end) = start.local().checked_add_signed(length)
        && event.name != "VJOURNAL"
        && span.start.is_date() == start.is_date()
    {
        draft::set_span(event, &crate::model::Span { end: start.with_local(end), start });
    }
}

/// Puts an instance into an object: "as if it were referenced via an RDATE in the main component", and with all
/// that it says of itself as an override.
pub(super) fn insert(
    calendar: &mut Component,
    from: &Component,
    event: &Component,
) -> Result<Notice, Refusal> {
    let start = event.time("DTSTART").ok_or(Refusal::InvalidTime("DTSTART"))?;
    let base = fields::whole_mut(calendar).ok_or(Refusal::UnknownObject)?;
    if base.time("DTSTART").is_none_or(|first| first.is_date() != start.is_date()) {
        return Err(Refusal::InvalidTime("DTSTART"));
    }
    if !is_listed(base, &start) {
        base.properties.push(Property::new_time("RDATE", &start));
    }
    let instance = InstanceId::Instance(start.clone());
    let mut added = event.clone();
    added.set(Property::new_time("RECURRENCE-ID", &start));
    let notice = Notice::Added { instance: instance.clone(), span: fields::span(event) };
    let old = calendar
        .components
        .iter_mut()
        .find(|part| fields::is_scheduled(part) && fields::instance(part) == instance);
    match old {
        Some(old) => *old = added,
        None => calendar.components.push(added),
    }
    for zone in from.children("VTIMEZONE") {
        if !calendar.children("VTIMEZONE").any(|known| known.value("TZID") == zone.value("TZID")) {
            calendar.components.insert(0, zone.clone());
        }
    }
    Ok(notice)
}

fn is_listed(base: &Component, start: &CalTime) -> bool {
    base.time("DTSTART").as_ref() == Some(start)
        || base.properties_named("RDATE").any(|dates| dates.times().any(|time| time == *start))
}
