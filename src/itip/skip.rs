//! Dates of a series that the organizer takes out, puts back, or lets be the last ones.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    Cx, Edit, Method, Object, Refusal, Scope, Series, Step, add, change, edit, edit::apply, fields,
    instances, message,
};
use crate::{
    ical::{Component, Property, ensure_timezones, format_time},
    model::{CalAddress, CalTime, Recurrence, Span, instant, wall_clock},
};

/// Takes some dates out of a series in one step, with a word why.
///
/// # Errors
/// It is cancelled, or has no such date.
pub fn skip(
    object: &Object,
    dates: &[Scope],
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let organizer = organizer(object)?;
    let mut calendar = object.calendar.clone();
    for date in dates {
        let scope = instances::resolve(&calendar, date)?;
        if let (None, Some(id)) = (comment, scope.id()) {
            instances::exclude(&mut calendar, id);
        } else {
            let comment = comment.map(str::to_owned);
            apply(&mut calendar, &scope, &Edit::Cancel { comment })?;
        }
    }
    change(Some(object), Some(&calendar), &organizer, cx)
}

/// Lets a series go on up to an instant, and no longer; without one, for good.
///
/// # Errors
/// It is cancelled, or has no rule that could end elsewhere.
pub fn lasting(
    object: &Object,
    to: Option<DateTime<Utc>>,
    zone: Tz,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let organizer = organizer(object)?;
    let later = to.and_then(|to| {
        let series = Series::of(&object.calendar);
        let mut all = series.between(to, DateTime::<Utc>::MAX_UTC, zone);
        all.find(|occurrence| occurrence.start >= to).map(|later| later.recurrence_id)
    });
    if let Some(later) = later {
        let off = Edit::Cancel { comment: None };
        return edit(object, &Scope::ThisAndFuture(later), &off, cx);
    }
    let mut calendar = object.calendar.clone();
    let master = fields::master_mut(&mut calendar).ok_or(Refusal::UnknownObject)?;
    let until = to.zip(master.start()).map(|(to, start)| until(to, &start, zone));
    let rules = master.properties.iter_mut().filter(|property| property.name == "RRULE");
    let mut count = 0;
    for rule in rules {
        rule.value = instances::ending(&rule.value, until.as_deref());
        count += 1;
    }
    if count == 0 {
        return Err(Refusal::InvalidValue("RRULE"));
    }
    change(Some(object), Some(&calendar), &organizer, cx)
}

/// The last moment before an instant, as UNTIL has it in a series that begins so (RFC 5545 §3.3.10).
fn until(to: DateTime<Utc>, start: &CalTime, zone: Tz) -> String {
    let last = to - TimeDelta::seconds(1);
    let local = || wall_clock(last, zone).naive_local();
    format_time(&match start {
        CalTime::Date(_) => CalTime::Date(local().date()),
        CalTime::Floating(_) => CalTime::Floating(local()),
        CalTime::Utc(_) | CalTime::Zoned { .. } => CalTime::Utc(last.naive_utc()),
    })
}

/// Who organizes what is not cancelled.
pub(super) fn organizer(object: &Object) -> Result<CalAddress, Refusal> {
    if object.is_cancelled() {
        return Err(Refusal::Cancelled);
    }
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    fields::organizer(event).ok_or(Refusal::NoOrganizer)
}

impl Object {
    /// How it is to repeat from a time on, with what stays of how it did where nothing else is said: its end, the dates to
    /// come that are off, and those that were added.
    #[must_use]
    pub fn kept(
        &self,
        new: Recurrence,
        start: &CalTime,
        at: DateTime<Utc>,
        zone: Tz,
    ) -> Recurrence {
        let Recurrence { rrule, mut rdate, mut exdate } = new;
        let end = self.repeats(at, zone).and_then(|repeats| repeats.until);
        let end = end.and_then(|day| instant(day.succ_opt()?.and_time(NaiveTime::MIN), zone));
        let rrule = rrule.map(|rule| {
            let ends = rule.contains("COUNT=") || rule.contains("UNTIL=");
            match end.filter(|_| !ends) {
                Some(end) => instances::ending(&rule, Some(&until(end, start, zone))),
                None => rule,
            }
        });
        let clock = start.local().time();
        let off = self.left_out(at, zone).into_iter();
        exdate.extend(
            off.map(|date| start.with_local(date.span.start.local().date().and_time(clock))),
        );
        let master = fields::master(&self.calendar).into_iter();
        let added = master.flat_map(|master| master.properties_named("RDATE"));
        let added = added.flat_map(Property::times).filter(|date| {
            self.has_rule()
                && date.instant(zone).is_none_or(|date| date >= at)
                && !rdate.contains(date)
        });
        let added: Vec<CalTime> = added.collect();
        rdate.extend(added);
        Recurrence { rrule, rdate, exdate }
    }

    fn has_rule(&self) -> bool {
        fields::master(&self.calendar).is_some_and(|master| master.property("RRULE").is_some())
    }
}

/// Adds a date to a meeting: everything but when it is it has of the meeting (RFC 5546 §3.2.4).
///
/// # Errors
/// It is cancelled, is not the organizer's copy, or the date is not of the meeting's kind.
pub fn add_date(object: &Object, span: &Span, cx: &Cx) -> Result<Step, Refusal> {
    let mut event = Component::new("VEVENT");
    event.properties =
        vec![Property::new_time("DTSTART", &span.start), Property::new_time("DTEND", &span.end)];
    let mut calendar = message::with_event(Method::Add, event);
    ensure_timezones(&mut calendar);
    add(object, &calendar, cx)
}
