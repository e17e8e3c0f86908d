//! `accept`: the organizer takes a proposal; everyone gets a REQUEST with the new time.

use super::{
    Call, Doing, Offered, Spec, Who, decide,
    offer::{MEETING, WHOSE},
};

pub(super) const SPEC: Spec = Spec {
    name: "accept",
    aliases: &[],
    about: "Accept a proposed time: the meeting moves there.",
    usage: "[#NUMBER] [@WHO]",
    examples: &["accept #12 @bo"],
    who: Who::Editors,
    run,
    offered: Some(Offered {
        fields: &[MEETING, WHOSE],
        form: false,
        private: false,
        fill: |call, values| Box::pin(decide::by_form(call, values, decide::Verdict::Accept)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(decide::decide(call, text, decide::Verdict::Accept))
}
