//! A date of a series by its day: `on 14 may`, `14 may and following`, `from 14 may on`; [`several`](super::several) has
//! more than one.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    Call, Failure,
    dates::{self, Found},
    find::Naming,
    r#move::time_reader,
    tongue::{self, after},
};
use crate::{
    itip::{Date, Scope},
    model::{CalTime, Span, instant, wall_clock},
    store::StoredObject,
    view::{Dates, Problem, TimeText},
    when,
};

/// The most words that a day is said in.
const WORDS: usize = 5;

/// How far away the date can be that is nearest to a day.
const NEAR: TimeDelta = TimeDelta::days(62);

/// So many dates of a series can run at once.
const RUNNING: usize = 8;

/// Dates that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Which.
    pub(super) dates: Dates,
    /// When the first of them is, where that was said.
    pub(super) on: Option<On>,
}

/// When a date of a series is, as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum On {
    /// On a day where they are.
    Day(NaiveDate),
    /// At an instant: a day may have several dates.
    At(DateTime<Utc>),
    /// On several days, or from one (included) to another (not included).
    Days(Vec<(NaiveDate, NaiveDate)>),
    /// The next so many.
    Next(usize),
    /// Words that say when, but not which dates those are.
    Unclear(String),
}

impl From<Dates> for Said {
    fn from(dates: Dates) -> Self {
        Self { dates, on: None }
    }
}

