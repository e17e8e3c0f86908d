//! What differs between the kinds of component that are scheduled (RFC 5546 §3.2 to §3.5).

use chrono::TimeDelta;

use super::{Method, Refusal, fields, message};
use crate::{
    ical::{Component, Property, Status, Zones},
    model::{CalTime, Partstat},
};

/// Whether a method is defined for a kind of component (RFC 5546 §3.2 to §3.5).
pub(super) fn takes(component: &str, method: Method) -> bool {
    use Method::{Add, Cancel, Publish, Reply, Request};
    match component {
        "VJOURNAL" => matches!(method, Publish | Add | Cancel),
        "VFREEBUSY" => matches!(method, Publish | Request | Reply),
        _ => true,
    }
}

/// Checks that a method is defined for the components of a message.
pub(super) fn all_take(method: Method, calendar: &Component) -> Result<(), Refusal> {
    match fields::scheduled(calendar).find(|part| !takes(&part.name, method)) {
        Some(part) => {
            Err(Refusal::MethodNotForComponent { method, component: part.name.to_string() })
        }
        None => Ok(()),
    }
}

/// Whether anybody is invited to a kind of component: a journal entry and what is published are only read.
pub(super) fn has_attendees(component: &Component) -> bool {
    component.name != "VJOURNAL"
}

/// The property that says when a component ends.
pub(super) fn end_name(component: &Component) -> &'static str {
    if component.name == "VTODO" { "DUE" } else { "DTEND" }
}

/// When a component begins. A to-do need not say so; then it is when it is due.
pub(super) fn start(component: &Component) -> Option<CalTime> {
    let due = || component.time("DUE").filter(|_| component.name == "VTODO");
    component.time("DTSTART").or_else(due)
}

/// How long a component is that says nothing of it: an event on a date a day (RFC 5545 §3.6.1), and else no time.
pub(super) fn default_length(component: &Component, start: &CalTime) -> TimeDelta {
    let whole_day = start.is_date() && component.name != "VTODO";
    if whole_day { TimeDelta::days(1) } else { TimeDelta::zero() }
}

/// An end in the form of its start: what begins as a whole day ends as one (REQUEST-STATUS 2.9). The other way round
/// there is no telling when it ends.
pub(super) fn of_one_form(start: &CalTime, end: CalTime) -> Option<CalTime> {
    match (start, &end) {
        (CalTime::Date(_), CalTime::Date(_)) => Some(end),
        (CalTime::Date(first), _) => {
            let day = end.local().date();
            (day > *first).then_some(CalTime::Date(day))
        }
        (_, CalTime::Date(_)) => None,
        _ => Some(end),
    }
}

/// Checks that a component has a beginning that can be read. A to-do and a journal entry may be without one, as long as
/// they do not repeat (RFC 5545 §3.6.2, §3.6.3, §3.8.5.3).
pub(super) fn begins(component: &Component) -> Result<(), Refusal> {
    let timeless = matches!(component.name.as_str(), "VTODO" | "VJOURNAL");
    let repeats = ["RRULE", "RDATE"].iter().any(|name| component.property(name).is_some());
    for (name, needed) in [("DTSTART", !timeless || repeats), ("DUE", false)] {
        match component.property(name) {
            Some(property) => {
                property.time().ok_or(Refusal::InvalidTime(name))?;
            }
            None if needed => return Err(Refusal::Missing(name)),
            None => {}
        }
    }
    Ok(())
}

/// Checks that a component that we send ends after its start, and says so in one way.
pub(super) fn ends(component: &Component) -> Result<(), Refusal> {
    let name = end_name(component);
    if let Some(end) = component.property(name) {
        let end = end.time().ok_or(Refusal::InvalidTime(name))?;
        if component.start().is_some_and(|start| start.is_date() != end.is_date()) {
            return Err(Refusal::InvalidTime(name));
        }
        if component.property("DURATION").is_some() {
            return Err(Refusal::InvalidValue("DURATION"));
        }
    }
    let Some(span) = fields::span(component) else {
        return if component.property("DTSTART").is_some() {
            Err(Refusal::InvalidTime("DTSTART"))
        } else {
            Ok(())
        };
    };
    let comparable = span.start.tzid() == span.end.tzid();
    let before = span.end.local() < span.start.local();
    if comparable && before { Err(Refusal::InvalidTime(name)) } else { Ok(()) }
}

/// What somebody may answer by themself: of a to-do also how far it is (RFC 5545 §3.2.12).
pub(super) fn may_answer(component: &Component, partstat: Partstat) -> Result<(), Refusal> {
    match partstat {
        Partstat::NeedsAction | Partstat::Accepted | Partstat::Declined | Partstat::Tentative => {
            Ok(())
        }
        Partstat::Completed | Partstat::InProcess if component.name == "VTODO" => Ok(()),
        Partstat::Delegated | Partstat::Completed | Partstat::InProcess => {
            Err(Refusal::InvalidAnswer)
        }
    }
}

