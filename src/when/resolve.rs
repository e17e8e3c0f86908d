//! What a phrase means: one span in one zone.
//!
//! The zone named in the text wins over the speaker's. Days are the speaker's days. What is over rolls forward where
//! nothing said which day ("15:00", "friday", "14 Dec") and is refused where something did. A wall time that the clocks
//! skip becomes as much later as they go forward, which is its instant by RFC 5545 §3.3.5; one that comes twice is the
//! first. A time that a zone's wall clock cannot say, in the second of two hours, is given in UTC.

use std::ops::Range;

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc,
};
use chrono_tz::Tz;

use super::{
    Assumed, Cx, Hint, WhenError,
    clock::{self, Half, Offset},
    day::Day,
    length::Length,
    phrase::{Elsewhere, Phrase, Said, Start},
    rule::Freq,
    words::Text,
    zone::{self, Named},
};
use crate::model::{CalTime, Recurrence, Span, instants, wall_clock};

mod dates;
mod ends;

/// How many years ahead a meeting may be.
pub(super) const MAX_YEARS: i32 = 20;
/// The longest meeting whose end may be on the next day without saying so.
const MAX_NIGHT: TimeDelta = TimeDelta::hours(12);

/// What a phrase means.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) span: Span,
    pub(super) recurrence: Option<Recurrence>,
    pub(super) zone: Tz,
    pub(super) zone_named: bool,
    pub(super) length_assumed: bool,
    pub(super) assumed: Vec<Assumed>,
}

/// Says what a phrase means; with `base` it moves that span.
pub(super) fn resolve(
    text: &Text<'_>,
    phrase: &Phrase,
    base: Option<Moved<'_>>,
    cx: &Cx,
) -> Result<Resolved, WhenError> {
    let mut resolver = Resolver {
        text,
        phrase,
        cx,
        base: base.and_then(|moved| Base::of(moved.span, cx)),
        in_week: base.is_some_and(|moved| moved.in_week),
        zone: cx.zone,
        now: minute(cx.now),
        assumed: Vec::new(),
        length_assumed: false,
    };
    resolver.zone = resolver.named_zone()?;
    let (span, recurrence) = resolver.repeated()?;
    resolver.check_elsewhere(&span)?;
    let Resolver { zone, assumed, length_assumed, .. } = resolver;
    let zone_named = phrase.zone.is_some();
    Ok(Resolved { span, recurrence, zone, zone_named, length_assumed, assumed })
}

/// What a phrase moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved<'s> {
    /// Where it was.
    pub(super) span: &'s Span,
    /// Whether a weekday is the one of the week it was in.
    pub(super) in_week: bool,
}

/// The span that is moved, taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Base {
    Days { first: NaiveDate, count: i64 },
    Timed { zone: Tz, start: DateTime<Utc>, length: TimeDelta },
}

impl Base {
    fn of(span: &Span, cx: &Cx) -> Option<Self> {
        if let (CalTime::Date(first), CalTime::Date(end)) = (&span.start, &span.end) {
            let count = end.signed_duration_since(*first).num_days().max(1);
            return Some(Self::Days { first: *first, count });
        }
        let zone = match &span.start {
            CalTime::Zoned { tzid, .. } => tzid.parse().unwrap_or(cx.zone),
            CalTime::Utc(_) => Tz::UTC,
            CalTime::Date(_) | CalTime::Floating(_) => cx.zone,
        };
        // A zone of no IANA name is read as the speaker's: its wall time is what they see.
        let instant = |time: &CalTime| {
            time.instant(zone).or_else(|| CalTime::Floating(time.local()).instant(zone))
        };
        let (start, end) = (instant(&span.start)?, instant(&span.end)?);
        Some(Self::Timed { zone, start, length: end.signed_duration_since(start) })
    }

    /// The date it is on in a zone.
    pub(super) fn date(self, zone: Tz) -> NaiveDate {
        match self {
            Self::Days { first, .. } => first,
            Self::Timed { start, .. } => wall_clock(start, zone).date_naive(),
        }
    }
}

