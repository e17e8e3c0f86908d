//! What is again and again without being a meeting: only when.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Object, Repeats, Role, Series, draft};
use crate::{
    ical::{self, Component, Property},
    model::{Recurrence, Span, instant},
};

/// The times at which something is, as a calendar object that nobody is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again(Component);

impl Again {
    /// The times of a span and of what repeats it.
    pub fn new(span: &Span, recurrence: &Recurrence) -> Self {
        let mut event = Component::new("VEVENT");
        event.properties.push(Property::new("UID", "again"));
        draft::set_span(&mut event, span);
        draft::set_recurrence(&mut event, Some(recurrence));
        let mut calendar = Component::new("VCALENDAR");
        calendar.components.push(event);
        Self(calendar)
    }

    /// Reads what [`write`](Self::write) wrote.
    pub fn read(text: &str) -> Option<Self> {
        ical::parse(text).ok().map(|parsed| Self(parsed.value))
    }

    /// The times as text, to be kept.
    pub fn write(&self) -> String {
        ical::write(&self.0)
    }

    /// The first time that begins after an instant; days begin at `morning` in `zone`. `None` where there is no more.
    pub fn next(
        &self,
        after: DateTime<Utc>,
        morning: NaiveTime,
        zone: Tz,
    ) -> Option<DateTime<Utc>> {
        let series = Series::of(&self.0);
        let begins = |span: &Span, start| {
            let day = Some(span.start.local().date()).filter(|_| span.start.is_date());
            day.map_or(Some(start), |day| instant(day.and_time(morning), zone))
        };
        // What is for a day begins later than the day does.
        let from = after.checked_sub_signed(TimeDelta::days(1)).unwrap_or(after);
        series
            .between(from, DateTime::<Utc>::MAX_UTC, zone)
            .filter_map(|one| begins(&one.span, one.start))
            .find(|start| *start > after)
    }

    /// How it repeats.
    pub fn repeats(&self, at: DateTime<Utc>, zone: Tz) -> Option<Repeats> {
        let object = Object {
            calendar: self.0.clone(),
            role: Role::Organizer,
            received: Vec::new(),
            rescheduled: Vec::new(),
            proposals: Vec::new(),
            held: Vec::new(),
        };
        object.repeats(at, zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CalTime;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn weekly(start: CalTime) -> Again {
        let rule = Some("FREQ=WEEKLY;COUNT=3".to_owned());
        let span = Span { end: start.clone(), start };
        let again = Again::new(&span, &Recurrence { rrule: rule, ..Recurrence::default() });
        assert_eq!(Again::read(&again.write()).as_ref(), Some(&again));
        again
    }

    fn all(again: &Again, from: &str) -> Vec<String> {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        let mut at = from.parse().unwrap();
        let next = || {
            at = again.next(at, nine, BERLIN)?;
            Some(at.format("%d.%m. %H:%M").to_string())
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn every_time_comes_once_and_keeps_its_wall_time() {
        let local = "2026-10-16T15:00:00".parse().unwrap();
        let zoned = weekly(CalTime::Zoned { local, tzid: "Europe/Berlin".to_owned() });
        assert_eq!(
            all(&zoned, "2026-10-01T00:00:00Z"),
            ["16.10. 13:00", "23.10. 13:00", "30.10. 14:00"]
        );
        assert_eq!(all(&zoned, "2026-10-23T13:00:00Z"), ["30.10. 14:00"]);
        let days = weekly(CalTime::Date("2026-10-16".parse().unwrap()));
        assert_eq!(
            all(&days, "2026-10-16T06:59:00Z"),
            ["16.10. 07:00", "23.10. 07:00", "30.10. 08:00"]
        );
        assert!(zoned.repeats("2026-10-01T00:00:00Z".parse().unwrap(), BERLIN).is_some());
    }
}
