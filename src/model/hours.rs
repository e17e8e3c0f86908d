//! The hours of a room: when it is told what is on, and when it shall not be disturbed. Both go by the clock on its wall,
//! whatever that clock does twice a year.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::zone::{instant, wall_clock};

/// When a room is told what is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// Every day at this time.
    Daily(NaiveTime),
    /// From Monday to Friday at this time.
    Weekdays(NaiveTime),
    /// Every week on this day at this time.
    Weekly(Weekday, NaiveTime),
}

/// All times at which a room is told what is on: each day, say, and the whole week on Sunday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests(Vec<Digest>);

/// How many of them there can be.
const MOST: usize = 5;

/// From when to when a room shall not be disturbed; over midnight where it ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    from: NaiveTime,
    to: NaiveTime,
}

/// A text that is no such thing.
#[derive(Debug, thiserror::Error)]
#[error("no hours")]
pub struct NoHours;

impl Digest {
    /// The first time after an instant.
    pub fn next(self, after: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let today = wall_clock(after, zone).date_naive();
        let at = |date: NaiveDate| instant(date.and_time(self.time()), zone);
        let days = (0..=8).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
        days.filter(|date| self.is_on(*date)).filter_map(at).find(|at| *at > after)
    }

    /// The last time until an instant, that instant included.
    fn last(self, until: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let today = wall_clock(until, zone).date_naive();
        let at = |date: NaiveDate| instant(date.and_time(self.time()), zone);
        let days = (0..=8).filter_map(|ago| today.checked_sub_days(Days::new(ago)));
        days.filter(|date| self.is_on(*date)).filter_map(at).find(|at| *at <= until)
    }

    /// The time of day.
    pub const fn time(self) -> NaiveTime {
        match self {
            Self::Daily(time) | Self::Weekdays(time) | Self::Weekly(_, time) => time,
        }
    }

    fn is_on(self, date: NaiveDate) -> bool {
        match self {
            Self::Daily(_) => true,
            Self::Weekdays(_) => date.weekday().num_days_from_monday() < 5,
            Self::Weekly(day, _) => date.weekday() == day,
        }
    }
}

impl Digests {
    /// The first time of any of them after an instant.
    pub fn next(&self, after: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        self.0.iter().filter_map(|digest| digest.next(after, zone)).min()
    }

    /// Those that are due at an instant, or have waited until then for the end of the quiet hours; the last ones before it,
    /// where it is another.
    pub fn due(&self, at: DateTime<Utc>, quiet: Option<Quiet>, zone: Tz) -> Vec<Digest> {
        let last = |digest: &Digest| digest.last(at, zone);
        let is_due = |digest: &&Digest| {
            last(digest).is_some_and(|last| Quiet::after(quiet, last, zone).max(last) == at)
        };
        let due: Vec<Digest> = self.0.iter().filter(is_due).copied().collect();
        if !due.is_empty() {
            return due;
        }
        let latest = self.0.iter().filter_map(last).max();
        self.0.iter().filter(|digest| last(digest) == latest).copied().collect()
    }
}

impl Quiet {
    /// When the quiet hours began and end that an instant is in; nothing where it is in none.
    pub fn around(self, at: DateTime<Utc>, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let today = wall_clock(at, zone).date_naive();
        let yesterday = today.pred_opt()?;
        [yesterday, today].into_iter().find_map(|day| {
            let last = if self.from < self.to { day } else { day.succ_opt()? };
            let begin = instant(day.and_time(self.from), zone)?;
            let end = instant(last.and_time(self.to), zone)?;
            (begin <= at && at < end).then_some((begin, end))
        })
    }

    /// The instant itself, or the end of the quiet hours that it is in.
    pub fn after(this: Option<Self>, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        this.and_then(|quiet| quiet.around(at, zone)).map_or(at, |(_, end)| end)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.time().format("%H:%M");
        match self {
            Self::Daily(_) => write!(f, "daily {time}"),
            Self::Weekdays(_) => write!(f, "weekdays {time}"),
            Self::Weekly(day, _) => write!(f, "weekly {} {time}", day.to_string().to_lowercase()),
        }
    }
}

impl fmt::Display for Digests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, digest) in self.0.iter().enumerate() {
            let comma = if nth == 0 { "" } else { ", " };
            write!(f, "{comma}{digest}")?;
        }
        Ok(())
    }
}

impl FromStr for Digests {
    type Err = NoHours;

