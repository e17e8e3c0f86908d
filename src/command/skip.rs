//! `skip` and `unskip`: some dates of a series are off, and on again; the others stay.

use super::{
    Call, Doing, Done, Failure, Spec, Who, cancel,
    dates::{Found, Unsaid, Words},
    edited::{Told, addresses},
    find::{Naming, not_cancelled},
    text::{bounded, one_line},
};
use crate::{
    itip::{self, Date, Scope},
    model::wall_clock,
    store::StoredObject,
    view::{Change, Dates, Problem, Same, day_text},
};

pub(super) const SPEC: Spec = Spec {
    name: "skip",
    aliases: &[],
    about: "Call off the next date of a series, a few, or some by day.",
    usage: "[#NUMBER] [next [N] | DAYS] [WHY]",
    examples: &["skip #12", "skip next 2", "skip 24 dec", "skip 24 dec to 2 jan", "skip next week"],
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
    let (found, dates) = some_dates(call, text).await?;
    let mine = call.mine(found, Unsaid::Are(Dates::This))?;
    if mine.dates == Dates::Only {
        return Err(not_a_series(&mine.stored, mine.meeting.summary).into());
    }
    if dates.is_empty() {
        return cancel::cancel_dates(call, mine).await;
    }
    take_out(call, mine.stored, &dates, mine.rest).await
}

/// The meeting that is meant, and which of its dates, where they are more than one. What is left says why.
pub(super) async fn some_dates<'t>(
    call: &mut Call<'_>,
    text: &'t str,
) -> Result<(Found<'t>, Vec<Date>), Failure> {
    // "skip next #12" and "skip #12 next" are the same as "skip #12".
    let titled = call.about.is_none() && call.begins_with_a_meeting(text).await?;
    let first = call.next_few(text).filter(|_| !titled);
    let (naming, text) = first.map_or((Naming::First, text), |(_, rest)| (Naming::Perhaps, rest));
    let mut found = call.find_dates(text, naming).await?;
    let mut count = first.map(|(count, _)| count);
    if count.is_none()
        && found.dates.is_none()
        && let Some((few, rest)) = call.next_few(found.rest)
    {
        (count, found.rest) = (Some(few), rest);
    }
    let mut dates = std::mem::take(&mut found.several);
    if let Some(count) = count.filter(|_| found.stored.object.is_recurring()) {
        found.dates = found.dates.or(Some(Dates::This));
        dates = if count > 1 {
            found.stored.object.next_dates(call.now, count, call.room_zone())
        } else {
            dates
        };
    }
    Ok((found, dates))
}

pub(super) fn not_a_series(stored: &StoredObject, title: String) -> Problem {
    Problem::NotASeries { number: stored.number, title }
}

/// Takes several dates out of a series, for a reason or none, and tells of all of them at once.
pub(super) async fn take_out(
    call: &mut Call<'_>,
    stored: StoredObject,
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
    let told = Told { ping: addresses(&meeting), ..Told::of(Change::Skipped, Some(days)) };
    call.edited(stored, step, told, Same::Everything).await
}

/// Puts dates back that were taken out.
pub(super) async fn put_back(call: &mut Call<'_>, stored: StoredObject, dates: &[Date]) -> Done {
    let scopes: Vec<Scope> = dates.iter().map(Date::scope).collect();
    let step = itip::put_back(&stored.object, &scopes, &call.cx())?;
    let told = Told {
        ping: addresses(&call.meeting(&stored)),
        ..Told::of(Change::PutBack, Some(call.listed_days(dates, None)))
    };
    call.edited(stored, step, told, Same::NothingSkipped).await
}

impl Call<'_> {
    /// Some dates in words, with a reason: `2 dates (Fri 4 Dec and Fri 11 Dec: we are away)`.
    pub(super) fn listed_days(&self, dates: &[Date], why: Option<&str>) -> String {
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
    ) -> Result<Words<'t>, Failure> {
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