/// How a day may stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Behind `on` or `from`, or before `and following`.
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
    pub(super) async fn said_first<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<(Option<Said>, &'t str), Failure> {
        let strict = self.said_before(text, naming);
        if !matches!(naming, Naming::Whole | Naming::First | Naming::Perhaps) {
            return Ok(strict);
        }
        // What would be dates behind a name is that before it, too, unless a title begins so.
        let loose = self.said_after(text, naming);
        let titled =
            loose != strict && self.about.is_none() && self.begins_with_a_meeting(text).await?;
        Ok(if titled { strict } else { loose })
    }

    fn said_before<'t>(&self, text: &'t str, naming: Naming) -> (Option<Said>, &'t str) {
        self.said(
            text,
            match naming {
                Naming::Whole | Naming::First => Standing::Clear,
                Naming::Perhaps | Naming::BeforeMore | Naming::BeforeTitle => Standing::Marked,
                Naming::Not => Standing::BeforeTo,
            },
            naming,
        )
    }

    /// The same behind what names a meeting.
    pub(super) fn said_after<'t>(&self, text: &'t str, naming: Naming) -> (Option<Said>, &'t str) {
        self.said(
            text,
            match naming {
                Naming::Whole | Naming::First | Naming::Perhaps => Standing::Alone,
                Naming::BeforeMore | Naming::BeforeTitle => Standing::Marked,
                Naming::Not => Standing::BeforeTo,
            },
            naming,
        )
    }

    /// What stands before the dates that a text ends with.
    pub(super) fn said_behind<'t>(&self, text: &'t str) -> (&'t str, Option<Said>) {
        if let (rest, Some(dates)) = dates::trailing(text, self.language()) {
            return (rest, Some(dates.into()));
        }
        let ends = text.match_indices(' ').filter_map(|(at, _)| {
            let (name, tail) = text.split_at_checked(at)?;
            match self.days(tail.trim_start(), Standing::Clear)? {
                (said, "") => Some((name.trim_end(), Some(said))),
                _ => None,
            }
        });
        ends.into_iter().next().unwrap_or((text, None))
    }

    /// The same; behind a whole title a day may be said in any words.
    pub(super) async fn said_behind_any<'t>(
        &mut self,
        text: &'t str,
    ) -> Result<(&'t str, Option<Said>), Failure> {
        let found = self.said_behind(text);
        if found.1.is_some() {
            return Ok(found);
        }
        let Some(tail) = self.behind_a_title(text).await? else { return Ok(found) };
        let head = text.strip_suffix(tail).unwrap_or(text).trim_end();
        Ok(match self.days(tail, Standing::Alone) {
            Some((said, "")) => (head, Some(said)),
            _ => found,
        })
    }

    /// Whether a text is dates, or ends with some behind what names a meeting.
    pub(super) async fn ends_with_days(&mut self, text: &str) -> Result<bool, Failure> {
        let whole = matches!(self.days(text, Standing::Alone), Some((_, "")));
        Ok(whole || self.said_behind_any(text).await?.1.is_some())
    }

    /// Dates that stand alone in a field.
    pub(super) fn said_alone(&self, text: &str) -> Option<Said> {
        match self.said(text, Standing::Alone, Naming::Whole) {
            (said, "") => said,
            _ => None,
        }
    }

    /// The days that a text begins with, as it was written, where it goes on behind them.
    pub(super) fn days_before(&self, text: &str) -> Option<String> {
        let (_, rest) = self.days(text, Standing::Alone)?;
        let words = text.strip_suffix(rest)?.trim_end_matches([' ', ',', ':', ';']);
        Some(words.to_owned())
    }

    fn said<'t>(
        &self,
        text: &'t str,
        standing: Standing,
        naming: Naming,
    ) -> (Option<Said>, &'t str) {
        if let Some((said, rest)) = self.days(text, standing) {
            return (Some(said), rest);
        }
        let answers = matches!(naming, Naming::Whole | Naming::First | Naming::Perhaps);
        let leading = if answers { dates::leading_answer } else { dates::leading };
        match leading(text, self.language()) {
            (Some(dates), rest) => (Some(dates.into()), rest),
            (None, _) => (None, text),
        }
    }

    /// The days that a text begins with, of one date or of several.
    pub(super) fn days<'t>(&self, text: &'t str, standing: Standing) -> Option<(Said, &'t str)> {
        let onward = self.onward(text, standing);
        onward.or_else(|| self.several(text, standing)).or_else(|| self.day(text, standing))
    }

    /// "from january on": from the first of these days on.
    fn onward<'t>(&self, text: &'t str, standing: Standing) -> Option<(Said, &'t str)> {
        let language = self.language();
        let text = after(text, language, |tongue| tongue.from)?;
        let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).take(WORDS);
        let ends: Vec<usize> = ends.collect();
        let (first, rest) = ends.into_iter().rev().find_map(|end| {
            let (words, rest) = text.split_at_checked(end)?;
            let rest = rest.trim_start();
            let onward = after(rest, language, |tongue| tongue.onward);
            let rest = onward.or_else(|| after(rest, language, |tongue| tongue.closing))?;
            Some((self.range(words)?.0, rest))
        })?;
        let rest = match standing {
            Standing::BeforeTo => tongue::after_word(rest, "to")?,
            Standing::Marked | Standing::Clear | Standing::Alone => rest,
        };
        Some((Said { dates: Dates::Following, on: Some(On::Day(first)) }, rest))
    }

    fn day<'t>(&self, text: &'t str, standing: Standing) -> Option<(Said, &'t str)> {
        let language = self.language();
        let from = after(text, language, |tongue| tongue.from);
        let marked = from.or_else(|| after(text, language, |tongue| tongue.on));
        // "von" and "de" are also what a sentence goes on with.
        let (on, said, rest) =
            self.longest_day(marked.unwrap_or(text)).or_else(|| self.longest_day(text))?;
        // Of "on 8 dec 16:00" the day is the date, where a time has to follow.
        let goes = standing == Standing::Marked && ["move", "propose"].contains(&self.command);
        let apart = marked.filter(|_| goes && from.is_none() && rest.is_empty());
        let apart = apart.and_then(|text| self.day_and_clock(text));
        let (on, said, rest) = apart.unwrap_or((on, said, rest));
        let closed = from.and_then(|_| after(rest, language, |tongue| tongue.closing));
        let onward = after(rest, language, |tongue| tongue.onward).or(closed);
        let dates = if from.is_some() || onward.is_some() { Dates::Following } else { Dates::This };
        let rest = onward.unwrap_or(rest);
        let clear = || {
            let word = said.to_lowercase();
            said.contains(|c: char| c.is_ascii_digit())
                || word == "today"
                || word == "tomorrow"
                || dates == Dates::Following
        };
        // "fri 10:00 to 11:00" is a time; "fri to 11:00" says which date goes there.
        let to = tongue::after_word(rest, "to").filter(|_| matches!(on, On::Day(_)));
        let stands = match standing {
            Standing::Marked => marked.is_some() || onward.is_some(),
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

    /// "on 8 dec 16:00", left open in front of a time: where the series has a date on that day, it is what goes there.
    pub(super) fn day_before_time<'t>(&self, found: Found<'t>) -> Found<'t> {
        if found.dates.is_some() || !found.stored.object.is_recurring() {
            return found;
        }
        let Some((scope, rest)) = self.marked_date(&found) else { return found };
        Found { dates: Some(Dates::This), on: Some(scope), rest, ..found }
    }

    fn marked_date<'t>(&self, found: &Found<'t>) -> Option<(Scope, &'t str)> {
        let marked = after(found.rest, self.language(), |tongue| tongue.on);
        let text = marked.unwrap_or(found.rest);
        let clock = marked.and_then(|text| self.day_and_clock(text));
        let (on, _, rest) = clock.or_else(|| self.day_and_by_how_much(found, text))?;
        match self.dates_on(&found.stored, &on).as_slice() {
            [only] => Some((only.scope(), rest)),
            _ => None,
        }
    }

    /// The day in a text that is no time, and what follows it and is one: "5 jan one hour later".
    fn day_and_by_how_much<'t>(
        &self,
        found: &Found<'_>,
        text: &'t str,
    ) -> Option<(On, &'t str, &'t str)> {
        let from = self.meeting(&found.stored).span;
        let reads = |text: &str| time_reader(self.command)(text, &from, &self.when()).is_ok();
        let (on, words, rest) = self.longest_day(text)?;
        (!rest.is_empty() && !reads(text) && reads(rest)).then_some((on, words, rest))
    }

    /// The day in a text that is one and a time on it, and the time.
    fn day_and_clock<'t>(&self, text: &'t str) -> Option<(On, &'t str, &'t str)> {
        let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).take(WORDS);
        ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| {
            let (words, rest) = text.split_at_checked(end)?;
            let (on, rest) = (self.on(words)?, rest.trim_start());
            let read = when::read_phrase(rest, &self.when()).ok()?;
            let is_clock = !read.span.start.is_date() && !self.says_a_day(rest, &read.span);
            (is_clock && matches!(on, On::Day(_))).then_some((on, words, rest))
        })
    }

    /// The day that a whole text says.
    pub(super) fn on(&self, text: &str) -> Option<On> {
        // Where a day is named, "23.12" is one, and no time.
        if is_day_and_month(text) {
            return self.on(&format!("{text}."));
        }
        let reading = when::read_phrase(text, &self.when()).ok()?;
        let (start, end) = (&reading.span.start, &reading.span.end);
        let one_day = end.local() - start.local() <= TimeDelta::days(1);
        if reading.recurrence.is_some() || !one_day {
            return None;
        }
        if start.is_date() {
            return Some(On::Day(start.local().date()));
        }
        if !reading.length_assumed || !self.says_a_day(text, &reading.span) {
            return None;
        }
        start.instant(self.zone()).map(On::At)
    }

    /// Whether a text that was read as a time names its day: "15:00" does not, nor does "in 2 hours".
    fn says_a_day(&self, text: &str, read: &Span) -> bool {
        let away = |time: &CalTime| time.with_local(time.local() + TimeDelta::days(3));
        let base = Span { start: away(&read.start), end: away(&read.end) };
        let (cx, day) = (self.when(), |at| wall_clock(at, self.zone()).date_naive());
        let shift = TimeDelta::minutes(7);
        let shift = if day(cx.now + shift) == day(cx.now) { shift } else { -shift };
        let again = when::read_phrase(text, &when::Cx { now: cx.now + shift, ..cx });
        let moved = when::read_move(text, &base, &cx);
        moved.is_ok_and(|moved| moved.span.start.local().date() == read.start.local().date())
            && again.is_ok_and(|again| again.span.start == read.start)
    }

    /// From when to when a text says: a day, a week, a month.
    pub(super) fn stretch(&self, text: &str) -> Result<(DateTime<Utc>, DateTime<Utc>), Failure> {
        // A day that is over is the next of that name, which a list would take for the last one.
        if let Some(bounds) = self.on(text).and_then(|on| self.bounds(&on)) {
            return Ok(bounds);
        }
        let read = when::read_range(text, &self.when());
        Ok(read.map_err(|error| Self::unreadable(&error, text))?)
    }

    /// The only date of a series that is then.
    pub(super) fn date_on(&self, stored: &StoredObject, on: &On) -> Result<Scope, Failure> {
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

    /// The first date of a series that is then or later.
    pub(super) fn date_from(&self, stored: &StoredObject, on: &On) -> Result<Scope, Failure> {
        if let Some(first) = self.dates_on(stored, on).first() {
            return Ok(first.scope());
        }
        let from = self.bounds(on).map(|(from, _)| from.max(self.now));
        let later = from.and_then(|from| {
            // What has begun before may go on then.
            let ahead = stored.object.next_dates(from, RUNNING, self.room_zone());
            ahead.into_iter().find(|date| date.start >= from)
        });
        Ok(later.ok_or_else(|| self.no_date(stored, on))?.scope())
    }

    /// Refuses a day on which a meeting that does not repeat is not.
    pub(super) fn is_then(&self, stored: &StoredObject, said: Option<Said>) -> Result<(), Failure> {
        match said.and_then(|said| said.on) {
            Some(on) if self.dates_on(stored, &on).is_empty() => {
                Err(self.no_date(stored, &on).into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn dates_on(&self, stored: &StoredObject, on: &On) -> Vec<Date> {
        if let On::Next(count) = on {
            return stored.object.next_dates(self.now, *count, self.room_zone());
        }
        let Some((from, to)) = self.bounds(on) else { return Vec::new() };
        // A day is elsewhere at other hours, and whole days are the same day anywhere.
        let around = TimeDelta::days(1);
        let mut dates = stored.object.dates(from - around, to + around, self.room_zone());
        dates.retain(|date| self.is_on(date, on));
        dates
    }

    /// Whether a date is then.
    pub(super) fn is_on(&self, date: &Date, on: &On) -> bool {
        let day = || {
            let start = &date.span.start;
            let local = || wall_clock(date.start, self.zone()).date_naive();
            if start.is_date() { start.local().date() } else { local() }
        };
        match on {
            On::Day(on) => day() == *on,
            On::At(at) => date.start == *at,
            On::Days(several) => several.iter().any(|(from, to)| (*from..*to).contains(&day())),
            On::Next(_) | On::Unclear(_) => false,
        }
    }

    /// The instants between which it is then.
    pub(super) fn bounds(&self, on: &On) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let midnight = |day: NaiveDate| instant(day.and_time(NaiveTime::MIN), self.zone());
        match on {
            On::At(at) => Some((*at, *at + TimeDelta::seconds(1))),
            On::Day(day) => midnight(*day).zip(midnight(day.succ_opt()?)),
            On::Days(several) => {
                let first = several.iter().map(|(from, _)| *from).min()?;
                let after = several.iter().map(|(_, to)| *to).max()?;
                midnight(first).zip(midnight(after))
            }
            On::Next(_) | On::Unclear(_) => None,
        }
    }

    /// The series has no date then; those next to it may be meant.
    pub(super) fn no_date(&self, stored: &StoredObject, on: &On) -> Problem {
        let zone = self.room_zone();
        let one = matches!(on, On::Day(_) | On::At(_));
        let skipped =
            one && stored.object.left_out(self.now, zone).iter().any(|date| self.is_on(date, on));
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
    fn day_words(&self, on: &On) -> String {
        let day = |day: &NaiveDate| day.format("%a %-d %b %Y").to_string();
        match on {
            On::Day(on) => day(on),
            On::At(at) => wall_clock(*at, self.zone()).format("%a %-d %b %Y %H:%M").to_string(),
            On::Days(several) => {
                let stretch = |(from, to): &(NaiveDate, NaiveDate)| match to.pred_opt() {
                    Some(last) if last > *from => {
                        format!("any day from {} to {}", day(from), day(&last))
                    }
                    _ => day(from),
                };
                several.iter().map(stretch).collect::<Vec<_>>().join(" or ")
            }
            On::Next(_) => "any day to come".to_owned(),
            On::Unclear(text) => text.clone(),
        }
    }

    fn date_text(&self, date: &Date) -> TimeText {
        TimeText::of(&date.span, date.start, date.end, self.room_zone(), self.now)
    }
}

/// "23.12": a day and a month in figures.
fn is_day_and_month(text: &str) -> bool {
    let Some((day, month)) = text.split_once('.') else { return false };
    let figures =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let within =
        |text: &str, most: u32| text.parse().is_ok_and(|number| (1..=most).contains(&number));
    figures(day) && figures(month) && within(day, 31) && within(month, 12)
}
