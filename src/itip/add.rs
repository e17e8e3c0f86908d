//! One more instance (RFC 5546 §3.2.4).

use super::{
    Cx, Message, Method, Notice, Object, Outcome, Refusal, Role, Scope, Series, Step,
    change::roster::{ours, settle_attendees},
    delivery, draft, fields, instances, kind, message,
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, InstanceId, Partstat},
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
    let instance = notice_instance(&notice);
    object.reschedule(&instance, sequence);
    let messages = messages(&object, &Scope::from(instance), calendar, organizer, cx)?;
    delivery::pending(&mut object, &messages);
    Ok(Step { object: Some(object), messages, notices: vec![notice], outcome: Outcome::Updated })
}

fn notice_instance(notice: &Notice) -> InstanceId {
    match notice {
        Notice::Added { instance, .. } => instance.clone(),
        _ => InstanceId::Whole,
    }
}

/// The ADD for those who have the series, and for who comes to this instance only a REQUEST, because they have nothing that
/// it could be added to.
fn messages(
    object: &Object,
    added: &Scope,
    mut calendar: Component,
    organizer: CalAddress,
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let base = fields::master(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let event = fields::whole(&calendar).ok_or(Refusal::NoComponent)?;
    let listed = fields::by_address(base);
    let (known, new): (Vec<CalAddress>, Vec<CalAddress>) = ours(event)
        .into_iter()
        .map(fields::address)
        .partition(|address| listed.contains_key(address));
    let mut messages = Vec::new();
    // What nobody is invited to is for anybody to read.
    if !known.is_empty() || !kind::has_attendees(base) {
        for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
            message::make_public(event);
        }
        messages.push(Message::new(Method::Add, calendar, organizer, known)?);
    }
    messages.extend(message::current_instance(object, added, &new, cx)?);
    Ok(messages)
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
            // Who sent another is not asked: their delegate is.
            let asked = fields::partstat(attendee) != Partstat::Delegated;
            if asked && Some(attendee.address()) != organizer {
                attendee.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
            }
        }
    }
    // What the instance says of the answers is nobody's answer (RFC 6638 §3.2.1): everyone is asked for it.
    settle_attendees(Some(base), &mut event, true);
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
    let base = fields::whole(calendar).ok_or(Refusal::UnknownObject)?;
    if base.time("DTSTART").is_none_or(|first| first.is_date() != start.is_date()) {
        return Err(Refusal::InvalidTime("DTSTART"));
    }
    let (id, known, is_off) = {
        let series = Series::of(calendar);
        let id = series.canonical(&start);
        let (known, is_off) = (series.original(&id).is_some(), series.find(&id).is_none());
        (id, known, is_off)
    };
    if !known && let Some(base) = fields::whole_mut(calendar) {
        base.properties.push(Property::new_time("RDATE", &id));
    } else if is_off {
        instances::include(calendar, &id);
    }
    let mut added = event.clone();
    added.set(Property::new_time("RECURRENCE-ID", &id));
    instances::put(calendar, added);
    let notice = Notice::Added { instance: InstanceId::Instance(id), span: fields::span(event) };
    for zone in from.children("VTIMEZONE") {
        if !calendar.children("VTIMEZONE").any(|known| known.value("TZID") == zone.value("TZID")) {
            calendar.components.insert(0, zone.clone());
        }
    }
    Ok(notice)
}
