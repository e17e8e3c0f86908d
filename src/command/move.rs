//! `move`: another time. Everyone is asked again (RFC 5546 §2.1.4).

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who,
    dates::{self, Mine, Unsaid},
    edited::{Told, addresses},
    fill::Values,
    find::Naming,
    offer::{DATES, MEETING, WHEN},
};
use chrono::{Datelike as _, TimeDelta};
use chrono_tz::Tz;

use crate::{
    itip::{self, Alike, Edit, Meeting},
    model::{CalTime, Span, instant, wall_clock},
    store::StoredObject,
    view::{Change, Dates, Problem, Same},
    when::{self, Assumed, Language, Reading, WhenError},
};

pub(super) const SPEC: Spec = Spec {
    name: "move",
    aliases: &["reschedule"],
    about: "Move a meeting to another time; everyone is asked again.",
    usage: "[#NUMBER | LETTERS to] [DATES] WHEN",
    examples: &[
        "move #12 to 16:00",
        "move sprint to fri 15:00-15:45",
        "move mon 10:00 for 2h",
        "move #12 this and following to 16:00",
    ],
    who: Who::Editors,
    run,
    offered: Some(Offered {
        fields: &[MEETING, WHEN, DATES],
        form: true,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(move_to(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn move_to(call: &mut Call<'_>, text: &str) -> Done {
    // "10:00 to 11:00" is a time; anything else before "to" names a meeting.
    let named = letters_before_to(text, call.language())
        .filter(|(letters, _)| when::read_phrase(letters, &call.when()).is_err());
    let mine = if let Some((letters, phrase)) = named {
        let tail = format!("to {phrase}");
        let mine = call.find_my_dates(letters, Naming::Whole, Unsaid::Ask(Some(&tail))).await?;
        Mine { rest: phrase, ..mine }
    } else {
        let naming = call.before_move(text).await?;
        let found = call.find_dates(text, naming).await?;
        let found = call.day_before_time(found);
        if found.rest.is_empty() {
            return Err(Call::missing(&SPEC, "the time").into());
        }
        call.mine(found, Unsaid::Ask(None))?
    };
    move_dates(call, mine).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let phrase = values.line(&WHEN);
    let mine = call.filled_mine(values, &phrase).await?;
    move_dates(call, mine).await
}

/// Moves some dates of a meeting; what is left of the text says where to.
async fn move_dates(call: &mut Call<'_>, mine: Mine<'_>) -> Done {
    let Mine { stored, meeting, scope, dates, rest: phrase } = mine;
    let (edit, assumed) = call.moving(&stored, dates, &meeting, phrase, &SPEC)?;
    let step = itip::edit(&stored.object, &scope, &edit, &call.cx())?;
    let before = call.time_text(&meeting);
    let told = Told {
        ping: addresses(&meeting),
        ..Told::of(Change::Moved, Some(before.text.clone())).on(scope, dates)
    };
    let Some(moved) = call.keep_or_same(stored, step, Same::Time { when: before }).await? else {
        return Ok(());
    };
    let view = call.changed(&moved, &told);
    call.announce(view, &moved, &told.ping).await?;
    let undo = format!("undo #{}", moved.number);
    call.say_back(&moved, &told.scope, &assumed, Some(undo)).await
}

/// "sprint to 16:00": what stands before "to" names the meeting.
fn letters_before_to(text: &str, language: Language) -> Option<(&str, &str)> {
    let (before, after) = text.split_once(" to ")?;
    let before = before.trim();
    let (_, name) = dates::leading(before, language);
    let (name, _) = dates::trailing(name, language);
    let named = !name.is_empty() && super::parse::number(name).is_none();
    named.then_some((before, after))
}

/// How a command reads a time, given the one that a meeting has.
pub(super) type TimeReader = fn(&str, &Span, &when::Cx) -> Result<Reading, WhenError>;

/// How the command of a name does it. What is added or begins anew is nowhere yet; what is moved is in a week.
pub(super) fn time_reader(command: &str) -> TimeReader {
    if ["add", "repeat"].contains(&command) { when::read_move } else { when::read_move_in_week }
}

impl Call<'_> {
    /// How a meeting can be named before where it goes: "standup all by 30 min" begins with one, and "half an hour later"
    /// does not, whatever meeting has "half" in its title.
    async fn before_move(&mut self, text: &str) -> Result<Naming, Failure> {
        let (_, phrase) = dates::leading(text, self.language());
        let start = CalTime::Utc(self.now.naive_utc());
        let any = Span { end: start.clone(), start };
        let word = super::parse::split_word(phrase).0;
        let is_time = [phrase, word].iter().any(|text| when::read_move(text, &any, &self.when()).is_ok());
        let named = !is_time && self.begins_with_a_meeting(phrase).await?;
        Ok(if named { Naming::BeforeMore } else { Naming::Not })
    }

    /// Reads a new time for a meeting: what the phrase leaves open stays as it was.
    pub(super) fn new_time(
        &self,
        phrase: &str,
        from: &Span,
        (spec, number): (&Spec, i64),
    ) -> Result<(Span, Vec<Assumed>), Failure> {
        let reading = self.read_time(phrase, from, spec)?;
        let Some(repeats) = reading.recurrence else { return Ok((reading.span, reading.assumed)) };
        let phrase = phrase.trim();
        let phrase = phrase.strip_prefix("to ").unwrap_or(phrase).to_owned();
        if repeats.rrule.is_some() {
            return Err(Problem::RepeatByItself { number, phrase }.into());
        }
        let first = when::phrase_of(&reading.span, &self.when());
        let line = format!("{} #{number} {first}", self.command);
        Err(Problem::OneDateAtATime { phrase, line }.into())
    }

    /// The same, and how it is to repeat from then on.
    pub(super) fn read_time(
        &self,
        phrase: &str,
        from: &Span,
        spec: &Spec,
    ) -> Result<Reading, Failure> {
        let phrase = phrase.trim();
        let phrase = phrase.strip_prefix("to ").unwrap_or(phrase);
        if phrase.is_empty() || phrase == "to" {
            return Err(Call::missing(spec, "the time").into());
        }
        let reading = time_reader(spec.name)(phrase, from, &self.when());
        Ok(reading.map_err(|error| Self::unreadable(&error, phrase))?)
    }

    /// The edit that moves some dates of a meeting, and what the phrase left open. A clock time or a day that is said is so
    /// for each of them; by how much they go, each goes as far.
    pub(super) fn moving(
        &self,
        stored: &StoredObject,
        dates: Dates,
        meeting: &Meeting,
        phrase: &str,
        spec: &Spec,
    ) -> Result<(Edit, Vec<Assumed>), Failure> {
        let from = self.span_from(stored, dates, meeting);
        let of = (spec, stored.number);
        if matches!(dates, Dates::Only | Dates::This) {
            let (span, assumed) = self.new_time(phrase, &from, of)?;
            return Ok((Edit::Move(span), assumed));
        }
        let (span, assumed) = self.said_time(phrase, &from, of)?;
        let alike = self.alike(phrase, &from, &span, (spec, stored.number));
        let span = self.span_for(stored, dates, span, alike)?;
        let all = Some(&stored.object).filter(|_| dates == Dates::All);
        let coming = all.and_then(|all| all.to_come_alone(&span, self.now, self.room_zone()));
        let edit = match coming {
            Some(coming) => Edit::MoveToCome(coming, span, alike),
            None => Edit::MoveAll(span, alike),
        };
        Ok((edit, assumed))
    }

    /// A new time for several dates: one that the clocks skip on the first of them is as it is said, since the others have it.
    fn said_time(
        &self,
        phrase: &str,
        from: &Span,
        of: (&Spec, i64),
    ) -> Result<(Span, Vec<Assumed>), Failure> {
        let (span, assumed) = self.new_time(phrase, from, of)?;
        let said = self.as_said(phrase, from, &span, of.0);
        Ok((said.unwrap_or(span), assumed))
    }

    /// What a phrase says by a clock that skips nothing, where that of the meeting does.
    fn as_said(&self, phrase: &str, from: &Span, read: &Span, spec: &Spec) -> Option<Span> {
        let zone = self.zone();
        if [from, read].iter().any(|span| span.start.tzid() != Some(zone.name())) {
            return None;
        }
        let at = |time: &CalTime| instant(time.local(), zone);
        let exact = at(&from.end)?.signed_duration_since(at(&from.start)?);
        let on_wall = from.end.local().signed_duration_since(from.start.local());
        let length = if exact > TimeDelta::zero() { exact } else { on_wall };
        let steady = from.start.local();
        let base = Span {
            start: CalTime::Utc(steady),
            end: CalTime::Utc(steady.checked_add_signed(length)?),
        };
        let now = wall_clock(self.now, zone).naive_local().and_utc();
        let phrase = phrase.trim();
        let phrase = phrase.strip_prefix("to ").unwrap_or(phrase);
        let cx = when::Cx { now, zone: Tz::UTC, ..self.when() };
        let said = time_reader(spec.name)(phrase, &base, &cx).ok()?.span;
        let is_skipped = |time: &CalTime| {
            at(time).is_some_and(|at| wall_clock(at, zone).naive_local() != time.local())
        };
        if ![&from.start, &from.end, &said.start, &said.end].into_iter().any(is_skipped) {
            return None;
        }
        let length = said.end.local().signed_duration_since(said.start.local());
        let end = at(&said.start)?.checked_add_signed(length)?;
        Some(Span {
            start: read.start.with_local(said.start.local()),
            end: read.end.with_local(wall_clock(end, zone).naive_local()),
        })
    }

    /// What of a new time a phrase says, whatever the time was before.
    pub(super) fn alike(
        &self,
        phrase: &str,
        from: &Span,
        to: &Span,
        of: (&Spec, i64),
    ) -> Alike {
        alike(from, to, |other| Some(self.said_time(phrase, other, of).ok()?.0))
    }

    /// What a new time is read from: of all dates, when the one that the card shows would be with the others.
    pub(super) fn span_from(&self, stored: &StoredObject, dates: Dates, meeting: &Meeting) -> Span {
        let as_all = || stored.object.span_as_all(self.now, self.room_zone());
        let all = (dates == Dates::All).then(as_all).flatten();
        all.unwrap_or_else(|| meeting.span.clone())
    }

    /// A new time of the date that a card shows, for those dates that are to follow it.
    pub(super) fn span_for(
        &self,
        stored: &StoredObject,
        dates: Dates,
        span: Span,
        alike: Alike,
    ) -> Result<Span, Failure> {
        if dates != Dates::All {
            return Ok(span);
        }
        let moved = stored.object.moved_along(&span, alike, self.now, self.room_zone());
        let (number, title) = (stored.number, self.meeting(stored).summary);
        Ok(moved.ok_or(Problem::FixedDays { number, title })?)
    }
}

/// What of a new time is so whatever the time was before: what is read the same from another time.
pub(super) fn alike(from: &Span, to: &Span, read: impl Fn(&Span) -> Option<Span>) -> Alike {
    let later = |time: &CalTime, by: TimeDelta| {
        time.with_local(time.local().checked_add_signed(by).unwrap_or(time.local()))
    };
    // On another day of the same week, since a weekday is the one of that week.
    let weekend = from.start.local().weekday().num_days_from_monday() > 4;
    let minutes = if weekend { -25 * 60 } else { 25 * 60 };
    let (by, longer) = (TimeDelta::minutes(minutes + 1), TimeDelta::minutes(minutes + 8));
    let other = Span { start: later(&from.start, by), end: later(&from.end, longer) };
    let Some(other) = read(&other) else { return Alike::default() };
    let length = |span: &Span| span.end.local().signed_duration_since(span.start.local());
    let (one, two) = (to.start.local(), other.start.local());
    Alike {
        day: one.date() == two.date(),
        clock: one.time() == two.time(),
        length: length(to) == length(&other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, letters_before_to};

    #[test]
    fn only_letters_before_to_name_a_meeting() {
        assert_eq!(letters_before_to("sprint to 16:00", Language::English), Some(("sprint", "16:00")));
        assert_eq!(letters_before_to("sprint all to 16:00", Language::English), Some(("sprint all", "16:00")));
        assert_eq!(letters_before_to("#12 to 16:00", Language::English), None);
        assert_eq!(letters_before_to("all #12 to 16:00", Language::English), None);
        assert_eq!(letters_before_to("#12 this and following to 16:00", Language::English), None);
        assert_eq!(letters_before_to("this to 16:00", Language::English), None);
        assert_eq!(letters_before_to("to 16:00", Language::English), None);
        assert_eq!(letters_before_to("16:00", Language::English), None);
    }
}
