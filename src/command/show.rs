//! `show`: one meeting in full.

use super::{Call, Doing, Done, Spec, Who, find::Naming};
use crate::view::{Show, View};

pub(super) const SPEC: Spec = Spec {
    name: "show",
    aliases: &["who"],
    about: "Show a meeting in full: every name, every comment, who has not answered.",
    usage: "[#NUMBER | LETTERS]",
    examples: &["show #12", "show sprint"],
    who: Who::Anyone,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(show(call, text))
}

async fn show(call: &mut Call<'_>, text: &str) -> Done {
    let (stored, _) = call.find(text, Naming::Whole).await?;
    let card = super::card(&stored, call.room_zone(), call.now);
    call.tell(View::Show(Show { card })).await
}
