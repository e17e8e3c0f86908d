//! The words of a language, as data.

use chrono::Weekday;

use super::{clock::Half, rule::Freq, slip};

mod english;
mod sense;

pub(super) use english::ENGLISH;
pub(super) use sense::Sense;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// Words of a table.
type Words = &'static [&'static str];

/// The words that times are said with. All in lower case; the first of several is the one to write.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) weekdays: &'static [(Weekday, &'static [&'static str])],
    /// January first.
    pub(super) months: &'static [&'static [&'static str]],
    pub(super) units: &'static [(Unit, &'static [&'static str])],
    pub(super) numbers: &'static [(u32, &'static [&'static str])],
    /// Days by their distance from today.
    pub(super) days: &'static [(i32, &'static [&'static str])],
    /// The parts of a clock time that halves the day, before noon and after it.
    pub(super) meridiems: (&'static [&'static str], &'static [&'static str]),
    /// The same, as a phrase after an hour.
    pub(super) meridiem_phrases: &'static [(Half, &'static [&'static str])],
    pub(super) ordinals: &'static [&'static str],
    /// Before what is no longer so.
    pub(super) instead: &'static [&'static str],
    /// The same, where it may stay in a title if it is not what is read.
    pub(super) rather: &'static [&'static str],
    /// After a clock time.
    pub(super) hours: &'static [&'static str],
    /// After a number that is an hour.
    pub(super) after_hours: &'static [&'static str],
    /// Before a date.
    pub(super) on: &'static [&'static str],
    /// Before a clock time.
    pub(super) at: &'static [&'static str],
    /// Before a clock time and "at", or after a clock time.
    pub(super) starts: &'static [&'static str],
    /// Before a range.
    pub(super) from: &'static [&'static str],
    /// Between the ends of a range.
    pub(super) to: &'static [&'static str],
    /// Before the end of a range, after its start.
    pub(super) ending: &'static [&'static str],
    /// Between several things.
    pub(super) and: &'static [&'static str],
    /// Between one of several.
    pub(super) or: &'static [&'static str],
    /// Before a length.
    pub(super) lasting: &'static [&'static str],
    /// Before a place or people, so that a time may end here.
    pub(super) after: &'static [&'static str],
    /// Before a rhythm that is said after the rest: "repeats weekly".
    pub(super) repeating: &'static [&'static str],
    /// After the day from which a series goes on.
    pub(super) onwards: &'static [&'static str],
    /// Before "coming", where that says who comes: "Bo is coming friday".
    pub(super) being: &'static [&'static str],
    /// What begins a series.
    pub(super) every: &'static [&'static str],
    /// What makes a rhythm half as fast.
    pub(super) other: &'static [&'static str],
    /// Rhythms of one word or two, with how many there are between.
    pub(super) rhythms: &'static [(Freq, u32, &'static [&'static str])],
    /// Units that only series are said with, and how many of which other they are.
    pub(super) rhythm_units: &'static [(u32, Unit, &'static [&'static str])],
    /// Rhythms that no calendar has.
    pub(super) no_rhythms: &'static [&'static str],
    /// Rhythms that mean one of two, with both.
    pub(super) open_rhythms: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Before weekdays that are many: not all of them.
    pub(super) some: &'static [&'static str],
    /// What stands for no clock time.
    pub(super) vague: &'static [&'static str],
    /// Before a clock time that is not exact.
    pub(super) vague_before: &'static [&'static str],
    /// After a clock time that is not exact.
    pub(super) vague_after: &'static [&'static str],
    /// Written onto a clock time that is not exact.
    pub(super) ish: &'static [&'static str],
    /// What a length can be said before: "15 min call".
    pub(super) meetings: &'static [&'static str],
    /// What a length of days can be said before: "3-day offsite".
    pub(super) outings: &'static [&'static str],
    /// Before a length that is said before a meeting: "quick 15 min call".
    pub(super) before_nouns: &'static [&'static str],
    /// Two of something.
    pub(super) couple: &'static [&'static str],
    /// Before the length that it is at most.
    pub(super) at_most: &'static [&'static str],
    /// Before a clock time that is an end.
    pub(super) done_by: &'static [&'static str],
    /// Before a length that is not exact.
    pub(super) vague_lengths: &'static [&'static str],
    /// Instead of a length.
    pub(super) vague_lasting: &'static [&'static str],
    /// How many, and not how many.
    pub(super) few: &'static [&'static str],
    /// Before an "in" that is about room for something.
    pub(super) fitting: &'static [&'static str],
    /// Before the start of a range whose end is said.
    pub(super) begins: &'static [&'static str],
    /// Before "time", where that says no zone.
    pub(super) whose: &'static [&'static str],
    /// Before a meeting that is to go elsewhere.
    pub(super) moving: &'static [&'static str],
    /// The same, of what has gone elsewhere.
    pub(super) moved: &'static [&'static str],
    /// After a clock time and "to": an end that nobody can plan.
    pub(super) open_ends: &'static [&'static str],
    /// Days written in a hurry, and what they mean.
    pub(super) hasty: Meant,
    /// The same, after "2".
    pub(super) after_two: Meant,
    /// Slips of short names of days, which are other words too.
    pub(super) slips: Meant,
    /// Days whose date depends on where it is said, or on the year.
    pub(super) unknown_days: &'static [&'static str],
    /// Weeks that a series leaves out without saying which.
    pub(super) some_weeks: &'static [&'static str],
    /// A part of an hour, and how many quarters it has.
    pub(super) quarters: &'static [(u32, &'static [&'static str])],
    /// After how long ago something was.
    pub(super) ago: &'static [&'static str],
    /// After how much earlier, or later, something is to be.
    pub(super) later: &'static [(bool, &'static [&'static str])],
    /// Before what is over.
    pub(super) last: &'static [&'static str],
    /// Between an early and a late part of a month.
    pub(super) middle: &'static [&'static str],
    /// After an hour.
    pub(super) o_clock: &'static [&'static str],
    /// Before an hour, for half an hour before it or after it.
    pub(super) half: &'static [&'static str],
    /// Before an hour: minutes past and to it.
    pub(super) past: &'static [&'static str],
    /// Short names of days that are other words too.
    pub(super) doubtful_days: &'static [&'static str],
    /// Those of them that are likely the other word: after one of the first words, or before one of the second.
    pub(super) look_alikes: &'static [(&'static str, Words, Words)],
    /// Before a figure that is no clock time: "release 2.10".
    pub(super) numbered: Words,
    /// After one.
    pub(super) amounts: Words,
    /// Weekdays in letters, which are read as such nowhere.
    pub(super) letters: &'static [(Weekday, Words)],
    /// Several of them in one word.
    pub(super) letter_rows: Words,
    /// Weekdays that are many.
    pub(super) plurals: &'static [(Weekday, &'static [&'static str])],
    /// Any day from Monday to Friday, and all of them.
    pub(super) working: &'static [&'static str],
    /// Saturdays and Sundays.
    pub(super) weekends: &'static [&'static str],
    /// Between minutes in figures and the hour that they are after.
    pub(super) minutes_past: &'static [&'static str],
    /// Halves of the day.
    pub(super) halves: &'static [(Half, &'static [&'static str])],
    /// Which one of several, from the last where negative.
    pub(super) nths: &'static [(i32, &'static [&'static str])],
    /// After which one of several: of every so many months.
    pub(super) each_month: &'static [(u32, &'static [&'static str])],
    /// Before the last day of a series.
    pub(super) until: &'static [&'static str],
    /// Before the first day of a series.
    pub(super) starting: &'static [&'static str],
    /// Instead of a last day, where there is none.
    pub(super) forever: &'static [&'static str],
    /// Before what a series leaves out.
    pub(super) except: &'static [&'static str],
    /// Those of them that say nothing else.
    pub(super) leaving_out: &'static [&'static str],
    /// Before a day that a series leaves out, and else words of a title.
    pub(super) skipped: &'static [&'static str],
    /// After how often it takes place.
    pub(super) times: &'static [&'static str],
    /// Before a length of a series.
    pub(super) during: &'static [&'static str],
    /// Before what a series goes on to the end of.
    pub(super) rest_of: &'static [&'static str],
    /// The last day of something, and the first.
    pub(super) edges: &'static [(bool, &'static [&'static str])],
    /// Before a stretch of time: this one, and the next.
    pub(super) stretches: &'static [(i32, &'static [&'static str])],
    /// Days that have a name.
    pub(super) holidays: &'static [(Holiday, &'static [&'static str])],
    /// Before a stretch of time that a series would be in.
    pub(super) lost: &'static [&'static str],
    /// Stretches of time that begin and end when people say so.
    pub(super) seasons: &'static [&'static str],
    /// What a time is called before it is said: "Date: fri".
    pub(super) labels: &'static [&'static str],
    /// Words that the grammar asks for by themselves, where none of the tables has them.
    pub(super) others: &'static [&'static str],
}

