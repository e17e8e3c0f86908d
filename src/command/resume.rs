//! `resume`: what a pause took out of a series is on again.

use chrono::{DateTime, Utc};

use super::{Call, Doing, Done, Failure, Spec, Who, dates::Words, find::Naming, skip};
use crate::{
    itip::Date,
    store::{StoredObject, TakenBy},
    view::{Problem, Same},
};

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
    let Some(dates) = paused(call, &stored, from).await? else {
        let out = stored.object.left_out(call.now, call.room_zone());
        let first = out.first().map(|date| call.typed_day(date));
        return call.tell(call.same(&stored, Same::NotPaused { first })).await;
    };
    skip::put_back(call, stored, &dates).await
}

/// The dates from an instant on that the next pause took out and that are still out.
async fn paused(
    call: &mut Call<'_>,
    stored: &StoredObject,
    from: DateTime<Utc>,
) -> Result<Option<Vec<Date>>, Failure> {
    let zone = call.room_zone();
    let taken = call.tx.list_taken(&stored.id).await?;
    let pauses = taken.iter().filter(|one| one.by == TakenBy::Pause);
    let dates = pauses.map(|pause| {
        let mut dates = stored.object.still_out(&pause.taken, call.now, zone);
        dates.retain(|date| date.start >= from);
        dates
    });
    Ok(dates.filter(|dates| !dates.is_empty()).min_by_key(|dates| dates.first().map(|date| date.start)))
}
