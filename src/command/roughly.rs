//! Times that need no hour, as people say them of what they want to be reminded of: "tonight", "friday evening", "in 20".
//!
//! A meeting needs its hour. A reminder gets one, and whoever asked is told which. What the grammar reads by itself is never
//! read here: the words become others that it reads, at the end of the line.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::{
    model::wall_clock,
    when::{self, Cx, Language, Reading, WhenError},
};

/// What people say in a language.
struct Speech {
    /// The parts of a day, and the hour that each is taken for.
    parts: &'static [(&'static str, u32)],
    /// Before a part of a day: today's.
    this: &'static [&'static str],
    /// Before a part of a day: the next one.
    next: &'static [&'static str],
    /// Before a part of a day: that of every day.
    every: &'static [&'static str],
    /// Before a number: so many minutes from now.
    within: &'static str,
    /// Before a number: an hour.
    at: &'static str,
    /// After a length: so long before something.
    before: &'static str,
    /// All else.
    rough: &'static [(&'static str, Rough)],
}

/// A time that is said roughly.
#[derive(Debug, Clone, Copy)]
enum Rough {
    Today(u32),
    Tomorrow(u32),
    Weekend,
    NextWeek,
    NextMonth,
    Later,
}

use Rough::{Later, NextMonth, NextWeek, Today, Tomorrow, Weekend};

/// When something comes that has a day and no hour.
const MORNING: u32 = 9;

/// The most minutes that a bare number can be.
const MOST: u32 = 240;

/// The most words of which a day or a length is.
const WORDS: usize = 3;

const ENGLISH: Speech = Speech {
    parts: &[
        ("morning", MORNING),
        ("lunchtime", 12),
        ("afternoon", 15),
        ("evening", 19),
        ("night", 20),
    ],
    this: &["this"],
    next: &["in the", "at"],
    every: &["every", "each"],
    within: "in",
    at: "at",
    before: "before",
    rough: &[
        ("tonight", Today(20)),
        ("by the end of the day", Today(17)),
        ("by end of day", Today(17)),
        ("by eod", Today(17)),
        ("at the end of the day", Today(17)),
        ("end of the day", Today(17)),
        ("end of day", Today(17)),
        ("eod", Today(17)),
        ("first thing tomorrow", Tomorrow(MORNING)),
        ("this weekend", Weekend),
        ("at the weekend", Weekend),
        ("on the weekend", Weekend),
        ("over the weekend", Weekend),
        ("next week", NextWeek),
        ("next month", NextMonth),
        ("later today", Later),
        ("later", Later),
    ],
};

const GERMAN: Speech = Speech {
    parts: &[
        ("früh", MORNING),
        ("morgen", MORNING),
        ("vormittag", MORNING),
        ("mittag", 12),
        ("nachmittag", 15),
        ("abend", 19),
        ("nacht", 20),
    ],
    this: &["diesen", "diese"],
    next: &["am", "in der"],
    every: &["jeden", "jede"],
    within: "in",
    at: "um",
    before: "vor",
    rough: &[
        ("am wochenende", Weekend),
        ("dieses wochenende", Weekend),
        ("nächste woche", NextWeek),
        ("kommende woche", NextWeek),
        ("nächsten monat", NextMonth),
        ("heute später", Later),
        ("nachher", Later),
        ("später", Later),
    ],
};

const FRENCH: Speech = Speech {
    parts: &[
        ("matin", MORNING),
        ("matinée", MORNING),
        ("matins", MORNING),
        ("après-midi", 15),
        ("soir", 19),
        ("soirée", 19),
        ("soirs", 19),
        ("nuit", 20),
    ],
    this: &["ce", "cet", "cette"],
    next: &["dans la"],
    every: &["chaque", "tous les"],
    within: "dans",
    at: "à",
    before: "avant",
    rough: &[
        ("ce week-end", Weekend),
        ("ce weekend", Weekend),
        ("le week-end", Weekend),
        ("la semaine prochaine", NextWeek),
        ("semaine prochaine", NextWeek),
        ("le mois prochain", NextMonth),
        ("plus tard", Later),
    ],
};

const SPANISH: Speech = Speech {
    parts: &[
        ("por la mañana", MORNING),
        ("por la tarde", 15),
        ("por la noche", 20),
        ("mañana", MORNING),
        ("mañanas", MORNING),
        ("tarde", 15),
        ("tardes", 15),
        ("noche", 20),
        ("noches", 20),
    ],
    this: &["esta"],
    next: &["en la"],
    every: &["cada", "todas las"],
    within: "en",
    at: "a las",
    before: "antes",
    rough: &[
        ("este fin de semana", Weekend),
        ("el fin de semana", Weekend),
        ("la próxima semana", NextWeek),
        ("próxima semana", NextWeek),
        ("la semana que viene", NextWeek),
        ("el próximo mes", NextMonth),
        ("el mes que viene", NextMonth),
        ("más tarde", Later),
        ("luego", Later),
    ],
};

