//! `yes`: an answer.

use super::{Call, Doing, Spec, Who, answer};
use crate::model::Partstat;

pub(super) const SPEC: Spec = Spec {
    name: "yes",
    aliases: &["going"],
    about: "Say that you come.",
    usage: "[#NUMBER | LETTERS] [DATES] [COMMENT]",
    examples: &["yes #12", "yes I bring cake", "yes #12 all"],
    who: Who::Anyone,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(answer::by_word(call, text, Partstat::Accepted))
}
