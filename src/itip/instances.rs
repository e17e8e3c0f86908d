//! One occurrence of an object apart from the others (RFC 5545 §3.8.4.4).
//!
//! An occurrence that is as the rule has it has no component of its own. What is different about one makes it an
//! *override*: the whole component once more, with a RECURRENCE-ID. With RANGE=THISANDFUTURE it counts for all later
//! ones too, until the next override. RECURRENCE-IDs in a stored object are always written in the form of its master
//! ([`normalize`]), so that they can be compared as they are.

use std::{borrow::Cow, collections::HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Refusal, Scope, Series, fields, kind};
use crate::{
    ical::{Component, Property, Zones, format_time},
    model::CalTime,
};

/// What says when the occurrences of a series are; an override has none of it.
const RULES: [&str; 4] = ["RRULE", "RDATE", "EXDATE", "EXRULE"];

/// The component of its own that a scope has, if it has one.
pub(super) fn find<'c>(calendar: &'c Component, scope: &Scope) -> Option<&'c Component> {
    let at = position(calendar, scope)?;
    calendar.components.get(at)
}

/// The overrides and what each is about, in the order of the object.
pub(super) fn overrides(calendar: &Component) -> impl Iterator<Item = (Scope, &Component)> {
    fields::scheduled(calendar)
        .map(|component| (Scope::of(component), component))
        .filter(|(scope, _)| *scope != Scope::Whole)
}

/// A scope in the form of an object, if the object has such an occurrence. The only one of what takes place once is the
/// whole.
///
/// # Errors
/// It has not, or EXDATE takes it out.
pub(super) fn resolve(calendar: &Component, scope: &Scope) -> Result<Scope, Refusal> {
    let Some(id) = scope.id() else { return Ok(Scope::Whole) };
    let series = Series::of(calendar);
    let known = series.find(id).ok_or(Refusal::UnknownInstance)?;
    Ok(if series.repeats() { scope.with_id(known) } else { Scope::Whole })
}

/// Whether what is about `scope` is also about the occurrence (or range) that begins at `id`.
pub(super) fn covers(series: &Series<'_>, scope: &Scope, id: &CalTime) -> bool {
    match scope {
        Scope::Whole => true,
        Scope::This(this) => this == id,
        Scope::ThisAndFuture(first) => !series.is_before(id, first),
    }
}

/// The component that counts for a scope: its own, or what the range or the series that it belongs to would have as its
/// override. `scope` is in the form of the object ([`resolve`]).
///
/// # Errors
/// There is nothing that it could belong to.
pub(super) fn effective<'c>(
    calendar: &'c Component,
    scope: &Scope,
) -> Result<Cow<'c, Component>, Refusal> {
    if scope.id().is_none() {
        return fields::whole(calendar).map(Cow::Borrowed).ok_or(Refusal::UnknownObject);
    }
    if let Some(own) = find(calendar, scope)
        && Scope::of(own) == *scope
    {
        return Ok(Cow::Borrowed(own));
    }
    of_others(calendar, scope).map(Cow::Owned)
}

/// The component of a scope to change it; it gets one of its own where it has none. `scope` is in the form of the
/// object ([`resolve`]).
///
/// # Errors
/// There is nothing that it could belong to.
pub(super) fn open<'c>(
    calendar: &'c mut Component,
    scope: &Scope,
) -> Result<&'c mut Component, Refusal> {
    if *scope == Scope::Whole {
        return fields::whole_mut(calendar).ok_or(Refusal::UnknownObject);
    }
    if let Scope::This(id) = scope {
        push_back(calendar, id);
    }
    if find(calendar, scope).is_none_or(|own| Scope::of(own) != *scope) {
        let own = effective(calendar, scope)?.into_owned();
        put(calendar, own);
    }
    let at = position(calendar, scope).ok_or(Refusal::UnknownInstance)?;
    calendar.components.get_mut(at).ok_or(Refusal::UnknownInstance)
}

