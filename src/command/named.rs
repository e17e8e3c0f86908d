//! A date of a series by its day: `on 14 may`, `14 may and following`, `from 14 may on`.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{Call, Failure, dates, find::Naming};
use crate::{
    itip::{Date, Scope},
    model::{instant, wall_clock},
    store::StoredObject,
    view::{Dates, Problem, TimeText},
    when,
};

/// The most words that a day is said in.
const WORDS: usize = 5;

/// How far away the date can be that is nearest to a day.
const NEAR: TimeDelta = TimeDelta::days(62);

/// What makes one date that and all later ones, behind its day; the longer before those that they begin with.
const FOLLOWING: [&str; 8] = [
    "and all following",
    "and all later",
    "and following",
    "and future",
    "and later",
    "onwards",
    "onward",
    "on",
];

/// What stands before the last day of some dates.
const UNTIL: [&str; 5] = ["until", "till", "til", "up to", "through"];

/// Dates that somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// Which.
    pub(super) dates: Dates,
    /// When the first of them is, where that was said.
    pub(super) on: Option<On>,
}

/// When a date of a series is, as people name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// On a day where they are.
    Day(NaiveDate),
    /// At an instant: a day may have several dates.
    At(DateTime<Utc>),
}

impl From<Dates> for Said {
    fn from(dates: Dates) -> Self {
        Self { dates, on: None }
    }
}

/// How a day may stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Behind `on` or `from`.
    Marked,
    /// Or alone, where no title begins so: with a figure in it, today or tomorrow.
    Clear,
    /// Or alone.
    Alone,
    /// Before `to`.
    BeforeTo,
}

