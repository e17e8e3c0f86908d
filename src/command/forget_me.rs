//! `forget-me`: removes what is kept of me. Asked twice, since it cannot be undone.

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who, edited::addresses, offer::SURE,
};
use crate::{
    itip::{self, Edit, Status},
    store::StoredObject,
    view::{Cancelled, Dates, ForgetAsk, Forgotten, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "forget-me",
    aliases: &["forgetme"],
    about: "Remove what is kept of you: your answers, your zone, your name; your own meetings are called off.",
    usage: "[yes]",
    examples: &["forget-me", "forget-me yes"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[SURE],
        form: false,
        private: false,
        fill: |call, values| Box::pin(async { forget_me(call, &values.line(&SURE)).await }),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(forget_me(call, text))
}

async fn forget_me(call: &mut Call<'_>, text: &str) -> Done {
    let person = call.caller.person.id.clone();
    let mut mine = Vec::new();
    for object in call.tx.objects_of(&person).await? {
        mine.extend(call.tx.lookup_object(&object).await?);
    }
    let organized = mine.iter().filter(|stored| call.organizes(&call.meeting(stored))).count();
    let meetings = i64::try_from(organized).unwrap_or(i64::MAX);
    let answers = i64::try_from(mine.len() - organized).unwrap_or(i64::MAX);
    if !text.eq_ignore_ascii_case("yes") {
        return call.tell(View::ForgetAsk(ForgetAsk { meetings, answers })).await;
    }
    for stored in mine {
        forget_in(call, stored).await?;
    }
    call.tx.forget_person(&person).await?;
    call.tell(View::Forgotten(Forgotten { meetings, answers })).await
}

/// Takes the caller out of one meeting; one they organize is called off for the others first, and its card stays,
/// struck through and without their name.
async fn forget_in(call: &mut Call<'_>, mut stored: StoredObject) -> Result<(), Failure> {
    let meeting = call.meeting(&stored);
    let ahead = meeting.status != Status::Cancelled && meeting.end > call.now;
    if call.organizes(&meeting) && ahead {
        let edit = Edit::Cancel { comment: None };
        let cancelled = call.apply(&stored.object, &edit).await?;
        stored = call.put(stored, cancelled).await?;
        let ping = addresses(&meeting);
        let dates = if stored.object.is_recurring() { Dates::All } else { Dates::Only };
        let view = Cancelled {
            number: stored.number,
            when: call.time_text(&meeting),
            title: meeting.summary,
            reason: None,
            by: Some("The organizer".to_owned()),
            dates,
        };
        call.announce(View::Cancelled(view), &stored, &ping).await?;
    }
    let without = itip::forget(&stored.object, &call.caller.addresses);
    let stored = call.put(stored, without).await?;
    call.tx.drop_step(&stored.id).await?;
    Ok(())
}
