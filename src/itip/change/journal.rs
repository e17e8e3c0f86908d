//! Journal entries, which nobody is invited to (RFC 5546 §3.5).
//!
//! Saving one tells nobody: it is published when that is asked for. But what was published must be called off, so that
//! an entry with an ORGANIZER that goes, or goes in part, gives a CANCEL, to nobody in particular.

use crate::{
    ical::{Component, Property},
    itip::{Cx, Message, Method, Object, Refusal, Series, Status, Step, fields, message},
    model::CalTime,
};

/// Adds the CANCEL to what the owner of a journal entry did.
pub(super) fn tell(old: Option<&Object>, step: Step, cx: &Cx) -> Result<Step, Refusal> {
    let Some(old) = old else { return Ok(step) };
    let Some(before) = fields::whole(&old.calendar).filter(|part| part.name == "VJOURNAL") else {
        return Ok(step);
    };
    let silent =
        before.property("ORGANIZER").is_none() || fields::status(before) == Status::Cancelled;
    if silent {
        return Ok(step);
    }
    let after = step.object.as_ref().and_then(|object| fields::whole(&object.calendar));
    let message = match after {
        None => Some(off(old, raised(before), &[], cx)?),
        Some(after) if fields::status(after) == Status::Cancelled => {
            Some(off(old, fields::sequence(after), &[], cx)?)
        }
        Some(after) => {
            let gone = gone(&old.calendar, before, after);
            match gone.as_slice() {
                [] => None,
                gone => Some(off(old, fields::sequence(after), gone, cx)?),
            }
        }
    };
    Ok(Step { messages: step.messages.into_iter().chain(message).collect(), ..step })
}

fn raised(before: &Component) -> i64 {
    fields::sequence(before).saturating_add(1).min(fields::SEQUENCE_MAX)
}

/// The occurrences that were taken out.
fn gone(calendar: &Component, before: &Component, after: &Component) -> Vec<CalTime> {
    let series = Series::of(calendar);
    let known: Vec<CalTime> = before.exdates().map(|date| series.canonical(&date)).collect();
    let now = after.exdates().map(|date| series.canonical(&date));
    now.filter(|date| !known.contains(date)).collect()
}

/// The CANCEL of an entry, or of some of its occurrences: one VJOURNAL for each (§3.5.3).
fn off(object: &Object, sequence: i64, gone: &[CalTime], cx: &Cx) -> Result<Message, Refusal> {
    let entry = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(entry).ok_or(Refusal::NoOrganizer)?;
    let mut off = message::stub(entry, cx);
    off.set(Property::new("SEQUENCE", sequence.to_string()));
    off.properties.push(Property::new("STATUS", "CANCELLED"));
    off.properties.extend(entry.property("SUMMARY").cloned());
    let mut calendar = message::calendar(Some(Method::Cancel));
    calendar.components = gone
        .iter()
        .map(|id| {
            let mut off = off.clone();
            off.properties.insert(1, Property::new_time("RECURRENCE-ID", id));
            off
        })
        .collect();
    if gone.is_empty() {
        calendar.components.push(off);
    }
    message::copy_timezones(&object.calendar, &mut calendar);
    Message::new(Method::Cancel, calendar, organizer, Vec::new())
}
