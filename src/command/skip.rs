//! `skip` and `unskip`: some dates of a series are off, and on again; the others stay.

use super::{
    Call, Doing, Done, Spec, Who, cancel,
    dates::{Mine, Unsaid, Words},
    edited::{Told, addresses},
    find::{Naming, not_cancelled},
    parse::split_word,
    text::{bounded, one_line},
};
use crate::{
    itip::{self, Date, Scope},
    model::{CalTime, wall_clock},
    store::{StoredObject, TakenBy},
    view::{Change, Dates, Problem, Same, day_text},
};

pub(super) const SPEC: Spec = Spec {
    name: "skip",
    aliases: &[],
    about: "Call off the next date of a series, the next few, or one by its day.",
    usage: "[#NUMBER] [next [N] | DAY] [WHY]",
    examples: &["skip #12", "skip next", "skip next 2", "skip 24 dec"],
    who: Who::Editors,
    run,
    offered: None,
};

/// The most dates that are named one by one.
const NAMED: usize = 4;

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(skip(call, text))
}

async fn skip(call: &mut Call<'_>, text: &str) -> Done {
    // "skip next #12" and "skip #12 next" are the same as "skip #12".
    let (first, text) = next(text);
    let naming = if first.is_some() { Naming::Perhaps } else { Naming::First };
    let named = call.find_my_dates(text, naming, Unsaid::Are(Dates::This)).await?;
    let (count, rest) = match (first, next(named.rest)) {
        (None, (Some(count), rest)) => (count, rest),
        (first, _) => (first.unwrap_or(1), named.rest),
    };
    if named.dates == Dates::Only {
        return Err(not_a_series(&named.stored, named.meeting.summary).into());
    }
    if count < 2 {
        return cancel::cancel_dates(call, Mine { rest, ..named }).await;
    }
    let dates = named.stored.object.next_dates(call.now, count, call.room_zone());
    take_out(call, named.stored, TakenBy::Skip, &dates, rest).await
}

/// How many dates "next" at the beginning of a text means, and the rest.
fn next(text: &str) -> (Option<usize>, &str) {
    let ("next", rest) = split_word(text) else { return (None, text) };
    let (word, after) = split_word(rest);
    match word.parse() {
        Ok(count) if count > 0 => (Some(count), after),
        _ => (Some(1), rest),
    }
}

pub(super) fn not_a_series(stored: &StoredObject, title: String) -> Problem {
    Problem::NotASeries { number: stored.number, title }
}

/// Takes several dates out of a series, for a reason or none, and tells of all of them at once.
pub(super) async fn take_out(
    call: &mut Call<'_>,
    stored: StoredObject,
    by: TakenBy,
    dates: &[Date],
    why: &str,
) -> Done {
    bounded(why, "reason")?;
    let meeting = call.meeting(&stored);
    let zone = call.room_zone();
    if stored.object.next_dates(call.now, dates.len() + 1, zone).len() <= dates.len() {
        let (number, title) = (stored.number, meeting.summary);
        return Err(Problem::NothingLeft { number, title }.into());
    }
    let scopes: Vec<Scope> = dates.iter().map(Date::scope).collect();
    let why = Some(one_line(why)).filter(|why| !why.is_empty());
    let step = itip::skip(&stored.object, &scopes, why.as_deref(), &call.cx())?;
    let days = call.listed_days(dates, why.as_deref());
    let what = match by {
        TakenBy::Skip => Change::Skipped,
        TakenBy::Pause => Change::Paused,
    };
    let told = Told { ping: addresses(&meeting), ..Told::of(what, Some(days)) };
    let before = stored.object.clone();
    let Some(stored) = call.keep_or_same(stored, step, Same::Everything).await? else {
        return Ok(());
    };
    call.remember_taken(&stored, by, &before, dates).await?;
    let view = call.changed(&stored, &told);
    call.announce(view, &stored, &told.ping).await
}

/// Puts dates back that were taken out, as they were.
pub(super) async fn put_back(call: &mut Call<'_>, stored: StoredObject, dates: &[Date]) -> Done {
    let scopes: Vec<Scope> = dates.iter().map(Date::scope).collect();
    let taken: Vec<_> = call.tx.list_taken(&stored.id).await?;
    let taken: Vec<_> = taken.into_iter().map(|stored| stored.taken).collect();
    let step = itip::put_back(&stored.object, &scopes, &taken, &call.cx())?;
    let told = Told {
        ping: addresses(&call.meeting(&stored)),
        ..Told::of(Change::PutBack, Some(call.listed_days(dates, None)))
    };
    call.edited(stored, step, told, Same::NothingSkipped).await
}

impl Call<'_> {
    /// The day of a date as it is typed: `24 Dec 2026`.
    pub(super) fn typed_day(&self, date: &Date) -> String {
        let day = match &date.span.start {
            CalTime::Date(day) => *day,
            _ => wall_clock(date.start, self.zone()).date_naive(),
        };
        day.format("%-d %b %Y").to_string()
    }

    /// Some dates in words, with a reason: `2 dates (Fri 4 Dec and Fri 11 Dec: we are away)`.
    fn listed_days(&self, dates: &[Date], why: Option<&str>) -> String {
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        let today = wall_clock(self.now, self.room_zone()).date_naive();
        let days: Vec<_> =
            dates.iter().map(|date| day_text(date.span.start.local().date(), today)).collect();
        match days.as_slice() {
            [only] => format!("one date ({only}{why})"),
            [first, .., last] if days.len() > NAMED => {
                format!("{} dates (from {first} to {last}{why})", days.len())
            }
            [first @ .., last] => {
                format!("{} dates ({} and {last}{why})", days.len(), first.join(", "))
            }
            [] => "no date".to_owned(),
        }
    }

    /// A series that the caller may change, what was said of its dates, and the text that is left.
    pub(super) async fn find_my_series<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<Words<'t>, super::Failure> {
        let words = self.find_said(text, naming).await?;
        let stored = &words.stored;
        self.ours(stored)?;
        let meeting = self.meeting(stored);
        self.may_change(&stored.object.meeting(self.room_zone()))?;
        not_cancelled(stored.number, &meeting)?;
        if !stored.object.is_recurring() {
            return Err(not_a_series(stored, meeting.summary).into());
        }
        Ok(words)
    }
}
