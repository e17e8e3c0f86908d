//! `maybe`: an answer.

use super::{
    Call, Doing, Offered, Spec, Who, answer,
    offer::{COMMENT, DATES, MEETING},
};
use crate::model::Partstat;

pub(super) const SPEC: Spec = Spec {
    name: "maybe",
    aliases: &["perhaps"],
    about: "Say that you may come.",
    usage: "[#NUMBER | LETTERS] [DATES] [COMMENT]",
    examples: &["maybe #12", "maybe after three"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[MEETING, COMMENT, DATES],
        form: true,
        private: false,
        fill: |call, values| Box::pin(answer::by_form(call, values, Partstat::Tentative)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(answer::by_word(call, text, Partstat::Tentative))
}