/// What words mean, and the words.
type Meant = &'static [(&'static str, &'static [&'static str])];

/// A day of each year that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// Always on the same date: month and day.
    On(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// So many days after the first Sunday of Advent, the fourth before Christmas.
    Advent(i64),
    /// So many days after the how many-th weekday of a month.
    Nth(u32, i32, Weekday, i64),
}

impl Holiday {
    /// Whether a rule says the dates of all years.
    pub(super) const fn is_of_rule(self) -> bool {
        matches!(self, Self::On(..) | Self::Nth(_, _, _, 0))
    }
}

impl Lexicon {
    pub(super) fn weekday(&self, word: &str) -> Option<Weekday> {
        self.weekdays.iter().find(|(_, names)| names.contains(&word)).map(|(day, _)| *day)
    }

    /// The month's number, from 1.
    pub(super) fn month(&self, word: &str) -> Option<u32> {
        (1..).zip(self.months).find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
    }

    pub(super) fn unit(&self, word: &str) -> Option<Unit> {
        self.units.iter().find(|(_, names)| names.contains(&word)).map(|(unit, _)| *unit)
    }

    pub(super) fn count(&self, word: &str) -> Option<u32> {
        self.numbers.iter().find(|(_, names)| names.contains(&word)).map(|(count, _)| *count)
    }

