//! A series that repeats otherwise from a time on, and what of it differs by itself.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Alike, Object, Scope, Series, Status, diff, draft, fields, instances};
use crate::{
    ical::{Component, Zones},
    model::{CalTime, Recurrence, Span},
};

/// What makes a date another than those around it.
const OWN: [&str; 5] = ["SUMMARY", "LOCATION", "DESCRIPTION", "DTSTART", "DTEND"];

/// Gives a series another rule and another first date.
///
/// What differs about one date stays so where the rule has a date on its day. A range goes on with the first date from its
/// day on. The rule says the days, so a range has only its clock time and its length of its own, and not these where they
/// are said.
pub(super) fn repeat(calendar: &mut Component, to: &Span, rule: &Recurrence, said: Alike) {
    let old = calendar.clone();
    calendar
        .components
        .retain(|part| !fields::is_scheduled(part) || part.property("RECURRENCE-ID").is_none());
    let Some(master) = fields::master_mut(calendar) else { return };
    draft::set_span(master, to);
    draft::set_recurrence(master, Some(rule));
    let (ranges, alone): (Vec<_>, Vec<_>) =
        instances::overrides(&old).partition(|(scope, _)| matches!(scope, Scope::ThisAndFuture(_)));
    let ranges = ranges.into_iter().filter_map(|(scope, part)| range(calendar, scope.id()?, part));
    let ranges: Vec<_> = ranges.collect();
    let alone = alone.into_iter().filter_map(|(scope, part)| {
        let id = on_day_of(to, scope.id()?);
        (Series::of(calendar).find(&id).as_ref() == Some(&id)).then_some((scope, id, part))
    });
    let alone: Vec<_> = alone.collect();
    // Of several ranges that begin with the same date now, the last counts.
    for (id, part) in ranges {
        let mut part = part.clone();
        let own = fields::span(&part).and_then(|own| span(&id, &own, to, said));
        if let Some(own) = own {
            draft::set_span(&mut part, &own);
        }
        part.properties.retain(|property| property.name != "RECURRENCE-ID");
        part.properties.extend(Scope::ThisAndFuture(id).property());
        instances::put(calendar, part);
    }
    for (before, id, part) in alone {
        let this = Scope::This(id);
        let mut part = part.clone();
        let has_own_time = instances::of_others(&old, &before)
            .is_ok_and(|others| fields::span(&others) != fields::span(&part));
        let others = instances::of_others(calendar, &this).ok().and_then(|it| fields::span(&it));
        let own = fields::span(&part).and_then(|own| span(&own.start, &own, to, said));
        let time = if has_own_time { own } else { others };
        if let Some(time) = time {
            draft::set_span(&mut part, &time);
        }
        part.properties.retain(|property| property.name != "RECURRENCE-ID");
        part.properties.extend(this.property());
        instances::put(calendar, part);
    }
}

/// With which date of another rule a range begins.
fn range<'c>(
    calendar: &Component,
    id: &CalTime,
    part: &'c Component,
) -> Option<(CalTime, &'c Component)> {
    let day = id.local().date();
    let from = id.with_local(day.and_time(NaiveTime::MIN));
    let from = Zones::of(calendar).instant(&from, Tz::UTC)?;
    let series = Series::of(calendar);
    let mut ahead = series.between(from, DateTime::<Utc>::MAX_UTC, Tz::UTC);
    let first = ahead.find(|one| one.recurrence_id.local().date() >= day)?;
    Some((first.recurrence_id, part))
}

/// The date that a series which begins so would have on the day of another.
fn on_day_of(to: &Span, id: &CalTime) -> CalTime {
    to.start.with_local(id.local().date().and_time(to.start.local().time()))
}

/// A time of its own on a day, but for what was said of all.
fn span(day: &CalTime, own: &Span, to: &Span, said: Alike) -> Option<Span> {
    let wall = |span: &Span| span.end.local().signed_duration_since(span.start.local());
    let clock = if said.clock { &to.start } else { &own.start };
    let length = wall(if said.length { to } else { own });
    let start = day.local().date().and_time(clock.local().time());
    let end = start.checked_add_signed(length)?;
    Some(Span { start: to.start.with_local(start), end: to.end.with_local(end) })
}

impl Object {
    /// The days to come on which it had a date that was off, or had a time or words of its own, before it repeated otherwise,
    /// and on which it has none now. Those after its last date do not count.
    pub fn days_gone(&self, former: &Self, at: DateTime<Utc>, zone: Tz) -> Vec<NaiveDate> {
        let series = Series::of(&self.calendar);
        let Some(repeats) = self.repeats(at, zone) else { return Vec::new() };
        let mut days = former.days_apart(at, zone);
        days.retain(|day| {
            repeats.until.is_none_or(|last| *day <= last)
                && series.original(&CalTime::Date(*day)).is_none()
        });
        days
    }

    /// The days to come on which the rule has a date that is off, or that has a time or words of its own.
    fn days_apart(&self, at: DateTime<Utc>, zone: Tz) -> Vec<NaiveDate> {
        let zones = Zones::of(&self.calendar);
        let is_ahead = |id: &CalTime| zones.instant(id, zone).is_some_and(|start| start > at);
        let differs = |scope: &Scope, part: &Component| {
            let others = instances::of_others(&self.calendar, scope);
            others.is_ok_and(|others| OWN.iter().any(|name| !diff::same(&others, part, name)))
        };
        let own = instances::overrides(&self.calendar).filter_map(|(scope, part)| match &scope {
            Scope::This(id)
                if fields::status(part) != Status::Cancelled
                    && is_ahead(id)
                    && differs(&scope, part) =>
            {
                Some(id.local().date())
            }
            _ => None,
        });
        let off = self.left_out(at, zone).into_iter().map(|date| date.span.start.local().date());
        let mut days: Vec<NaiveDate> = own.chain(off).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