pub(super) struct Resolver<'r, 'a> {
    pub(super) text: &'r Text<'a>,
    pub(super) phrase: &'r Phrase,
    pub(super) cx: &'r Cx,
    pub(super) base: Option<Base>,
    in_week: bool,
    pub(super) zone: Tz,
    pub(super) now: DateTime<Utc>,
    pub(super) assumed: Vec<Assumed>,
    length_assumed: bool,
}

impl Resolver<'_, '_> {
    fn named_zone(&mut self) -> Result<Tz, WhenError> {
        match &self.phrase.zone {
            Some(said) => self.zone_of(said),
            None => Ok(self.zone_unsaid()),
        }
    }

    fn zone_of(&mut self, Said { value, words }: &Said<Named>) -> Result<Tz, WhenError> {
        let part = || self.text.part(words.clone());
        match value {
            Named::Zone(zone) => Ok(*zone),
            Named::Own => Ok(self.cx.zone),
            Named::Unknown => Err(zone::unknown(part())),
            Named::Offset => {
                Err(WhenError::Unreadable { part: part(), hint: Hint::Write("15:00 Asia/Kolkata") })
            }
            Named::Abbreviation(known) => {
                let zone = known.meant(Some(self.cx)).ok_or_else(|| known.ask(part()))?;
                if zone != self.cx.zone {
                    self.assumed.push(Assumed::Zone { said: part().text, zone });
                }
                Ok(zone)
            }
        }
    }

    /// Refuses "15:00 CET (10:00 EST)": what other clocks show then is another time.
    fn check_elsewhere(&mut self, span: &Span) -> Result<(), WhenError> {
        for other in &self.phrase.elsewhere {
            if !self.shown_elsewhere(other, span)? {
                return Err(self.two(self.phrase.clock_words(), other.words.clone()));
            }
        }
        Ok(())
    }

    /// Whether other clocks show then what was said. Of several zones that an abbreviation can mean it is the one that does.
    fn shown_elsewhere(&mut self, other: &Elsewhere, span: &Span) -> Result<bool, WhenError> {
        if let Named::Abbreviation(known) = &other.zone.value
            && known.meant(Some(self.cx)).is_none()
            && let Some(zone) =
                known.zones().iter().copied().find(|zone| self.shows_then(other, span, *zone))
        {
            let said = self.text.part(other.zone.words.clone()).text;
            self.assumed.push(Assumed::Zone { said, zone });
            return Ok(true);
        }
        let zone = self.zone_of(&other.zone)?;
        Ok(self.shows_then(other, span, zone))
    }

    fn shows_then(&self, other: &Elsewhere, span: &Span, zone: Tz) -> bool {
        let local = |time: &CalTime| time.instant(self.zone).map(|at| wall_clock(at, zone));
        let start = local(&span.start).is_some_and(|local| {
            let day = other.weekday.is_none_or(|day| day == local.weekday());
            day && other.start.shows(local.time())
        });
        let end = |end: clock::Clock| local(&span.end).is_some_and(|at| end.shows(at.time()));
        start && other.end.is_none_or(end)
    }

    /// The zone where the text names none: that of the meeting, where its clock time stays.
    fn zone_unsaid(&self) -> Tz {
        let later =
            matches!(&self.phrase.start, Some(said) if matches!(said.value, Start::Later(_)));
        match self.base {
            Some(Base::Timed { zone, .. }) if self.phrase.start.is_none() || later => zone,
            _ => self.cx.zone,
        }
    }