    /// Reads one or several with commas or "and" between them.
    fn from_str(text: &str) -> Result<Self, NoHours> {
        let text = text.to_lowercase().replace(" and ", ",").replace([';', '&', '+'], ",");
        let mut digests = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let digest = part.parse()?;
            if !digests.contains(&digest) {
                digests.push(digest);
            }
        }
        if (1..=MOST).contains(&digests.len()) { Ok(Self(digests)) } else { Err(NoHours) }
    }
}

impl FromStr for Digest {
    type Err = NoHours;

    /// Reads `daily 8:00`, `weekdays 8:00` and `weekly mon 8:00`, or `every` with a day; where no time is said it is 8:00,
    /// where no day is, Monday, and where nothing else is, every day.
    fn from_str(text: &str) -> Result<Self, NoHours> {
        let text = text.to_lowercase();
        let words = text.split_whitespace();
        let mut words: Vec<&str> =
            words.filter(|word| !matches!(*word, "at" | "on" | "every" | "each")).collect();
        let said = words.last().and_then(|word| clock(word));
        let time = said.or_else(|| NaiveTime::from_hms_opt(8, 0, 0)).ok_or(NoHours)?;
        if said.is_some() {
            words.pop();
        }
        match words.as_slice() {
            [] if said.is_none() => Err(NoHours),
            [] | ["daily" | "day" | "days"] => Ok(Self::Daily(time)),
            ["weekdays" | "weekday"] => Ok(Self::Weekdays(time)),
            ["weekly" | "week"] => Ok(Self::Weekly(Weekday::Mon, time)),
            ["weekly", day] | [day] => {
                let one = day.parse().or_else(|_| day.trim_end_matches('s').parse());
                one.map(|day| Self::Weekly(day, time)).map_err(|_| NoHours)
            }
            _ => Err(NoHours),
        }
    }
}

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from.format("%H:%M"), self.to.format("%H:%M"))
    }
}

impl FromStr for Quiet {
    type Err = NoHours;

    /// Reads `22:00-8:00`.
    fn from_str(text: &str) -> Result<Self, NoHours> {
        let text = text.to_lowercase().replace(['–', '—'], "-").replace(" to ", "-");
        let text = text.strip_prefix("from ").unwrap_or(&text);
        let (from, to) = text.split_once('-').ok_or(NoHours)?;
        let read = |text: &str| clock(text.trim()).ok_or(NoHours);
        let (from, to) = (read(from)?, read(to)?);
        if from == to { Err(NoHours) } else { Ok(Self { from, to }) }
    }
}

