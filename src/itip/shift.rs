//! Where all dates of a series go when the one that people look at goes somewhere.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Object, Scope, fields, instances};
use crate::{
    ical::{Component, Frequency, Recur},
    model::Span,
};

impl Object {
    /// The time of the whole, were the date that a card shows at an instant at another time: all dates go as far. `None`
    /// where the rule says the day and cannot go along.
    pub fn moved_along(&self, to: &Span, at: DateTime<Utc>, zone: Tz) -> Option<Span> {
        let master = fields::master(&self.calendar)?;
        let whole = fields::span(master)?;
        let from = self.span_as_all(at, zone)?;
        let by = to.start.local().signed_duration_since(from.start.local());
        let start = whole.start.local().checked_add_signed(by)?;
        let days = start.date().signed_duration_since(whole.start.local().date()).num_days();
        let end = start.checked_add_signed(length(to))?;
        let moved = Span { start: to.start.with_local(start), end: to.end.with_local(end) };
        fits(master, days).then_some(moved)
    }

    /// When the date that a card shows at an instant would be, had nobody moved it alone.
    pub fn span_as_all(&self, at: DateTime<Utc>, zone: Tz) -> Option<Span> {
        let shown = self.shown(at, zone)?;
        let scope = shown.scope();
        let own = instances::find(&self.calendar, &scope).filter(|own| Scope::of(own) == scope);
        let (Some(_), Some(id)) = (own, scope.id()) else { return Some(shown.span) };
        let whole = fields::span(fields::master(&self.calendar)?)?;
        let end = id.local().checked_add_signed(length(&whole))?;
        Some(Span { start: id.clone(), end: id.with_local(end) })
    }
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