/// Makes a range that begins with an occurrence begin after it, so that the occurrence can be changed alone. Gives whether
/// one did.
pub(super) fn push_back(calendar: &mut Component, id: &CalTime) -> bool {
    let own = find(calendar, &Scope::This(id.clone()));
    let Some(own) = own.filter(|own| own.is_this_and_future()) else { return false };
    let alone = occurrence_of(calendar, own, &Scope::This(id.clone()));
    let later = rest_after(calendar, id).map(Scope::ThisAndFuture);
    let later = later.filter(|later| find(calendar, later).is_none());
    let later = later.map(|later| occurrence_of(calendar, own, &later));
    put(calendar, alone);
    if let Some(later) = later {
        put(calendar, later);
    }
    true
}

/// Where the rest of a range begins after one of its occurrences: with the first that does not differ by itself, or with
/// which another range begins.
pub(super) fn rest_after(calendar: &Component, after: &CalTime) -> Option<CalTime> {
    let mut rule = Component::new(&calendar.name);
    rule.components = calendar.children("VTIMEZONE").cloned().collect();
    rule.components.push(fields::master(calendar)?.clone());
    let series = Series::of(&rule);
    let from = Zones::of(calendar).instant(after, Tz::UTC)?;
    let own: HashMap<CalTime, bool> = overrides(calendar)
        .filter_map(|(scope, part)| Some((scope.id()?.clone(), part.is_this_and_future())))
        .collect();
    let mut later = series
        .between(from, DateTime::<Utc>::MAX_UTC, Tz::UTC)
        .map(|occurrence| occurrence.recurrence_id)
        .filter(|id| series.is_before(after, id))
        .take(own.len() + 1);
    later.find(|id| own.get(id) != Some(&false))
}

/// What a range that began with an occurrence, and begins after it now, is still about: the occurrences that differ before
/// the rest, and the rest.
pub(super) fn still_about(calendar: &Component, after: &CalTime) -> Vec<CalTime> {
    let rest = rest_after(calendar, after);
    let series = Series::of(calendar);
    overrides(calendar)
        .filter_map(|(scope, _)| scope.id().cloned())
        .filter(|id| series.is_before(after, id))
        .filter(|id| rest.as_ref().is_none_or(|rest| series.is_before(id, rest)))
        .chain(rest.clone())
        .collect()
}

/// What is left of a range without its first occurrence, where that has a component of its own.
pub(super) fn rest(calendar: &Component, scope: &Scope) -> Option<Scope> {
    let Scope::ThisAndFuture(id) = scope else { return None };
    find(calendar, scope).filter(|own| Scope::of(own) != *scope)?;
    let next = Scope::ThisAndFuture(rest_after(calendar, id)?);
    find(calendar, &next).is_none().then_some(next)
}

/// Puts a component into an object: in the place of the one with its RECURRENCE-ID, else where it belongs in time.
pub(super) fn put(calendar: &mut Component, component: Component) {
    let scope = Scope::of(&component);
    if let Some(at) = position(calendar, &scope) {
        if let Some(old) = calendar.components.get_mut(at) {
            *old = component;
        }
        return;
    }
    let series = Series::of(calendar);
    let follows = |part: &Component| match (scope.id(), part.recurrence_id()) {
        (None, _) => true,
        (Some(id), Some(other)) => series.is_before(id, &other),
        (Some(_), None) => false,
    };
    let end = calendar.components.len();
    let at = calendar
        .components
        .iter()
        .position(|part| fields::is_scheduled(part) && follows(part))
        .unwrap_or(end);
    calendar.components.insert(at, component);
}

/// Takes an occurrence out: no override of its own, and EXDATE where there is a rule (RFC 5545 §3.8.5.1). A range that
/// begins with it begins after it.
pub(super) fn exclude(calendar: &mut Component, id: &CalTime) {
    push_back(calendar, id);
    let own = Scope::This(id.clone());
    calendar.components.retain(|part| !fields::is_scheduled(part) || Scope::of(part) != own);
    if let Some(master) = fields::master_mut(calendar)
        && !master.exdates().any(|date| date == *id)
    {
        master.properties.push(Property::new_time("EXDATE", id));
    }
}

/// Puts an occurrence back that was taken out.
pub(super) fn include(calendar: &mut Component, id: &CalTime) {
    let series = Series::of(calendar);
    let is_it = |date: &CalTime| series.canonical(date) == *id;
    let kept: Vec<Option<Property>> = fields::master(calendar)
        .map(|master| master.properties_named("EXDATE").map(|p| without(p, is_it)).collect())
        .unwrap_or_default();
    let Some(master) = fields::master_mut(calendar) else { return };
    let mut kept = kept.into_iter();
    master.properties.retain_mut(|property| {
        if property.name != "EXDATE" {
            return true;
        }
        match kept.next().flatten() {
            Some(left) => {
                *property = left;
                true
            }
            None => false,
        }
    });
}

