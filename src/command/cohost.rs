//! `cohost`: others who may change it. A co-host is an attendee with ROLE=CHAIR.

use super::{
    Call, Doing, Done, Spec, Who,
    call::name_of_who,
    edited::{Told, addresses},
    find::Naming,
};
use crate::{
    itip::Edit,
    view::{Change, Problem, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "cohost",
    aliases: &[],
    about: "Let somebody else change a meeting too; `off` takes it back.",
    usage: "[#NUMBER] @PERSON [off]",
    examples: &["cohost #12 @bo", "cohost #12 @bo off"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(cohost(call, text))
}

async fn cohost(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let words = named.rest.trim();
    let (reference, on) = words.strip_suffix("off").map_or((words, true), |rest| (rest.trim(), false));
    let (stored, meeting, rest) = call.find_mine(reference, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let [who] = named.people.as_slice() else {
        return Err(Call::missing(&SPEC, "one person").into());
    };
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
    let what = if on { Change::CohostAdded } else { Change::CohostRemoved };
    let ping = vec![who.address.clone()];
    let told = Told { names: vec![name], ping, ..Told::of(what, None) };
    let view = call.changed(&stored, &told);
    call.announce(view, &stored, &told.ping).await
}
