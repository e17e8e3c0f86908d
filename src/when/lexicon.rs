//! The words of a language, as data.

use chrono::Weekday;

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
    pub(super) ordinals: &'static [&'static str],
    /// After a clock time.
    pub(super) hours: &'static [&'static str],
    /// Before a date.
    pub(super) on: &'static [&'static str],
    /// Before a clock time.
    pub(super) at: &'static [&'static str],
    /// Before a range.
    pub(super) from: &'static [&'static str],
    /// Between the ends of a range.
    pub(super) to: &'static [&'static str],
    /// Between several things.
    pub(super) and: &'static [&'static str],
    /// Before a length.
    pub(super) lasting: &'static [&'static str],
    /// Before a place or people, so that a time may end here.
    pub(super) after: &'static [&'static str],
    /// Before a weekday of a month.
    pub(super) counted: &'static [&'static str],
    /// What begins a series.
    pub(super) every: &'static [&'static str],
    /// What makes a time a series by standing beside it.
    pub(super) repeats: &'static [&'static str],
}

/// English.
pub(super) static ENGLISH: Lexicon = Lexicon {
    weekdays: &[
        (Weekday::Mon, &["monday", "mon"]),
        (Weekday::Tue, &["tuesday", "tue", "tues"]),
        (Weekday::Wed, &["wednesday", "wed", "weds"]),
        (Weekday::Thu, &["thursday", "thu", "thur", "thurs"]),
        (Weekday::Fri, &["friday", "fri"]),
        (Weekday::Sat, &["saturday", "sat"]),
        (Weekday::Sun, &["sunday", "sun"]),
    ],
    months: &[
        &["january", "jan"],
        &["february", "feb"],
        &["march", "mar"],
        &["april", "apr"],
        &["may"],
        &["june", "jun"],
        &["july", "jul"],
        &["august", "aug"],
        &["september", "sep", "sept"],
        &["october", "oct"],
        &["november", "nov"],
        &["december", "dec"],
    ],
    units: &[
        (Unit::Minute, &["minutes", "min", "mins", "minute", "m"]),
        (Unit::Hour, &["hours", "hour", "h", "hr", "hrs"]),
        (Unit::Day, &["days", "day", "d"]),
        (Unit::Week, &["weeks", "week", "w", "wk", "wks"]),
        (Unit::Month, &["months", "month"]),
        (Unit::Year, &["years", "year", "yr", "yrs"]),
    ],
    numbers: &[
        (1, &["one", "a", "an"]),
        (2, &["two"]),
        (3, &["three"]),
        (4, &["four"]),
        (5, &["five"]),
        (6, &["six"]),
        (7, &["seven"]),
        (8, &["eight"]),
        (9, &["nine"]),
        (10, &["ten"]),
        (11, &["eleven"]),
        (12, &["twelve"]),
        (15, &["fifteen"]),
        (20, &["twenty"]),
        (30, &["thirty"]),
        (40, &["forty"]),
        (45, &["fortyfive"]),
        (60, &["sixty"]),
        (90, &["ninety"]),
    ],
    days: &[(0, &["today"]), (1, &["tomorrow", "tmrw", "tmr", "tomo"]), (-1, &["yesterday"])],
    meridiems: (&["am"], &["pm"]),
    ordinals: &["st", "nd", "rd", "th"],
    hours: &["h", "hrs", "uhr"],
    on: &["on", "starting", "beginning"],
    at: &["at", "starting", "around"],
    from: &["from", "between"],
    to: &["to", "until", "till", "til"],
    and: &["and", "or"],
    lasting: &["for"],
    after: &["in", "at", "with", "w", "for", "and", "please", "about", "re", "on", "via", "by"],
    counted: &["first", "second", "third", "fourth", "fifth", "1st", "2nd", "3rd", "4th"],
    every: &["every", "each"],
    repeats: &[
        "daily",
        "weekly",
        "monthly",
        "yearly",
        "weekdays",
        "biweekly",
        "fortnightly",
        "mondays",
        "tuesdays",
        "wednesdays",
        "thursdays",
        "fridays",
        "saturdays",
        "sundays",
    ],
};

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

    /// The date word that is a slip of the keyboard away from a word, if it is long enough to tell.
    pub(super) fn misspelt(&self, word: &str) -> Option<&'static str> {
        if !(5..=12).contains(&word.chars().count()) {
            return None;
        }
        let days = self.days.iter().flat_map(|(_, names)| names.iter());
        let weekdays = self.weekdays.iter().flat_map(|(_, names)| names.iter());
        let mut months = self.months.iter().flat_map(|names| names.iter());
        let near = |name: &str, slips: usize| {
            name.len() >= 5 && (1..=slips).contains(&strsim::osa_distance(name, word))
        };
        // Two slips in a long one; but "remember" is two from "december".
        let mut days = days.chain(weekdays);
        let day = days.find(|name| near(name, if name.len() >= 8 { 2 } else { 1 }));
        day.or_else(|| months.find(|name| near(name, 1))).copied()
    }
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
