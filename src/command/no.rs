//! `no`: an answer.

use super::{
    Call, Doing, Offered, Spec, Who, answer,
    offer::{COMMENT, DATES, MEETING},
};
use crate::model::Partstat;

pub(super) const SPEC: Spec = Spec {
    name: "no",
    aliases: &["cant"],
    about: "Say that you do not come.",
    usage: "[#NUMBER | LETTERS] [DATES] [COMMENT]",
    examples: &["no #12", "no sick today"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[MEETING, COMMENT, DATES],
        form: true,
        private: false,
        fill: |call, values| Box::pin(answer::by_form(call, values, Partstat::Declined)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(answer::by_word(call, text, Partstat::Declined))
}
