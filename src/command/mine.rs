//! `mine`: what I am in, in every room, with what I declined.

use super::{Call, Doing, Done, Offered, Spec, Who, list};
use crate::view::{MeetingRow, View};

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
    let found = call.tx.list_mine(&call.caller.person.id, call.now, list::MOST).await?;
    let rows = found.iter().map(|mine| MeetingRow {
        mine: Some(mine.partstat),
        ..call.row(&mine.listed)
    });
    let meetings = list::meetings("Your meetings".to_owned(), rows.collect());
    call.tell(View::Meetings(meetings)).await
}
