//! `cancel`: called off. Everyone gets a CANCEL (RFC 5546 §3.2.5).

use super::{
    Call, Doing, Done, Offered, Spec, Who,
    dates::{Found, Mine, Unsaid},
    edited::addresses,
    fill::Values,
    offer::{DATES, MEETING, WHY},
    skip,
    text::{bounded, one_line},
};
use crate::{
    itip::{self, Date, Edit},
    view::{Cancelled, Problem, Same, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "cancel",
    aliases: &["delete"],
    about: "Call a meeting off; everyone in it is told.",
    usage: "[#NUMBER | LETTERS] [DATES] [WHY]",
    examples: &["cancel #12 room is gone", "cancel #12 this and following"],
    who: Who::Editors,
    run,
    offered: Some(Offered {
        fields: &[MEETING, WHY, DATES],
        form: true,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(cancel(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn cancel(call: &mut Call<'_>, text: &str) -> Done {
    let (found, dates) = skip::some_dates(call, text).await?;
    cancel_some(call, found, &dates).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let why = values.line(&WHY);
    let mut found = call.filled_found(values).await?;
    let dates = std::mem::take(&mut found.several);
    cancel_some(call, Found { rest: &why, ..found }, &dates).await
}

/// Calls the dates off that were named; of more than one by its day, these.
async fn cancel_some(call: &mut Call<'_>, found: Found<'_>, dates: &[Date]) -> Done {
    let mine = call.mine(found, Unsaid::Ask(None))?;
    if dates.is_empty() {
        return cancel_dates(call, mine).await;
    }
    skip::take_out(call, mine.stored, dates, mine.rest).await
}

/// Calls some dates of a meeting off; what is left of the text says why.
pub(super) async fn cancel_dates(call: &mut Call<'_>, mine: Mine<'_>) -> Done {
    let Mine { stored, meeting, scope, dates, rest: why } = mine;
    if meeting.end <= call.now {
        let title = meeting.summary;
        return Err(Problem::PastMeeting { number: stored.number, title }.into());
    }
    bounded(why, "reason")?;
    let reason = Some(one_line(why)).filter(|why| !why.is_empty());
    let edit = Edit::Cancel { comment: reason.clone() };
    let step = itip::edit(&stored.object, &scope, &edit, &call.cx())?;
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
        dates,
    };
    call.announce(View::Cancelled(view), &stored, &ping).await
}