impl Call<'_> {
    /// The dates that a text begins with, before anything names a meeting, and the rest.
    pub(super) fn said_before<'t>(&self, text: &'t str, naming: Naming) -> (Option<Said>, &'t str) {
        self.said(
            text,
            match naming {
                Naming::Whole | Naming::First => Standing::Clear,
                Naming::Perhaps | Naming::BeforeMore => Standing::Marked,
                Naming::Not => Standing::BeforeTo,
            },
        )
    }

    /// The same behind what names a meeting.
    pub(super) fn said_after<'t>(&self, text: &'t str, naming: Naming) -> (Option<Said>, &'t str) {
        self.said(
            text,
            match naming {
                Naming::Whole | Naming::First => Standing::Alone,
                Naming::Perhaps | Naming::BeforeMore => Standing::Marked,
                Naming::Not => Standing::BeforeTo,
            },
        )
    }

    /// What stands before the dates that a text ends with.
    pub(super) fn said_behind<'t>(&self, text: &'t str) -> (&'t str, Option<Said>) {
        if let (rest, Some(dates)) = dates::trailing(text) {
            return (rest, Some(dates.into()));
        }
        let ends = text.match_indices(' ').filter_map(|(at, _)| {
            let (name, tail) = text.split_at_checked(at)?;
            match self.day(tail.trim_start(), Standing::Clear)? {
                (said, "") => Some((name.trim_end(), Some(said))),
                _ => None,
            }
        });
        ends.into_iter().next().unwrap_or((text, None))
    }

    /// Dates that stand alone in a field.
    pub(super) fn said_alone(&self, text: &str) -> Option<Said> {
        match self.said(text, Standing::Alone) {
            (said, "") => said,
            _ => None,
        }
    }

    fn said<'t>(&self, text: &'t str, standing: Standing) -> (Option<Said>, &'t str) {
        if let (Some(dates), rest) = dates::leading(text) {
            return (Some(dates.into()), rest);
        }
        match self.day(text, standing) {
            Some((said, rest)) => (Some(said), rest),
            None => (None, text),
        }
    }

    fn day<'t>(&self, text: &'t str, standing: Standing) -> Option<(Said, &'t str)> {
        let from = after_word(text, "from");
        let marked = from.or_else(|| after_word(text, "on")).or_else(|| {
            after_word(text, "only").map(|rest| after_word(rest, "on").unwrap_or(rest))
        });
        let bare = marked.unwrap_or(text);
        let (on, said, rest) = self.longest_day(bare)?;
        let is_following =
            |rest: &'t str| FOLLOWING.iter().find_map(|words| after_word(rest, words));
        let (dates, rest) = match (from, is_following(rest)) {
            (_, Some(rest)) => (Dates::Following, rest),
            (Some(_), None) => (Dates::Following, rest),
            (None, None) => (Dates::This, rest),
        };
        let clear = || {
            let word = said.to_lowercase();
            said.contains(|c: char| c.is_ascii_digit())
                || word == "today"
                || word == "tomorrow"
                || dates == Dates::Following
        };
        // "fri 10:00 to 11:00" is a time; "fri to 11:00" says which date goes there.
        let to = after_word(rest, "to").filter(|_| matches!(on, On::Day(_)));
        let stands = match standing {
            Standing::Marked => marked.is_some(),
            Standing::Clear => marked.is_some() || clear(),
            Standing::Alone => true,
            Standing::BeforeTo => to.is_some(),
        };
        let rest = to.filter(|_| standing == Standing::BeforeTo).unwrap_or(rest);
        stands.then_some((Said { dates, on: Some(on) }, rest))
    }

    /// The day, or the day and the time on it, in as many words at the beginning of a text as say one.
    fn longest_day<'t>(&self, text: &'t str) -> Option<(On, &'t str, &'t str)> {
        let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]);
        let mut ends: Vec<usize> = ends.take(WORDS).collect();
        ends.dedup();
        ends.into_iter().rev().find_map(|end| {
            let (words, rest) = text.split_at_checked(end)?;
            let on = self.on(words.trim_end_matches([',', ':', ';']))?;
            Some((on, words, rest.trim_start()))
        })
    }

    /// The day that a whole text says.
    fn on(&self, text: &str) -> Option<On> {
        let reading = when::read_phrase(text, &self.when()).ok()?;
        let (start, end) = (&reading.span.start, &reading.span.end);
        let one_day = end.local() - start.local() <= TimeDelta::days(1);
        if reading.recurrence.is_some() || !one_day {
            return None;
        }
        if start.is_date() {
            return Some(On::Day(start.local().date()));
        }
        // A time without a day names no date.
        let no_day = when::read_move(text, &reading.span, &self.when()).is_ok()
            && text.split_whitespace().count() < 2;
        if no_day || !reading.length_assumed {
            None
        } else {
            start.instant(self.zone()).map(On::At)
        }
    }

    /// How far dates go, where a text begins with that: "until january", and "to 4 jan" after where they begin.
    pub(super) fn end_of_dates<'t>(&self, text: &'t str, begun: bool) -> Option<&'t str> {
        let to = UNTIL.iter().chain(begun.then_some(&"to"));
        let day = to.into_iter().find_map(|word| after_word(text, word))?;
        let ends = day.match_indices(char::is_whitespace).map(|(at, _)| at).chain([day.len()]);
        let ends: Vec<usize> = ends.take(WORDS).collect();
        let end = ends.into_iter().rev().find(|end| {
            let words = day.get(..*end).unwrap_or_default().trim_end_matches([',', ':', ';', '.']);
            self.stretch(words).is_ok() && !words.is_empty()
        })?;
        let lead = text.len() - day.len();
        text.get(..lead + end).map(|said| said.trim_end_matches([',', ':', ';', '.']))
    }

    /// From when to when a text says: a day, a week, a month.
    pub(super) fn stretch(&self, text: &str) -> Result<(DateTime<Utc>, DateTime<Utc>), Failure> {
        // A day that is over is the next of that name, which a list would take for the last one.
        if let Some(bounds) = self.on(text).and_then(|on| self.bounds(on)) {
            return Ok(bounds);
        }
        let read = when::read_range(text, &self.when());
        Ok(read.map_err(|error| Self::unreadable(&error, text))?)
    }

    /// The only date of a series that is then.
    pub(super) fn date_on(&self, stored: &StoredObject, on: On) -> Result<Scope, Failure> {
        let found = self.dates_on(stored, on);
        match found.as_slice() {
            [] => Err(self.no_date(stored, on).into()),
            [only] => Ok(only.scope()),
            several => {
                let (number, title) = (stored.number, self.meeting(stored).summary);
                let dates = several.iter().map(|date| self.date_text(date)).collect();
                Err(Problem::SeveralDates { number, title, dates }.into())
            }
        }
    }

    /// Refuses a day on which a meeting that does not repeat is not.
    pub(super) fn is_then(&self, stored: &StoredObject, said: Option<Said>) -> Result<(), Failure> {
        match said.and_then(|said| said.on) {
            Some(on) if self.dates_on(stored, on).is_empty() => {
                Err(self.no_date(stored, on).into())
            }
            _ => Ok(()),
        }
    }

    fn dates_on(&self, stored: &StoredObject, on: On) -> Vec<Date> {
        let Some((from, to)) = self.bounds(on) else { return Vec::new() };
        // A day is elsewhere at other hours, and whole days are the same day anywhere.
        let around = TimeDelta::days(1);
        let mut dates = stored.object.dates(from - around, to + around, self.room_zone());
        dates.retain(|date| self.is_on(date, on));
        dates
    }

    /// Whether a date is then.
    pub(super) fn is_on(&self, date: &Date, on: On) -> bool {
        match on {
            On::Day(day) if date.span.start.is_date() => date.span.start.local().date() == day,
            On::Day(day) => wall_clock(date.start, self.zone()).date_naive() == day,
            On::At(at) => date.start == at,
        }
    }

    /// The instants between which it is then.
    pub(super) fn bounds(&self, on: On) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        match on {
            On::At(at) => Some((at, at + TimeDelta::seconds(1))),
            On::Day(day) => {
                let midnight = |day: NaiveDate| instant(day.and_time(NaiveTime::MIN), self.zone());
                midnight(day).zip(midnight(day.succ_opt()?))
            }
        }
    }

    /// The series has no date then; those next to it may be meant.
    pub(super) fn no_date(&self, stored: &StoredObject, on: On) -> Problem {
        let zone = self.room_zone();
        let skipped =
            stored.object.left_out(self.now, zone).iter().any(|date| self.is_on(date, on));
        let near = self.bounds(on).map(|(from, to)| {
            let before = stored.object.dates((from - NEAR).max(self.now), from, zone);
            let after = stored.object.next_dates(to.max(self.now), 1, zone);
            before
                .last()
                .into_iter()
                .chain(after.first())
                .map(|date| self.date_text(date))
                .collect()
        });
        Problem::NoSuchDate {
            number: stored.number,
            title: self.meeting(stored).summary,
            day: self.day_words(on),
            near: near.unwrap_or_default(),
            skipped,
        }
    }

    /// `Thu 24 Dec 2026`, as it can be typed again.
    pub(super) fn day_words(&self, on: On) -> String {
        match on {
            On::Day(day) => day.format("%a %-d %b %Y").to_string(),
            On::At(at) => wall_clock(at, self.zone()).format("%a %-d %b %Y %H:%M").to_string(),
        }
    }

    fn date_text(&self, date: &Date) -> TimeText {
        TimeText::of(&date.span, date.start, date.end, self.room_zone(), self.now)
    }
}

/// What follows some words that a text begins with, in any case.
pub(super) fn after_word<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(words.len())?;
    let ends = rest.is_empty() || rest.starts_with([' ', '\t', ',', ':']);
    let rest = rest.trim_start_matches([',', ':']).trim_start();
    (head.eq_ignore_ascii_case(words) && ends).then_some(rest)
}