/// A list of dates without some; `None` where nothing is left.
fn without(dates: &Property, is_out: impl Fn(&CalTime) -> bool) -> Option<Property> {
    let left: Vec<CalTime> = dates.times().filter(|date| !is_out(date)).collect();
    let value: Vec<String> = left.iter().map(format_time).collect();
    (!left.is_empty()).then(|| Property { value: value.join(","), ..dates.clone() })
}

/// Ends a series before an occurrence: UNTIL, and no dates and overrides after it. Gives whether anything is left.
pub(super) fn cut(calendar: &mut Component, id: &CalTime) -> bool {
    let series = Series::of(calendar);
    let is_later = |date: &CalTime| !series.is_before(&series.canonical(date), id);
    let first_stays =
        fields::master(calendar).and_then(Component::start).is_some_and(|start| !is_later(&start));
    let gone: Vec<CalTime> = overrides(calendar)
        .filter_map(|(scope, _)| scope.id().cloned())
        .filter(|id| is_later(id))
        .collect();
    let dates: Vec<Option<Property>> = fields::master(calendar)
        .into_iter()
        .flat_map(|master| &master.properties)
        .filter(|property| is_dates(property))
        .map(|property| without(property, is_later))
        .collect();
    let until = until(calendar, id);
    calendar.components.retain(|part| {
        !fields::is_scheduled(part) || part.recurrence_id().is_none_or(|id| !gone.contains(&id))
    });
    if let Some(master) = fields::master_mut(calendar) {
        let mut dates = dates.into_iter();
        master.properties.retain_mut(|property| {
            if property.name == "RRULE"
                && let Some(until) = &until
            {
                property.value = ending(&property.value, Some(until));
            }
            if !is_dates(property) {
                return true;
            }
            let left = dates.next().flatten();
            let stays = left.is_some();
            *property = left.unwrap_or_default();
            stays
        });
    }
    first_stays || overrides(calendar).next().is_some()
}

fn is_dates(property: &Property) -> bool {
    matches!(property.name.as_str(), "RDATE" | "EXDATE")
}

/// The last moment before an occurrence, as UNTIL has it: of DTSTART's kind, and in UTC where that has a zone
/// (RFC 5545 §3.3.10).
fn until(calendar: &Component, id: &CalTime) -> Option<String> {
    let before = |length: TimeDelta| id.local().checked_sub_signed(length);
    let second = TimeDelta::seconds(1);
    let time = match id {
        CalTime::Date(_) => id.with_local(before(TimeDelta::days(1))?),
        CalTime::Floating(_) | CalTime::Utc(_) => id.with_local(before(second)?),
        CalTime::Zoned { .. } => {
            let at = Zones::of(calendar).instant(id, Tz::UTC)?;
            CalTime::Utc(at.naive_utc().checked_sub_signed(second)?)
        }
    };
    Some(format_time(&time))
}

/// A rule that ends at UNTIL, or without an end.
pub(super) fn ending(rule: &str, until: Option<&str>) -> String {
    let is_end = |part: &&str| {
        let name = part.split_once('=').map_or(*part, |(name, _)| name).trim();
        name.eq_ignore_ascii_case("COUNT") || name.eq_ignore_ascii_case("UNTIL")
    };
    let parts: Vec<&str> = rule.split(';').filter(|part| !is_end(part)).collect();
    let until = until.map(|until| format!(";UNTIL={until}")).unwrap_or_default();
    format!("{}{until}", parts.join(";"))
}

/// Writes the RECURRENCE-IDs of an object in the form of its master: in its zone, or as a date (RFC 5545 §3.8.4.4 wants
/// them so; Google writes UTC).
pub(super) fn normalize(calendar: &mut Component) {
    let scopes: Vec<Option<Scope>> = {
        let series = Series::of(calendar);
        let parts = calendar.components.iter();
        parts
            .map(|part| {
                let scope = Scope::of(part);
                let id = series.canonical(scope.id().filter(|_| fields::is_scheduled(part))?);
                (scope.id() != Some(&id)).then(|| scope.with_id(id))
            })
            .collect()
    };
    for (part, scope) in calendar.components.iter_mut().zip(scopes) {
        if let Some(property) = scope.and_then(|scope| scope.property()) {
            part.set(property);
        }
    }
}

