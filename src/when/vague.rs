//! What is about time and says too little, or too much: "next week", "EOD", "every payday", "Daily standup 9:15".
//!
//! It is refused, or asked about where it can be one of two things. It is never left in a title in silence.

use std::ops::Range;

use super::{
    Hint, WhenError,
    day::{self, Day, Week},
    guard::{several, unreadable},
    length,
    lexicon::{ENGLISH, Unit},
    nth,
    phrase::{Mode, Phrase, edge},
    sentence::{Found, stands_alone},
    series::{adverb, every_words},
    words::{Kind, Text},
};

mod instead;
mod left;
mod letters;

/// The most words that a rhythm which cannot be read is taken to have.
const RHYTHM: usize = 4;

/// Refuses and asks about what was left of a sentence. `phrases` are all that were found in it.
pub(super) fn refuse_vague(
    text: &Text<'_>,
    phrases: &[Phrase],
    found: Option<&Found>,
    mode: Mode,
) -> Result<(), WhenError> {
    let vague = Vague { text, phrases, found, mode };
    vague.rhythms()?;
    vague.rows()?;
    vague.letters()?;
    vague.instead()?;
    vague.working_days()?;
    vague.other_days()?;
    if let Some(found) = found {
        vague.names(found)?;
    }
    vague.left()?;
    vague.halves()?;
    vague.past()?;
    vague.later()?;
    if found.is_none_or(|found| found.phrase.start_on_a_day()) {
        vague.stretches()?;
    }
    vague.adverbs()
}

/// Asks about a date behind a series that nothing else was said of.
pub(super) fn refuse_dates_after(
    text: &Text<'_>,
    phrases: &[Phrase],
    found: &Found,
    mode: Mode,
) -> Result<(), WhenError> {
    Vague { text, phrases, found: Some(found), mode }.dates_after()
}

struct Vague<'v, 'a> {
    text: &'v Text<'a>,
    phrases: &'v [Phrase],
    found: Option<&'v Found>,
    mode: Mode,
}

impl Vague<'_, '_> {
    fn pieces(&self) -> &[Range<usize>] {
        self.found.map_or(&[], |found| found.pieces.as_slice())
    }

    fn read(&self, at: usize) -> bool {
        self.pieces().iter().any(|piece| piece.contains(&at))
    }

    /// The words that were not read.
    fn unread(&self) -> impl Iterator<Item = usize> {
        (0..self.text.len()).filter(|at| !self.read(*at))
    }

    /// Whether words stand beside the time, or end the sentence.
    fn beside(&self, words: &Range<usize>) -> bool {
        let touches = |piece: &Range<usize>| piece.start == words.end || piece.end == words.start;
        self.pieces().iter().any(touches) || words.end >= self.text.len()
    }

    fn open(&self, words: Range<usize>, readings: &[&str]) -> WhenError {
        let part = self.text.part(words.clone());
        let quoted = format!("\"{}\"", self.text.written(words));
        let mut readings: Vec<_> = readings.iter().map(|said| (*said).to_owned()).collect();
        if readings.len() < 2 {
            readings.push(quoted);
        }
        WhenError::Open { part, readings }
    }

    /// Asks about a rhythm that stands apart from the time: it repeats, or is part of a name.
    fn open_series(&self, words: Range<usize>) -> WhenError {
        let clock = self.found.filter(|found| found.phrase.start_on_a_day());
        let clock = clock.map(|found| self.text.written(found.phrase.clock_words()));
        let said = clock.map(|clock| format!("{} {clock}", self.text.written(words.clone())));
        self.open(words, &said.as_deref().into_iter().collect::<Vec<_>>())
    }

