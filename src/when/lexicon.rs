//! The words of a language, as data.

use chrono::Weekday;

use super::{clock::Half, rule::Freq};

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
    /// The same, as a phrase after an hour.
    pub(super) meridiem_phrases: &'static [(Half, &'static [&'static str])],
    pub(super) ordinals: &'static [&'static str],
    /// After a clock time.
    pub(super) hours: &'static [&'static str],
    /// After a number that is an hour.
    pub(super) after_hours: &'static [&'static str],
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
    /// Between one of several.
    pub(super) or: &'static [&'static str],
    /// Before a length.
    pub(super) lasting: &'static [&'static str],
    /// Before a place or people, so that a time may end here.
    pub(super) after: &'static [&'static str],
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
    /// Written onto a clock time that is not exact.
    pub(super) ish: &'static [&'static str],
    /// What a length can be said before: "15 min call".
    pub(super) meetings: &'static [&'static str],
    /// Before "time", where that says no zone.
    pub(super) whose: &'static [&'static str],
    /// Before a meeting that is to go elsewhere.
    pub(super) moving: &'static [&'static str],
    /// A part of an hour, and how many quarters it has.
    pub(super) quarters: &'static [(u32, &'static [&'static str])],
    /// After how long ago something was.
    pub(super) ago: &'static [&'static str],
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
    /// Weekdays that are many.
    pub(super) plurals: &'static [(Weekday, &'static [&'static str])],
    /// Any day from Monday to Friday, and all of them.
    pub(super) working: &'static [&'static str],
    /// Saturdays and Sundays.
    pub(super) weekends: &'static [&'static str],
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
    /// After how often it takes place.
    pub(super) times: &'static [&'static str],
    /// Before a length of a series.
    pub(super) during: &'static [&'static str],
    /// The last day of something, and the first.
    pub(super) edges: &'static [(bool, &'static [&'static str])],
    /// Before a stretch of time: this one, and the next.
    pub(super) stretches: &'static [(i32, &'static [&'static str])],
    /// Days that have a name.
    pub(super) holidays: &'static [(Holiday, &'static [&'static str])],
}

/// A day of each year that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// Always on the same date: month and day.
    On(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// The how many-th weekday of a month.
    Nth(u32, i32, Weekday),
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
    meridiem_phrases: &[
        (Half::Before, &["in the morning"]),
        (Half::After, &["in the afternoon", "in the evening", "at night"]),
    ],
    ordinals: &["st", "nd", "rd", "th"],
    hours: &["h", "hrs", "uhr"],
    after_hours: &["am", "pm", "h", "a", "p", "uhr", "o"],
    on: &["on", "starting", "beginning"],
    at: &["at", "starting"],
    from: &["from", "between"],
    to: &["to", "until", "till", "til", "through", "thru"],
    and: &["and"],
    or: &["or"],
    lasting: &["for"],
    after: &[
        "in", "at", "with", "w", "for", "and", "please", "pls", "plz", "about", "re", "on", "via",
        "by",
    ],
    every: &["every", "each"],
    other: &["other", "alternate"],
    rhythms: &[
        (Freq::Daily, 1, &["daily", "nightly", "everyday", "once a day", "once per day"]),
        (Freq::Weekly, 1, &["weekly", "once a week", "once per week"]),
        (Freq::Weekly, 2, &["biweekly", "bi weekly", "fortnightly", "once a fortnight"]),
        (Freq::Monthly, 1, &["monthly", "once a month", "once per month"]),
        (Freq::Monthly, 3, &["quarterly", "once a quarter"]),
        (Freq::Yearly, 1, &["yearly", "annually", "once a year", "once per year"]),
    ],
    rhythm_units: &[
        (2, Unit::Week, &["fortnight", "fortnights"]),
        (3, Unit::Month, &["quarter", "quarters"]),
    ],
    no_rhythms: &[
        "hourly",
        "half hourly",
        "minutely",
        "twice",
        "thrice",
        "semiweekly",
        "twice a day",
        "twice a week",
        "twice a month",
        "twice a year",
        "two times a week",
        "three times a week",
        "every now and then",
        "every now and again",
        "every so often",
        "every once in a while",
        "once in a while",
        "from time to time",
        "every full moon",
        "every new moon",
        "every few days",
        "every few weeks",
        "every few months",
        "every couple of weeks",
        "every couple of days",
        "every couple of months",
    ],
    open_rhythms: &[
        (&["bimonthly", "bi monthly"], &["every 2 months", "every 2 weeks"]),
        (&["biannually", "bi annually"], &["every 6 months", "every 2 years"]),
        (&["semimonthly", "semi monthly"], &["every 2 weeks", "the 1st and 15th of every month"]),
        (&["weeknights", "weeknight"], &["every mon-thu", "every sun-thu"]),
    ],
    some: &["some", "most", "many", "certain"],
    vague: &[
        "or so",
        "or thereabouts",
        "ish",
        "eod",
        "cob",
        "aoe",
        "whenever",
        "after lunch",
        "before lunch",
        "after work",
        "before work",
        "after school",
        "after dinner",
        "lunchtime",
    ],
    vague_before: &["around", "by", "circa", "ca", "approx", "approximately", "roughly"],
    ish: &["ish"],
    meetings: &["call", "meeting", "chat", "sync", "catch up", "check in", "huddle", "standup"],
    whose: &["server", "your", "their", "his", "her", "game", "realm"],
    moving: &["move", "reschedule", "shift", "postpone", "push"],
    quarters: &[
        (1, &["quarter of an hour", "a quarter of an hour", "quarter hour", "a quarter hour"]),
        (3, &["three quarters of an hour"]),
    ],
    ago: &["ago"],
    last: &["last", "past"],
    middle: &["mid", "middle of", "the middle of"],
    o_clock: &["o clock"],
    half: &["half"],
    past: &["half past", "quarter past", "quarter to"],
    doubtful_days: &["sun", "sat", "wed", "mon"],
    plurals: &[
        (Weekday::Mon, &["mondays"]),
        (Weekday::Tue, &["tuesdays"]),
        (Weekday::Wed, &["wednesdays"]),
        (Weekday::Thu, &["thursdays"]),
        (Weekday::Fri, &["fridays"]),
        (Weekday::Sat, &["saturdays"]),
        (Weekday::Sun, &["sundays"]),
    ],
    working: &[
        "weekday",
        "weekdays",
        "workday",
        "workdays",
        "working day",
        "working days",
        "work day",
        "work days",
        "business day",
        "business days",
        "week day",
        "week days",
    ],
    weekends: &["weekend", "weekends"],
    halves: &[
        (Half::Before, &["morning", "mornings"]),
        (
            Half::After,
            &["afternoon", "afternoons", "evening", "evenings", "night", "nights", "tonight"],
        ),
    ],
    nths: &[
        (1, &["first"]),
        (2, &["second"]),
        (3, &["third"]),
        (4, &["fourth"]),
        (5, &["fifth"]),
        (6, &["sixth"]),
        (7, &["seventh"]),
        (8, &["eighth"]),
        (9, &["ninth"]),
        (10, &["tenth"]),
        (-2, &["second last", "second to last", "penultimate", "last but one", "next to last"]),
        (-1, &["last", "final", "very last"]),
    ],
    each_month: &[
        (1, &["of each month", "of every month", "each month", "every month", "in every month"]),
        (2, &["of every other month", "of every second month", "every other month"]),
        (3, &["of every quarter", "of each quarter", "every quarter", "each quarter"]),
    ],
    until: &["until", "till", "til", "through", "thru", "up until", "up to", "ending", "ending on"],
    starting: &[
        "starting",
        "starting on",
        "starting from",
        "starting in",
        "beginning",
        "beginning on",
        "beginning in",
        "start",
        "starts",
        "begins",
        "from",
        "as of",
        "as from",
        "commencing",
        "effective",
        "first on",
    ],
    forever: &["until further notice", "forever", "indefinitely"],
    except: &[
        "but",
        "except",
        "except for",
        "except on",
        "excepting",
        "excluding",
        "excl",
        "but not",
        "but not on",
        "not on",
        "apart from",
        "other than",
        "without",
        "skipping",
        "skip",
        "minus",
        "save",
        "not",
    ],
    times: &["times", "x", "occurrences", "sessions", "dates"],
    during: &["for", "for the next", "for the coming", "over the next", "the next"],
    edges: &[
        (true, &["end of", "the end of", "ends of"]),
        (false, &["beginning of", "the beginning of", "start of", "the start of"]),
    ],
    stretches: &[(0, &["this", "the", "this coming"]), (1, &["next", "the next", "the coming"])],
    holidays: &[
        (Holiday::On(12, 24), &["christmas eve", "xmas eve"]),
        (Holiday::On(12, 25), &["christmas day", "christmas", "xmas", "xmas day"]),
        (Holiday::On(12, 26), &["boxing day"]),
        (Holiday::On(12, 31), &["new year s eve", "new years eve", "nye"]),
        (Holiday::On(1, 1), &["new year s day", "new years day", "new year", "new year s"]),
        (Holiday::On(2, 14), &["valentine s day", "valentines day", "valentine s"]),
        (Holiday::On(10, 31), &["halloween", "hallowe en"]),
        (Holiday::On(12, 6), &["saint nicholas day", "st nicholas day"]),
        (Holiday::On(1, 6), &["epiphany", "three kings day"]),
        (Holiday::Easter(-2), &["good friday"]),
        (Holiday::Easter(0), &["easter sunday", "easter day", "easter"]),
        (Holiday::Easter(1), &["easter monday"]),
        (Holiday::Easter(39), &["ascension day"]),
        (Holiday::Easter(49), &["whit sunday", "pentecost", "whitsun"]),
        (Holiday::Easter(50), &["whit monday", "pentecost monday"]),
        (Holiday::Nth(11, 4, Weekday::Thu), &["thanksgiving", "thanksgiving day"]),
    ],
};

impl Lexicon {
    /// The words that are weekdays, months, units, numbers or days near today.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        let weekdays = self.weekdays.iter().chain(self.plurals).flat_map(|(_, names)| *names);
        let months = self.months.iter().copied().flatten();
        let units = self.units.iter().flat_map(|(_, names)| *names);
        let numbers = self.numbers.iter().flat_map(|(_, names)| *names);
        let days = self.days.iter().flat_map(|(_, names)| *names);
        weekdays.chain(months).chain(units).chain(numbers).chain(days).copied()
    }

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
        let near = |name: &str, slips: usize| {
            name.len() >= 5 && (1..=slips).contains(&strsim::osa_distance(name, word))
        };
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
    let in_order = word.chars().all(|letter| letters.any(|other| other == letter));
    in_order && word != name && word.ends_with("dy") && name.ends_with("day")
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
