//! `rename`: another title. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, edited::Told, find::Letters};
use crate::{
    itip::{self, Edit},
    view::{Change, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "rename",
    aliases: &["title"],
    about: "Give a meeting another title.",
    usage: "[#NUMBER] TITLE",
    examples: &["rename #12 Sprint review and demo"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(rename(call, text))
}

async fn rename(call: &mut Call<'_>, text: &str) -> Done {
    let (stored, meeting, title) = call.find_mine(text, Letters::Not).await?;
    if title.trim().is_empty() {
        return Err(Call::missing(&SPEC, "the new title").into());
    }
    let title = call.clean_title(title)?;
    let step = itip::edit(&stored.object, &Edit::Rename(title), &call.cx())?;
    let told = Told::of(Change::Renamed, Some(meeting.summary));
    call.edited(stored, step, told, Same::Title).await
}
