//! `delegate`: somebody else comes instead (RFC 5546 §3.2.2.3).

use super::{
    Call, Doing, Done, Failure, Spec, Who, answer, call::name_of_who, dates::Found, find::Naming,
};
use crate::{
    itip::{self, Method, Refusal},
    view::{Dates, Delegated, Problem, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "delegate",
    aliases: &["send"],
    about: "Send somebody else in your place.",
    usage: "[#NUMBER] [DATES] @PERSON",
    examples: &["delegate #12 @sam"],
    who: Who::Anyone,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(delegate(call, text))
}

async fn delegate(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let Found { stored, dates, rest } = call.find_dates(&named.rest, Naming::Whole).await?;
    call.ours(&stored)?;
    let [to] = named.people.as_slice() else {
        return Err(Call::missing(&SPEC, "one person").into());
    };
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    if call.is_me(&to.address) {
        return Err(Problem::SelfDelegation.into());
    }
    let (scope, dates, meeting) = call.answered_dates(&stored, dates);
    answer::still_open(call, stored.number, &meeting)?;
    if call.organizes(&meeting) {
        return Err(Problem::OrganizerDelegation { number: stored.number }.into());
    }
    let from = call.me_in(&meeting);
    let sent = std::slice::from_ref(to);
    let messages = itip::delegate(&stored.object, &scope, &from, sent, &call.cx())
        .map_err(|refusal| match refusal {
            Refusal::AlreadyInvited => Problem::AlreadyInvited { to: name_of_who(to) }.into(),
            Refusal::DelegationLoop => Problem::DelegationLoop { to: name_of_who(to) }.into(),
            refusal => Failure::from(refusal),
        })?;
    // The REPLY is for the organizer's copy; the REQUEST to the delegate is the card and the note that pings them.
    let mut stored = stored;
    for message in messages.iter().filter(|message| message.method == Method::Reply) {
        stored = call.receive(stored, message).await?.stored;
    }
    let when = (dates != Dates::Only).then(|| call.time_text(&meeting));
    let view = Delegated {
        number: stored.number,
        dates,
        when,
        title: meeting.summary,
        from: name_of_who(&from),
        to: name_of_who(to),
    };
    call.announce(View::Delegated(view), &stored, std::slice::from_ref(&to.address)).await
}
