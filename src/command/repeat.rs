//! `repeat`: how a meeting repeats from now on, or that it does not.

use super::{
    Call, Doing, Done, Spec, Who,
    edited::{Told, addresses},
    find::Naming,
    r#move::alike,
};
use crate::{
    itip::{self, Edit, Meeting, Scope, Step},
    store::StoredObject,
    view::{Change, Changed, Same, View},
    when::Assumed,
};

pub(super) const SPEC: Spec = Spec {
    name: "repeat",
    aliases: &[],
    about: "Say how a meeting repeats, or that it does not.",
    usage: "[#NUMBER] every DAYS [WHEN] | never",
    examples: &["repeat #12 every tuesday", "repeat #12 every 2 weeks until june", "repeat #12 never"],
    who: Who::Editors,
    run,
    offered: None,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(repeat(call, text))
}

async fn repeat(call: &mut Call<'_>, text: &str) -> Done {
    let naming = if text == "never" { Naming::Not } else { call.before_time(text) };
    let (stored, meeting, phrase) = call.find_mine(text, naming).await?;
    if phrase.is_empty() {
        return Err(Call::missing(&SPEC, "how it repeats, for example every tuesday").into());
    }
    if phrase.eq_ignore_ascii_case("never") {
        if !stored.object.is_recurring() {
            return call.tell(call.same(&stored, Same::Rhythm { repeats: None })).await;
        }
        let step = only_next(call, &stored, &meeting)?;
        return told(call, stored, &meeting, step, &[]).await;
    }
    let zone = call.room_zone();
    let base = stored.object.span_with_others(call.now, zone).unwrap_or(meeting.span.clone());
    let reading = call.read_time(phrase, &base, &SPEC)?;
    let Some(new) = reading.recurrence else {
        return Err(Call::missing(&SPEC, "how it repeats, for example every tuesday").into());
    };
    let said = alike(&base, &reading.span, |other| Some(call.read_time(phrase, other, &SPEC).ok()?.span));
    let rule = stored.object.kept(new, &reading.span.start, call.now, zone);
    let edit = Edit::RepeatFrom(reading.span, rule, said);
    let step = itip::edit(&stored.object, &Scope::Whole, &edit, &call.cx())?;
    told(call, stored, &meeting, step, &reading.assumed).await
}

/// No date but the next: where there were some before, these stay as they were.
fn only_next(
    call: &Call<'_>,
    stored: &StoredObject,
    meeting: &Meeting,
) -> Result<Step, itip::Refusal> {
    let whole = stored.object.meeting(call.room_zone());
    if whole.start < meeting.start {
        let after = meeting.start + chrono::TimeDelta::seconds(1);
        return itip::lasting(&stored.object, Some(after), call.room_zone(), &call.cx());
    }
    let mut edits = vec![Edit::Repeat(None)];
    if whole.span != meeting.span {
        edits.insert(0, Edit::Move(meeting.span.clone()));
    }
    itip::edit_all(&stored.object, &Scope::Whole, &edits, &call.cx())
}

async fn told(
    call: &mut Call<'_>,
    stored: StoredObject,
    before: &Meeting,
    step: Step,
    assumed: &[Assumed],
) -> Done {
    let same = Same::Rhythm { repeats: call.rhythm(&stored.object).repeats };
    let (former, zone) = (stored.object.clone(), call.room_zone());
    let Some(stored) = call.keep_or_same(stored, step, same).await? else { return Ok(()) };
    for mut one in call.tx.list_taken(&stored.id).await? {
        one.taken = one.taken.of_other_rule(&stored.object);
        call.tx.put_taken(&one).await?;
    }
    let repeats = call.rhythm(&stored.object).repeats;
    let again = repeats.is_some();
    let told = Told { ping: addresses(before), ..Told::of(Change::Rhythm, repeats) };
    let view = match call.changed(&stored, &told) {
        View::Changed(changed) => View::Changed(Changed { again, ..changed }),
        view => view,
    };
    call.announce(view, &stored, &told.ping).await?;
    let gone = stored.object.days_gone(&former, call.now, zone);
    let undo = Some(format!("undo #{}", stored.number));
    call.say_back_series(&stored, assumed, undo, &gone).await
}
