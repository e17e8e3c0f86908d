//! Ranges for those whose programs do not take RANGE (RFC 5545 §3.2.13): each is sent as a series of its own, and what they
//! say of that series is about the range.
//!
//! An object keeps its ranges as they are; only its messages are split. The series of a range has the UID of the object and
//! the RECURRENCE-ID with which the range begins, as Google Calendar writes it.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::{Cx, Method, Object, Ranges, Role, Scope, Series, fields, instances, views};
use crate::{
    ical::{Component, Property, Recur, Zones, format_time, parse_time},
    model::CalTime,
};

/// What stands between the UID of an object and the RECURRENCE-ID of a range of it.
const MARK: &str = "_R";

/// A rule with COUNT that has more occurrences than these before a range is not split.
const MOST_BEFORE: usize = 10_000;

/// An object with more ranges than these is not split.
const MOST_RANGES: usize = 64;

/// So many occurrences of a series are compared with those of the range that it stands for.
const MOST_COMPARED: usize = 100;

/// The UID of the object and the RECURRENCE-ID, in iCalendar's form, that the UID of a range's series is made of.
pub fn base_uid(uid: &str) -> Option<(&str, &str)> {
    let (base, id) = uid.rsplit_once(MARK)?;
    (!base.is_empty() && parse_time(id, None).is_some()).then_some((base, id))
}

/// A REPLY, COUNTER or REFRESH about the series of a range as one about the range in the object. `None` where it is
/// about no range of this object.
pub(super) fn about_base(object: &Object, message: &Component) -> Option<Component> {
    let method: Method = message.value("METHOD")?.parse().ok()?;
    if !matches!(method, Method::Reply | Method::Counter | Method::Refresh) {
        return None;
    }
    let (base, text) = base_uid(fields::whole(message)?.value("UID")?)?;
    if object.role != Role::Organizer || object.uid().0 != base {
        return None;
    }
    let series = Series::of(&object.calendar);
    let tzid = fields::master(&object.calendar)?.start()?.tzid().map(str::to_owned);
    let id = series.original(&parse_time(text, tzid.as_deref())?)?;
    let range = instances::find(&object.calendar, &Scope::ThisAndFuture(id.clone()))?;
    let start = range.start()?;
    let mut rewritten = message.clone();
    for part in rewritten.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        let scope = match (part.recurrence_id(), method) {
            (None, Method::Refresh) => Scope::Whole,
            (None, _) => Scope::ThisAndFuture(id.clone()),
            (Some(moved), _) => {
                let moved = on_clock_of(&moved, &start, &Zones::of(message));
                Scope::This(after(&id, &moved, &start)?)
            }
        };
        part.set(Property::new("UID", base));
        part.remove("RECURRENCE-ID");
        part.properties.extend(scope.property());
    }
    Some(rewritten)
}

/// Whether messages about an object are split: it has a range, and its receivers do not take RANGE.
pub(super) fn is_split(calendar: &Component, cx: &Cx) -> bool {
    cx.policy.ranges == Ranges::Split && has_range(calendar)
}

/// A range as the master of the series that it is sent as, without its rule. `None` where the object has no such range.
pub(super) fn master(calendar: &Component, scope: &Scope) -> Option<Component> {
    let range = instances::find(calendar, scope).filter(|own| Scope::of(own) == *scope)?;
    let uid = series_uid(range, scope)?;
    let mut master = range.clone();
    master.remove("RECURRENCE-ID");
    master.set(Property::new("UID", uid));
    Some(master)
}

/// What those see of an object who are in the components at these places, without RANGE: one object for each series.
/// What cannot be said without RANGE is left as it is.
pub(super) fn series(calendar: &Component, places: &[usize]) -> Vec<Component> {
    let seen: HashSet<usize> = places.iter().copied().collect();
    let scopes: Vec<Scope> = fields::scheduled(calendar).map(Scope::of).collect();
    let places_of = |is_it: fn(&Scope) -> bool| {
        let all = scopes.iter().enumerate().filter(move |(_, scope)| is_it(scope));
        all.map(|(place, _)| place)
    };
    let masters: Vec<usize> = places_of(|scope| *scope == Scope::Whole)
        .chain(places_of(|scope| matches!(scope, Scope::ThisAndFuture(_))))
        .collect();
    let mut with_masters = masters.clone();
    with_masters.extend(places.iter().filter(|place| !masters.contains(place)));
    let Some(mut all) = split(&views::view(calendar, &with_masters)) else {
        let is_in_whole = masters.first().is_some_and(|whole| seen.contains(whole));
        let view = if is_in_whole { views::view } else { views::only };
        return vec![view(calendar, places)];
    };
    for (one, place) in all.iter_mut().zip(masters) {
        if !seen.contains(&place) {
            one.components
                .retain(|part| !fields::is_scheduled(part) || part.recurrence_id().is_some());
        }
    }
    all.retain(|one| fields::whole(one).is_some());
    all
}

