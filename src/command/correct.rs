//! Corrections: somebody writes a message anew that was a command, or becomes one.

use chrono::TimeDelta;

use super::{
    Asked, Call, Done, asked,
    call::name_of_who,
    edited::{Told, addresses},
    keep::Kept,
    line, new, title,
};
use crate::{
    itip::{self, Draft, Meeting, Status},
    model::{CalAddress, MessageId},
    store::StoredObject,
    view::{Change, Problem},
};

/// For how long after a command was taken its correction counts.
const CORRECTED: TimeDelta = TimeDelta::minutes(1);

/// Does what a line says that somebody wrote, or wrote anew in place of `edits`.
///
/// What a meeting was made of changes that meeting. Whatever else is written anew is a command like any other; but once a
/// minute is over, what was done stays done.
///
/// # Errors
///
/// [`Failure`](super::Failure): a problem that the person is told, or the database's.
pub async fn said(call: &mut Call<'_>, text: &str, edits: Option<&MessageId>) -> Done {
    let room = call.room.at.clone();
    let taken = match edits {
        Some(original) => call.tx.command_taken(&room, original).await?.zip(Some(original)),
        None => None,
    };
    let Some((at, original)) = taken else { return command(call, text).await };
    let made = made_by(call, original).await?;
    let late = call.now - at > CORRECTED;
    if let (Some(stored), Some(words)) = (&made, of_new(call, text)) {
        if late && is_same(call, stored, words).await {
            return Ok(());
        }
        if !late && is_to_be_changed(call, stored) {
            return change(call, stored.clone(), words).await;
        }
    }
    if late {
        let number = made.map(|stored| stored.number);
        return Err(Problem::TooLateToCorrect { number }.into());
    }
    command(call, text).await
}

/// A command, which can be corrected from now on. One that fails is rolled back with all of this, and so was none.
async fn command(call: &mut Call<'_>, text: &str) -> Done {
    line(call, text).await?;
    if let Some(message) = &call.message {
        call.tx.remember_command(&call.room.at, message, call.now).await?;
    }
    Ok(())
}

/// The meeting that a command made.
async fn made_by(
    call: &mut Call<'_>,
    command: &MessageId,
) -> Result<Option<StoredObject>, super::Failure> {
    let room = call.room.at.clone();
    match call.tx.find_object_by_message(&room, command).await? {
        Some(object) => Ok(call.tx.lookup_object(&object).await?),
        None => Ok(None),
    }
}

/// What a line says of a new meeting, where it is about one.
fn of_new<'t>(call: &Call<'_>, text: &'t str) -> Option<&'t str> {
    match asked(text) {
        Asked::Command(spec, _) if title::reads_so(call, spec, text) => Some(text.trim()),
        Asked::Command(spec, rest) => (spec.name == new::SPEC.name).then_some(rest),
        Asked::Sentence(sentence) => Some(sentence),
        Asked::Nothing => None,
    }
}

fn is_to_be_changed(call: &Call<'_>, stored: &StoredObject) -> bool {
    let meeting = call.meeting(stored);
    call.organizes(&meeting) && meeting.status != Status::Cancelled
}

/// Whether words say of a meeting what it is already.
async fn is_same(call: &mut Call<'_>, stored: &StoredObject, words: &str) -> bool {
    let Ok((draft, _)) = new::draft(call, words).await else { return false };
    let revised = itip::revise(&stored.object, &draft, &call.cx());
    revised.is_ok_and(|step| step.object.as_ref() == Some(&stored.object))
}

/// Makes a meeting what it should have been, in one edit. Those are told whom it concerns: who is invited now, who is not
/// any more, and everyone else of another time.
async fn change(call: &mut Call<'_>, stored: StoredObject, words: &str) -> Done {
    let (draft, assumed) = new::draft(call, words).await?;
    let before = call.meeting(&stored);
    let repeated = call.rhythm(&stored.object).repeats;
    let step = itip::revise(&stored.object, &draft, &call.cx())?;
    let made = call.tx.last_step(&stored.id).await?.filter(|step| step.before.is_none());
    let Kept { stored, changed } = call.keep(stored, step).await?;
    if made.is_some() && changed {
        // It is what it should have been when it was made, so to undo it is to take it back.
        call.remember_step(&stored, None).await?;
    }
    if !changed {
        return Ok(());
    }
    call.say_back_series(&stored, &assumed, None, &[]).await?;
    let after = call.meeting(&stored);
    let rhythm = call.rhythm(&stored.object).repeats;
    let mut news = news(call, &before, &after, &draft);
    if rhythm != repeated {
        news.extend(of_rhythm(call, &before, rhythm));
    }
    for told in news {
        let view = call.changed(&stored, &told);
        call.announce(view, &stored, &told.ping).await?;
    }
    Ok(())
}

/// That a meeting repeats otherwise than before, for the others in it.
fn of_rhythm(call: &Call<'_>, before: &Meeting, repeats: Option<String>) -> Option<Told> {
    let ping = addresses(before);
    let alone = ping.iter().all(|address| call.is_me(address));
    (!alone).then(|| Told { ping, ..Told::of(Change::Rhythm, repeats) })
}

/// What a correction changes for others.
fn news(call: &Call<'_>, before: &Meeting, after: &Meeting, draft: &Draft) -> Vec<Told> {
    let (were, are) = (addresses(before), addresses(after));
    let mut news = Vec::new();
    if before.span != after.span {
        let stay = |address: &CalAddress| were.contains(address);
        let ping = are.iter().filter(|address| stay(address)).cloned().collect();
        let former = call.time_text(before).text;
        news.push(Told { ping, ..Told::of(Change::Moved, Some(former)) });
    }
    let fresh = draft.attendees.iter().filter(|who| !were.contains(&who.address));
    let fresh: Vec<_> = fresh.collect();
    if !fresh.is_empty() {
        news.push(Told {
            names: fresh.iter().map(|who| name_of_who(who)).collect(),
            ping: fresh.iter().map(|who| who.address.clone()).collect(),
            ..Told::of(Change::Invited, None)
        });
    }
    let gone: Vec<_> = before.attendees.iter().filter(|one| !are.contains(&one.address)).collect();
    if !gone.is_empty() {
        news.push(Told {
            names: gone.iter().map(|one| super::name_of(one)).collect(),
            ping: gone.iter().map(|one| one.address.clone()).collect(),
            ..Told::of(Change::Uninvited, None)
        });
    }
    // Where nobody else is in it, nobody has to be told.
    let alone = |told: &Told| told.ping.iter().all(|address| call.is_me(address));
    news.retain(|told| !alone(told));
    news
}
