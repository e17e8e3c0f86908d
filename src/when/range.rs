//! Stretches of time to list: "this week", "december", "mon to wed".

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    Cx, Hint, WhenError,
    day::{self, Day, Meaning, monday},
    lexicon::{ENGLISH, Unit},
    resolve::{MAX_YEARS, instant, minute},
    words::Text,
};
use crate::model::wall_clock;

/// What is listed when nothing is said.
const DAYS: i64 = 14;
/// How many days of a date that is over still mean this year's.
const RECENT: i64 = 180;

/// Dates, the second not included.
type Days = (NaiveDate, NaiveDate);

/// Reads a stretch of time; all of the text must be one.
pub(super) fn range(source: &str, cx: &Cx) -> Result<(DateTime<Utc>, DateTime<Utc>), WhenError> {
    let text = Text::cut(source, cx.language)?;
    let far = || WhenError::TooFar { part: text.part(0..text.len()), years: MAX_YEARS };
    if text.len() == 0 {
        let to = cx.now.checked_add_signed(TimeDelta::days(DAYS)).ok_or_else(far)?;
        return Ok((cx.now, to));
    }
    let reader =
        Reader { text: &text, cx, today: wall_clock(minute(cx.now), cx.zone).date_naive() };
    let start = usize::from(text.is_any(0, &["for", "from", "on", "the", "in"]) && text.len() > 1);
    let (first, next) =
        reader.stretch(start)?.ok_or_else(|| reader.unreadable(start..text.len()))?;
    let (days, next) = reader.through(first, next)?;
    if next < text.len() {
        return Err(reader.unreadable(next..text.len()));
    }
    if days.1 <= days.0 {
        return Err(WhenError::EndBeforeStart { part: text.part(0..text.len()) });
    }
    let midnight = |date: NaiveDate| instant(cx.zone, date.and_time(NaiveTime::MIN));
    midnight(days.0).zip(midnight(days.1)).ok_or_else(far)
}

struct Reader<'r, 'a> {
    text: &'r Text<'a>,
    cx: &'r Cx,
    today: NaiveDate,
}

impl Reader<'_, '_> {
    /// The days from one stretch through another, where another follows.
    fn through(&self, first: Days, next: usize) -> Result<(Days, usize), WhenError> {
        let joins = self.text.mark(next, '-') || self.text.is_any(next, ENGLISH.to);
        if !joins {
            return Ok((first, next));
        }
        let reader = Reader { today: first.0, ..*self };
        let last = reader.stretch(next + 1)?;
        let (last, next) = last.ok_or_else(|| self.unreadable(next..self.text.len()))?;
        Ok(((first.0, last.1), next))
    }

    fn stretch(&self, at: usize) -> Result<Option<(Days, usize)>, WhenError> {
        let found = self.counted(at).or_else(|| self.named(at)).or_else(|| self.month(at));
        match found {
            Some(found) => Ok(Some(found)),
            None => self.day(at),
        }
    }

    /// "this week", "next month", "last year", "the weekend".
    fn named(&self, at: usize) -> Option<(Days, usize)> {
        let step = match self.text.letters(at)? {
            "this" => 0,
            "next" | "coming" => 1,
            "last" => -1,
            "weekend" => return Some((self.weekend(0)?, at + 1)),
            _ => return None,
        };
        let unit = self.text.letters(at + 1)?;
        let days = match unit {
            "week" => self.week(step)?,
            "weekend" => self.weekend(step)?,
            "month" => months(self.today, step)?,
            "year" => years(self.today.year().checked_add(step)?)?,
            _ => return None,
        };
        Some((days, at + 2))
    }

    /// "next 3 days", "2 weeks", "last 30 days".
    fn counted(&self, at: usize) -> Option<(Days, usize)> {
        let back = self.text.is_any(at, &["last", "past"]);
        let lead = back || self.text.is_any(at, &["next", "coming"]);
        let count = if lead { at + 1 } else { at };
        let number = self.text.number(count, 1..=3).or_else(|| self.text.count(count))?;
        let days = match self.text.unit(count + 1)? {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Year => 365,
            Unit::Minute | Unit::Hour => return None,
        };
        let days = TimeDelta::try_days(i64::from(number) * days)?;
        let span = if back {
            (self.today.checked_sub_signed(days)?, self.today.succ_opt()?)
        } else {
            (self.today, self.today.checked_add_signed(days)?)
        };
        Some((span, count + 2))
    }

