//! `doctor`: what the bot may not do here, and how to grant it.

use super::{Call, Doing, Done, Spec, Who};
use crate::view::{Doctor, Finding, View};

pub(super) const SPEC: Spec = Spec {
    name: "doctor",
    aliases: &["check"],
    about: "Say what works here, what does not, and how to mend it.",
    usage: "",
    examples: &["doctor"],
    who: Who::Anyone,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, _text: &'c str) -> Doing<'c> {
    Box::pin(doctor(call))
}

async fn doctor(call: &mut Call<'_>) -> Done {
    let dead = call.tx.list_dead().await?.len();
    let mut findings = vec![
        Finding::database(),
        Finding::undelivered(dead),
        Finding::zone(call.room_zone().name(), call.room.zone.is_some(), call.prefix()),
        Finding::mail(),
    ];
    findings.extend(call.lacks.iter().map(|lack| Finding::lack(&lack.what, &lack.remedy)));
    call.tell(View::Doctor(Doctor { findings })).await
}
