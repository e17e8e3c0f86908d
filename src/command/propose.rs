//! `propose`: another time, as a counter-proposal (RFC 5546 §3.2.7) that the organizer decides.

use super::{
    Call, Doing, Done, Offered, Spec, Who, answer,
    call::{name_of, name_of_who, time_text},
    dates::{self, Found},
    decide,
    fill::Values,
    find::Naming,
    offer::{DATES, MEETING, WHEN, WHY},
    outside::attached,
    text::{bounded, one_line},
};
use crate::{
    itip::{self, Meeting, Message, Role},
    model::Span,
    store::StoredObject,
    when,
    view::{CounterFile, Dates, Problem, Proposed, Same, TimeText, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "propose",
    aliases: &["counter", "suggest"],
    about: "Propose another time; the organizer accepts or declines it.",
    usage: "[#NUMBER] [DATES] WHEN [because WHY]",
    examples: &["propose thu 15:00", "propose #12 fri 10:00 because I am in a train"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[MEETING, WHEN, WHY, DATES],
        form: true,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(propose(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn propose(call: &mut Call<'_>, text: &str) -> Done {
    // "thu 15:00" is a time, whatever meeting has "Thursday" in its title.
    let (phrase, _) = text.split_once(" because ").unwrap_or((text, ""));
    let is_time = when::read_phrase(dates::leading(phrase, call.language()).1, &call.when()).is_ok();
    let naming = if is_time { Naming::Not } else { Naming::BeforeMore };
    let found = call.find_dates(text, naming).await?;
    let found = call.day_before_time(found);
    let (phrase, why) = found.rest.split_once(" because ").unwrap_or((found.rest, ""));
    propose_time(call, found, phrase, why).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let found = call.filled_found(values).await?;
    propose_time(call, found, &values.line(&WHEN), &values.line(&WHY)).await
}

async fn propose_time(call: &mut Call<'_>, found: Found<'_>, phrase: &str, why: &str) -> Done {
    let (scope, dates, meeting) = call.answered_dates(&found)?;
    let stored = found.stored;
    answer::still_open(call, stored.number, &meeting)?;
    if meeting.organizer.as_ref().is_some_and(|organizer| call.is_me(&organizer.address)) {
        return Err(Problem::OwnProposal { number: stored.number }.into());
    }
    let from = call.span_from(&stored, dates, &meeting);
    let (span, _) = call.new_time(phrase, &from, (&SPEC, stored.number))?;
    let old = call.time_text(&meeting);
    if span == meeting.span {
        return call.tell(call.same(&stored, Same::Time { when: old })).await;
    }
    bounded(why, "reason")?;
    let comment = Some(one_line(why)).filter(|why| !why.is_empty());
    let who = call.me_in(&meeting);
    let cx = call.cx();
    let alike = call.alike(phrase, &from, &span, (&SPEC, stored.number));
    let proposed = call.span_for(&stored, dates, span.clone(), alike)?;
    let message =
        itip::counter(&stored.object, &scope, &who, &proposed, comment.as_deref(), &cx)?;
    if stored.object.role == Role::Attendee {
        return outside(call, &stored, &message, &span).await;
    }
    let kept = call.receive(stored, &message).await?;
    let zone = call.room_zone();
    let new = time_text(&span, zone, call.now);
    if !kept.changed {
        return call.tell(call.same(&kept.stored, Same::Proposal { when: new })).await;
    }
    let day = decide::day_of(&kept.stored, &scope, zone).filter(|_| dates == Dates::This);
    let open = Open { who: &who, new, comment, dates, day };
    announce(call, &kept.stored, &meeting, open).await
}

/// A proposal that is open now.
#[derive(Debug)]
pub(super) struct Open<'p> {
    /// Who proposes.
    pub(super) who: &'p itip::Who,
    /// The time they would have.
    pub(super) new: TimeText,
    /// Why, in their words.
    pub(super) comment: Option<String>,
    /// Which dates of a series it is about.
    pub(super) dates: Dates,
    /// The day of that date as it is typed, where it is about one.
    pub(super) day: Option<String>,
}

/// Tells everyone of a proposal, and asks the organizer.
pub(super) async fn announce(
    call: &mut Call<'_>,
    stored: &StoredObject,
    meeting: &Meeting,
    open: Open<'_>,
) -> Done {
    let organizer = meeting.organizer.as_ref();
    let view = Proposed {
        number: stored.number,
        title: meeting.summary.clone(),
        who: name_of_who(open.who),
        old: call.time_text(meeting),
        new: open.new,
        comment: open.comment,
        organizer: organizer.map(name_of).unwrap_or_default(),
        from_key: open.who.address.key().to_owned(),
        dates: open.dates,
        day: open.day,
    };
    let ping: Vec<_> = organizer.iter().map(|organizer| organizer.address.clone()).collect();
    call.announce(View::Proposed(view), stored, &ping).await
}

/// The COUNTER of somebody who is invited from elsewhere, as a file for the organizer.
async fn outside(
    call: &mut Call<'_>,
    stored: &StoredObject,
    message: &Message,
    span: &Span,
) -> Done {
    if !stored.object.invites(&message.sender) {
        return Err(Problem::NotAsked.into());
    }
    let meeting = call.meeting(stored);
    let view = CounterFile {
        number: stored.number,
        title: meeting.summary,
        when: time_text(span, call.room_zone(), call.now),
        organizer: meeting.organizer.as_ref().map(name_of),
        file: attached(message, "counter", stored),
    };
    call.tell(View::CounterFile(view)).await
}
