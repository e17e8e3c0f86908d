//! A time as a phrase that is read back to the same time.

use chrono_tz::Tz;

use super::{Cx, Reading, read_move, read_phrase, say_series};
use crate::model::{CalTime, Span, wall_clock};

/// A phrase for a span: in the speaker's zone without its name, in another with it. What no phrase says (seconds, a zone that
/// has no name) is left out.
pub fn phrase_of(span: &Span, cx: &Cx) -> String {
    let phrases = phrases(span, cx);
    let same =
        |phrase: &&String| read_move(phrase, span, cx).is_ok_and(|reading| reading.span == *span);
    let exact = phrases.iter().find(same).or(phrases.first());
    exact.cloned().unwrap_or_default()
}

impl Reading {
    /// A phrase that is read as this again, with how it repeats: "every weekday 09:15-09:30 starting 2 Dec 2026 except
    /// 24 Dec 2026 until 28 Mar 2027".
    pub fn phrase(&self, cx: &Cx) -> String {
        let phrases = match &self.recurrence {
            Some(recurrence) => say_series::phrases(&self.span, recurrence, self.zone, cx),
            None => phrases(&self.span, cx),
        };
        let same = |phrase: &&String| {
            read_phrase(phrase, cx).is_ok_and(|reading| {
                reading.span == self.span && reading.recurrence == self.recurrence
            })
        };
        let exact = phrases.iter().find(same).or(phrases.first());
        exact.cloned().unwrap_or_default()
    }
}

fn phrases(span: &Span, cx: &Cx) -> Vec<String> {
    if span.start.is_date() { of_days(span) } else { of_times(span, cx) }
}

fn of_days(span: &Span) -> Vec<String> {
    let first = span.start.local().date();
    let after = span.end.local().date();
    let last = after.pred_opt().unwrap_or(after).max(first);
    if first == last {
        return vec![format!("{} all day", first.format("%a %-d %b %Y"))];
    }
    let last = last.format("%-d %b %Y");
    vec![
        format!("{} to {last}", first.format("%-d %b %Y")),
        format!("{} - {last}", first.format("%-d %b")),
    ]
}

fn of_times(span: &Span, cx: &Cx) -> Vec<String> {
    let zone: Tz = match &span.start {
        CalTime::Utc(_) => cx.zone,
        start => start.tzid().and_then(|tzid| tzid.parse().ok()).unwrap_or(cx.zone),
    };
    let mut phrases = of_times_in(span, zone, cx);
    // A time in the second of two hours cannot be said on the wall clock.
    if matches!(span.start, CalTime::Utc(_)) && zone != Tz::UTC {
        phrases.extend(of_times_in(span, Tz::UTC, cx));
    }
    phrases
}

fn of_times_in(span: &Span, zone: Tz, cx: &Cx) -> Vec<String> {
    let clock = |time: &CalTime| time.instant(zone).map(|at| wall_clock(at, zone));
    let (Some(start), Some(end)) = (clock(&span.start), clock(&span.end)) else {
        return Vec::new();
    };
    let named = name(zone, cx);
    let day = start.format("%a %-d %b %Y");
    let (from, to) = (start.format("%H:%M"), end.format("%H:%M"));
    let minutes = end.signed_duration_since(start).num_minutes();
    vec![
        format!("{day} {from}-{to}{named}"),
        format!("{day} {from} for {minutes} min{named}"),
        format!("{day} {from}{named} for {minutes} min"),
        format!("{day} {from} - {} {to}{named}", end.format("%a %-d %b %Y")),
    ]
}

/// The name of a zone with a space before it, where it is not the speaker's.
pub(super) fn name(zone: Tz, cx: &Cx) -> String {
    if zone == cx.zone { String::new() } else { format!(" {}", zone.name()) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::when::{Dialect, Language, read_phrase};

    fn cx(zone: Tz) -> Cx {
        let now = "2026-12-01T09:00:00Z".parse().unwrap();
        Cx {
            now,
            zone,
            dialect: Dialect::Uk,
            language: Language::English,
            default_length: TimeDelta::hours(1),
        }
    }

    #[test]
    fn what_is_said_is_read_back() {
        let berlin = cx(Tz::Europe__Berlin);
        for (said, zone, again) in [
            ("fri 15:00-15:45", Tz::Europe__Berlin, "Fri 4 Dec 2026 15:00-15:45"),
            ("fri 15:00-15:45", Tz::Europe__London, "Fri 4 Dec 2026 15:00-15:45 Europe/Berlin"),
            ("fri 22:00-1:00", Tz::Europe__Berlin, "Fri 4 Dec 2026 22:00-01:00"),
            ("fri 22:00 for 30h", Tz::Europe__Berlin, "Fri 4 Dec 2026 22:00 for 1800 min"),
            ("14 dec", Tz::Asia__Tokyo, "Mon 14 Dec 2026 all day"),
            ("14-16 dec", Tz::Asia__Tokyo, "14 Dec 2026 to 16 Dec 2026"),
            ("fri 15:00 utc", Tz::UTC, "Fri 4 Dec 2026 15:00-16:00"),
            ("28 mar 2027 1:00-4:00", Tz::Europe__Berlin, "Sun 28 Mar 2027 01:00-04:00"),
        ] {
            let span = read_phrase(said, &berlin).unwrap().span;
            let phrase = phrase_of(&span, &cx(zone));
            assert_eq!(phrase, again, "{said}");
            assert_eq!(read_move(&phrase, &span, &cx(zone)).unwrap().span, span, "{phrase}");
        }
    }
}
