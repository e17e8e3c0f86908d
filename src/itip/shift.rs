//! A series as a whole to another time: its rule, its exceptions and its overrides go along, so that each occurrence is
//! still the one that it was.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::{Object, Refusal, Scope, Series, draft, fields};
use crate::{
    ical::{Component, Frequency, Property, Recur, Zones, format_time},
    model::{CalTime, InstanceId, Span},
};

/// Moves the whole of a calendar object. An occurrence that was moved alone stays where it is; a range comes along.
///
/// # Errors
/// Its rule says the day, and cannot be another one's ([`fits`]).
pub(super) fn shift(calendar: &mut Component, span: &Span) -> Result<(), Refusal> {
    let before = calendar.clone();
    let Some(master) = fields::master(&before) else {
        return Err(Refusal::RecurrenceUnsupported);
    };
    let old = fields::span(master).ok_or(Refusal::InvalidTime("DTSTART"))?;
    let way = Way { series: Series::of(&before), zones: Zones::of(&before), old, new: span };
    if !fits(master, way.days()) {
        return Err(Refusal::RecurrenceUnsupported);
    }
    for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        match Scope::of(part) {
            Scope::Whole => way.shift_master(part),
            scope => way.shift_override(part, &scope),
        }
    }
    Ok(())
}

/// Whether the rules of a series can be so many days later.
pub(super) fn fits(master: &Component, days: i64) -> bool {
    master.properties_named("RRULE").all(|rule| {
        days == 0 || rule.value.parse().is_ok_and(|recur: Recur| later(&recur, days).is_some())
    })
}

/// From where to where a series goes.
struct Way<'a> {
    series: Series<'a>,
    zones: Zones<'a>,
    old: Span,
    new: &'a Span,
}

impl Way<'_> {
    fn days(&self) -> i64 {
        let (from, to) = (self.old.start.local().date(), self.new.start.local().date());
        to.signed_duration_since(from).num_days()
    }

    /// The wall time that another one becomes.
    fn wall(&self, from: NaiveDateTime) -> Option<NaiveDateTime> {
        let by = self.new.start.local().signed_duration_since(self.old.start.local());
        from.checked_add_signed(by)
    }

    /// What the time of an occurrence becomes.
    fn time(&self, from: &CalTime) -> CalTime {
        let from = self.series.canonical(from).local();
        self.new.start.with_local(self.wall(from).unwrap_or(from))
    }

    fn shift_master(&self, master: &mut Component) {
        for property in &mut master.properties {
            match property.name.as_str() {
                "RRULE" => {
                    if let Some(rule) = self.rule(&property.value) {
                        property.value = rule;
                    }
                }
                "EXDATE" | "RDATE" => self.shift_dates(property),
                _ => {}
            }
        }
        draft::set_span(master, self.new);
    }

    fn shift_dates(&self, dates: &mut Property) {
        let times: Vec<CalTime> = dates.times().map(|time| self.time(&time)).collect();
        let Some(first) = times.first() else { return };
        dates.set_time(first);
        let values: Vec<String> = times.iter().map(format_time).collect();
        dates.value = values.join(",");
    }

    fn shift_override(&self, part: &mut Component, scope: &Scope) {
        let Some(id) = scope.id() else { return };
        let moved = self.time(id);
        let own = fields::span(part);
        if let Some(property) = scope.with_id(moved.clone()).property() {
            part.set(property);
        }
        let Some(own) = own else { return };
        let moved_alone = matches!(scope, Scope::This(_))
            && self.series.canonical(&own.start).local() != id.local();
        if moved_alone {
            return;
        }
        let length =
            if length(&own) == length(&self.old) { length(self.new) } else { length(&own) };
        let end = moved.local().checked_add_signed(length).unwrap_or_else(|| moved.local());
        draft::set_span(part, &Span { end: self.new.end.with_local(end), start: moved });
    }

    fn rule(&self, text: &str) -> Option<String> {
        let recur: Recur = text.parse().ok()?;
        let mut moved = later(&recur, self.days())?;
        if let Some(until) = &recur.until {
            moved.until = Some(self.until(until)?);
        }
        // A rule that says the same keeps its letters.
        if moved == recur { Some(text.to_owned()) } else { Some(moved.to_string()) }
    }

    /// The last moment of a rule, in the kind that the new start wants (RFC 5545 §3.3.10).
    fn until(&self, until: &CalTime) -> Option<CalTime> {
        let wall = match (until, self.old.start.tzid()) {
            (CalTime::Utc(at), Some(tzid)) => self.zones.wall(at.and_utc(), tzid)?,
            (CalTime::Date(date), _) if !self.old.start.is_date() => {
                date.and_hms_opt(23, 59, 59)?
            }
            _ => until.local(),
        };
        let day_only = until.is_date() && !self.old.start.is_date();
        let wall = if day_only {
            wall.checked_add_signed(TimeDelta::days(self.days()))?
        } else {
            self.wall(wall)?
        };
        let moved = self.new.start.with_local(wall);
        match &moved {
            CalTime::Zoned { .. } => {
                let at = self.zones.instant(&moved, Tz::UTC)?;
                Some(CalTime::Utc(at.naive_utc()))
            }
            _ => Some(moved),
        }
    }
}

