//! A meeting in a sentence: what was understood, how it repeats, the next dates, what was assumed.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    ical::{Component, Property},
    itip::Series,
    model::{CalTime, Recurrence},
    view::TimeText,
    when::{Cx, Reading},
};

/// How many dates of a series are named after its first one.
const NAMED: usize = 3;

/// The meeting, on one line.
pub(super) fn of(reading: &Reading, cx: &Cx) -> String {
    let title = match super::title(reading) {
        title if title.is_empty() => title,
        title => format!("\u{201c}{title}\u{201d}: "),
    };
    let when = TimeText::of_span(&reading.span, cx.zone, cx.now);
    let here = when.here.map(|here| format!(", here {here}")).unwrap_or_default();
    let mut sentences = vec![format!("{title}{}{here}, {}.", when.text, when.relative)];
    if let Some(series) = &reading.recurrence {
        if series.rrule.is_some() {
            sentences.push(format!("Repeats: {}.", reading.phrase(cx)));
        }
        let later: Vec<_> = later(reading, series, cx).into_iter().map(day).collect();
        if !later.is_empty() {
            sentences.push(format!("Then: {}.", later.join(", ")));
        }
    }
    if !reading.assumed.is_empty() {
        let assumed: Vec<_> = reading.assumed.iter().map(ToString::to_string).collect();
        sentences.push(format!("Assumed: {}.", assumed.join("; ")));
    }
    sentences.join(" ")
}

fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// The dates of a series after its first one.
fn later(reading: &Reading, series: &Recurrence, cx: &Cx) -> Vec<NaiveDate> {
    let Some(start) = reading.span.start.instant(cx.zone) else { return Vec::new() };
    let calendar = calendar(reading, series);
    let dates = Series::of(&calendar);
    let dates = dates.between(start, DateTime::<Utc>::MAX_UTC, cx.zone);
    dates.skip(1).take(NAMED).map(|date| date.span.start.local().date()).collect()
}

/// The series as a calendar has it.
fn calendar(reading: &Reading, series: &Recurrence) -> Component {
    let mut event = Component::new("VEVENT");
    let dates = |name: &'static str, dates: &[CalTime]| {
        dates.iter().map(|date| Property::new_time(name, date)).collect::<Vec<_>>()
    };
    event.properties.push(Property::new_time("DTSTART", &reading.span.start));
    event.properties.push(Property::new_time("DTEND", &reading.span.end));
    event.properties.extend(series.rrule.as_deref().map(|rule| Property::new("RRULE", rule)));
    event.properties.extend(dates("RDATE", &series.rdate));
    event.properties.extend(dates("EXDATE", &series.exdate));
    let mut calendar = Component::new("VCALENDAR");
    calendar.components.push(event);
    calendar
}
