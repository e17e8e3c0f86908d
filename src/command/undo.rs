//! `undo`: the last step is taken back, or the meeting that was just made.

use chrono::TimeDelta;

use super::{
    Call, Doing, Done, Failure, Spec, Who, cancel,
    dates::{Found, Mine, Unsaid},
    edited::{Told, addresses},
    find::Naming,
    new, share,
};
use crate::{
    itip::{self, Date, Object, Scope},
    model::InstanceId,
    store::{Did, LastStep, StoredObject},
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
    is_of_card(call, &stored, &step)?;
    match step.before {
        Some(_) => revert(call, stored, step).await,
        None => unmake(call, stored).await,
    }
}

/// The meeting that is named; without a name the one to which the caller did something last.
async fn meant(call: &mut Call<'_>, text: &str) -> Result<StoredObject, Failure> {
    if text.is_empty() && call.about.is_none() {
        return last(call).await;
    }
    let (stored, rest) = call.find(text, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    Ok(stored)
}

/// The meeting to which the caller did something last here. Where that was something else, or has no undo, nothing older is
/// taken back in its place.
async fn last(call: &mut Call<'_>) -> Result<StoredObject, Failure> {
    let did = did_last(call).await?.ok_or(Problem::NothingToUndo)?;
    let stored = match &did.object {
        Some(id) => call.tx.lookup_object(id).await?,
        None => None,
    };
    let Some(stored) = stored else {
        let command = Some(did.command).filter(|command| *command != new::SPEC.name);
        return Err(Problem::NoUndo { command, number: None, title: None, before: false }.into());
    };
    if did.step {
        let named = format!("#{}", stored.number);
        return Ok(call.find(&named, Naming::Whole).await?.0);
    }
    if did.command == SPEC.name {
        return Err(too_late(call, &stored, TooLate::Undone).into());
    }
    let step = call.tx.last_step(&stored.id).await?;
    let me = &call.caller.person.id;
    let before = step.is_some_and(|step| step.person == *me && call.now - step.at <= GOOD);
    let (number, title) = (Some(stored.number), Some(call.meeting(&stored).summary));
    let command = Some(did.command).filter(|command| *command != new::SPEC.name);
    Err(Problem::NoUndo { command, number, title, before }.into())
}

/// What the caller did last in this room, while it can be taken back.
async fn did_last(call: &mut Call<'_>) -> Result<Option<Did>, Failure> {
    let did = call.tx.last_did(&call.caller.person.id, &call.room.at).await?;
    Ok(did.filter(|did| call.now - did.at <= GOOD))
}

/// What the caller did last to a meeting, while nobody did anything to it since and it can be taken back.
async fn mine(call: &mut Call<'_>, stored: &StoredObject) -> Result<LastStep, Failure> {
    let step = call.tx.last_step(&stored.id).await?;
    let is_undone =
        |did: Did| did.command == SPEC.name && did.object.as_ref() == Some(&stored.id);
    let undone = did_last(call).await?.is_some_and(is_undone);
    let is_new = stored.object.created().is_some_and(|at| call.now - at <= GOOD);
    let why = match step {
        Some(step) if call.now - step.at > GOOD && step.before.is_none() => TooLate::Made,
        Some(step) if call.now - step.at > GOOD => TooLate::Done,
        Some(step) if step.person != call.caller.person.id => TooLate::OfOthers,
        Some(step) => return Ok(step),
        None if undone => TooLate::Undone,
        None if is_new => TooLate::Changed,
        None => TooLate::Done,
    };
    Err(too_late(call, stored, why).into())
}

/// Refuses to take something back by the card of a date that it did not change.
fn is_of_card(call: &Call<'_>, stored: &StoredObject, step: &LastStep) -> Result<(), Problem> {
    let instance = call.instance_of(stored);
    if instance == InstanceId::Whole {
        return Ok(());
    }
    let shown = |object: &Object| {
        let meeting = object.meeting_of(&instance, call.now, call.room_zone()).1;
        (meeting.summary, meeting.location, meeting.description, meeting.span, meeting.status)
    };
    let before = step.before.clone().map(|calendar| Object { calendar, ..stored.object.clone() });
    if before.is_some_and(|before| shown(&before) != shown(&stored.object)) {
        return Ok(());
    }
    Err(too_late(call, stored, TooLate::OtherDates))
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
    let dates = |object: &Object| object.next_dates(call.now, COMPARED, zone);
    let (before, after) = (dates(&was), dates(&kept.stored.object));
    let spans = |dates: &[Date]| dates.iter().map(|date| date.span.clone()).collect::<Vec<_>>();
    let moved = spans(&before) != spans(&after);
    let ping = if moved { addresses(&call.meeting(&kept.stored)) } else { Vec::new() };
    let told = Told::of(Change::TakenBack, None).on(first_back(&before, &after), Dates::Only);
    let told = Told { ping, ..told };
    let view = call.changed(&kept.stored, &told);
    call.announce(view, &kept.stored, &told.ping).await
}

/// The first date that is back as it was, whichever the card shows; the whole, where there is none.
fn first_back(before: &[Date], after: &[Date]) -> Scope {
    // Of what is behind the last that was looked at nothing is known.
    let last = before.last().filter(|_| before.len() == COMPARED).map(|date| date.start);
    let is_known = |date: &Date| {
        let same = |old: &Date| (&old.span, &old.summary) == (&date.span, &date.summary);
        before.iter().any(same) || last.is_some_and(|last| date.start > last)
    };
    after.iter().find(|date| !is_known(date)).map_or(Scope::Whole, Date::scope)
}

/// Takes a new meeting back; who was invited hears that it is off.
async fn unmake(call: &mut Call<'_>, stored: StoredObject) -> Done {
    if stored.object.is_answered_by_others(&call.caller.addresses) {
        return Err(too_late(call, &stored, TooLate::Answered).into());
    }
    let Mine { stored, meeting, scope, dates, .. } =
        call.mine(Found::shown(stored), Unsaid::Are(Dates::All))?;
    if meeting.attendees.iter().any(|who| !call.is_me(&who.address)) {
        let id = stored.id.clone();
        cancel::cancel_dates(call, Mine { stored, meeting, scope, dates, rest: "" }).await?;
        // It was taken back, which is no step of its own.
        call.tx.drop_step(&id).await?;
        return call.did(Some(&id)).await;
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
    call.did(None).await?;
    call.tell(view).await
}
