//! `add`: a meeting takes place once more (METHOD:ADD, RFC 5546 §3.2.4).

use super::{
    Call, Doing, Done, Spec, Who,
    edited::{Told, addresses},
    find::Naming,
    named::On,
    skip,
};
use crate::{
    itip::{self, Scope},
    model::wall_clock,
    view::{Change, Dates, Same},
    when,
};

pub(super) const SPEC: Spec = Spec {
    name: "add",
    aliases: &[],
    about: "Hold a meeting once more, on another date.",
    usage: "[#NUMBER] WHEN",
    examples: &["add #12 sat 10:00", "add standup 24 dec"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(add(call, text))
}

async fn add(call: &mut Call<'_>, text: &str) -> Done {
    let naming = call.before_time(text);
    let (stored, meeting, phrase) = call.find_mine(text, naming).await?;
    let (span, assumed) = call.new_time(phrase, &meeting.span, (&SPEC, stored.number))?;
    let start = span.start.instant(call.room_zone()).ok_or(itip::Refusal::InvalidTime("DTSTART"))?;
    let is_it = |date: &itip::Date| call.is_on(date, &On::At(start)) || date.span == span;
    let mut out = stored.object.left_out(call.now, call.room_zone());
    out.retain(|date| is_it(date));
    if !out.is_empty() {
        return skip::put_back(call, stored, &out).await;
    }
    let dates = stored.object.dates(start, start + chrono::TimeDelta::days(1), call.room_zone());
    if dates.iter().any(is_it) {
        let when = super::call::time_text(&span, call.room_zone(), call.now);
        return call.tell(call.same(&stored, Same::Date { when })).await;
    }
    let step = itip::add_date(&stored.object, &span, &call.cx())?;
    let day = wall_clock(start, call.zone()).format("%-d %b %Y").to_string();
    let told = Told {
        ping: addresses(&meeting),
        ..Told::of(Change::Added, Some(day)).on(Scope::This(span.start), Dates::Only)
    };
    let number = stored.number;
    call.edited(stored, step, told, Same::Everything).await?;
    match call.tx.find_object_by_number(number).await? {
        Some(stored) => call.say_back(&stored, &assumed, None).await,
        None => Ok(()),
    }
}

impl Call<'_> {
    /// How a meeting can be named before a time: "thu 15:00" is one, whatever meeting has "Thursday" in its title.
    pub(super) fn before_time(&self, text: &str) -> Naming {
        match when::read_phrase(text, &self.when()) {
            Ok(_) => Naming::Not,
            Err(_) => Naming::BeforeMore,
        }
    }
}

