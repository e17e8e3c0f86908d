//! `invite`: more people.

use super::{
    Call, Doing, Done, Spec, Who,
    call::name_of_who,
    dates::{Mine, Unsaid},
    edited::{Told, addresses},
    find::Naming,
    people::people_in,
};
use crate::{
    itip::{self, Edit},
    view::{Change, Names, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "invite",
    aliases: &[],
    about: "Invite people, also by mail address.",
    usage: "[#NUMBER | LETTERS] [DATES] @PEOPLE [mail ADDRESS]",
    examples: &["invite #12 @kim", "invite #12 mail kim@example.com"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(invite(call, text))
}

async fn invite(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let tail = people_in(text);
    let mine = call.find_my_dates(&named.rest, Naming::Whole, Unsaid::Ask(Some(tail))).await?;
    let Mine { stored, meeting, scope, dates, rest } = mine;
    if !rest.is_empty() || named.people.is_empty() {
        return Err(Call::missing(&SPEC, "who shall come").into());
    }
    let names: Vec<_> = named.people.iter().map(name_of_who).collect();
    let known = addresses(&meeting);
    let fresh = named.people.into_iter().filter(|who| !known.contains(&who.address));
    let invited: Vec<_> = fresh.collect();
    let ping: Vec<_> = invited.iter().map(|who| who.address.clone()).collect();
    let fresh_names = invited.iter().map(name_of_who).collect();
    let step = itip::edit(&stored.object, &scope, &Edit::Invite(invited), &call.cx())?;
    let told = Told { names: fresh_names, ping, ..Told::of(Change::Invited, None) };
    let told = told.on(scope, dates);
    call.edited(stored, step, told, Same::Invited { names: Names::from(names) }).await
}