    fn week(&self, step: i32) -> Option<Days> {
        let first = monday(self.today)?.checked_add_signed(TimeDelta::days(7 * i64::from(step)))?;
        Some((first, first.checked_add_signed(TimeDelta::days(7))?))
    }

    fn weekend(&self, step: i32) -> Option<Days> {
        let (first, end) = self.week(step)?;
        Some((first.checked_add_signed(TimeDelta::days(5))?, end))
    }

    /// "december", "dec 2026", "2026-12", "2026".
    fn month(&self, at: usize) -> Option<(Days, usize)> {
        if let Some(year) = self.text.number(at, 4..=4) {
            let year = i32::try_from(year).ok()?;
            if !self.text.joint(at + 1, '-') {
                return Some((years(year)?, at + 1));
            }
            let month = self.text.number(at + 2, 1..=2)?;
            let whole = !self.text.joint(at + 3, '-');
            let first = NaiveDate::from_ymd_opt(year, month, 1).filter(|_| whole)?;
            return Some((months(first, 0)?, at + 3));
        }
        let month = self.text.month(at)?;
        if let Some(year) = self.text.number(at + 1, 4..=4) {
            let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1)?;
            return Some((months(first, 0)?, at + 2));
        }
        if self.text.is_number(at + 1) {
            return None;
        }
        let next_year = i32::from(month < self.today.month());
        let first = NaiveDate::from_ymd_opt(self.today.year().checked_add(next_year)?, month, 1)?;
        Some((months(first, 0)?, at + 1))
    }

    fn day(&self, at: usize) -> Result<Option<(Days, usize)>, WhenError> {
        let at = if self.text.is_any(at, ENGLISH.on) { at + 1 } else { at };
        let Some((said, next)) = day::day(self.text, at) else { return Ok(None) };
        let part = || self.text.part(at..next);
        let meaning = said.meaning(self.today, self.cx.dialect);
        let date = match meaning {
            Some(Meaning::Either(one, two)) => {
                return Err(WhenError::Ambiguous { part: part(), readings: (one, two) });
            }
            Some(Meaning::OneOf(dates)) => self.nearest(said, &dates),
            Some(Meaning::Fixed(date) | Meaning::NextWeek(date) | Meaning::Weekly(date)) => {
                Some(date)
            }
            None => None,
        };
        let days = date.and_then(|date| Some((date, date.succ_opt()?)));
        let days =
            days.ok_or_else(|| WhenError::Unreadable { part: part(), hint: Hint::NoSuchDate })?;
        Ok(Some((days, next)))
    }

    /// This year's date, also where it was a while ago: what was is listed too.
    fn nearest(&self, said: Day, dates: &[NaiveDate]) -> Option<NaiveDate> {
        let since = match said {
            Day::OfMonth(_) => self.today,
            _ => self.today.checked_sub_signed(TimeDelta::days(RECENT))?,
        };
        dates.iter().find(|date| **date >= since).copied()
    }

    fn unreadable(&self, words: Range<usize>) -> WhenError {
        WhenError::Unreadable { part: self.text.part(words), hint: Hint::Write("this week") }
    }
}

/// The month some months after that of a date.
fn months(date: NaiveDate, step: i32) -> Option<Days> {
    let first = date.with_day(1)?;
    let shift = |date: NaiveDate, by: i32| {
        let months = chrono::Months::new(by.unsigned_abs());
        if by < 0 { date.checked_sub_months(months) } else { date.checked_add_months(months) }
    };
    let first = shift(first, step)?;
    Some((first, shift(first, 1)?))
}

fn years(year: i32) -> Option<Days> {
    Some((
        NaiveDate::from_ymd_opt(year, 1, 1)?,
        NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?,
    ))
}
