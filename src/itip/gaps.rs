//! The dates that a series leaves out: by EXDATE, or by an override that calls one off.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Date, Object, Scope, Series, Status, fields, instances};
use crate::{ical::Component, model::CalTime};

/// Of so many dates to come it is found out whether they are left out.
const MOST: usize = 1000;

impl Object {
    /// The dates to come that the series would have and that do not take place, in order.
    pub fn left_out(&self, at: DateTime<Utc>, zone: Tz) -> Vec<Date> {
        self.gaps(at, zone).into_iter().flatten().collect()
    }

    /// The same, those together that follow each other without a date between them.
    pub fn gaps(&self, at: DateTime<Utc>, zone: Tz) -> Vec<Vec<Date>> {
        let series = Series::of(&self.calendar);
        let off = self.off(&series);
        let Some(last) = off.iter().map(CalTime::local).max() else { return Vec::new() };
        let mut calendar = self.calendar.clone();
        if let Some(master) = fields::master_mut(&mut calendar) {
            master.remove("EXDATE");
        }
        let all = Series::of(&calendar);
        // Longer than any zone is ahead of another.
        let to = last.and_utc() + TimeDelta::days(2);
        let mut runs: Vec<Vec<Date>> = Vec::new();
        let mut is_run = false;
        for occurrence in all.between(at, to, zone).take(MOST) {
            let is_off = off.contains(&occurrence.recurrence_id);
            match runs.last_mut().filter(|_| is_off && is_run) {
                Some(run) => run.push(self.date(occurrence)),
                None if is_off => runs.push(vec![self.date(occurrence)]),
                None => {}
            }
            is_run = is_off;
        }
        runs
    }

    /// The occurrences that are off.
    fn off(&self, series: &Series<'_>) -> Vec<CalTime> {
        let master = fields::master(&self.calendar);
        let excluded = master.into_iter().flat_map(Component::exdates);
        let cancelled = instances::overrides(&self.calendar)
            .filter(|(_, part)| fields::status(part) == Status::Cancelled)
            .filter_map(|(scope, _)| match scope {
                Scope::This(id) => Some(id),
                Scope::Whole | Scope::ThisAndFuture(_) => None,
            });
        excluded.map(|date| series.canonical(&date)).chain(cancelled).collect()
    }
}
