//! `delegate`: somebody else comes instead (RFC 5546 §3.2.2.3).

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who, answer,
    call::name_of_who,
    dates::Found,
    decide::day_of,
    fill::Values,
    find::Naming,
    offer::{DATES, MEETING, WHO},
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
    offered: Some(Offered {
        fields: &[WHO.needed().about("Who comes in your place."), MEETING, DATES],
        form: false,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(delegate(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn delegate(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let found = call.find_dates(&named.rest, Naming::Whole).await?;
    call.ours(&found.stored)?;
    let [to] = named.people.as_slice() else {
        return Err(Call::missing(&SPEC, "one person").into());
    };
    if !found.rest.is_empty() {
        let extra = found.rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    send(call, found, to).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let people = call.filled_people(values, &[WHO]).await?;
    let [to] = people.as_slice() else {
        return Err(Call::missing(&SPEC, "one person").into());
    };
    let found = call.filled_found(values).await?;
    send(call, found, to).await
}

async fn send(call: &mut Call<'_>, found: Found<'_>, to: &itip::Who) -> Done {
    call.ours(&found.stored)?;
    if call.is_me(&to.address) {
        return Err(Problem::SelfDelegation.into());
    }
    let (scope, dates, meeting) = call.answered_dates(&found)?;
    let stored = found.stored;
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
    let day = day_of(&stored, &scope, call.room_zone());
    let view = Delegated {
        number: stored.number,
        dates,
        when,
        day,
        title: meeting.summary,
        from: name_of_who(&from),
        to: name_of_who(to),
    };
    call.announce(View::Delegated(view), &stored, std::slice::from_ref(&to.address)).await
}
