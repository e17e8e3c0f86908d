//! `cohost`: others who may change it. A co-host is an attendee with ROLE=CHAIR.

use super::{
    Call, Doing, Done, Offered, Spec, Who,
    call::name_of_who,
    edited::{Told, addresses},
    fill::Values,
    find::Naming,
    offer::{MAY, MEETING, WHO},
};
use crate::{
    itip::{self, Edit},
    store::StoredObject,
    view::{Change, Problem, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "cohost",
    aliases: &[],
    about: "Let somebody else change a meeting too, or no longer.",
    usage: "[#NUMBER] @PERSON [off]",
    examples: &["cohost #12 @bo", "cohost #12 @bo off"],
    who: Who::Editors,
    run,
    offered: Some(Offered {
        fields: &[WHO.needed().about("Who shall change it too."), MEETING, MAY],
        form: false,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(cohost(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn cohost(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let words = named.rest.trim();
    let (reference, on) = words.strip_suffix("off").map_or((words, true), |rest| (rest.trim(), false));
    let (stored, _, rest) = call.find_mine(reference, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let [who] = named.people.as_slice() else {
        return Err(Call::missing(&SPEC, "one person").into());
    };
    let_change(call, stored, who, on).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let people = call.filled_people(values, &[WHO]).await?;
    let [who] = people.as_slice() else {
        return Err(Call::missing(&SPEC, "one person").into());
    };
    let stored = call.filled_meeting(values).await?;
    let_change(call, stored, who, values.get(&MAY) != Some("off")).await
}

async fn let_change(
    call: &mut Call<'_>,
    stored: StoredObject,
    who: &itip::Who,
    on: bool,
) -> Done {
    let meeting = call.to_change(&stored)?;
    let name = name_of_who(who);
    let known = addresses(&meeting).contains(&who.address);
    let mut object = stored.object.clone();
    if on && !known {
        object = call.apply(&object, &Edit::Invite(vec![who.clone()])).await?;
    }
    if on || known {
        object = call.apply(&object, &Edit::Cohost(who.address.clone(), on)).await?;
    }
    let same = if on { Same::Cohost { name: name.clone() } } else { Same::NoCohost { name: name.clone() } };
    if object == stored.object {
        return call.tell(call.same(&stored, same)).await;
    }
    let stored = call.put(stored, object).await?;
    call.tx.drop_step(&stored.id).await?;
    let what = if on { Change::CohostAdded } else { Change::CohostRemoved };
    let ping = vec![who.address.clone()];
    let told = Told { names: vec![name], ping, ..Told::of(what, None) };
    let view = call.changed(&stored, &told);
    call.announce(view, &stored, &told.ping).await
}
