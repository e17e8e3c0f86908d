//! `uninvite`: fewer people. They get a CANCEL (RFC 5546 §3.2.5).

use super::{
    Call, Doing, Done, Spec, Who,
    call::name_of_who,
    dates::{Mine, Unsaid},
    edited::Told,
    find::Naming,
    people::people_in,
};
use crate::{
    itip::{self, Edit},
    view::{Change, Names, Problem, Same},
};

pub(super) const SPEC: Spec = Spec {
    name: "uninvite",
    aliases: &["remove"],
    about: "Take people off a meeting.",
    usage: "[#NUMBER | LETTERS] [DATES] @PEOPLE",
    examples: &["uninvite #12 @kim"],
    who: Who::Editors,
    run,
    // Networks with commands of their own have room for so many, and people are taken off seldom.
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(uninvite(call, text))
}

async fn uninvite(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let tail = people_in(text);
    let mine = call.find_my_dates(&named.rest, Naming::Whole, Unsaid::Ask(Some(tail))).await?;
    let people = if mine.rest.is_empty() { named.people } else { Vec::new() };
    take_off(call, mine, &people).await
}

async fn take_off(call: &mut Call<'_>, mine: Mine<'_>, people: &[itip::Who]) -> Done {
    let Mine { stored, meeting, scope, dates, .. } = mine;
    if people.is_empty() {
        return Err(Call::missing(&SPEC, "who shall not come").into());
    }
    let gone: Vec<_> = people.iter().map(|who| who.address.clone()).collect();
    if meeting.organizer.is_some_and(|organizer| gone.contains(&organizer.address)) {
        return Err(Problem::UninviteOrganizer { number: stored.number }.into());
    }
    let names: Vec<_> = people.iter().map(name_of_who).collect();
    let step = itip::edit(&stored.object, &scope, &Edit::Uninvite(gone.clone()), &call.cx())?;
    let same = Same::NotInvited { names: Names::from(names.clone()) };
    let told = Told { names, ping: gone, ..Told::of(Change::Uninvited, None) }.on(scope, dates);
    call.edited(stored, step, told, same).await
}
