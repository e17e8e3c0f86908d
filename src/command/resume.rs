//! `resume`: what a pause took out of a series is on again.

use super::{Call, Doing, Done, Spec, Who, dates::Words, find::Naming, skip};
use crate::view::{Problem, Same};

pub(super) const SPEC: Spec = Spec {
    name: "resume",
    aliases: &[],
    about: "End the pause of a series.",
    usage: "[#NUMBER] [from DAY]",
    examples: &["resume #12", "resume #12 from 15 jan"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(resume(call, text))
}

async fn resume(call: &mut Call<'_>, text: &str) -> Done {
    let Words { stored, said, rest, .. } = call.find_my_series(text, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let from = said.and_then(|said| said.on).and_then(|on| call.bounds(&on));
    let from = from.map_or(call.now, |(from, _)| from);
    // What is longest is the pause, and the others are dates that were skipped; of two, the first is meant.
    let gaps = stored.object.gaps(call.now, call.room_zone());
    let pause = gaps.iter().rev().max_by_key(|gap| gap.len());
    let dates: Vec<_> =
        pause.into_iter().flatten().filter(|date| date.start >= from).cloned().collect();
    if dates.is_empty() {
        return call.tell(call.same(&stored, Same::NothingSkipped)).await;
    }
    skip::put_back(call, stored, &dates).await
}
