//! `invite`: more people.

use super::{
    Call, Doing, Done, Spec, Who,
    call::name_of_who,
    edited::{Told, addresses},
    find::Naming,
};
use crate::{
    itip::{self, Edit, Scope},
    view::{Change, Names, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "invite",
    aliases: &[],
    about: "Invite people, also by mail address.",
    usage: "[#NUMBER | LETTERS] @PEOPLE [mail ADDRESS]",
    examples: &["invite #12 @kim", "invite #12 mail kim@example.com"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(invite(call, text))
}

async fn invite(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let (stored, meeting, rest) = call.find_mine(&named.rest, Naming::Whole).await?;
    if !rest.is_empty() || named.people.is_empty() {
        return Err(Call::missing(&SPEC, "who shall come").into());
    }
    let names: Vec<_> = named.people.iter().map(name_of_who).collect();
    let known = addresses(&meeting);
    let fresh = named.people.into_iter().filter(|who| !known.contains(&who.address));
    let invited: Vec<_> = fresh.collect();
    let ping: Vec<_> = invited.iter().map(|who| who.address.clone()).collect();
    let fresh_names = invited.iter().map(name_of_who).collect();
    let step = itip::edit(&stored.object, &Scope::Whole, &Edit::Invite(invited), &call.cx())?;
    let told = Told { what: Change::Invited, detail: None, names: fresh_names, ping };
    call.edited(stored, step, told, Same::Invited { names: Names::from(names) }).await
}