/// STATUS, or what counts where there is none (RFC 5545 §3.8.1.11).
pub(super) fn status(component: &Component) -> Status {
    component.status().unwrap_or(match component.name.as_str() {
        "VTODO" => Status::NeedsAction,
        "VJOURNAL" => Status::Final,
        _ => Status::Confirmed,
    })
}

/// What a proposal for a to-do leaves as it is, unless it says otherwise.
pub(super) fn as_before(base: &Component, proposed: &mut Component) {
    for name in ["DTSTART", "PRIORITY"] {
        if proposed.name == "VTODO" && proposed.property(name).is_none() {
            proposed.properties.extend(base.property(name).cloned());
        }
    }
}

/// Gives a message what the restriction tables ask for beyond what its object has to have, and takes out what they do
/// not let through: SUMMARY and DESCRIPTION "can be null" but must be there, a to-do has a PRIORITY, a REFRESH of a
/// to-do has no ORGANIZER (RFC 5546 §3.4.6).
pub(super) fn complete(method: Method, calendar: &mut Component) {
    one_zone(method, calendar);
    for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        match part.name.as_str() {
            "VTODO" => complete_todo(method, part),
            "VJOURNAL" => complete_journal(method, part),
            "VFREEBUSY" => ["SEQUENCE", "SUMMARY"].iter().for_each(|name| part.remove(name)),
            _ => {}
        }
    }
}

fn complete_todo(method: Method, todo: &mut Component) {
    use Method::{Add, Counter, Publish, Refresh, Request};
    match method {
        Publish | Request | Add | Counter => {
            give(todo, "PRIORITY", "0");
            give(todo, "SUMMARY", "");
            if matches!(method, Publish | Request) && todo.property("DTSTART").is_none() {
                todo.properties.extend(start_of_timeless(todo));
            }
        }
        Refresh => ["ORGANIZER", "COMMENT"].iter().for_each(|name| todo.remove(name)),
        _ => {}
    }
}

fn complete_journal(method: Method, journal: &mut Component) {
    journal.remove("ATTENDEE");
    if method == Method::Cancel {
        return;
    }
    // RFC 5545 lets a journal entry have many, RFC 5546 §3.5.1 one.
    let texts: Vec<String> =
        journal.properties_named("DESCRIPTION").map(|p| p.value.clone()).collect();
    if texts.len() != 1 {
        journal.set(Property::new("DESCRIPTION", texts.join("\\n")));
    }
}

fn give(component: &mut Component, name: &str, value: &str) {
    if component.property(name).is_none() {
        component.properties.push(Property::new(name, value));
    }
}

/// A beginning for a to-do that has none, which RFC 5546 §3.4.2 does not let be sent: when it was written down, so
/// that it stays the same from message to message; but before it is due.
fn start_of_timeless(todo: &Component) -> Option<Property> {
    let written = todo.time("CREATED").or_else(|| todo.time("DTSTAMP"))?;
    let Some(due) = todo.time("DUE") else { return Some(Property::new_time("DTSTART", &written)) };
    let early = |time: &CalTime| time.local() < due.local();
    let start = due.with_local(written.local());
    let start = if early(&start) {
        start
    } else {
        due.with_local(due.local().checked_sub_signed(TimeDelta::days(1))?)
    };
    Some(Property::new_time("DTSTART", &start))
}

/// Says the end in the zone of the start, where the table takes one VTIMEZONE only (RFC 5546 §3.4.5, §3.4.7).
fn one_zone(method: Method, calendar: &mut Component) {
    let several = calendar.children("VTIMEZONE").nth(1).is_some();
    let limited = calendar.components.iter().any(|part| match part.name.as_str() {
        "VTODO" => matches!(method, Method::Reply | Method::Cancel | Method::Counter),
        "VJOURNAL" => method == Method::Add,
        _ => false,
    });
    if !(several && limited) {
        return;
    }
    let changed: Vec<Component> = {
        let zones = Zones::of(calendar);
        calendar.components.iter().map(|part| in_zone_of_start(part, &zones)).collect()
    };
    calendar.components = changed;
    let parts: Vec<Component> =
        calendar.components.iter().filter(|part| fields::is_scheduled(part)).cloned().collect();
    let used = message::used_zones(&parts);
    calendar.components.retain(|part| {
        part.name != "VTIMEZONE" || part.text("TZID").is_some_and(|tzid| used.contains(&*tzid))
    });
}

fn in_zone_of_start(part: &Component, zones: &Zones<'_>) -> Component {
    let mut part = part.clone();
    let start = part.start();
    let zone = start.as_ref().and_then(CalTime::tzid).map(str::to_owned);
    let name = end_name(&part);
    if let Some(end) = part.property_mut(name)
        && let (Some(tzid), Some(time)) = (zone, end.time())
        && time.tzid().is_some_and(|other| other != tzid)
        && let Some(at) = zones.instant(&time, chrono_tz::Tz::UTC)
        && let Some(local) = zones.wall(at, &tzid)
    {
        end.set_time(&CalTime::Zoned { local, tzid });
    }
    part
}