/// What is said in a room: its language, and English beside it.
const fn speeches(language: Language) -> &'static [&'static Speech] {
    match language {
        Language::English => &[&ENGLISH],
        Language::German => &[&GERMAN, &ENGLISH],
        Language::French => &[&FRENCH, &ENGLISH],
        Language::Spanish => &[&SPANISH, &ENGLISH],
    }
}

/// Finds the time anywhere in a sentence, like [`when::read_sentence`]; gives what had to be assumed of one said roughly, too.
///
/// # Errors
///
/// Those of the grammar.
pub(super) fn sentence(
    text: &str,
    cx: &Cx,
) -> Result<Option<(Reading, Option<String>)>, WhenError> {
    let read = when::read_sentence(text, cx);
    // "later today" says more than the day.
    let day_only = |read: &Reading| read.span.start.is_date();
    match &read {
        Ok(Some(reading)) if !day_only(reading) => return read.map(|read| Some((read?, None))),
        Err(WhenError::LongText) => return Err(WhenError::LongText),
        Ok(_) | Err(_) => {}
    }
    // "later thu": the day is not lost among the words.
    let all_said = |found: &Reading| {
        let left = format!("{} {}", found.title, found.rest);
        !matches!(read, Ok(Some(_))) || matches!(when::read_sentence(&left, cx), Ok(None))
    };
    let mut over = None;
    for other in Line::of(text).others(cx) {
        match when::read_sentence(&other.line, cx) {
            Ok(Some(reading)) if !day_only(&reading) && all_said(&reading) => {
                return Ok(Some((reading, other.assumed)));
            }
            Err(error @ WhenError::Past { .. }) => over = over.or(Some(error)),
            Ok(_) | Err(_) => {}
        }
    }
    match (read?, over) {
        (Some(reading), _) => Ok(Some((reading, None))),
        (None, over) => over.map_or(Ok(None), Err),
    }
}

/// Reads a text that is a time and nothing else, like [`when::read_phrase`].
///
/// # Errors
///
/// Those of the grammar.
pub(super) fn phrase(text: &str, cx: &Cx) -> Result<(Reading, Option<String>), WhenError> {
    when::read_phrase(text, cx).map(|reading| (reading, None)).or_else(|error| {
        let found = Line::of(text)
            .others(cx)
            .into_iter()
            .find_map(|other| Some((when::read_phrase(&other.line, cx).ok()?, other.assumed)));
        found.ok_or(error)
    })
}

/// A line with its time in other words.
struct Other {
    line: String,
    assumed: Option<String>,
}

