//! `mine`: what I am in, in every room, with what I declined.

use super::{Call, Doing, Done, Failure, Offered, Spec, Who, list, text::one_line};
use crate::{
    store::Mine,
    view::{MeetingRow, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "mine",
    aliases: &["my"],
    about: "Show the meetings you are in, with your answers.",
    usage: "",
    examples: &["mine", "mine next week"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[],
        form: false,
        private: true,
        fill: |call, _| Box::pin(mine(call, "")),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(mine(call, text))
}

async fn mine(call: &mut Call<'_>, text: &str) -> Done {
    let text = text.trim();
    let mut found = call.tx.list_mine(&call.caller.person.id, call.now, list::MOST).await?;
    let mut heading = "Your meetings".to_owned();
    if !text.is_empty() && !text.eq_ignore_ascii_case("all") {
        let (from, to) = call.stretch(text)?;
        found.retain(|mine| mine.listed.starts_at < to && mine.listed.ends_at > from);
        heading = format!("Your meetings, {}", one_line(text));
    }
    if call.overheard {
        let all = found.len();
        found = in_this_room(call, found).await?;
        if found.len() < all {
            heading.push_str(" in this room; for all of them ask me where nobody else is");
        }
    }
    let rows = found.iter().map(|mine| MeetingRow {
        mine: Some(mine.partstat),
        ..call.row(&mine.listed)
    });
    let meetings = list::meetings(heading, rows.collect());
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