    /// Rhythms that were not read: "every hour", "every now and then", a second series.
    fn rhythms(&self) -> Result<(), WhenError> {
        for at in self.unread() {
            let vague = self.text.after_any(at, ENGLISH.no_rhythms);
            let alone = |next: usize| next > at + 1 || self.beside(&(at..next));
            if let Some(next) = vague.filter(|next| alone(*next)) {
                return Err(WhenError::Repeats { part: self.text.part(at..next) });
            }
            for (names, readings) in ENGLISH.open_rhythms {
                let next = self.text.after_any(at, names);
                if let Some(next) = next.filter(|next| self.beside(&(at..*next))) {
                    return Err(self.open(at..next, readings));
                }
            }
            self.every(at)?;
        }
        Ok(())
    }

    /// "every 2 hours", "every payday", and "every monday" in the name of a meeting on another day.
    fn every(&self, at: usize) -> Result<(), WhenError> {
        let text = self.text;
        if !text.is_any(at, ENGLISH.every) {
            return self.some(at);
        }
        let series = self.phrases.iter().find(|phrase| phrase.words.start == at);
        if let Some(said) = series.and_then(|phrase| phrase.series.as_ref()) {
            return Err(self.open_series(said.words.clone()));
        }
        if let Some(next) = every_words(text, at) {
            return Err(WhenError::Repeats { part: text.part(at..next) });
        }
        let named = at == 0 || text.is_any(at - 1, ENGLISH.after);
        let ends = |next: &usize| {
            *next >= text.len() || self.pieces().iter().any(|piece| piece.start == *next)
        };
        if let Some(slip) = text.misspelt(at + 1) {
            return Err(unreadable(text, at + 1..at + 2, Hint::Word(slip.to_owned())));
        }
        let end = (at + 2..=at + RHYTHM).find(ends);
        // "every sunny sunday"
        let end = end.map(|end| {
            let day = self.found.and_then(|found| found.phrase.day.as_ref());
            day.map_or(end, |said| if said.words.start == end { said.words.end } else { end })
        });
        match end.filter(|end| !named && *end <= text.len() && self.plain(at + 1..*end)) {
            Some(end) => Err(WhenError::Repeats { part: text.part(at..end) }),
            None => Ok(()),
        }
    }

    /// "2nd and 4th tuesday of the month": of this one, or of every month?
    fn rows(&self) -> Result<(), WhenError> {
        let text = self.text;
        for at in self.unread() {
            let Some((row, next)) = nth::row(text, at) else { continue };
            let undated = self.found.is_none_or(|found| !found.phrase.dated());
            let part_read = (at..next).any(|at| self.read(at));
            if undated && edge(text, next) || part_read || self.beside(&(at..next)) {
                let said = self.text.written(at..next);
                let of = if row.of == nth::Of::Unsaid { " of the month" } else { "" };
                return Err(self.open(at..next, &[&format!("every {said}{of}")]));
            }
        }
        Ok(())
    }

    /// "last working day": of this month, or of every month?
    fn working_days(&self) -> Result<(), WhenError> {
        let text = self.text;
        if self.found.is_some_and(|found| found.phrase.dated()) {
            return Ok(());
        }
        for at in self.unread() {
            let counted = nth::counted(text, at).filter(|(counted, next)| {
                let unsaid = counted.of == nth::Of::Unsaid && counted.which == nth::Which::Working;
                unsaid && (edge(text, *next) || self.read(*next))
            });
            if let Some((_, next)) = counted {
                let said = text.written(at..next);
                let readings = ["the", "every"].map(|of| format!("{said} of {of} month"));
                return Err(self.open(at..next, &readings.each_ref().map(String::as_str)));
            }
        }
        Ok(())
    }

    /// "some sundays".
    fn some(&self, at: usize) -> Result<(), WhenError> {
        let text = self.text;
        let series = self.pieces().iter().any(|piece| piece.start == at + 1);
        let plural = text.plural(at + 1).is_some();
        if text.is_any(at, ENGLISH.some) && series && plural {
            return Err(WhenError::Repeats { part: text.part(at..at + 2) });
        }
        Ok(())
    }

