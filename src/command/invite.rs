//! `invite`: more people.

use super::{
    Call, Doing, Done, Offered, Spec, Who,
    call::name_of_who,
    dates::{Mine, Unsaid},
    edited::{Told, addresses},
    fill::Values,
    find::Naming,
    offer::{DATES, MEETING, PEOPLE, WITH},
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
    offered: Some(Offered {
        fields: &[WITH[0], WITH[1], WITH[2], WITH[3], WITH[4], PEOPLE, MEETING, DATES],
        form: false,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(invite(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn invite(call: &mut Call<'_>, text: &str) -> Done {
    let named = call.named(text).await?;
    let tail = people_in(text);
    let mine = call.find_my_dates(&named.rest, Naming::Whole, Unsaid::Ask(Some(tail))).await?;
    let people = if mine.rest.is_empty() { named.people } else { Vec::new() };
    invite_to(call, mine, people).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let people = call.filled_guests(values).await?;
    let typed = values.guests();
    let mine = call.filled_mine(values, &typed).await?;
    invite_to(call, mine, people).await
}

async fn invite_to(call: &mut Call<'_>, mine: Mine<'_>, people: Vec<itip::Who>) -> Done {
    let Mine { stored, meeting, scope, dates, .. } = mine;
    if people.is_empty() {
        return Err(Call::missing(&SPEC, "who shall come").into());
    }
    let names: Vec<_> = people.iter().map(name_of_who).collect();
    let known = addresses(&meeting);
    let fresh = people.into_iter().filter(|who| !known.contains(&who.address));
    let invited: Vec<_> = fresh.collect();
    let ping: Vec<_> = invited.iter().map(|who| who.address.clone()).collect();
    let fresh_names = invited.iter().map(name_of_who).collect();
    let step = itip::edit(&stored.object, &scope, &Edit::Invite(invited), &call.cx())?;
    let told = Told { names: fresh_names, ping, ..Told::of(Change::Invited, None) };
    let told = told.on(scope, dates);
    call.edited(stored, step, told, Same::Invited { names: Names::from(names) }).await
}
