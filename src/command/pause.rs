//! `pause`: all dates of a series up to a day are off.

use super::{
    Call, Doing, Done, Spec, Who,
    dates::Words,
    find::Naming,
    named::On,
    skip, tongue,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::{
    model::{instant, wall_clock},
    store::TakenBy,
    view::{Problem, day_text},
    when::{self, Language},
};

pub(super) const SPEC: Spec = Spec {
    name: "pause",
    aliases: &[],
    about: "Call off all dates of a series up to a day.",
    usage: "[#NUMBER] [from DAY] until DAY",
    examples: &["pause #12 until 1 feb", "pause #12 for 2 weeks", "pause standup from 20 dec until 7 jan", "pause standup 20 dec - 3 jan"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(pause(call, text))
}

async fn pause(call: &mut Call<'_>, text: &str) -> Done {
    let missing = || Call::missing(&SPEC, "until when");
    let language = call.language();
    let (head, until) = match before_until(text, language) {
        Some((head, until)) => (head, Some(until)),
        None if call.ends_with_days(text).await? => (text, None),
        None => return Err(missing().into()),
    };
    let Words { stored, said, rest, .. } = call.find_my_series(head, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let on = said.and_then(|said| said.on);
    let days = match &on {
        Some(on) => Some(call.bounds(on).ok_or_else(missing)?),
        None => None,
    };
    let from = days.map_or(call.now, |(from, _)| from);
    let until = match (until, days) {
        (Some(Until::Day(day)), _) => call.stretch(day)?.0,
        (Some(Until::After(length)), _) => end_of(call, from, length),
        (None, Some((_, after))) if matches!(on, Some(On::Days(_))) => after,
        (None, _) => return Err(missing().into()),
    };
    let zone = call.room_zone();
    let mut dates = stored.object.dates(from.max(call.now), until, zone);
    dates.retain(|date| date.start >= from && date.end > call.now && date.start < until);
    if dates.is_empty() {
        let today = wall_clock(call.now, call.zone()).date_naive();
        let day = day_text(wall_clock(until, call.zone()).date_naive(), today);
        let (number, title) = (stored.number, call.meeting(&stored).summary);
        return Err(Problem::NothingToPause { number, title, until: day }.into());
    }
    skip::take_out(call, stored, TakenBy::Pause, &dates, "").await
}

/// When a series goes on.
#[derive(Debug, PartialEq, Eq)]
enum Until<'t> {
    /// On a day.
    Day(&'t str),
    /// After a while.
    After(TimeDelta),
}

/// What stands before the words that say when it goes on, and when that is.
fn before_until(text: &str, language: Language) -> Option<(&str, Until<'_>)> {
    let until = || tongue::around(text, language, |tongue| tongue.until);
    let to = || tongue::around(text, Language::English, |tongue| tongue.to);
    let lasting = || {
        let (head, length) = tongue::around(text, language, |tongue| tongue.lasting)?;
        Some((head, Until::After(when::read_length(length, language).ok()?)))
    };
    let day = until().or_else(to).filter(|(_, day)| !day.is_empty());
    day.map(|(head, day)| (head, Until::Day(day))).or_else(lasting)
}

/// The beginning of the day that comes a while after another.
fn end_of(call: &Call<'_>, from: DateTime<Utc>, length: TimeDelta) -> DateTime<Utc> {
    let day = wall_clock(from, call.zone()).date_naive() + length;
    instant(day.and_time(NaiveTime::MIN), call.zone()).unwrap_or(from + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_lasts_until_a_day_or_for_a_while() {
        let weeks = |weeks| Until::After(TimeDelta::weeks(weeks));
        for (text, expected) in [
            ("#12 until 1 feb", Some(("#12", Until::Day("1 feb")))),
            ("until 1 feb", Some(("", Until::Day("1 feb")))),
            ("from 1 jan to 1 feb", Some(("from 1 jan", Until::Day("1 feb")))),
            ("#12 bis 1. Februar", Some(("#12", Until::Day("1. Februar")))),
            ("#12 bis zum 1. Februar", Some(("#12", Until::Day("1. Februar")))),
            ("#12 for 2 weeks", Some(("#12", weeks(2)))),
            ("from 20 dec for 2 weeks", Some(("from 20 dec", weeks(2)))),
            ("für 3 Wochen", Some(("", weeks(3)))),
            ("#12 for ever", None),
            ("#12 until", None),
            ("#12", None),
        ] {
            assert_eq!(before_until(text, Language::German), expected, "{text}");
        }
    }
}
