//! `rename`: another title. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit, Scope},
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
    let (stored, meeting, title) = match call.letters_to(text).await? {
        Some((letters, title)) => {
            let (stored, meeting, _) = call.find_mine(letters, Naming::Whole).await?;
            (stored, meeting, title)
        }
        None => call.find_mine(text, Naming::Not).await?,
    };
    if title.trim().is_empty() {
        return Err(Call::missing(&SPEC, "the new title").into());
    }
    let title = call.clean_title(title)?;
    let step = itip::edit(&stored.object, &Scope::Whole, &Edit::Rename(title), &call.cx())?;
    let told = Told::of(Change::Renamed, Some(meeting.summary));
    call.edited(stored, step, told, Same::Title).await
}