    /// How many days from today a word means.
    pub(super) fn day(&self, word: &str) -> Option<i32> {
        self.days.iter().find(|(_, names)| names.contains(&word)).map(|(days, _)| *days)
    }

    /// The weekday that a word in the plural names.
    pub(super) fn plural(&self, word: &str) -> Option<Weekday> {
        self.plurals.iter().find(|(_, names)| names.contains(&word)).map(|(day, _)| *day)
    }

    /// Whether the name of a day begins with a word.
    pub(super) fn begins_holiday(&self, word: &str) -> bool {
        let mut names = self.holidays.iter().flat_map(|(_, names)| names.iter());
        names.any(|name| name.split(' ').next() == Some(word))
    }

    /// The half of the day that a word names.
    pub(super) fn half(&self, word: &str) -> Option<Half> {
        self.halves.iter().find(|(_, names)| names.contains(&word)).map(|(half, _)| *half)
    }

    /// The date word that is a slip of the keyboard away from a word, if it is long enough to tell.
    pub(super) fn misspelt(&self, word: &str) -> Option<&'static str> {
        if !(5..=12).contains(&word.chars().count()) {
            return None;
        }
        let days = self.days.iter().flat_map(|(_, names)| names.iter());
        let weekdays = self.weekdays.iter().flat_map(|(_, names)| names.iter());
        let mut months = self.months.iter().flat_map(|names| names.iter());
        let near = |name: &str, slips: usize| name.len() >= 5 && slip::near(name, word, slips);
        // Two slips in a long one; but "remember" is two from "december".
        let mut days = days.chain(weekdays);
        let day = days.find(|name| {
            near(name, if name.len() >= 8 { 2 } else { 1 }) || is_shortened(word, name)
        });
        day.or_else(|| months.find(|name| near(name, 1))).copied()
    }
}

/// Whether a word is a weekday with some letters left out: "satdy".
fn is_shortened(word: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let mut in_order = word.chars().map(|letter| letters.any(|other| other == letter));
    word.ends_with("dy") && name.ends_with("day") && word != name && in_order.all(|found| found)
}

/// Days in languages that are not read yet, which must not be taken for a title: "Treffen morgen 15:00" is not today.
static FOREIGN_DAYS: &[(&str, &[&str])] = &[
    ("today", &["heute", "hoy", "hoje", "oggi", "vandaag", "idag", "сегодня", "今日", "今天"]),
    (
        "tomorrow",
        &["morgen", "demain", "mañana", "amanhã", "domani", "imorgon", "завтра", "明日", "明天"],
    ),
    ("monday", &["montag", "lundi", "lunes", "lunedì", "maandag", "понедельник"]),
    ("tuesday", &["dienstag", "mardi", "martes", "martedì", "dinsdag", "вторник"]),
    (
        "wednesday",
        &["mittwoch", "mercredi", "miércoles", "mercoledì", "woensdag", "среда", "среду"],
    ),
    ("thursday", &["donnerstag", "jeudi", "jueves", "giovedì", "donderdag", "четверг"]),
    ("friday", &["freitag", "vendredi", "viernes", "venerdì", "vrijdag", "пятница", "пятницу"]),
    (
        "saturday",
        &["samstag", "sonnabend", "samedi", "sábado", "sabato", "zaterdag", "суббота", "субботу"],
    ),
    ("sunday", &["sonntag", "dimanche", "domingo", "domenica", "zondag", "воскресенье"]),
];

/// The English word for a day of another language.
pub(super) fn foreign_day(word: &str) -> Option<&'static str> {
    FOREIGN_DAYS.iter().find(|(_, names)| names.contains(&word)).map(|(day, _)| *day)
}
