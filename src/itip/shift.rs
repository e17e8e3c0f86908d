//! Where the dates of a series go when one of them goes somewhere.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Object, Scope, Series, Status, draft, fields, instances, kind};
use crate::{
    ical::{Component, Frequency, Property, Recur, Zones, format_time, parse_time},
    model::{CalTime, Span},
};

/// What of a new time is said of every date alike, as by "to 12:00", and is not only how far they go, as by "by an hour".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Alike {
    /// Which day it is, as far from the day of the rule.
    pub day: bool,
    /// When on the day it begins.
    pub clock: bool,
    /// How long it is.
    pub length: bool,
}

/// The dates of a series that are still to come, where some are over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCome {
    /// The first that is as the series or a range has it; where there is none, the one that a card shows.
    pub(super) first: CalTime,
    /// Whether there are any that are as the series or a range has them.
    pub(super) has_others: bool,
    /// Those that differ by themselves.
    pub(super) alone: Vec<CalTime>,
}

impl Object {
    /// The dates that are not over at an instant, where others are. What is done to all dates leaves those as they were.
    fn to_come(&self, at: DateTime<Utc>, zone: Tz) -> Option<ToCome> {
        if !self.is_recurring() {
            return None;
        }
        let series = Series::of(&self.calendar);
        series.between(DateTime::<Utc>::MIN_UTC, at, zone).find(|one| one.end <= at)?;
        let is_alone = |part: &Component| matches!(Scope::of(part), Scope::This(_));
        let mut ahead = series.between(at, DateTime::<Utc>::MAX_UTC, zone);
        let other = ahead.find(|one| one.end > at && !is_alone(one.component));
        let other = other.map(|one| one.recurrence_id);
        let has_others = other.is_some();
        let first = other.or_else(|| self.shown(at, zone)?.scope().id().cloned())?;
        let zones = Zones::of(&self.calendar);
        let is_ahead = |part: &Component| {
            let end = fields::span(part).and_then(|span| zones.instant(&span.end, zone));
            fields::status(part) != Status::Cancelled && end.is_none_or(|end| end > at)
        };
        let alone = instances::overrides(&self.calendar).filter_map(|(scope, part)| match scope {
            Scope::This(id) if is_ahead(part) => Some(id),
            _ => None,
        });
        Some(ToCome { first, has_others, alone: alone.collect() })
    }

    /// Those of them that can go to a time by themselves, where others are over: where that has a clock time and the series
    /// takes whole days, or the other way round, all dates go along (RFC 5545 §3.8.4.4).
    pub fn to_come_alone(&self, to: &Span, at: DateTime<Utc>, zone: Tz) -> Option<ToCome> {
        let start = fields::master(&self.calendar)?.start()?;
        self.to_come(at, zone).filter(|_| start.is_date() == to.start.is_date())
    }

    /// The time of the whole, or of the first date [to come](Self::to_come), were the date that a card shows at an instant at another time: all dates go there, or as far.
    /// `None` where the rule says the day and cannot go along.
    pub fn moved_along(
        &self,
        to: &Span,
        alike: Alike,
        at: DateTime<Utc>,
        zone: Tz,
    ) -> Option<Span> {
        let master = fields::master(&self.calendar)?;
        let whole = match self.to_come_alone(to, at, zone) {
            Some(coming) => self.span_of_others(&Scope::This(coming.first))?,
            None => fields::span(master)?,
        };
        let from = self.span_as_all(at, zone)?;
        let days = to.start.local().date().signed_duration_since(from.start.local().date());
        let start = if alike.clock {
            let day = whole.start.local().date().checked_add_signed(days)?;
            day.and_time(to.start.local().time())
        } else {
            let by = to.start.local().signed_duration_since(from.start.local());
            whole.start.local().checked_add_signed(by)?
        };
        let days = start.date().signed_duration_since(whole.start.local().date()).num_days();
        let end = start.checked_add_signed(length(to))?;
        let moved = Span { start: to.start.with_local(start), end: to.end.with_local(end) };
        fits(master, days).then_some(moved)
    }

    /// When the date that a card shows at an instant would be, had nobody moved it alone; where no date is over yet, nor
    /// with later ones.
    pub fn span_as_all(&self, at: DateTime<Utc>, zone: Tz) -> Option<Span> {
        let shown = self.shown(at, zone)?;
        let scope = shown.scope();
        let Some(id) = scope.id() else { return Some(shown.span) };
        if self.to_come(at, zone).is_some() {
            return self.span_with_others(at, zone);
        }
        let whole = fields::span(fields::master(&self.calendar)?)?;
        let end = id.local().checked_add_signed(length(&whole))?;
        Some(Span { start: id.clone(), end: id.with_local(end) })
    }

    /// When the date that a card shows at an instant would be, had nobody moved it alone.
    pub fn span_with_others(&self, at: DateTime<Utc>, zone: Tz) -> Option<Span> {
        let shown = self.shown(at, zone)?;
        let scope = shown.scope();
        let own = instances::find(&self.calendar, &scope);
        let is_alone = scope.id().is_some() && own.is_some_and(|own| Scope::of(own) == scope);
        if is_alone { self.span_of_others(&scope) } else { Some(shown.span) }
    }

    fn span_of_others(&self, scope: &Scope) -> Option<Span> {
        fields::span(&instances::of_others(&self.calendar, scope).ok()?)
    }
}

