//! `add`: a meeting takes place once more (METHOD:ADD, RFC 5546 §3.2.4).

use chrono::{DateTime, Utc};

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
    store::StoredObject,
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
    let scope = Scope::This(span.start);
    let told = Told {
        ping: addresses(&meeting),
        ..Told::of(Change::Added, None).on(scope.clone(), Dates::Only)
    };
    let Some(stored) = call.keep_or_same(stored, step, Same::Everything).await? else {
        return Ok(());
    };
    let told = Told { detail: Some(typed(call, &stored, start)), ..told };
    let view = call.changed(&stored, &told);
    call.announce(view, &stored, &told.ping).await?;
    call.say_back(&stored, &scope, &assumed, Some(format!("undo #{}", stored.number))).await
}

/// A date as it is typed: by its day, and by its time where the day has others.
fn typed(call: &Call<'_>, stored: &StoredObject, start: DateTime<Utc>) -> String {
    let at = wall_clock(start, call.zone());
    let on = On::Day(at.date_naive());
    let day = call.bounds(&on);
    let dates = day.map(|(from, to)| {
        let mut dates = stored.object.dates(from, to, call.room_zone());
        dates.retain(|date| call.is_on(date, &on));
        dates.len()
    });
    let form = if dates.is_some_and(|count| count > 1) { "%-d %b %Y %H:%M" } else { "%-d %b %Y" };
    at.format(form).to_string()
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