fn position(calendar: &Component, scope: &Scope) -> Option<usize> {
    calendar
        .components
        .iter()
        .position(|part| fields::is_scheduled(part) && part.recurrence_id().as_ref() == scope.id())
}

/// What an occurrence would be as the range or the series that it belongs to has it, whatever it has of its own.
///
/// # Errors
/// There is nothing that it could belong to.
pub(super) fn of_others(calendar: &Component, scope: &Scope) -> Result<Component, Refusal> {
    let base = scope.id().and_then(|id| governing(calendar, id));
    base.map(|base| occurrence_of(calendar, base, scope)).ok_or(Refusal::UnknownInstance)
}

/// With which occurrence the range begins that one belongs to; `None` where it belongs to the series.
pub(super) fn range_of(calendar: &Component, id: &CalTime) -> Option<CalTime> {
    governing(calendar, id)?.recurrence_id()
}

/// What an occurrence without a component of its own belongs to: the latest range that has begun, else the series.
fn governing<'c>(calendar: &'c Component, id: &CalTime) -> Option<&'c Component> {
    let series = Series::of(calendar);
    let mut latest: Option<(CalTime, &Component)> = None;
    for (scope, component) in overrides(calendar) {
        let Scope::ThisAndFuture(first) = scope else { continue };
        let newer = latest.as_ref().is_none_or(|(known, _)| series.is_before(known, &first));
        if !series.is_before(id, &first) && newer {
            latest = Some((first, component));
        }
    }
    latest.map(|(_, component)| component).or_else(|| fields::master(calendar))
}

/// The override that an occurrence would have, were it written out: everything that the series or range says, at its
/// own time.
fn occurrence_of(calendar: &Component, base: &Component, scope: &Scope) -> Component {
    let mut own = base.clone();
    own.properties.retain(|p| !RULES.contains(&p.name.as_str()) && p.name != "RECURRENCE-ID");
    if let Some(id) = scope.id()
        && let Some(first) = base.recurrence_id().or_else(|| base.start())
    {
        let by = id.local().signed_duration_since(first.local());
        for property in &mut own.properties {
            if matches!(property.name.as_str(), "DTSTART" | "DTEND" | "DUE")
                && let Some(time) = property.time()
                && let Some(local) = time.local().checked_add_signed(by)
            {
                property.set_time(&time.with_local(local));
            }
        }
        keep_length(calendar, base, &mut own);
    }
    let after_uid = own.properties.iter().position(|p| p.name == "UID").map_or(0, |at| at + 1);
    if let Some(id) = scope.property() {
        own.properties.insert(after_uid, id);
    }
    own
}

