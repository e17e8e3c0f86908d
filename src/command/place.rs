//! `place`: where it is. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit, Scope},
    view::{Change, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "place",
    aliases: &["where", "location"],
    about: "Say where a meeting is; `none` takes the place away.",
    usage: "[#NUMBER] PLACE | none",
    examples: &["place #12 Room 5", "place #12 none"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(place(call, text))
}

async fn place(call: &mut Call<'_>, text: &str) -> Done {
    let (stored, _, place) = call.find_mine(text, Naming::BeforeMore).await?;
    let place = Call::clean_text(place, "place", &SPEC)?;
    let step = itip::edit(&stored.object, &Scope::Whole, &Edit::Place(place.clone()), &call.cx())?;
    call.edited(stored, step, Told::of(Change::Placed, place), Same::Place).await
}
