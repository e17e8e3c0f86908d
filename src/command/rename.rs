//! `rename`: another title. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, dates::{Mine, Unsaid}, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit},
    view::{Change, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "rename",
    aliases: &["title"],
    about: "Give a meeting another title.",
    usage: "[#NUMBER] [DATES] TITLE",
    examples: &["rename #12 Sprint review and demo"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(rename(call, text))
}

async fn rename(call: &mut Call<'_>, text: &str) -> Done {
    let mine = match call.letters_to(text).await? {
        Some((letters, rest)) => {
            Mine { rest, ..call.find_my_dates(letters, Naming::Whole, Unsaid::Ask(Some(rest))).await? }
        }
        None => call.find_my_dates(text, Naming::Not, Unsaid::Ask(None)).await?,
    };
    let Mine { stored, meeting, scope, dates, rest: title } = mine;
    if title.trim().is_empty() {
        return Err(Call::missing(&SPEC, "the new title").into());
    }
    let title = call.clean_title(title)?;
    let step = itip::edit(&stored.object, &scope, &Edit::Rename(title), &call.cx())?;
    let told = Told::of(Change::Renamed, Some(meeting.summary)).on(scope, dates);
    call.edited(stored, step, told, Same::Title).await
}
