//! The components of a message in a copy: as they are kept, and where they are put.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::{
    ical::{Component, Zones},
    itip::{Cx, Scope, Status, fields, incoming::Incoming, instances, quirks},
    model::CalTime,
};

/// The message as it is kept: without METHOD, one component for each instance in the order of time, each with its
/// ORGANIZER and one ATTENDEE for each attendee. An instance that is told to be off is taken out.
pub(in crate::itip::receive) fn kept(incoming: &Incoming<'_>, cx: &Cx) -> Component {
    let message = incoming.calendar;
    let others = message.components.iter().filter(|part| !fields::is_scheduled(part));
    let mut calendar = Component {
        name: message.name.clone(),
        properties: message.properties.iter().filter(|p| p.name != "METHOD").cloned().collect(),
        components: others.cloned().collect(),
    };
    let with_master = fields::master(message).is_some();
    let mut off = Vec::new();
    for part in incoming.parts(None, cx) {
        match &part.scope {
            Scope::This(id) if with_master && fields::status(part.event) == Status::Cancelled => {
                off.push(id.clone());
            }
            _ => calendar.components.push(component(&part)),
        }
    }
    for id in &off {
        instances::exclude(&mut calendar, id);
    }
    quirks::settle(&mut calendar);
    sort(&mut calendar);
    calendar
}

/// A component of a message as it is kept.
pub(super) fn component(part: &Incoming<'_>) -> Component {
    let mut component = part.event.clone();
    if let Some(id) = part.scope.property() {
        component.set(id);
    }
    if component.property("ORGANIZER").is_none() {
        component.properties.extend(part.organizer.cloned());
    }
    component
}

/// Puts the master before its overrides, and these in the order of time.
fn sort(calendar: &mut Component) {
    let parts = std::mem::take(&mut calendar.components);
    let (mut scheduled, others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(fields::is_scheduled);
    calendar.components = others;
    let zones = Zones::of(calendar);
    let when =
        |id: CalTime| zones.instant(&id, Tz::UTC).map_or_else(|| id.local(), |at| at.naive_utc());
    scheduled.sort_by_cached_key(|part| part.recurrence_id().map(when));
    calendar.components.extend(scheduled);
}

/// Brings over the time zones that are not there yet.
pub(super) fn bring_zones(from: &Component, to: &mut Component) {
    for zone in from.children("VTIMEZONE") {
        if !to.children("VTIMEZONE").any(|known| known.value("TZID") == zone.value("TZID")) {
            to.components.insert(0, zone.clone());
        }
    }
}

/// Puts overrides into a copy, each in the place of the one before it.
pub(super) fn place(calendar: &mut Component, mut placed: BTreeMap<Option<CalTime>, Component>) {
    for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if let Some(new) = placed.remove(&part.recurrence_id()) {
            *part = new;
        }
    }
    if !placed.is_empty() {
        calendar.components.extend(placed.into_values());
        sort(calendar);
    }
}
