//! `describe`: what it is about. Nobody is asked again.

use super::{Call, Doing, Done, Spec, Who, dates::{Mine, Unsaid}, edited::Told, find::Naming};
use crate::{
    itip::{self, Edit},
    view::{Change, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "describe",
    aliases: &["description"],
    about: "Say what a meeting is about; `none` takes the text away.",
    usage: "[#NUMBER] [DATES] TEXT | none",
    examples: &["describe #12 Bring the numbers of November"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(describe(call, text))
}

async fn describe(call: &mut Call<'_>, text: &str) -> Done {
    let Mine { stored, scope, dates, rest, .. } =
        call.find_my_dates(text, Naming::BeforeMore, Unsaid::Ask(None)).await?;
    let description = Call::clean_text(rest, "description", &SPEC)?;
    let edit = Edit::Describe(description);
    let step = itip::edit(&stored.object, &scope, &edit, &call.cx())?;
    let except = call.except(&step, &scope, &[edit]);
    let told = Told { except, ..Told::of(Change::Described, None) }.on(scope, dates);
    call.edited(stored, step, told, Same::Description).await
}