fn has_range(calendar: &Component) -> bool {
    fields::scheduled(calendar).any(|part| matches!(Scope::of(part), Scope::ThisAndFuture(_)))
}

fn series_uid(part: &Component, scope: &Scope) -> Option<String> {
    let Scope::ThisAndFuture(id) = scope else { return None };
    Some(format!("{}{MARK}{}", part.value("UID")?, format_time(id)))
}

/// A view as one series up to its first range, and one for each range. `None` where that cannot be.
fn split(view: &Component) -> Option<Vec<Component>> {
    let ranges: Vec<CalTime> = instances::overrides(view)
        .filter(|(_, part)| part.is_this_and_future())
        .filter_map(|(scope, _)| scope.id().cloned())
        .collect();
    if ranges.len() > MOST_RANGES {
        return None;
    }
    let highest = fields::scheduled(view).map(fields::sequence).max()?;
    let mut head = view.clone();
    if !instances::cut(&mut head, ranges.first()?) {
        return None;
    }
    let mut all = vec![head];
    for (at, id) in ranges.iter().enumerate() {
        all.push(part(view, id, ranges.get(at + 1))?);
    }
    for one in &mut all {
        // Where a series ends is its rule, so that it is another version for those who had a longer one.
        fields::master_mut(one)?.set(Property::new("SEQUENCE", highest.to_string()));
    }
    Some(all)
}

/// The series of a range, up to the next.
fn part(view: &Component, id: &CalTime, next: Option<&CalTime>) -> Option<Component> {
    let mut cut = view.clone();
    if let Some(next) = next {
        instances::cut(&mut cut, next);
    }
    let scope = Scope::ThisAndFuture(id.clone());
    let mut own = master(&cut, &scope)?;
    let uid = own.value("UID")?.to_owned();
    let known = Series::of(view);
    let start = own.start()?;
    own.properties.extend(rules(&cut, id, &start)?);
    let mut components = vec![own];
    for (scope, other) in instances::overrides(&cut) {
        let Scope::This(at) = scope else { continue };
        if known.is_before(id, &at) {
            let mut other = other.clone();
            other.set(Property::new_time("RECURRENCE-ID", &after(&start, &at, id)?));
            components.push(other);
        }
    }
    for component in &mut components {
        component.set(Property::new("UID", uid.as_str()));
    }
    let zones = view.children("VTIMEZONE").cloned();
    let series = Component {
        name: view.name.clone(),
        properties: view.properties.clone(),
        components: zones.chain(components).collect(),
    };
    is_same(view, &series, id, next).then_some(series)
}

/// The rule and the dates of a series from an occurrence on, were it at another time.
fn rules(calendar: &Component, id: &CalTime, start: &CalTime) -> Option<Vec<Property>> {
    let series = Series::of(calendar);
    let master = fields::master(calendar)?;
    let mut rules = Vec::new();
    for property in &master.properties {
        match property.name.as_str() {
            "RRULE" => {
                let rule = rest_of(property.value.parse().ok()?, calendar, id, start)?;
                rules.push(Property { value: rule.to_string(), ..property.clone() });
            }
            "RDATE" | "EXDATE" => {
                for date in property.times().map(|date| series.canonical(&date)) {
                    if !series.is_before(&date, id) {
                        rules.push(Property::new_time(&property.name, &after(start, &date, id)?));
                    }
                }
            }
            _ => {}
        }
    }
    Some(rules)
}