/// A rule some days later, where it does not say days that cannot be counted on.
fn later(recur: &Recur, days: i64) -> Option<Recur> {
    let mut moved = recur.clone();
    let counted = [&recur.by_month, &recur.by_week_no, &recur.by_year_day, &recur.by_set_pos];
    if days == 0 {
        return Some(moved);
    }
    if counted.iter().any(|part| !part.is_empty())
        || recur.by_day.iter().any(|day| day.ordinal.is_some())
    {
        return None;
    }
    if !recur.by_day.is_empty() {
        if recur.frequency > Frequency::Weekly || !recur.by_month_day.is_empty() {
            return None;
        }
        for day in &mut moved.by_day {
            day.day = turned(day.day, days);
        }
        // Which days are of one week must stay so, where not every week counts.
        moved.week_start = turned(recur.week_start, days);
    }
    for day in &mut moved.by_month_day {
        let later = i64::from(*day).checked_add(days)?;
        if *day < 1 || !(1..=28).contains(&later) || *day > 28 {
            return None;
        }
        *day = i16::try_from(later).ok()?;
    }
    Some(moved)
}

/// The day of the week some days later.
fn turned(day: Weekday, days: i64) -> Weekday {
    (0..days.rem_euclid(7)).fold(day, |day, _| day.succ())
}

impl Object {
    /// The time of the whole, were the date that a card shows at an instant at another time: all dates go as far. `None`
    /// where the rule says the day and cannot go along.
    pub fn moved_along(&self, span: &Span, at: DateTime<Utc>, zone: Tz) -> Option<Span> {
        let master = fields::master(&self.calendar)?;
        let whole = fields::span(master)?;
        let by = span.start.local().signed_duration_since(self.shown_id(at, zone)?.local());
        let start = whole.start.local().checked_add_signed(by)?;
        let days = start.date().signed_duration_since(whole.start.local().date()).num_days();
        let end = start.checked_add_signed(length(span))?;
        let moved = Span { start: span.start.with_local(start), end: span.end.with_local(end) };
        fits(master, days).then_some(moved)
    }

    /// When the date that a card shows at an instant would be, had nobody moved it alone.
    pub fn span_as_all(&self, at: DateTime<Utc>, zone: Tz) -> Option<Span> {
        let shown = self.shown(at, zone)?;
        if shown.roster == InstanceId::Whole || shown.roster != shown.instance {
            return Some(shown.span);
        }
        let whole = fields::span(fields::master(&self.calendar)?)?;
        let start = self.shown_id(at, zone)?;
        let end = start.local().checked_add_signed(length(&whole))?;
        Some(Span { end: start.with_local(end), start })
    }

    fn shown_id(&self, at: DateTime<Utc>, zone: Tz) -> Option<CalTime> {
        match self.shown(at, zone)?.instance {
            InstanceId::Whole => None,
            InstanceId::Instance(id) => Some(id),
        }
    }
}

/// How long it is on the wall.
fn length(span: &Span) -> TimeDelta {
    span.end.local().signed_duration_since(span.start.local())
}