    pub(super) fn span(&mut self) -> Result<Span, WhenError> {
        if let (Some(half), None) = (&self.phrase.half, &self.phrase.start) {
            let part = self.text.part(half.words.clone());
            return Err(WhenError::Unreadable { part, hint: Hint::Write("9:00 or 18:00") });
        }
        self.refuse_second_day()?;
        match &self.phrase.start {
            Some(Said { value: Start::Clock(start), words }) => {
                let (from, to) = self.clock_times(*start, words)?;
                if let Some(start) = self.second_pass(from).filter(|_| to.is_none()) {
                    return self.span_from(start);
                }
                let part = self.date_words().unwrap_or_else(|| words.clone());
                let date = self.date(from, part)?;
                if from >= TimeDelta::days(1) && self.phrase.day.is_some() {
                    self.assumed.push(Assumed::Midnight(date));
                }
                self.timed(date, from, to)
            }
            Some(Said { value: Start::In(delta), words }) => {
                let start = nearest_minute(self.cx.now).checked_add_signed(*delta);
                self.span_from(start.ok_or_else(|| self.too_far(words.clone()))?)
            }
            Some(Said { value: Start::Now, .. }) => self.span_from(self.now),
            Some(Said { value: Start::At(instant), words }) => {
                self.refuse_past(*instant, words)?;
                self.span_from(minute(*instant))
            }
            Some(Said { value: Start::Later(length), words }) => self.moved_by(*length, words),
            None => self.without_clock(),
        }
    }

    /// Refuses "in 2 hours tomorrow": both say which day it is.
    fn refuse_second_day(&self) -> Result<(), WhenError> {
        match (&self.phrase.start, &self.phrase.day) {
            (Some(start), Some(day)) if !self.phrase.start_on_a_day() => Err(WhenError::Several {
                first: self.text.part(start.words.clone()),
                second: self.text.part(day.words.clone()),
            }),
            _ => Ok(()),
        }
    }

    /// So much later than what is moved, or earlier: hours and minutes as time goes by, days as the calendar counts them.
    fn moved_by(&mut self, length: Length, words: &Range<usize>) -> Result<Span, WhenError> {
        let too_far = self.too_far(words.clone());
        match (self.base, length) {
            (Some(Base::Timed { start, .. }), Length::Exact(delta)) => {
                let start = start.checked_add_signed(delta).ok_or(too_far)?;
                self.refuse_past(start, words)?;
                self.span_from(start)
            }
            (Some(Base::Timed { start, .. }), Length::Days(days)) => {
                let was = wall_clock(start, self.zone).naive_local();
                let date = shifted(was.date(), days);
                let start = date.and_then(|date| instant(self.zone, date.and_time(was.time())));
                let (date, start) = date.zip(start).ok_or(too_far)?;
                self.refuse_past(start, words)?;
                self.timed(date, clock::offset(was.time()), None)
            }
            (Some(Base::Days { first, .. }), Length::Days(days)) => {
                let date = shifted(first, days).ok_or(too_far)?;
                if date < self.today() {
                    return Err(WhenError::Past { part: self.text.part(words.clone()), was: date });
                }
                self.days_from(date)
            }
            (Some(Base::Days { .. }), Length::Exact(_)) => {
                Err(WhenError::NoStart { part: self.text.part(words.clone()) })
            }
            (None, _) => Err(WhenError::Unreadable {
                part: self.text.part(words.clone()),
                hint: Hint::Write("in 30 min"),
            }),
        }
    }

    /// Refuses an instant that is over, or too far away.
    fn refuse_past(&self, at: DateTime<Utc>, words: &Range<usize>) -> Result<(), WhenError> {
        let was = wall_clock(at, self.zone).date_naive();
        if at < self.now {
            return Err(WhenError::Past { part: self.text.part(words.clone()), was });
        }
        if was.year() > self.today().year() + MAX_YEARS {
            return Err(self.too_far(words.clone()));
        }
        Ok(())
    }

    /// A phrase without a clock time: whole days, or the clock time of what is moved.
    fn without_clock(&mut self) -> Result<Span, WhenError> {
        match self.base {
            Some(Base::Timed { start, .. })
                if !self.phrase.all_day && self.phrase.day.is_none() =>
            {
                self.span_from(start)
            }
            Some(Base::Timed { start, zone, .. }) if !self.phrase.all_day => {
                let words = self.date_words().unwrap_or_else(|| self.phrase.words.clone());
                let from = clock::offset(wall_clock(start, zone).time());
                let date = self.date(from, words)?;
                self.timed(date, from, None)
            }
            _ => self.days(),
        }
    }

