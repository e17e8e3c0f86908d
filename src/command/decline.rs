//! `decline`: the organizer turns a proposal down (DECLINECOUNTER, RFC 5546 §3.2.8).

use super::{
    Call, Doing, Offered, Spec, Who, decide,
    offer::{COMMENT, MEETING, WHOSE},
};

pub(super) const SPEC: Spec = Spec {
    name: "decline",
    aliases: &[],
    about: "Decline a proposed time: the meeting stays where it is.",
    usage: "[#NUMBER] [@WHO] [WHY]",
    examples: &["decline #12 @bo the room is taken then"],
    who: Who::Editors,
    run,
    offered: Some(Offered {
        fields: &[MEETING, WHOSE, COMMENT],
        form: false,
        private: false,
        fill: |call, values| Box::pin(decide::by_form(call, values, decide::Verdict::Decline)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(decide::decide(call, text, decide::Verdict::Decline))
}