    fn plain(&self, words: Range<usize>) -> bool {
        let mut words = words;
        words.all(|at| {
            let kind = self.text.get(at).map(|word| word.kind);
            matches!(kind, Some(Kind::Letters | Kind::Number | Kind::Mark('.' | '-')))
        })
    }

    /// Days that are not the one that is meant: those that a series or a distance names, and those that "or" parts
    /// from it.
    fn other_days(&self) -> Result<(), WhenError> {
        let text = self.text;
        for other in self.phrases.iter().filter(|phrase| !self.read(phrase.words.start)) {
            // "friday, or saturday 20:00"
            let or = usize::from(
                text.mark(other.words.end, ',') && text.is_any(other.words.end + 1, ENGLISH.or),
            );
            let end = other.words.end;
            // "tue and/or thu"
            let either = text.is_any(end, ENGLISH.and) && text.joint(end + 1, '/');
            let either = either && text.is_any(end + 2, ENGLISH.or);
            let link = end + if either { 2 } else { or };
            let linked =
                self.links(link) && self.pieces().iter().any(|piece| piece.start == link + 1);
            if linked && (other.dated() || other.start.is_some()) && !other.doubtful() {
                let second = link + 1..link + 2;
                return Err(several(text, &other.clock_words(), &second));
            }
            let holiday =
                matches!(&other.day, Some(said) if matches!(said.value, Day::Holiday(..)));
            let undated = self.found.is_some_and(|found| !found.phrase.dated());
            if let (true, true, Some(said)) = (holiday, undated, &other.day) {
                let on = format!("on {}", text.written(said.words.clone()));
                return Err(self.open(said.words.clone(), &[&on]));
            }
            let alone = stands_alone(text, other, self.found.is_some());
            match (&other.series, &other.day) {
                (Some(said), _) if alone && self.found.is_some() => {
                    return Err(self.open_series(said.words.clone()));
                }
                (None, Some(said)) if matches!(said.value, Day::Later(..)) && alone => {
                    return Err(self.open(said.words.clone(), &[]));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Asks about a date behind a series: "last one on 22 dec", "off on 24 dec".
    fn dates_after(&self) -> Result<(), WhenError> {
        let text = self.text;
        let series = self.found.filter(|found| found.phrase.series.is_some());
        let Some(end) = series.and_then(|found| found.pieces.last()).map(|piece| piece.end) else {
            return Ok(());
        };
        let dates = self.phrases.iter().filter(|phrase| phrase.words.start > end);
        for date in dates.filter(|phrase| !self.read(phrase.words.start)) {
            let Some(said) = date.day.as_ref().filter(|said| said.value.in_figures()) else {
                continue;
            };
            if date.start.is_none() && stands_alone(text, date, true) {
                let mark = (end..said.words.start).rev().find(|at| text.mark(*at, ','));
                let written = text.written(said.words.start..date.words.end);
                let readings = ["until", "except"].map(|lead| format!("{lead} {written}"));
                let words = mark.map_or(end, |mark| mark + 1)..date.words.end;
                return Err(self.open(words, &readings.each_ref().map(String::as_str)));
            }
        }
        Ok(())
    }

    fn links(&self, at: usize) -> bool {
        let mark = ['&', '/'].iter().any(|mark| self.text.mark(at, *mark));
        mark || [ENGLISH.and, ENGLISH.or].iter().any(|words| self.text.is_any(at, words))
    }

    /// Days at the start of a name that may be the day: "Last Friday Drinks 17:30", "Second Sunday supper club 19:00".
    fn names(&self, found: &Found) -> Result<(), WhenError> {
        let text = self.text;
        let Some(said) = &found.phrase.day else { return Ok(()) };
        let apart = found.pieces.contains(&said.words) && found.pieces.len() > 1;
        if !apart || edge(text, said.words.end) {
            return Ok(());
        }
        let counted = nth::counted(text, 0).filter(|(_, next)| *next == said.words.end);
        let last = matches!(said.value, Day::Weekday(_, Week::Last));
        if counted.is_some() && said.words.start > 0 || last {
            return Err(self.open(0..said.words.end, &[]));
        }
        Ok(())
    }

    /// "half 6" is half past five to some and half past six to others.
    fn halves(&self) -> Result<(), WhenError> {
        let text = self.text;
        for at in self.unread().filter(|at| text.is_any(*at, ENGLISH.half)) {
            let word = || text.count(at + 1).filter(|_| text.is_long(at + 1));
            let hour = text.number(at + 1, 1..=2).or_else(word);
            let hour = hour.filter(|hour| (1..=12).contains(hour));
            let Some(hour) = hour.filter(|_| self.beside(&(at..at + 2))) else { continue };
            let before = if hour == 1 { 12 } else { hour - 1 };
            let readings = [format!("{before}:30"), format!("{hour}:30")];
            return Err(WhenError::Open {
                part: text.part(at..at + 2),
                readings: readings.to_vec(),
            });
        }
        Ok(())
    }

    /// "30 min later", which says of what only where something is moved.
    fn later(&self) -> Result<(), WhenError> {
        let text = self.text;
        let beside = |at: usize, end: usize| {
            let comma = usize::from(at > 0 && text.mark(at - 1, ','));
            let touches = |piece: &Range<usize>| piece.end + comma == at || piece.start == end;
            self.found.is_none() || self.pieces().iter().any(touches)
        };
        let said = self.unread().find_map(|at| {
            let (_, end) = length::later(text, at).filter(|_| text.starts(at))?;
            beside(at, end).then_some(at..end)
        });
        match said {
            Some(words) => Err(unreadable(text, words, Hint::Write("in 30 min"))),
            None => Ok(()),
        }
    }

    /// "2 hours ago", "last week", "last night".
    fn past(&self) -> Result<(), WhenError> {
        let text = self.text;
        for at in self.unread() {
            let ago = length::length(text, at).filter(|(_, next)| text.is_any(*next, ENGLISH.ago));
            let last = text.is_any(at, ENGLISH.last) && self.found.is_some();
            let unit = matches!(text.unit(at + 1), Some(Unit::Week | Unit::Month | Unit::Year));
            let last = last && (unit || text.half(at + 1).is_some());
            let end = ago.map(|(_, next)| next + 1).or_else(|| last.then_some(at + 2));
            if let Some(end) = end.filter(|end| ago.is_some() || self.beside(&(at..*end))) {
                return Err(unreadable(text, at..end, Hint::Write("fri 15:00")));
            }
        }
        Ok(())
    }

    /// "next week", "in march", "mid january", "this weekend", where no day is said, or a weekday that may be another's.
    fn stretches(&self) -> Result<(), WhenError> {
        let text = self.text;
        let day = self.found.and_then(|found| found.phrase.day.as_ref()).map(|said| said.value);
        let weekday = matches!(day, Some(Day::Weekday(_, Week::Coming)));
        let dated = self.found.is_some_and(|found| found.phrase.dated());
        if self.found.is_some_and(|found| found.phrase.series.is_some()) {
            return self.stretch_of_series();
        }
        if dated && !weekday {
            return Ok(());
        }
        for at in self.unread() {
            if let Some(end) = self.weekend(at).filter(|_| !dated) {
                return Err(self.open(at..end, &["sat", "sun"]));
            }
            // "Next week planning" is a name, where no time is said, or the day of one.
            let capital = text.written(0..1).starts_with(char::is_uppercase);
            let name = at == 0 && (self.found.is_none() || (dated && capital));
            let part_of = at > 0 && text.is_any(at - 1, ENGLISH.after);
            let week = self.week_number(at).filter(|end| dated && self.beside(&(at..*end)));
            if let Some(end) = week {
                return Err(unreadable(text, at..end, Hint::Write("14 Dec 15:00")));
            }
            let end = if dated {
                self.stretch(at).filter(|_| !part_of)
            } else {
                self.month(at).or_else(|| self.week_number(at)).or_else(|| self.stretch(at))
            };
            let end = end.filter(|_| !name).or_else(|| self.middle(at).filter(|_| !dated));
            if let Some(end) = end.filter(|end| text.ends(*end)) {
                return Err(unreadable(text, at..end, Hint::Write("14 Dec 15:00")));
            }
        }
        Ok(())
    }

    /// "every day next week": a series without that end.
    fn stretch_of_series(&self) -> Result<(), WhenError> {
        // "beginning mid january"
        if let Some(words) = self.unread().find_map(|at| Some(at..self.middle(at)?)) {
            return Err(unreadable(self.text, words, Hint::Write("14 Dec")));
        }
        let stretch = |at| self.stretch(at).or_else(|| self.week_number(at));
        let found = self.unread().find_map(|at| Some(at..stretch(at)?));
        match found.filter(|words| self.beside(words)) {
            Some(words) => Err(unreadable(self.text, words, Hint::Write("mon-fri 9:00"))),
            None => Ok(()),
        }
    }

    fn weekend(&self, at: usize) -> Option<usize> {
        let next =
            ENGLISH.stretches.iter().find_map(|(_, names)| self.text.after_any(at, names))?;
        let next = self.text.after_any(next, ENGLISH.weekends)?;
        (self.found.is_some() || next >= self.text.len()).then_some(next)
    }

    fn middle(&self, at: usize) -> Option<usize> {
        let next = self.text.after_any(at, ENGLISH.middle)?;
        let dash = usize::from(self.text.joint(next, '-'));
        nth::stretch(self.text, next + dash, true).map(|(_, next)| next)
    }

    /// "in march", "jan 2027".
    fn month(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let lead = usize::from(text.is(at, "in"));
        let month = text.month(at + lead)?;
        let (stretch, next) = nth::stretch(text, at + lead, false)?;
        let year = !matches!(stretch, nth::Stretch::Month(of, None) if of == month);
        (lead == 1 || year).then_some(next)
    }

    /// "week 51"
    fn week_number(&self, at: usize) -> Option<usize> {
        let week = self.text.unit(at) == Some(Unit::Week) || self.text.is_any(at, &["kw", "cw"]);
        (week && self.text.number(at + 1, 1..=2).is_some()).then_some(at + 2)
    }

    /// "next week", "this month", "next quarter".
    fn stretch(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let unit = |at: usize| matches!(text.unit(at), Some(Unit::Week | Unit::Month | Unit::Year));
        if text.is(at, "following") && unit(at + 1) {
            return Some(at + 2);
        }
        if let Some((_, next)) = day::week_ahead(text, at) {
            return Some(next);
        }
        let name = ENGLISH.stretches.iter().find_map(|(_, names)| text.after_any(at, names))?;
        let quarter = text.letters(name).is_some_and(|word| {
            ENGLISH.rhythm_units.iter().any(|(_, _, names)| names.contains(&word))
        });
        let article = text.is(at, "the");
        if article {
            return None;
        }
        if quarter || text.is(name, "wk") {
            return Some(name + 1);
        }
        nth::stretch(text, at, false).map(|(_, next)| next)
    }

    /// "Daily standup 9:15": one meeting of that name, or one each day?
    fn adverbs(&self) -> Result<(), WhenError> {
        let Some(found) = self.found.filter(|found| !found.phrase.dated() && self.mode.series)
        else {
            return Ok(());
        };
        if !found.phrase.start_on_a_day() {
            return Ok(());
        }
        let rhythm = self.unread().find_map(|at| {
            let (rhythm, next) = adverb(self.text, at)?;
            Some((rhythm, at..next))
        });
        match rhythm {
            Some((rhythm, words)) => Err(WhenError::Open {
                part: self.text.part(words),
                readings: rhythm.rule.choices(),
            }),
            None => Ok(()),
        }
    }
}
