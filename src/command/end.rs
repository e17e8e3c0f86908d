//! `end`: a series has another last date, or none.

use super::{
    Call, Doing, Done, Failure, Spec, Who,
    dates::Words,
    edited::{Told, addresses},
    find::Naming,
    tongue::{self, Tongue},
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
    examples: &["end #12 on 14 may", "end #12 in march", "end standup never"],
    who: Who::Editors,
    run,
    offered: None,
};

/// What stands before the last day, beside what stands before any day.
const BEFORE: [&str; 5] = ["after", "in", "with", "at", "the"];

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(end(call, text))
}

async fn end(call: &mut Call<'_>, text: &str) -> Done {
    let (head, to) = if let Some(head) = tongue::before(text, call.language(), |tongue| tongue.never)
    {
        (head, None)
    } else {
        let (head, day) = last_day(call, text)?;
        (head, Some(call.stretch(day)?.1))
    };
    let Words { stored, rest, .. } = call.find_my_series(head, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let (number, zone) = (stored.number, call.room_zone());
    let meeting = call.meeting(&stored);
    // What was held was held: where the last day is over, it ends with what has begun.
    let to = to.map(|to| to.max(call.now));
    if to.is_some_and(|to| !stored.object.begins_before(to, zone)) {
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

/// What names the series, and its last day: as many words at the end as say one.
fn last_day<'t>(call: &Call<'_>, text: &'t str) -> Result<(&'t str, &'t str), Failure> {
    let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    let found = starts.into_iter().find_map(|at| {
        let (head, day) = text.split_at_checked(at)?;
        (!day.is_empty() && call.stretch(day).is_ok()).then(|| (named(call, head), day))
    });
    // A day that cannot be read says so itself.
    let marked = || tongue::around(text, call.language(), |tongue| tongue.on).filter(|(_, day)| !day.is_empty());
    found.or_else(marked).ok_or_else(|| Call::missing(&SPEC, "the last day").into())
}

/// A head without the words that lead to a day behind it.
fn named<'t>(call: &Call<'_>, head: &'t str) -> &'t str {
    let head = head.trim_end();
    let marks = [|tongue: &Tongue| tongue.on, |tongue: &Tongue| tongue.until];
    let marks = marks.into_iter().find_map(|words| tongue::before(head, call.language(), words));
    let word = || BEFORE.iter().find_map(|word| {
        head.strip_suffix(word).filter(|head| head.is_empty() || head.ends_with(' '))
    });
    match marks.or_else(word) {
        Some(shorter) => named(call, shorter),
        None => head,
    }
}