/// Ends an occurrence as long after its start as that of its base, to the second, whatever the clocks do on one of both days
/// (RFC 5545 §3.8.5.3).
fn keep_length(calendar: &Component, base: &Component, own: &mut Component) {
    let name = kind::end_name(base);
    let zones = Zones::of(calendar);
    let times = |part: &Component| Some((part.start()?, part.time(name)?));
    let Some(((from, to), (start, end))) = times(base).zip(times(own)) else { return };
    let Some(tzid) = end.tzid().filter(|_| !start.is_date()) else { return };
    let at = |time: &CalTime| zones.instant(time, Tz::UTC);
    let length = at(&from).zip(at(&to)).map(|(from, to)| to.signed_duration_since(from));
    let ends = at(&start).zip(length).and_then(|(start, length)| start.checked_add_signed(length));
    if let Some(local) = ends.and_then(|ends| zones.wall(ends, tzid)) {
        own.set(Property::new_time(name, &end.with_local(local)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ical, model::InstanceId};

    fn calendar(parts: &[&str]) -> Component {
        let mut text = "BEGIN:VCALENDAR\r\n".to_owned();
        for part in parts {
            text.push_str("BEGIN:VEVENT\r\nUID:u\r\n");
            text.push_str(&part.replace('\n', "\r\n"));
            text.push_str("\r\nEND:VEVENT\r\n");
        }
        ical::parse(&(text + "END:VCALENDAR\r\n")).unwrap().value
    }

    fn series() -> Component {
        calendar(&[
            "DTSTART;TZID=Europe/Berlin:20261204T150000\nDTEND;TZID=Europe/Berlin:20261204T154500\n\
             RRULE:FREQ=WEEKLY;COUNT=10\nRDATE;TZID=Europe/Berlin:20261211T150000,20261218T150000\n\
             EXDATE;TZID=Europe/Berlin:20261225T150000\nSUMMARY:Standup",
        ])
    }

    fn id(text: &str) -> CalTime {
        ical::parse_time(text, Some("Europe/Berlin")).unwrap()
    }

    fn lines(component: &Component) -> Vec<String> {
        let text = ical::write(component);
        text.lines()
            .filter(|line| !line.contains("BEGIN") && !line.contains("END:"))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn an_override_says_all_that_the_series_does_at_its_own_time() {
        let mut calendar = series();
        let this = Scope::This(id("20261211T150000"));
        open(&mut calendar, &this).unwrap().set(Property::new("LOCATION", "Here"));
        assert_eq!(
            lines(find(&calendar, &this).unwrap()),
            [
                "UID:u",
                "RECURRENCE-ID;TZID=Europe/Berlin:20261211T150000",
                "DTSTART;TZID=Europe/Berlin:20261211T150000",
                "DTEND;TZID=Europe/Berlin:20261211T154500",
                "SUMMARY:Standup",
                "LOCATION:Here"
            ]
        );
        assert_eq!(this.instance(), InstanceId::Instance(id("20261211T150000")));
    }

    #[test]
    fn an_occurrence_of_a_range_is_as_the_range_is() {
        let mut calendar = series();
        let range = Scope::ThisAndFuture(id("20261211T150000"));
        let first = open(&mut calendar, &range).unwrap();
        first.set(Property::new_time("DTSTART", &id("20261211T160000")));
        first.set(Property::new_time("DTEND", &id("20261211T170000")));
        let later = effective(&calendar, &Scope::This(id("20261218T150000"))).unwrap();
        assert_eq!(later.start(), Some(id("20261218T160000")));
        assert_eq!(later.time("DTEND"), Some(id("20261218T170000")));
        let before = effective(&calendar, &Scope::This(id("20261204T150000"))).unwrap();
        assert_eq!(before.start(), Some(id("20261204T150000")));
    }

    #[test]
    fn overrides_stand_in_the_order_of_time() {
        let mut calendar = series();
        for day in ["20261218T150000", "20261204T150000", "20261211T150000"] {
            open(&mut calendar, &Scope::This(id(day))).unwrap();
        }
        let ids: Vec<CalTime> = overrides(&calendar).filter_map(|(s, _)| s.id().cloned()).collect();
        assert_eq!(ids, [id("20261204T150000"), id("20261211T150000"), id("20261218T150000")]);
    }

    #[test]
    fn an_occurrence_is_taken_out_and_put_back() {
        let before = series();
        let mut calendar = before.clone();
        open(&mut calendar, &Scope::This(id("20261211T150000"))).unwrap();
        exclude(&mut calendar, &id("20261211T150000"));
        exclude(&mut calendar, &id("20261211T150000"));
        assert_eq!(overrides(&calendar).count(), 0);
        assert_eq!(calendar.components[0].exdates().count(), 2);
        include(&mut calendar, &id("20261211T150000"));
        assert_eq!(calendar, before);
    }

    #[test]
    fn a_series_ends_before_an_occurrence() {
        let mut calendar = series();
        open(&mut calendar, &Scope::This(id("20261218T150000"))).unwrap();
        assert!(cut(&mut calendar, &id("20261218T150000")));
        assert_eq!(overrides(&calendar).count(), 0);
        assert_eq!(
            lines(&calendar.components[0])[3..],
            [
                "RRULE:FREQ=WEEKLY;UNTIL=20261218T135959Z",
                "RDATE;TZID=Europe/Berlin:20261211T150000",
                "SUMMARY:Standup"
            ]
        );
        assert!(!cut(&mut calendar, &id("20261204T150000")));
    }
}
