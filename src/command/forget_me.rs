//! `forget-me`: removes what is kept of me. Asked twice, since it cannot be undone.

use super::{Call, Doing, Done, Failure, Spec, Who};
use crate::{
    itip::{self, Edit, Status},
    store::StoredObject,
    view::{Change, ForgetAsk, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "forget-me",
    aliases: &["forgetme"],
    about: "Remove what is kept of you: your answers, your zone, your name; your own meetings are called off.",
    usage: "[really]",
    examples: &["forget-me", "forget-me really"],
    who: Who::Anyone,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(forget_me(call, text))
}

async fn forget_me(call: &mut Call<'_>, text: &str) -> Done {
    let person = call.caller.person.id.clone();
    let objects = call.tx.objects_of(&person).await?;
    if !text.eq_ignore_ascii_case("really") {
        let ask = ForgetAsk { meetings: objects.len(), prefix: call.prefix().to_owned() };
        return call.tell(View::ForgetAsk(ask)).await;
    }
    for stored in objects {
        forget_in(call, stored).await?;
    }
    call.tx.forget_person(&person).await?;
    call.tell(View::Forgotten).await
}

/// Takes the caller out of one meeting; one they organize is called off and then removed.
async fn forget_in(call: &mut Call<'_>, stored: StoredObject) -> Result<(), Failure> {
    let meeting = call.meeting(&stored);
    let organizes = meeting.organizer.as_ref().is_some_and(|who| call.is_me(&who.address));
    if organizes {
        if meeting.status != Status::Cancelled && meeting.end > call.now {
            let step = itip::edit(&stored.object, &Edit::Cancel { comment: None }, &call.cx())?;
            let view = call.changed(&stored, Change::Cancelled { why: String::new() }, Vec::new());
            let others: Vec<_> = meeting.attendees.iter().map(|who| who.address.clone()).collect();
            call.announce(view, &stored, &others).await?;
            call.log_step(&step).await?;
        }
        return Ok(call.tx.delete_object(&stored.id).await?);
    }
    let mine = meeting.attendees.iter().map(|who| &who.address).filter(|who| call.is_me(who));
    let step = itip::edit(&stored.object, &Edit::Uninvite(mine.cloned().collect()), &call.cx())?;
    call.keep(stored, step).await?;
    Ok(())
}
