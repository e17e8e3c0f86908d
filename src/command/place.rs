//! `place`: where it is. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, dates::{Mine, Unsaid}, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit},
    view::{Change, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "place",
    aliases: &["where", "location"],
    about: "Say where a meeting is; `none` takes the place away.",
    usage: "[#NUMBER] [DATES] PLACE | none",
    examples: &["place #12 Room 5", "place #12 none"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(place(call, text))
}

async fn place(call: &mut Call<'_>, text: &str) -> Done {
    let Mine { stored, scope, dates, rest, .. } =
        call.find_my_dates(text, Naming::BeforeMore, Unsaid::Ask(None)).await?;
    let place = Call::clean_text(without_in(rest), "place", &SPEC)?;
    let edit = Edit::Place(place.clone());
    let step = itip::edit(&stored.object, &scope, &edit, &call.cx())?;
    let except = call.except(&step, &scope, &[edit]);
    let told = Told { except, ..Told::of(Change::Placed, place) }.on(scope, dates);
    call.edited(stored, step, told, Same::Place).await
}

/// "in Room 7" is Room 7, as it is where a meeting is made.
fn without_in(text: &str) -> &str {
    let place = ["in ", "at "].iter().find_map(|word| text.trim().strip_prefix(word));
    place.map(str::trim).filter(|place| !place.is_empty()).unwrap_or(text)
}
