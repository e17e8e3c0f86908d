//! `yes`: an answer.

use super::{
    Call, Doing, Offered, Spec, Who, answer,
    offer::{COMMENT, DATES, MEETING},
};
use crate::model::Partstat;

pub(super) const SPEC: Spec = Spec {
    name: "yes",
    aliases: &["going"],
    about: "Say that you come.",
    usage: "[#NUMBER | LETTERS] [DATES] [COMMENT]",
    examples: &["yes #12", "yes I bring cake", "yes #12 all"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[MEETING, COMMENT, DATES],
        form: true,
        private: false,
        fill: |call, values| Box::pin(answer::by_form(call, values, Partstat::Accepted)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(answer::by_word(call, text, Partstat::Accepted))
}
