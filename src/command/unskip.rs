//! `unskip`: a date that was taken out of a series is on again.

use super::{Call, Doing, Done, Spec, Who, dates::Words, find::Naming, skip};
use crate::view::{Problem, Same};

pub(super) const SPEC: Spec = Spec {
    name: "unskip",
    aliases: &["restore"],
    about: "Put a date of a series back that was called off.",
    usage: "[#NUMBER] DAY",
    examples: &["unskip #12 24 dec"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(unskip(call, text))
}

async fn unskip(call: &mut Call<'_>, text: &str) -> Done {
    let Words { stored, said, rest, .. } = call.find_my_series(text, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let on = said.and_then(|said| said.on).ok_or_else(|| Call::missing(&SPEC, "which day"))?;
    let mut out = stored.object.left_out(call.now, call.room_zone());
    out.retain(|date| call.is_on(date, &on));
    if !out.is_empty() {
        return skip::put_back(call, stored, &out).await;
    }
    let scope = call.date_on(&stored, &on)?;
    let there = stored.object.meeting_at(&scope, call.room_zone())?;
    let when = call.time_text(&there);
    call.tell(call.same(&stored, Same::Date { when })).await
}
