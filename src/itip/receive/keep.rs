//! What stays of an attendee's copy when a newer version comes.

use std::collections::{HashMap, HashSet};

use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Object, Scope, Series, delivery, diff, fields, instances, quirks, state::Version,
    },
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// What an attendee may have changed on their copy stays as they have it (RFC 6638 §3.2.2.1): alarms, TRANSP,
/// CATEGORIES, and what their programs keep in properties of their own.
pub(super) fn keep_private(before: &Component, event: &mut Component) {
    event.components.retain(|part| part.name != "VALARM");
    event.components.extend(before.children("VALARM").cloned());
    for name in ["TRANSP", "CATEGORIES"] {
        if before.property(name).is_some() {
            event.remove(name);
            event.properties.extend(before.properties_named(name).cloned());
        }
    }
    let known: HashSet<&str> = event.properties.iter().map(|p| p.name.as_str()).collect();
    let theirs: Vec<Property> = before
        .properties
        .iter()
        .filter(|property| property.name.starts_with("X-"))
        .filter(|property| property.name != quirks::DISALLOW_COUNTER)
        .filter(|property| !known.contains(property.name.as_str()))
        .cloned()
        .collect();
    event.properties.extend(theirs);
    delivery::keep(before, event);
}

/// Keeps the answers given on this copy where the organizer, who may not have them yet, asks for none anew: SEQUENCE
/// and the time are as they were. Gives the owner's, if they are asked for it (RFC 5546 §3.2.2.7).
pub(super) fn keep_answers(
    object: &Object,
    scope: &Scope,
    before: &Component,
    event: &mut Component,
    authority: &Authority<'_>,
) -> Option<Property> {
    let instance = scope.instance();
    let known = fields::by_address(before);
    let mut asked_again = None;
    let mut delegates = Vec::new();
    let declined: Vec<CalAddress> = fields::attendees(event)
        .filter(|property| fields::partstat(property) == Partstat::Declined)
        .map(fields::address)
        .collect();
    for attendee in event.properties.iter_mut().filter(|p| p.name == "ATTENDEE") {
        let address = attendee.address();
        let own = authority.owns(&address);
        if !own && !answered_here(object, &instance, &address) {
            continue;
        }
        let Some(old) = known.get(&address) else { continue };
        let answer = fields::partstat(old);
        if answer == Partstat::NeedsAction || fields::partstat(attendee) != Partstat::NeedsAction {
            continue;
        }
        let sent = fields::addresses(old, "DELEGATED-TO");
        if answer == Partstat::Delegated && sent.iter().any(|to| declined.contains(to)) {
            // The delegate does not come either, so they are asked in earnest (§4.2.7).
            continue;
        }
        let asked =
            attendee.parameter("RSVP").is_some_and(|rsvp| rsvp.eq_ignore_ascii_case("TRUE"));
        attendee.set_parameter("PARTSTAT", answer.as_str());
        fields::set_addresses(attendee, "DELEGATED-TO", &sent);
        delegates.extend(sent);
        if own && asked {
            asked_again = Some(attendee.clone());
        }
    }
    let listed: HashSet<CalAddress> = fields::attendees(event).map(fields::address).collect();
    let missing = delegates.iter().filter(|delegate| !listed.contains(delegate));
    event.properties.extend(missing.filter_map(|delegate| known.get(delegate).copied().cloned()));
    asked_again
}

/// Whether somebody answered on this copy, for an instance or for the whole.
fn answered_here(object: &Object, instance: &InstanceId, address: &CalAddress) -> bool {
    [instance, &InstanceId::Whole]
        .into_iter()
        .any(|instance| object.last(instance, address).is_some_and(|row| row.answer.is_some()))
}

/// What the organizer said of single instances after a version of the whole was sent, which comes only now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Later {
    /// It is otherwise.
    Override(Component),
    /// It does not take place.
    Out(CalTime),
    /// From it on nothing takes place.
    End(CalTime),
}

