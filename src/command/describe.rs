//! `describe`: what it is about. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit, Scope},
    view::{Change, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "describe",
    aliases: &["description"],
    about: "Say what a meeting is about; `none` takes the text away.",
    usage: "[#NUMBER] TEXT | none",
    examples: &["describe #12 Bring the numbers of November"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(describe(call, text))
}

async fn describe(call: &mut Call<'_>, text: &str) -> Done {
    let (stored, _, description) = call.find_mine(text, Naming::BeforeMore).await?;
    let description = Call::clean_text(description, "description", &SPEC)?;
    let step = itip::edit(&stored.object, &Scope::Whole, &Edit::Describe(description), &call.cx())?;
    call.edited(stored, step, Told::of(Change::Described, None), Same::Description).await
}
