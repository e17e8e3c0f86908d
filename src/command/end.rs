//! `end`: a series has another last date, or none.

use super::{
    Call, Doing, Done, Failure, Spec, Who,
    dates::Words,
    edited::{Told, addresses},
    find::Naming,
    named::after_word,
};
use crate::{
    itip::{self, Refusal},
    view::{Change, Problem, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "end",
    aliases: &[],
    about: "Say when a series ends.",
    usage: "[#NUMBER] on DAY | never",
    examples: &["end #12 on 14 may", "end standup never"],
    who: Who::Editors,
    run,
    offered: None,
};

/// What stands before the last day.
const ON: [&str; 6] = ["on", "after", "in", "until", "with", "at the end of"];

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(end(call, text))
}

async fn end(call: &mut Call<'_>, text: &str) -> Done {
    let (head, to) = if let Some(head) = never(text) {
        (head, None)
    } else {
        let alone = || call.stretch(text).is_ok().then_some(("", text));
        let (head, day) = before_day(text)
            .or_else(alone)
            .ok_or_else(|| Call::missing(&SPEC, "the last day"))?;
        (head, Some(call.stretch(day)?.1))
    };
    let Words { stored, rest, .. } = call.find_my_series(head, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let (number, zone) = (stored.number, call.room_zone());
    let meeting = call.meeting(&stored);
    if to.is_some_and(|to| meeting.start >= to) {
        return Err(Problem::NothingLeft { number, title: meeting.summary }.into());
    }
    let step = itip::lasting(&stored.object, to, zone, &call.cx()).map_err(|refusal| match refusal {
        Refusal::InvalidValue(_) => Problem::NoRule { number, title: meeting.summary.clone() }.into(),
        refusal => Failure::from(refusal),
    })?;
    let after = step.object.as_ref().and_then(|object| object.repeats(call.now, zone));
    let last = after.and_then(|repeats| repeats.until);
    let last = last.map(|day| day.format("%a %-d %b %Y").to_string());
    let told = Told { ping: addresses(&meeting), ..Told::of(Change::Lasting, last) };
    call.edited(stored, step, told, Same::Everything).await
}

/// What stands before "never".
fn never(text: &str) -> Option<&str> {
    let (head, last) = text.rsplit_once(' ').unwrap_or(("", text));
    last.eq_ignore_ascii_case("never").then(|| head.trim_end())
}

/// What stands before the word for the last day, and the day.
fn before_day(text: &str) -> Option<(&str, &str)> {
    let starts = text.match_indices(' ').map(|(at, _)| at + 1).chain([0]);
    let mut found = starts.filter_map(|at| {
        let (head, tail) = text.split_at_checked(at)?;
        let day = ON.iter().find_map(|word| after_word(tail, word))?;
        Some((head.trim_end(), day))
    });
    found.next()
}