/// From one time to another, in the zone of that.
#[derive(Debug)]
pub(super) struct Shift<'t> {
    by: TimeDelta,
    to: &'t Span,
    /// How many days later it goes, and how many days after that of the rule it is then.
    days: TimeDelta,
    off: TimeDelta,
    alike: Alike,
    /// Whether what took whole days has a clock time then, or the other way round.
    is_other_kind: bool,
}

impl<'t> Shift<'t> {
    /// That of an occurrence with this RECURRENCE-ID.
    pub(super) fn of(from: &Span, to: &'t Span, id: &CalTime, alike: Alike) -> Self {
        let day = |time: &CalTime| time.local().date();
        // What takes whole days has no clock time and no length that another could be as far from.
        let is_other_kind = from.start.is_date() != to.start.is_date();
        let (clock, length) = (alike.clock || is_other_kind, alike.length || is_other_kind);
        let alike = Alike { clock, length, ..alike };
        Self {
            by: to.start.local().signed_duration_since(from.start.local()),
            days: day(&to.start).signed_duration_since(day(&from.start)),
            off: day(&to.start).signed_duration_since(day(id)),
            to,
            alike,
            is_other_kind,
        }
    }

    fn time(&self, time: &CalTime) -> CalTime {
        let local = if self.is_other_kind {
            let day = time.local().date().checked_add_signed(self.days);
            day.map(|day| day.and_time(self.to.start.local().time()))
        } else {
            time.local().checked_add_signed(self.by)
        };
        self.to.start.with_local(local.unwrap_or(time.local()))
    }

    /// Moves the times of an occurrence, or of a range.
    pub(super) fn times(&self, part: &mut Component) {
        let moved = part.recurrence_id().zip(fields::span(part));
        let Some(span) = moved.and_then(|(id, span)| self.span(&id, &span)) else { return };
        if [kind::end_name(part), "DURATION"].iter().any(|name| part.property(name).is_some()) {
            draft::set_span(part, &span);
        } else {
            part.set(Property::new_time("DTSTART", &span.start));
        }
    }

    fn span(&self, id: &CalTime, from: &Span) -> Option<Span> {
        let own = from.start.local();
        let later = |day: NaiveDate, by: TimeDelta| day.checked_add_signed(by);
        let start = if !self.alike.day && !self.alike.clock {
            own.checked_add_signed(self.by)?
        } else {
            let day = if self.alike.day {
                later(id.local().date(), self.off)?
            } else {
                later(own.date(), self.days)?
            };
            let clock = if self.alike.clock { self.to.start.local() } else { own };
            day.and_time(clock.time())
        };
        let end =
            start.checked_add_signed(length(if self.alike.length { self.to } else { from }))?;
        Some(Span { start: self.to.start.with_local(start), end: self.to.end.with_local(end) })
    }

    /// Moves what an occurrence is known by, where the series is what moves.
    pub(super) fn id(&self, part: &mut Component) {
        if let Some(property) = part.property_mut("RECURRENCE-ID")
            && let Some(time) = property.time()
        {
            property.set_time(&self.time(&time));
        }
    }

    /// Moves a list of dates.
    pub(super) fn dates(&self, property: &mut Property) {
        let dates: Vec<CalTime> = property.times().map(|time| self.time(&time)).collect();
        let Some(first) = dates.first() else { return };
        property.set_time(first);
        property.value = dates.iter().map(format_time).collect::<Vec<_>>().join(",");
    }

    /// A rule whose end, and whose days of the week, move along.
    pub(super) fn rule(&self, rule: &str, from: &CalTime) -> String {
        let to = self.to.start.local().date();
        let days = to.signed_duration_since(from.local().date()).num_days();
        let weekly = rule.to_ascii_uppercase().contains("FREQ=WEEKLY");
        let parts = rule.split(';').map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            if name.trim().eq_ignore_ascii_case("UNTIL")
                && let Some(until) = parse_time(value.trim(), None)
                && let Some(local) = until.local().checked_add_signed(self.by)
            {
                return format!("UNTIL={}", format_time(&until.with_local(local)));
            }
            if name.trim().eq_ignore_ascii_case("BYDAY") && weekly {
                let days: Vec<String> = value.split(',').map(|day| later_day(day, days)).collect();
                return format!("BYDAY={}", days.join(","));
            }
            part.to_owned()
        });
        parts.collect::<Vec<_>>().join(";")
    }
}

/// A day of the week, so many days later.
fn later_day(day: &str, days: i64) -> String {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let at = DAYS.iter().position(|known| known.eq_ignore_ascii_case(day.trim()));
    let at = at.and_then(|at| i64::try_from(at).ok());
    let later = at.and_then(|at| usize::try_from((at + days).rem_euclid(7)).ok());
    later.and_then(|later| DAYS.get(later)).map_or_else(|| day.to_owned(), |day| (*day).to_owned())
}

/// How long it is on the wall.
fn length(span: &Span) -> TimeDelta {
    span.end.local().signed_duration_since(span.start.local())
}

/// Whether the rules of a series go along when it begins so many days later: one that counts its days does not.
fn fits(master: &Component, days: i64) -> bool {
    let goes_along = |recur: Recur| {
        let by = [
            &recur.by_month,
            &recur.by_week_no,
            &recur.by_year_day,
            &recur.by_month_day,
            &recur.by_set_pos,
        ];
        let weekly = recur.frequency == Frequency::Weekly
            && (recur.interval == 1 || recur.by_day.len() == 1);
        by.iter().all(|part| part.is_empty()) && (recur.by_day.is_empty() || weekly)
    };
    let mut rules = master.properties_named("RRULE");
    days == 0 || rules.all(|rule| rule.value.parse().is_ok_and(goes_along))
}
