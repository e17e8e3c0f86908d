//! `mine`: what I am in, in every room, with what I declined.

use super::{Call, Doing, Done, Failure, Offered, Spec, Who, list};
use crate::{
    store::Mine,
    view::{MeetingRow, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "mine",
    aliases: &["my"],
    about: "Show the meetings you are in, with your answers.",
    usage: "",
    examples: &["mine"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[],
        form: false,
        private: true,
        fill: |call, _| Box::pin(mine(call)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, _text: &'c str) -> Doing<'c> {
    Box::pin(mine(call))
}

async fn mine(call: &mut Call<'_>) -> Done {
    let mut found = call.tx.list_mine(&call.caller.person.id, call.now, list::MOST).await?;
    let mut heading = "Your meetings";
    if call.overheard {
        let all = found.len();
        found = in_this_room(call, found).await?;
        if found.len() < all {
            heading = "Your meetings in this room; for all of them ask me where nobody else is";
        }
    }
    let rows = found.iter().map(|mine| MeetingRow {
        mine: Some(mine.partstat),
        ..call.row(&mine.listed)
    });
    let meetings = list::meetings(heading.to_owned(), rows.collect());
    call.tell(View::Meetings(meetings)).await
}

/// Those that everyone here knows of.
async fn in_this_room(call: &mut Call<'_>, mine: Vec<Mine>) -> Result<Vec<Mine>, Failure> {
    let mut here = Vec::new();
    for one in mine {
        if call.tx.find_card_in_room(&one.listed.object, &call.room.at).await?.is_some() {
            here.push(one);
        }
    }
    Ok(here)
}
