//! `show`: one meeting in full.

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who, card::proposals, dates::Found, fill::Values,
    find::Naming, offer::MEETING,
};
use crate::{
    itip::Scope,
    model::InstanceId,
    store::StoredObject,
    view::{Problem, Show, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "show",
    aliases: &["who"],
    about: "Show a meeting in full: every name, every comment, who has not answered.",
    usage: "[#NUMBER | LETTERS] [DAY]",
    examples: &["show #12", "show sprint", "show #12 on 24 dec"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[MEETING],
        form: false,
        private: true,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(show(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn show(call: &mut Call<'_>, text: &str) -> Done {
    let found = call.find_dates(text, Naming::Whole).await?;
    let instance = named(call, &found)?;
    show_it(call, &found.stored, instance).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let stored = call.filled_meeting(values).await?;
    show_it(call, &stored, None).await
}

/// The date that was named, where one was.
fn named(call: &Call<'_>, found: &Found<'_>) -> Result<Option<InstanceId>, Problem> {
    call.only_one(found)?;
    Ok(found.on.as_ref().map(Scope::instance))
}

async fn show_it(call: &mut Call<'_>, stored: &StoredObject, named: Option<InstanceId>) -> Done {
    if named.is_none() && bring_back(call, stored).await? {
        return Ok(());
    }
    let others = call.tx.zones_of_attendees(&stored.id).await?;
    let instance = named.unwrap_or_else(|| call.instance_of(stored));
    let taken = call.tx.list_taken(&stored.id).await?;
    let taken: Vec<_> = taken.into_iter().map(|one| one.taken).collect();
    let mut card =
        super::card(stored, &instance, &taken, call.room_zone(), others, call.now);
    if instance == InstanceId::Whole {
        card.proposals = proposals(stored, call.room_zone(), call.now);
    }
    call.tell(View::Show(Show { card })).await
}

/// Posts the card again that somebody has taken away, or that the network would not have; false where it is there, on
/// its way, or of another room.
async fn bring_back(call: &mut Call<'_>, stored: &StoredObject) -> Result<bool, Failure> {
    let Some(card) = call.tx.find_card_in_room(&stored.id, &call.room.at).await? else {
        return Ok(false);
    };
    let lost = card.message.is_none() && !call.tx.is_card_on_its_way(&card.id).await?;
    let missing = call.tx.unhide_card(&card.id).await? || lost;
    if missing {
        call.tx.enqueue_card(&card.id, call.now).await?;
    }
    Ok(missing)
}