/// The words of a line, and the same as they are looked up.
struct Line<'t> {
    written: Vec<&'t str>,
    plain: Vec<String>,
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Self {
        let written: Vec<_> = text.split_whitespace().collect();
        let bare =
            |word: &&str| word.trim_end_matches([',', ';', ':', '.', '!', '?']).to_lowercase();
        let plain = written.iter().map(bare).collect();
        Self { written, plain }
    }

    /// All that the line can mean, the likeliest first.
    fn others(&self, cx: &Cx) -> Vec<Other> {
        let mut found = Vec::new();
        for speech in speeches(cx.language) {
            for at in 0..self.plain.len() {
                found.extend(self.rough(speech, at, cx));
                found.extend(self.part(speech, at, cx));
            }
            found.extend(self.bare(speech, cx));
        }
        found
    }

    /// Where some words end that the line has at a place; they may be several in one.
    fn after(&self, at: usize, words: &str) -> Option<usize> {
        let mut next = at;
        for word in words.split(' ') {
            if self.plain.get(next)? != word {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    fn after_any(&self, at: usize, all: &[&str]) -> Option<usize> {
        all.iter().find_map(|words| self.after(at, words))
    }

    fn rough(&self, speech: &Speech, at: usize, cx: &Cx) -> Option<Other> {
        let (end, rough) = speech
            .rough
            .iter()
            .find_map(|(words, rough)| Some((self.after(at, words)?, *rough)))?;
        Some(self.instead(at..end, &rough.clear(cx)?))
    }

    /// "this evening", "in the morning", "every night", "friday evening".
    fn part(&self, speech: &Speech, at: usize, cx: &Cx) -> Option<Other> {
        let part = |at: usize| {
            let mut parts = speech.parts.iter();
            parts.find_map(|(words, hour)| Some((self.after(at, words)?, *hour)))
        };
        let led = |leads: &[&str]| part(self.after_any(at, leads)?);
        if let Some((end, hour)) = led(speech.this) {
            return Some(self.instead(at..end, &Today(hour).clear(cx)?));
        }
        if let Some((end, hour)) = led(speech.every) {
            return Some(self.instead(at..end, &format!("every day {hour}:00")));
        }
        if let Some((end, hour)) = led(speech.next) {
            let gone =
                wall_clock(cx.now, cx.zone).time() >= chrono::NaiveTime::from_hms_opt(hour, 0, 0)?;
            let day = if gone { Tomorrow(hour) } else { Today(hour) };
            return Some(self.instead(at..end, &day.clear(cx)?));
        }
        let (end, hour) = part(at)?;
        let day = (1..=WORDS.min(at)).rev().find_map(|words| {
            let from = at - words;
            let day = self.written.get(from..at)?.join(" ");
            let read = when::read_phrase(&day, cx).ok()?;
            read.span.start.is_date().then_some((from, day))
        });
        let (from, day) = day?;
        Some(self.instead(from..end, &format!("{} {hour}:00", day.trim_end_matches(','))))
    }

    /// "in 20", "at 5", "30 min": at the beginning, the first at the end too.
    fn bare(&self, speech: &Speech, cx: &Cx) -> Vec<Other> {
        let mut found = Vec::new();
        let last = self.plain.len().saturating_sub(speech.within.split(' ').count() + 1);
        for at in [0, last] {
            let Some(next) = self.after(at, speech.within) else { continue };
            let number = self.plain.get(next).and_then(|word| word.parse().ok());
            if let Some(minutes) = number.filter(|number: &u32| (1..=MOST).contains(number)) {
                found.push(self.instead(at..next + 1, &format!("in {minutes} minutes")));
            }
        }
        if let Some(next) = self.after(0, speech.at)
            && let Some(hour) = self.plain.get(next).filter(|word| word.parse::<u32>().is_ok())
        {
            // The grammar reads it at the end.
            found.push(Other { assumed: None, ..self.instead(0..next + 1, &format!("at {hour}")) });
        }
        let length = (1..=WORDS.min(self.plain.len())).rev().find_map(|words| {
            let length = self.written.get(..words)?.join(" ");
            when::read_length(&length, cx.language).ok()?;
            (self.plain.get(words)? != speech.before).then_some((words, length))
        });
        if let Some((words, length)) = length {
            found.push(Other { assumed: None, ..self.instead(0..words, &format!("in {length}")) });
        }
        found
    }

    /// The line with a clear time at its end in place of some of its words.
    fn instead(&self, words: Range<usize>, clear: &str) -> Other {
        let kept = |at: &usize| !words.contains(at);
        let kept = (0..self.written.len()).filter(kept).filter_map(|at| self.written.get(at));
        let line: Vec<&str> = kept.copied().chain([clear]).collect();
        let said = self.plain.get(words.clone()).unwrap_or_default().join(" ");
        Other { line: line.join(" "), assumed: Some(format!("“{said}” as {clear}")) }
    }
}

impl Rough {
    /// The same in words that the grammar reads.
    fn clear(self, cx: &Cx) -> Option<String> {
        let now = wall_clock(cx.now, cx.zone);
        let today = now.date_naive();
        let on = |date: NaiveDate| format!("{} {MORNING}:00", date.format("%-d %b %Y"));
        Some(match self {
            Today(hour) => format!("today {hour}:00"),
            Tomorrow(hour) => format!("tomorrow {hour}:00"),
            Weekend => on(today.checked_add_days(Days::new(1))?.week(Weekday::Sun).last_day()),
            NextWeek => on(today.week(Weekday::Mon).last_day().succ_opt()?),
            NextMonth => on(today.with_day(1)?.checked_add_months(Months::new(1))?),
            Later => "in 2 hours".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::Dialect;

    fn read(text: &str, language: Language) -> String {
        // A Tuesday, 10:00.
        let cx = Cx {
            now: "2026-12-01T09:00:00Z".parse().unwrap(),
            zone: chrono_tz::Europe::Berlin,
            dialect: Dialect::Uk,
            language,
            default_length: chrono::TimeDelta::hours(1),
        };
        let Ok(Some((reading, _))) = sentence(text, &cx) else { return "-".to_owned() };
        let start = reading.span.start.local().format("%a %-d %b %H:%M");
        let series = if reading.recurrence.is_some() { " and on" } else { "" };
        let text = format!("{} {}", reading.title, reading.rest);
        format!("{start}{series}: {}", text.trim())
    }

    #[test]
    fn a_reminder_needs_no_hour() {
        for (text, expected) in [
            ("tonight to lock up", "Tue 1 Dec 20:00: to lock up"),
            ("lock up tonight", "Tue 1 Dec 20:00: lock up"),
            ("Tonight, lock up", "Tue 1 Dec 20:00: lock up"),
            ("this evening call", "Tue 1 Dec 19:00: call"),
            ("call this afternoon", "Tue 1 Dec 15:00: call"),
            ("in the morning call", "Wed 2 Dec 09:00: call"),
            ("in the evening call", "Tue 1 Dec 19:00: call"),
            ("at night call", "Tue 1 Dec 20:00: call"),
            ("tomorrow morning call", "Wed 2 Dec 09:00: call"),
            ("call tomorrow night", "Wed 2 Dec 20:00: call"),
            ("call mum on friday evening", "Fri 4 Dec 19:00: call mum"),
            ("next friday evening call mum", "Fri 11 Dec 19:00: call mum"),
            ("every morning drink", "Wed 2 Dec 09:00 and on: drink"),
            ("every friday afternoon tidy up", "Fri 4 Dec 15:00 and on: tidy up"),
            ("this weekend call", "Sat 5 Dec 09:00: call"),
            ("next week call", "Mon 7 Dec 09:00: call"),
            ("call next month", "Fri 1 Jan 09:00: call"),
            ("eod send it", "Tue 1 Dec 17:00: send it"),
            ("call mum later today", "Tue 1 Dec 12:00: call mum"),
            ("in 20 to call mum", "Tue 1 Dec 10:20: to call mum"),
            ("call mum in 20", "Tue 1 Dec 10:20: call mum"),
            ("30 min tea", "Tue 1 Dec 10:30: tea"),
            ("1h tea", "Tue 1 Dec 11:00: tea"),
            ("90 min tea", "Tue 1 Dec 11:30: tea"),
            ("at 5 to leave", "Tue 1 Dec 17:00: to leave"),
            ("at 11 standup notes", "Tue 1 Dec 11:00: standup notes"),
            // What says the hour goes by it.
            ("this evening at 21:00 call", "Tue 1 Dec 21:00: call"),
            ("send the morning report friday 8:00", "Fri 4 Dec 08:00: send the morning report"),
            ("send the morning report friday", "Fri 4 Dec 00:00: send the morning report"),
            ("water the plants later thu", "Thu 3 Dec 00:00: water the plants later"),
            // What says no time says none.
            ("this morning call", "-"),
            ("15 min before Review", "-"),
            ("good morning", "-"),
            ("in 2027", "-"),
            ("buy cake", "-"),
            ("when cy is back", "-"),
        ] {
            assert_eq!(read(text, Language::English), expected, "{text}");
        }
    }

    #[test]
    fn so_it_is_in_other_languages() {
        for (language, text, expected) in [
            (Language::German, "heute Abend abschließen", "Tue 1 Dec 19:00: abschließen"),
            (Language::German, "morgen früh Brot kaufen", "Wed 2 Dec 09:00: Brot kaufen"),
            (Language::German, "Freitag Nachmittag aufräumen", "Fri 4 Dec 15:00: aufräumen"),
            (Language::German, "am Abend anrufen", "Tue 1 Dec 19:00: anrufen"),
            (Language::German, "nächste Woche anrufen", "Mon 7 Dec 09:00: anrufen"),
            (Language::German, "in 20 anrufen", "Tue 1 Dec 10:20: anrufen"),
            (Language::German, "tonight lock up", "Tue 1 Dec 20:00: lock up"),
            (Language::French, "ce soir appeler", "Tue 1 Dec 19:00: appeler"),
            (Language::French, "demain matin appeler", "Wed 2 Dec 09:00: appeler"),
            (Language::French, "appeler la semaine prochaine", "Mon 7 Dec 09:00: appeler"),
            (Language::Spanish, "esta noche llamar", "Tue 1 Dec 20:00: llamar"),
            (Language::Spanish, "mañana por la mañana llamar", "Wed 2 Dec 09:00: llamar"),
            (Language::Spanish, "llamar el viernes por la tarde", "Fri 4 Dec 15:00: llamar"),
            (Language::Spanish, "la semana que viene llamar", "Mon 7 Dec 09:00: llamar"),
        ] {
            assert_eq!(read(text, language), expected, "{text}");
        }
    }
}
