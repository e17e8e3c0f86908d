//! `undo`: a meeting that was just made is taken back.

use chrono::TimeDelta;

use super::{
    Call, Doing, Done, Failure, Spec, Who, cancel,
    dates::{Mine, Unsaid},
    find::Naming,
    share,
};
use crate::{
    store::StoredObject,
    view::{Dates, Problem, TakenBack, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "undo",
    aliases: &["oops"],
    about: "Take back a meeting that you have just made.",
    usage: "[#NUMBER]",
    examples: &["undo", "undo #12"],
    who: Who::Editors,
    run,
    offered: None,
};

/// For how long after it was made a meeting can be taken back.
const GOOD: TimeDelta = TimeDelta::minutes(10);

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(undo(call, text))
}

async fn undo(call: &mut Call<'_>, text: &str) -> Done {
    let newest = newest(call, text).await?;
    let text = newest.as_deref().unwrap_or(text);
    let mine = call.find_my_dates(text, Naming::Whole, Unsaid::Are(Dates::All)).await?;
    let Mine { stored, meeting, .. } = &mine;
    let is_new = stored.object.created().is_some_and(|at| call.now - at <= GOOD);
    let answered = stored.object.is_answered_by_others(&call.caller.addresses);
    if answered || !is_new {
        let (number, title) = (stored.number, meeting.summary.clone());
        return Err(Problem::TooLateToUndo { number, title, answered }.into());
    }
    if meeting.attendees.iter().any(|who| !call.is_me(&who.address)) {
        return cancel::cancel_dates(call, Mine { rest: "", ..mine }).await;
    }
    take_back(call, mine.stored).await
}

/// The meeting that the caller made last, where nothing names one.
async fn newest(call: &mut Call<'_>, text: &str) -> Result<Option<String>, Failure> {
    if !text.is_empty() || call.about.is_some() {
        return Ok(None);
    }
    let ahead = call.ahead(i64::MAX).await?;
    let Some(last) = ahead.into_iter().max_by_key(|listed| listed.number) else { return Ok(None) };
    let stored = call.tx.lookup_object(&last.object).await?;
    let is_mine = stored.is_some_and(|stored| call.organizes(&call.meeting(&stored)));
    Ok(is_mine.then(|| format!("#{}", last.number)))
}

/// What takes a meeting back.
pub(super) fn line(number: i64) -> String {
    format!("undo #{number}")
}

/// Nobody was told of it but by its card, which says so now.
async fn take_back(call: &mut Call<'_>, stored: StoredObject) -> Done {
    let (number, title) = (stored.number, call.meeting(&stored).summary);
    let view = View::TakenBack(TakenBack { number, title });
    for card in call.tx.all_cards_of(&stored.id).await? {
        share::replace(call, &card, view.clone()).await?;
    }
    // Nor is it offered any more.
    let room = call.room.at.clone();
    for offer in call.tx.messages_for(&room, &line(number)).await? {
        share::replace_message(call, &room, &offer, view.clone()).await?;
    }
    call.tx.delete_object(&stored.id).await?;
    call.tell(view).await
}
