//! `undo`: the last step is taken back, or the meeting that was just made.

use chrono::TimeDelta;

use super::{
    Call, Doing, Done, Failure, Spec, Who, cancel,
    dates::{Found, Mine, Unsaid},
    edited::{Told, addresses},
    find::Naming,
    share,
};
use crate::{
    itip::{self, Object},
    store::{LastStep, StoredObject},
    view::{Change, Dates, Problem, TakenBack, TooLate, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "undo",
    aliases: &["oops"],
    about: "Take back what you last did to a meeting: a change, or making it.",
    usage: "[#NUMBER]",
    examples: &["undo", "undo #12"],
    who: Who::Editors,
    run,
    offered: None,
};

/// For how long a step can be taken back.
pub(super) const GOOD: TimeDelta = TimeDelta::minutes(10);

/// So many dates are compared to see whether people have to know that it is at another time.
const COMPARED: usize = 100;

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(undo(call, text))
}

async fn undo(call: &mut Call<'_>, text: &str) -> Done {
    let stored = meant(call, text).await?;
    call.ours(&stored)?;
    call.may_change(&stored.object.meeting(call.room_zone()))?;
    let step = mine(call, &stored).await?;
    match step.before {
        Some(_) => revert(call, stored, step).await,
        None => unmake(call, stored).await,
    }
}

/// The meeting that is named; without a name the one to which the caller did something last.
async fn meant(call: &mut Call<'_>, text: &str) -> Result<StoredObject, Failure> {
    if text.is_empty() && call.about.is_none() {
        let (person, room) = (call.caller.person.id.clone(), call.room.at.clone());
        if let Some(id) = call.tx.newest_step(&person, &room).await?
            && let Some(stored) = call.tx.lookup_object(&id).await?
        {
            let named = format!("#{}", stored.number);
            return Ok(call.find(&named, Naming::Whole).await?.0);
        }
    }
    let (stored, rest) = call.find(text, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    Ok(stored)
}

/// What the caller did last to a meeting, while nobody did anything to it since and it can be taken back.
async fn mine(call: &mut Call<'_>, stored: &StoredObject) -> Result<LastStep, Failure> {
    let step = call.tx.last_step(&stored.id).await?;
    let is_new = stored.object.created().is_some_and(|at| call.now - at <= GOOD);
    let why = match step {
        Some(step) if call.now - step.at > GOOD && step.before.is_none() => TooLate::Made,
        Some(step) if call.now - step.at > GOOD => TooLate::Done,
        Some(step) if step.person != call.caller.person.id => TooLate::OfOthers,
        Some(step) => return Ok(step),
        None if is_new => TooLate::Changed,
        None => TooLate::Done,
    };
    Err(too_late(call, stored, why).into())
}

fn too_late(call: &Call<'_>, stored: &StoredObject, why: TooLate) -> Problem {
    Problem::TooLateToUndo { number: stored.number, title: call.meeting(stored).summary, why }
}

/// Makes a meeting again what it was before a step.
async fn revert(call: &mut Call<'_>, stored: StoredObject, step: LastStep) -> Done {
    let (was, zone) = (stored.object.clone(), call.room_zone());
    let before = step.before.unwrap_or_else(|| was.calendar.clone());
    let reverted = itip::take_back(&was, &before, &call.cx())?;
    let kept = call.keep(stored, reverted).await?;
    for mut one in call.tx.list_taken(&kept.stored.id).await? {
        if one.at == step.at && kept.stored.object.still_out(&one.taken, call.now, zone).is_empty() {
            one.taken.dates.clear();
            call.tx.put_taken(&one).await?;
        }
    }
    let dates = |object: &Object| -> Vec<_> {
        let dates = object.next_dates(call.now, COMPARED, zone);
        dates.into_iter().map(|date| date.span).collect()
    };
    let moved = dates(&was) != dates(&kept.stored.object);
    let ping = if moved { addresses(&call.meeting(&kept.stored)) } else { Vec::new() };
    let told = Told { ping, ..Told::of(Change::TakenBack, None) };
    let view = call.changed(&kept.stored, &told);
    call.announce(view, &kept.stored, &told.ping).await
}

/// Takes a new meeting back; who was invited hears that it is off.
async fn unmake(call: &mut Call<'_>, stored: StoredObject) -> Done {
    if stored.object.is_answered_by_others(&call.caller.addresses) {
        return Err(too_late(call, &stored, TooLate::Answered).into());
    }
    let Mine { stored, meeting, scope, dates, .. } =
        call.mine(Found::shown(stored), Unsaid::Are(Dates::All))?;
    if meeting.attendees.iter().any(|who| !call.is_me(&who.address)) {
        return cancel::cancel_dates(call, Mine { stored, meeting, scope, dates, rest: "" }).await;
    }
    take_back(call, stored).await
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