    fn date_words(&self) -> Option<Range<usize>> {
        self.phrase.day.as_ref().map(|said| said.words.clone())
    }

    /// The times of day of the start and of the end, where one is said.
    pub(super) fn clock_times(
        &mut self,
        start: clock::Clock,
        words: &Range<usize>,
    ) -> Result<(Offset, Option<Offset>), WhenError> {
        let half = self.phrase.half.as_ref().map_or(Half::Unsaid, |said| said.value);
        let late = half == Half::Night && start.is_of_late_night();
        let half = if late { self.late_night(start, words)? } else { half };
        let read = match &self.phrase.end {
            Some(end) => clock::pair(start, end.value, half, self.cx.dialect)
                .map(|(from, to, assumed)| (from, Some(to), assumed)),
            None => start.alone(half, self.cx.dialect).map(|(from, assumed)| (from, None, assumed)),
        };
        let (from, to, assumed) = read.ok_or_else(|| self.unreadable(words.clone()))?;
        if assumed {
            self.assumed.push(Assumed::Afternoon(clock::of_day(from)));
        }
        Ok((from, to))
    }

    /// The half of the day of an hour of the night. "sat night at 1" may begin on Saturday or on Sunday; "every night at 2" and
    /// "tonight at 2" do not.
    fn late_night(&self, start: clock::Clock, words: &Range<usize>) -> Result<Half, WhenError> {
        let series = self.phrase.series.as_ref().map(|said| said.value.rule.freq);
        let any = match series {
            Some(freq) => freq == Freq::Daily,
            None => matches!(&self.phrase.day, Some(said) if said.value == Day::Near(0)),
        };
        if any && !start.is_twelve() {
            return Ok(Half::Before);
        }
        let part = self.text.part(words.clone());
        let readings = ["am", "pm"].map(|half| format!("{}{half}", part.text)).to_vec();
        Err(WhenError::Open { part, readings })
    }

    /// Whether a time of "tonight" is after midnight, and so perhaps tomorrow's.
    pub(super) fn is_coming_night(&self, from: Offset) -> bool {
        let night = matches!(&self.phrase.half, Some(said) if said.value == Half::Night);
        let tonight = matches!(&self.phrase.day, Some(said) if said.value == Day::Near(0));
        night && tonight && clock::is_at_night(from)
    }

    /// The second pass of a clock time that comes twice today, where nothing says the day and the first is over.
    fn second_pass(&self, from: Offset) -> Option<DateTime<Utc>> {
        let today = wall_clock(self.now, self.zone).date_naive();
        let open = self.phrase.day.is_none() && self.base.is_none();
        match instants(at(today, from)?, self.zone) {
            LocalResult::Ambiguous(first, second)
                if open && first < self.now && second >= self.now =>
            {
                Some(second)
            }
            _ => None,
        }
    }

    pub(super) fn unreadable(&self, words: Range<usize>) -> WhenError {
        WhenError::Unreadable { part: self.text.part(words), hint: Hint::None }
    }

    pub(super) fn too_far(&self, words: Range<usize>) -> WhenError {
        WhenError::TooFar { part: self.text.part(words), years: MAX_YEARS }
    }
}

fn shifted(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(days)?)
}

/// The wall time so far into a date.
pub(super) fn at(date: NaiveDate, offset: Offset) -> Option<NaiveDateTime> {
    date.and_time(NaiveTime::MIN).checked_add_signed(offset)
}

/// The instant of a wall time (RFC 5545 §3.3.5).
pub(super) fn instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    CalTime::Floating(local).instant(zone)
}

/// The minute that begins closest to an instant: "in 3 minutes" is not to be two of them.
fn nearest_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    minute(at + TimeDelta::seconds(30))
}

/// The minute an instant is in.
pub(super) fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}
