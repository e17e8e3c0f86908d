//! `cancel`: called off. Everyone gets a CANCEL (RFC 5546 §3.2.5).

use super::{
    Call, Doing, Done, Spec, Who,
    edited::addresses,
    find::Naming,
    text::{bounded, one_line},
};
use crate::{
    itip::{self, Edit, Scope},
    view::{Cancelled, Problem, Same, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "cancel",
    aliases: &["delete"],
    about: "Call a meeting off; everyone in it is told.",
    usage: "[#NUMBER | LETTERS] [WHY]",
    examples: &["cancel #12 room is gone"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(cancel(call, text))
}

async fn cancel(call: &mut Call<'_>, text: &str) -> Done {
    let (stored, meeting, why) = call.find_mine(text, Naming::First).await?;
    if meeting.end <= call.now {
        let title = meeting.summary;
        return Err(Problem::PastMeeting { number: stored.number, title }.into());
    }
    bounded(why, "reason")?;
    let reason = Some(one_line(why)).filter(|why| !why.is_empty());
    let edit = Edit::Cancel { comment: reason.clone() };
    let step = itip::edit(&stored.object, &Scope::Whole, &edit, &call.cx())?;
    let Some(stored) = call.keep_or_same(stored, step, Same::Cancelled).await? else {
        return Ok(());
    };
    let ping = addresses(&meeting);
    let view = Cancelled {
        number: stored.number,
        when: call.time_text(&meeting),
        title: meeting.summary,
        reason,
        by: Some(call.caller.user.name.clone()),
    };
    call.announce(View::Cancelled(view), &stored, &ping).await
}
