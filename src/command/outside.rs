//! Meetings that somebody organizes elsewhere: the room holds the attendees' copy (RFC 6638 §3.2.2), and its members answer
//! on the card.
//!
//! What only the organizer may do is refused. Nothing can be sent to them yet, so who is invited gets their answer as a
//! file.

use super::{Call, Done, Failure, call::name_of, edited::addresses, keep::Kept, upload::imported};
use crate::{
    itip::{self, Authority, CalendarFile, Meeting, Message, Role, Scope, Status},
    model::{CalAddress, Partstat},
    store::{Direction, StoredObject},
    view::{Attached, Cancelled, Change, Changed, Dates, Invitation, Names, Problem, Same, View},
};

/// An answer on such a copy.
#[derive(Debug)]
pub(super) struct Answer {
    /// What was kept.
    pub(super) kept: Kept,
    /// The REPLY as a file, of who is invited.
    pub(super) reply: Option<Attached>,
}

impl Call<'_> {
    /// Refuses to change what somebody organizes elsewhere.
    pub(super) fn ours(&self, stored: &StoredObject) -> Result<(), Problem> {
        match stored.object.role {
            Role::Organizer => Ok(()),
            Role::Attendee => Err(elsewhere(stored, &self.meeting(stored))),
        }
    }
}

fn elsewhere(stored: &StoredObject, meeting: &Meeting) -> Problem {
    let organizer = meeting.organizer.as_ref().map(name_of);
    Problem::OrganizedElsewhere { number: stored.number, title: meeting.summary.clone(), organizer }
}

/// An invitation from outside gets a card, on which everyone here can answer.
pub(super) async fn invite(call: &mut Call<'_>, incoming: CalendarFile, from: CalAddress) -> Done {
    let message = incoming.message(from)?;
    let senders = [message.sender.clone()];
    let step = itip::receive(None, &message.calendar, &Authority::claimed(&senders), &call.cx())?;
    call.log(Direction::In, &message, step.outcome).await?;
    let stored = call.add(step).await?;
    let meeting = call.meeting(&stored);
    if meeting.end <= call.now {
        return Err(Problem::PastTime { when: call.time_text(&meeting) }.into());
    }
    call.belongs_to(&stored).await?;
    welcome(call, &stored).await
}

/// Says what the card of such a meeting can do, and what the bot cannot.
async fn welcome(call: &mut Call<'_>, stored: &StoredObject) -> Done {
    let meeting = call.meeting(stored);
    let when = call.time_text(&meeting);
    let organizer = meeting.organizer.as_ref().map(name_of);
    let (number, title) = (stored.number, meeting.summary);
    call.tell(View::Invitation(Invitation { number, title, when, organizer })).await
}

/// A message of the organizer's about such a meeting: a change of it, or that it is off. Who dropped it only passes it on.
pub(super) async fn update(
    call: &mut Call<'_>,
    stored: StoredObject,
    incoming: CalendarFile,
    from: CalAddress,
) -> Done {
    let message = incoming.message(from)?;
    let senders = [message.sender.clone()];
    let authority = Authority::claimed(&senders);
    let step = itip::receive(Some(&stored.object), &message.calendar, &authority, &call.cx())?;
    let step = itip::with_answers(&stored.object, step);
    call.log(Direction::In, &message, step.outcome).await?;
    let before = call.meeting(&stored);
    let here = call.tx.find_card_in_room(&stored.id, &call.room.at).await?.is_some();
    if !here {
        // The same invitation came to another room before.
        call.add_card(&stored.id).await?;
    }
    let Kept { stored, changed } = call.keep(stored, step).await?;
    if !here {
        return welcome(call, &stored).await;
    }
    if !changed {
        return call.tell(call.same(&stored, Same::Import)).await;
    }
    if let Some(news) = news(call, &stored, &before) {
        let ping = addresses(&call.meeting(&stored));
        call.announce(news, &stored, &ping).await?;
    }
    let view = imported(call, &stored, true, Vec::new());
    call.tell(view).await
}

/// What of a change everyone has to know: that it is off, or at another time.
fn news(call: &Call<'_>, stored: &StoredObject, before: &Meeting) -> Option<View> {
    let after = call.meeting(stored);
    let by = after.organizer.as_ref().map(name_of);
    let (number, when) = (stored.number, call.time_text(&after));
    let dates = if stored.object.is_recurring() { Dates::All } else { Dates::Only };
    if after.status == Status::Cancelled && before.status != Status::Cancelled {
        let title = after.summary;
        return Some(View::Cancelled(Cancelled { number, title, when, reason: None, by, dates }));
    }
    let moved = (before.start, before.end) != (after.start, after.end);
    moved.then(|| {
        View::Changed(Changed {
            number,
            title: after.summary,
            by,
            what: Change::Moved,
            detail: Some(call.time_text(before).text),
            names: Names::default(),
            when,
            again: true,
            dates,
            except: Names::default(),
        })
    })
}

/// Writes the caller's answer into the copy.
pub(super) async fn answer(
    call: &mut Call<'_>,
    stored: StoredObject,
    scope: &Scope,
    (partstat, comment): (Partstat, Option<&str>),
) -> Result<Answer, Failure> {
    let who = call.me_in(&call.meeting(&stored));
    let step = itip::respond_here(&stored.object, scope, &who, partstat, comment, &call.cx())?;
    // Taking an answer back is nothing to tell the organizer: they were told nothing before.
    let sent = step.messages.first().filter(|_| partstat != Partstat::NeedsAction);
    let reply = sent.map(|message| attached(message, "reply", &stored));
    let kept = call.keep(stored, step).await?;
    Ok(Answer { kept, reply })
}

/// A message as a file, for whoever can pass it on to the organizer.
pub(super) fn attached(message: &Message, what: &str, stored: &StoredObject) -> Attached {
    let content = itip::without_guests(message.clone()).write();
    Attached { file_name: format!("{what}-{}.ics", stored.number), content }
}

/// Whether a message of a method can only be the organizer's.
pub(super) const fn is_organizers(method: itip::Method) -> bool {
    use itip::Method;
    matches!(method, Method::Request | Method::Add | Method::Cancel | Method::DeclineCounter)
}