/// A rule from an occurrence on, were it at another time.
fn rest_of(mut rule: Recur, calendar: &Component, id: &CalTime, start: &CalTime) -> Option<Recur> {
    let first = fields::master(calendar)?.start()?;
    if let Some(count) = rule.count {
        let expansion = rule.starting(first.local(), None);
        let before = expansion.starts().take_while(|at| *at < id.local());
        let before = before.take(MOST_BEFORE + 1).count();
        if before > MOST_BEFORE {
            return None;
        }
        rule.count = Some(count.checked_sub(u32::try_from(before).ok()?).filter(|n| *n > 0)?);
    }
    if let Some(until) = &rule.until {
        let zones = Zones::of(calendar);
        let until = after(start, &on_clock_of(until, &first, &zones), id)?;
        rule.until = Some(match until {
            CalTime::Zoned { .. } => CalTime::Utc(zones.instant(&until, Tz::UTC)?.naive_utc()),
            other => other,
        });
    }
    let days = start.local().date().signed_duration_since(id.local().date()).num_days();
    let later = |day: Weekday| (0..days.rem_euclid(7)).fold(day, |day, _| day.succ());
    for day in &mut rule.by_day {
        day.day = later(day.day);
    }
    rule.week_start = later(rule.week_start);
    Some(rule)
}

/// What is as far from `base` as `at` is from `first`, on the clock of `base`.
fn after(base: &CalTime, at: &CalTime, first: &CalTime) -> Option<CalTime> {
    let by: TimeDelta = at.local().signed_duration_since(first.local());
    Some(base.with_local(base.local().checked_add_signed(by)?))
}

/// A time on the clock of another, where that has a zone.
fn on_clock_of(time: &CalTime, other: &CalTime, zones: &Zones<'_>) -> CalTime {
    let wall = || {
        let tzid = other.tzid().filter(|tzid| Some(*tzid) != time.tzid())?;
        zones.wall(zones.instant(time, Tz::UTC)?, tzid)
    };
    match time {
        CalTime::Utc(_) | CalTime::Zoned { .. } => {
            wall().map_or_else(|| time.clone(), |local| other.with_local(local))
        }
        CalTime::Date(_) | CalTime::Floating(_) => time.clone(),
    }
}

/// Whether a series takes place when the range does that it stands for. A rule whose days were moved may not.
fn is_same(view: &Component, series: &Component, id: &CalTime, next: Option<&CalTime>) -> bool {
    let zones = Zones::of(view);
    let starts = fields::master(series).and_then(Component::start);
    let starts = starts.and_then(|start| zones.instant(&start, Tz::UTC));
    let from = zones.instant(id, Tz::UTC).into_iter().chain(starts).min();
    let Some(from) = from else { return false };
    let known = Series::of(view);
    let is_in = |at: &CalTime| {
        !known.is_before(at, id) && next.is_none_or(|next| known.is_before(at, next))
    };
    let before = known
        .between(from, DateTime::<Utc>::MAX_UTC, Tz::UTC)
        .take(MOST_COMPARED * 4)
        .filter(|occurrence| is_in(&occurrence.recurrence_id))
        .map(|occurrence| (occurrence.start, occurrence.end))
        .take(MOST_COMPARED);
    Series::of(series)
        .between(from, DateTime::<Utc>::MAX_UTC, Tz::UTC)
        .map(|occurrence| (occurrence.start, occurrence.end))
        .take(MOST_COMPARED)
        .eq(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical;

    fn moved(rule: &str, to: &str) -> Component {
        let text = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20260101T100000Z\r\nRRULE:{rule}\r\n\
             END:VEVENT\r\nBEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260301T100000Z\r\n\
             DTSTART:{to}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        ical::parse(&text).unwrap().value
    }

    #[test]
    fn the_uid_of_a_range_is_told_from_others() {
        assert_eq!(base_uid("a_R1_R20260302T100000"), Some(("a_R1", "20260302T100000")));
        assert_eq!(base_uid("a_R20260302"), Some(("a", "20260302")));
        for other in ["a", "a_R", "a_Rx", "_R20260302T100000"] {
            assert_eq!(base_uid(other), None, "{other}");
        }
    }

    #[test]
    fn a_range_whose_rule_does_not_go_along_stays_a_range() {
        let later = moved("FREQ=MONTHLY;BYMONTHDAY=1", "20260301T110000Z");
        assert_eq!(series(&later, &[0, 1]).len(), 2);
        let other_day = moved("FREQ=MONTHLY;BYMONTHDAY=1", "20260302T100000Z");
        assert_eq!(series(&other_day, &[0, 1]), [other_day]);
    }
}