/// A time of day in figures: `8:00`, `08.30`, `22`, `8am`, `8:30 pm`.
fn clock(text: &str) -> Option<NaiveTime> {
    let (figures, half) = match text.strip_suffix("am") {
        Some(figures) => (figures, Some(0)),
        None => text.strip_suffix("pm").map_or((text, None), |figures| (figures, Some(12))),
    };
    let (hour, minute) = figures.trim().split_once([':', '.']).unwrap_or((figures.trim(), "0"));
    let hour: u32 = hour.parse().ok()?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute.parse().ok()?, 0).filter(|time| time.second() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("daily 8:00", Some("daily 08:00")),
            ("Daily at 7.30", Some("daily 07:30")),
            ("daily", Some("daily 08:00")),
            ("weekly", Some("weekly mon 08:00")),
            ("weekly Sunday 6pm", Some("weekly sun 18:00")),
            ("weekly on fri", Some("weekly fri 08:00")),
            ("weekdays 8:00", Some("weekdays 08:00")),
            ("every weekday at 9", Some("weekdays 09:00")),
            ("every monday at 8", Some("weekly mon 08:00")),
            ("fridays 7:30", Some("weekly fri 07:30")),
            ("8am", Some("daily 08:00")),
            ("every day 6:30", Some("daily 06:30")),
            ("weekly 8:00 mon", None),
            ("every", None),
            ("", None),
            ("monthly", None),
            ("daily 25:00", None),
        ] {
            assert_eq!(text.parse::<Digest>().ok().map(|it| it.to_string()).as_deref(), expected);
        }
        for (text, expected) in [
            ("22:00-8:00", Some("22:00-08:00")),
            ("10pm – 7am", Some("22:00-07:00")),
            ("12:00 to 13:00", Some("12:00-13:00")),
            ("from 10pm to 7am", Some("22:00-07:00")),
            ("8-8", None),
            ("0am-3am", None),
            ("night", None),
        ] {
            assert_eq!(text.parse::<Quiet>().ok().map(|it| it.to_string()).as_deref(), expected);
        }
    }

    #[test]
    fn a_room_can_have_several_digests() {
        for (text, expected) in [
            ("daily 8:30", Some("daily 08:30")),
            ("daily 8:30, weekly sun 18:00", Some("daily 08:30, weekly sun 18:00")),
            ("weekdays 9 and weekly mon 8", Some("weekdays 09:00, weekly mon 08:00")),
            ("daily 8, daily 8:00", Some("daily 08:00")),
            ("daily 8:30, never", None),
            ("", None),
        ] {
            let read = text.parse::<Digests>().ok().map(|digests| digests.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
        let both: Digests = "daily 8:30, weekly sun 18:00".parse().unwrap();
        // A Sunday.
        let morning = at("2026-12-06T07:30:00Z");
        assert_eq!(both.next(at("2026-12-06T07:00:00Z"), BERLIN), Some(morning));
        let evening = at("2026-12-06T17:00:00Z");
        assert_eq!(both.next(morning, BERLIN), Some(evening));
        let said = |at, quiet: Option<Quiet>| {
            both.due(at, quiet, BERLIN).iter().map(Digest::to_string).collect::<Vec<_>>()
        };
        assert_eq!(said(morning, None), ["daily 08:30"]);
        assert_eq!(said(evening, None), ["weekly sun 18:00"]);
        // What waited for the end of the quiet hours, and what is late.
        let quiet = "17:00-20:00".parse().ok();
        assert_eq!(said(at("2026-12-06T19:00:00Z"), quiet), ["weekly sun 18:00"]);
        assert_eq!(said(at("2026-12-06T09:00:00Z"), None), ["daily 08:30"]);
    }

    #[test]
    fn a_digest_keeps_its_wall_time_when_the_clocks_change() {
        let daily: Digest = "daily 8:00".parse().unwrap();
        let next = |after: &str| daily.next(at(after), BERLIN).unwrap().to_rfc3339();
        assert_eq!(next("2026-03-28T06:59:59Z"), "2026-03-28T07:00:00+00:00");
        assert_eq!(next("2026-03-28T07:00:00Z"), "2026-03-29T06:00:00+00:00");
        assert_eq!(next("2026-10-24T06:00:00Z"), "2026-10-25T07:00:00+00:00");
        let skipped: Digest = "daily 2:30".parse().unwrap();
        // 2:30 does not exist on that day, and comes an hour later on the clock.
        let at_night = skipped.next(at("2026-03-28T12:00:00Z"), BERLIN).unwrap();
        assert_eq!(at_night.to_rfc3339(), "2026-03-29T01:30:00+00:00");
        let weekdays: Digest = "weekdays 8:00".parse().unwrap();
        let friday = weekdays.next(at("2026-12-04T06:00:00Z"), BERLIN).unwrap();
        assert_eq!(friday.to_rfc3339(), "2026-12-04T07:00:00+00:00");
        let monday = weekdays.next(friday, BERLIN).unwrap();
        assert_eq!(monday.to_rfc3339(), "2026-12-07T07:00:00+00:00");
        let weekly: Digest = "weekly mon 8:00".parse().unwrap();
        let monday = weekly.next(at("2026-11-30T07:00:00Z"), BERLIN).unwrap();
        assert_eq!(monday.to_rfc3339(), "2026-12-07T07:00:00+00:00");
    }

    #[test]
    fn a_night_is_one_stretch_of_quiet() {
        let night: Quiet = "22:00-8:00".parse().unwrap();
        let around = |text: &str| {
            night.around(at(text), BERLIN).map(|(from, to)| (from.to_rfc3339(), to.to_rfc3339()))
        };
        let whole =
            ("2026-12-01T21:00:00+00:00".to_owned(), "2026-12-02T07:00:00+00:00".to_owned());
        assert_eq!(around("2026-12-01T20:59:59Z"), None);
        assert_eq!(around("2026-12-01T21:00:00Z"), Some(whole.clone()));
        assert_eq!(around("2026-12-02T06:59:59Z"), Some(whole));
        assert_eq!(around("2026-12-02T07:00:00Z"), None);
        let noon: Quiet = "12-13".parse().unwrap();
        assert!(noon.around(at("2026-12-01T11:30:00Z"), BERLIN).is_some());
        assert!(noon.around(at("2026-12-01T12:00:00Z"), BERLIN).is_none());
    }
}