/// What an attendee's copy holds that a version of the whole does not take back: what the organizer said later, and the
/// dates that the attendee took out themself. `new` is the series of that version, `came` the overrides that come with
/// it.
pub(super) fn later(
    object: &Object,
    organizer: &CalAddress,
    version: Version,
    new: &Series<'_>,
    came: &HashMap<CalTime, (Version, &Component)>,
) -> Vec<Later> {
    let old = Series::of(&object.calendar);
    let stays = |id: &CalTime, known: Version| match came.get(&new.canonical(id)) {
        Some((came, _)) => known > *came,
        None => is_after(known, version),
    };
    let asked = |id: &CalTime, who: &CalAddress| {
        let seat = came.get(&new.canonical(id)).and_then(|(_, own)| {
            fields::attendee(own, std::slice::from_ref(who)).map(fields::partstat)
        });
        seat.is_some_and(|partstat| partstat != Partstat::Declined)
    };
    let mut later = Vec::new();
    for (scope, component) in instances::overrides(&object.calendar) {
        let known = object.organizer_version(&scope.instance(), organizer);
        if let Some(id) = scope.id()
            && known.is_some_and(|known| stays(id, known))
            && let Some(id) = new.original(id)
        {
            let mut component = component.clone();
            scope.with_id(id).property().into_iter().for_each(|id| component.set(id));
            later.push(Later::Override(component));
        }
    }
    let Some(master) = fields::master(&object.calendar) else { return later };
    let excluded: HashSet<CalTime> = master.exdates().map(|date| old.canonical(&date)).collect();
    for row in &object.received {
        let InstanceId::Instance(id) = &row.instance else { continue };
        let declined = row.answer == Some(Partstat::Declined)
            && excluded.contains(id)
            && !asked(id, &row.from);
        let known = Version { sequence: row.sequence, stamp: row.stamp };
        if declined || (row.from == *organizer && excluded.contains(id) && stays(id, known)) {
            later.extend(new.find(id).map(Later::Out));
        } else if row.from == *organizer && stays(id, known) && old.original(id).is_none() {
            later.push(Later::End(new.canonical(id)));
        }
    }
    later
}

/// Whether a version of an instance is later than that of the whole.
pub(super) fn is_after(instance: Version, whole: Version) -> bool {
    instance.is_later_than(whole)
        || (instance.stamp == whole.stamp && instance.sequence > whole.sequence)
}

/// Puts into a new version what it does not take back.
pub(super) fn put_back(calendar: &mut Component, later: Vec<Later>) {
    for kept in later {
        match kept {
            Later::Override(component) => instances::put(calendar, component),
            Later::Out(id) => instances::exclude(calendar, &id),
            Later::End(id) => {
                instances::cut(calendar, &id);
            }
        }
    }
}

/// What people here have of their own for one instance stays theirs where the organizer, who may not have it yet, sends
/// a series without an override for it: `gone` was the override, `now` is the occurrence, `told` what the organizer says of
/// the series. Their answers stay only where it is when it was.
pub(super) fn reopen(
    object: &Object,
    next: &mut Object,
    scope: &Scope,
    (gone, now, told): (&Component, &Component, &Component),
    same_time: bool,
) {
    let instance = scope.instance();
    let answers: Vec<&Property> = object
        .received
        .iter()
        .filter(|row| same_time && row.instance == instance && row.answer.is_some())
        .filter_map(|row| {
            let of = std::slice::from_ref(&row.from);
            let (before, now) = (fields::attendee(gone, of)?, fields::attendee(now, of)?);
            let other = fields::partstat(before) != fields::partstat(now);
            (other && fields::partstat(before) != Partstat::NeedsAction).then_some(before)
        })
        .collect();
    if answers.is_empty() && !has_private(gone, now) {
        return;
    }
    let Ok(own) = instances::open(&mut next.calendar, scope) else { return };
    keep_private(gone, own);
    for answer in &answers {
        if let Some(seat) = fields::attendee_mut(own, &answer.address()) {
            *seat = (*answer).clone();
        }
    }
    // Whom they send to all others, the organizer may not have yet, and to this one nobody sends them.
    let from: Vec<CalAddress> = answers.iter().map(|answer| answer.address()).collect();
    own.properties.retain(|property| {
        property.name != "ATTENDEE"
            || !is_sent_by_these(property, &from)
            || [gone, told].into_iter().any(|event| is_listed(event, property))
    });
}

/// Whether nobody but these sends an attendee.
fn is_sent_by_these(attendee: &Property, these: &[CalAddress]) -> bool {
    let from = fields::addresses(attendee, "DELEGATED-FROM");
    !from.is_empty() && from.iter().all(|from| these.contains(from))
}

fn is_listed(event: &Component, attendee: &Property) -> bool {
    fields::attendee(event, &[attendee.address()]).is_some()
}

/// Whether an override has alarms or other private things that its series has not.
fn has_private(own: &Component, series: &Component) -> bool {
    let differs = |name: &str| own.property(name).is_some() && !diff::same(own, series, name);
    !own.children("VALARM").eq(series.children("VALARM"))
        || differs("TRANSP")
        || differs("CATEGORIES")
        || own
            .properties
            .iter()
            .any(|p| p.name.starts_with("X-") && series.property(&p.name).is_none())
}

/// Brings what is remembered of instances into the form of a series.
pub(super) fn rename(object: &mut Object, series: &Series<'_>) {
    let rename = |instance: &mut InstanceId| {
        if let InstanceId::Instance(id) = instance {
            *id = series.canonical(id);
        }
    };
    object.received.iter_mut().for_each(|row| rename(&mut row.instance));
    object.rescheduled.iter_mut().for_each(|row| rename(&mut row.instance));
    for proposal in &mut object.proposals {
        rename(&mut proposal.instance);
        if let InstanceId::Instance(id) = &proposal.instance
            && let Some(id) = Scope::of(&proposal.event).with_id(id.clone()).property()
        {
            proposal.event.set(id);
        }
    }
}
