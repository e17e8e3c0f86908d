//! `no`: an answer.

use super::{Call, Doing, Spec, Who, answer};
use crate::model::Partstat;

pub(super) const SPEC: Spec = Spec {
    name: "no",
    aliases: &["cant"],
    about: "Say that you do not come.",
    usage: "[#NUMBER | LETTERS] [DATES] [COMMENT]",
    examples: &["no #12", "no sick today"],
    who: Who::Anyone,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(answer::by_word(call, text, Partstat::Declined))
}
