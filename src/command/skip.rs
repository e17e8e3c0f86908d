//! `skip`: one date of a series is off; the others stay.

use super::{
    Call, Doing, Done, Spec, Who, cancel,
    dates::{Mine, Unsaid},
    find::Naming,
};
use crate::view::{Dates, Problem};

pub(super) const SPEC: Spec = Spec {
    name: "skip",
    aliases: &[],
    about: "Call off the next date of a meeting that repeats; the others stay.",
    usage: "[#NUMBER | LETTERS] [next] [WHY]",
    examples: &["skip #12", "skip next"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(skip(call, text))
}

async fn skip(call: &mut Call<'_>, text: &str) -> Done {
    // "skip next #12" and "skip #12 next" are the same as "skip #12".
    let (first, text) = without_next(text);
    let named = call.find_my_dates(text, Naming::First, Unsaid::Are(Dates::This)).await?;
    let rest = if first { named.rest } else { without_next(named.rest).1 };
    if named.dates == Dates::Only {
        let (number, title) = (named.stored.number, named.meeting.summary);
        return Err(Problem::NotASeries { number, title }.into());
    }
    cancel::cancel_dates(call, Mine { rest, ..named }).await
}

/// A text without "next" at its beginning, and whether it was there.
fn without_next(text: &str) -> (bool, &str) {
    match super::parse::split_word(text) {
        ("next", rest) => (true, rest),
        _ => (false, text),
    }
}
