//! `rename`: another title. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, dates::{Found, Mine, Unsaid}, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit},
    view::Same,
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
    let mine = if let Some((letters, rest)) = call.letters_to(text).await? {
        Mine { rest, ..call.find_my_dates(letters, Naming::Whole, Unsaid::Ask(Some(rest))).await? }
    } else {
        let found = call.find_dates(text, Naming::BeforeTitle).await?;
        let named = found.rest.len() < text.trim().len();
        // "#12 to Yin" and "to Yin" say where it goes, and "to do list" may be a title.
        let title = found.rest.strip_prefix("to ");
        let title = title.filter(|title| named || title.starts_with(char::is_uppercase));
        let rest = title.unwrap_or(found.rest);
        if rest.is_empty() {
            return Err(Call::missing(&SPEC, "the new title").into());
        }
        call.mine(Found { rest, ..found }, Unsaid::Ask(None))?
    };
    let Mine { stored, meeting, scope, dates, rest: title } = mine;
    if title.trim().is_empty() {
        return Err(Call::missing(&SPEC, "the new title").into());
    }
    let title = call.clean_title(title)?;
    let told = call.renamed(&stored, (&meeting, dates), &title);
    let edit = Edit::Rename(title);
    let step = itip::edit(&stored.object, &scope, &edit, &call.cx())?;
    let except = call.except(&step, &scope, &[edit]);
    let told = Told { except, ..told }.on(scope, dates);
    call.edited(stored, step, told, Same::Title).await
}
