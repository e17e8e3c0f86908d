//! `remind`: when people are reminded of a meeting, and of what else they want to be.
//!
//! `me` is for who says it alone, `us` for everyone in the room, and neither is about a meeting. What is for one person
//! comes where they asked for it, with a mention of them alone; or always in one room of their choice, such as one with
//! nobody else in it (`remind me here`).

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who,
    call::time_text,
    fill::Values,
    find::Naming,
    leads,
    memo::{begins, zone_of},
    next_of,
    offer::{BEFORE, DELETE, FOR, MEETING, WHAT, WHEN},
    parse, repeats_of, roughly, text,
    whom::{self, Whom},
};
use crate::{
    itip::{Again, Meeting},
    model::{CalTime, Leads, Partstat, Quiet, Span, instant, morning, wall_clock},
    store::{Memo, StoredObject},
    view::{DeletedMemo, MemoRow, Memos, Problem, Reminding, TimeText, View},
    when::{Assumed, Reading, WhenError},
};

pub(super) const SPEC: Spec = Spec {
    name: "remind",
    aliases: &["reminder", "reminders"],
    about: "Be reminded of a meeting or of anything else, you alone or everyone here.",
    usage: "[me | us] WHEN TEXT | [me] [#NUMBER] LENGTHS | list | delete NUMBER",
    examples: &[
        "remind me tomorrow 9:00 buy cake",
        "remind us fri 15:00 submit timesheets",
        "remind #12 1 day, 15 min",
        "remind me #12 1h",
        "remind me 30 min",
        "remind me here",
        "remind list",
        "remind delete 2",
    ],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[WHAT, WHEN, FOR, MEETING, BEFORE, DELETE],
        form: false,
        private: true,
        fill,
    }),
};

/// How much one person can want to be reminded of.
const MOST: usize = 100;

/// How many are named that are taken away at once.
const NAMED: usize = 10;

/// How many one list shows.
const SHOWN: usize = 50;

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(remind(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn remind(call: &mut Call<'_>, text: &str) -> Done {
    let (word, rest) = parse::split_word(text);
    match (word.to_lowercase().as_str(), rest) {
        ("" | "list" | "ls", "") if call.about.is_none() || !word.is_empty() => list(call).await,
        ("delete" | "remove" | "cancel", number) => delete(call, number).await,
        _ => match whom::read(text) {
            Some((Whom::Me, rest)) => me(call, rest).await,
            Some((Whom::Us, rest)) => us(call, rest).await,
            None => meeting_or_memo(call, text).await,
        },
    }
}

/// What is for everyone here.
async fn us(call: &mut Call<'_>, rest: &str) -> Done {
    match whom::before_meeting(rest, call.language()) {
        Some((before, meeting)) => {
            let stored = call.find(meeting, Naming::Whole).await?.0;
            set(call, &stored, before).await
        }
        None => memo(call, rest, false).await,
    }
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let mine = values.get(&FOR) != Some("us");
    if let Some(number) = values.get(&DELETE) {
        return delete(call, number).await;
    }
    if let Some(before) = values.get(&BEFORE) {
        if mine && values.get(&MEETING).is_none() {
            return all_of_mine(call, before).await;
        }
        let stored = call.filled_meeting(values).await?;
        return if mine { set_mine(call, &stored, before).await } else { set(call, &stored, before).await };
    }
    match (values.get(&WHEN), values.get(&WHAT)) {
        (None, None) => list(call).await,
        (Some(when), Some(what)) => {
            let read = roughly::phrase(when, &call.when());
            let (reading, assumed) = read.map_err(|error| call.no_time(Some(&error), when))?;
            keep(call, what, (&reading, assumed), mine).await
        }
        // Both may stand in one field, as they are said.
        (Some(line), None) | (None, Some(line)) => match memo(call, line, mine).await {
            Err(Failure::Problem(problem)) if matches!(*problem, Problem::WhenReminder { why: None, .. }) => {
                Err(Problem::WhatReminder.into())
            }
            done => done,
        },
    }
}

/// What is for the caller alone.
async fn me(call: &mut Call<'_>, rest: &str) -> Done {
    let (word, more) = parse::split_word(rest);
    if parse::number(word).is_some() {
        let (stored, before) = call.find(rest, Naming::First).await?;
        return set_mine(call, &stored, before).await;
    }
    match (word.to_lowercase().as_str(), more) {
        ("here", "") => chosen(call, true).await,
        ("anywhere", "") => chosen(call, false).await,
        _ if let Some((before, meeting)) = whom::before_meeting(rest, call.language()) => {
            if whom::is_every_meeting(meeting) {
                return all_of_mine(call, before).await;
            }
            let stored = call.find(meeting, Naming::Whole).await?.0;
            set_mine(call, &stored, before).await
        }
        _ if !rest.is_empty() && !is_before(call, rest) => memo(call, rest, true).await,
        _ if call.about.is_some() => {
            let (stored, before) = call.find(rest, Naming::Not).await?;
            set_mine(call, &stored, before).await
        }
        _ => all_of_mine(call, rest).await,
    }
}

async fn meeting_or_memo(call: &mut Call<'_>, text: &str) -> Done {
    if let Some(number) = whom::changed(text).filter(|_| call.about.is_none()) {
        return Err(Problem::FixedReminder { number }.into());
    }
    if whom::before_meeting(text, call.language()).is_some() {
        return us(call, text).await;
    }
    let (word, _) = parse::split_word(text);
    let naming = if call.about.is_some() || is_before(call, text) { Naming::Not } else { Naming::First };
    if naming == Naming::First
        && !word.starts_with('#')
        && let Ok(Some((reading, _))) = roughly::sentence(text, &call.when())
    {
        refuse_others(text, &reading)?;
        return memo(call, text, true).await;
    }
    let (stored, before) = call.find(text, naming).await?;
    set(call, &stored, before).await
}

/// Refuses to remind somebody who is neither the caller nor everyone: such a line would remind the caller in their place.
fn refuse_others(text: &str, reading: &Reading) -> Result<(), Problem> {
    let (word, rest) = parse::split_word(text);
    let name = whom::begins_with_a_name(&reading.title, &reading.rest);
    if !rest.is_empty() && (name || whom::is_somebody(word)) {
        return Err(Problem::WhomReminder { what: text::one_line(rest) });
    }
    Ok(())
}

/// Whether a text says how long before something, and nothing else.
fn is_before(call: &Call<'_>, text: &str) -> bool {
    text.eq_ignore_ascii_case("default") || leads::read(text, call.language()).is_some()
}

/// How long before; `None` for as it is usual.
fn read(call: &Call<'_>, text: &str) -> Result<Option<Leads>, Failure> {
    if text.eq_ignore_ascii_case("default") {
        return Ok(None);
    }
    let bad = || Problem::BadValue {
        name: SPEC.name.to_owned(),
        value: text.to_owned(),
        takes: "lengths with commas between them, such as 1 day, 15 min, up to five of at most four weeks; or off, or \
                default"
            .to_owned(),
    };
    Ok(Some(leads::read(text, call.language()).ok_or_else(bad)?))
}

/// Says how everyone is reminded of a meeting; shows it where nothing is said.
async fn set(call: &mut Call<'_>, stored: &StoredObject, before: &str) -> Done {
    if !before.is_empty() {
        let leads = read(call, before)?;
        call.to_change(stored)?;
        call.tx.set_leads(&stored.id, leads.as_ref()).await?;
        call.did(Some(&stored.id)).await?;
        super::set_reminders(call.tx, stored, call.defaults, call.now).await?;
    }
    let usual = call.tx.leads_of(&stored.id).await?.is_none();
    let plan = super::plan_of(call.tx, &stored.id, call.defaults).await?;
    let Meeting { summary: title, span, .. } = call.meeting(stored);
    let late = is_over(call, stored, &plan.habits.leads);
    let before = leads::when_text(&plan.habits.leads, span.start.is_date());
    let number = stored.number;
    call.tell(View::Reminding(Reminding::Meeting { number, title, before, usual, late })).await
}

/// Says how the caller is reminded of a meeting.
async fn set_mine(call: &mut Call<'_>, stored: &StoredObject, before: &str) -> Done {
    let person = call.caller.person.id.clone();
    if !before.is_empty() {
        let leads = read(call, before)?;
        if leads.as_ref().is_none_or(|leads| !leads.is_empty()) {
            not_declined(call, stored)?;
        }
        call.tx.set_own_leads_of(&person, &stored.id, leads.as_ref()).await?;
        call.did(Some(&stored.id)).await?;
        super::set_reminders(call.tx, stored, call.defaults, call.now).await?;
    }
    let mut own = call.tx.own_reminders(&stored.id).await?;
    let own = own.remove(&person).filter(|own| own.asked);
    let Meeting { summary: title, span, .. } = call.meeting(stored);
    let late = own.as_ref().is_some_and(|own| is_over(call, stored, &own.leads));
    let before = own.map(|own| leads::when_text(&own.leads, span.start.is_date()));
    let number = stored.number;
    call.tell(View::Reminding(Reminding::Mine { number, title, before, late })).await
}

/// Whether all the times are over at which people would be reminded of a meeting, so that nothing comes.
fn is_over(call: &Call<'_>, stored: &StoredObject, leads: &Leads) -> bool {
    let Meeting { span, start, .. } = call.meeting(stored);
    if stored.object.is_recurring() || leads.is_empty() {
        return false;
    }
    let first = span.start.local().date();
    let in_the_morning = |days: i64| {
        let day = first.checked_sub_signed(TimeDelta::try_days(days)?)?;
        instant(day.and_time(morning()), call.room_zone())
    };
    if span.start.is_date() {
        return leads.days().filter_map(in_the_morning).all(|at| at <= call.now);
    }
    leads.iter().filter_map(|lead| start.checked_sub_signed(lead)).all(|at| at <= call.now)
}

/// Refuses to remind the caller of a meeting that they said no to. Of a series they may come to another date.
fn not_declined(call: &Call<'_>, stored: &StoredObject) -> Result<(), Problem> {
    let meeting = call.meeting(stored);
    let mine = meeting.attendees.iter().find(|attendee| call.is_me(&attendee.address));
    let declined = mine.is_some_and(|attendee| attendee.partstat == Partstat::Declined);
    if !declined || stored.object.is_recurring() {
        return Ok(());
    }
    let (number, title) = (stored.number, meeting.summary);
    let instead = format!("remind me WHEN {title}");
    Err(Problem::NoSnooze { number, title, declined, instead })
}

/// Says how the caller is reminded of all their meetings.
async fn all_of_mine(call: &mut Call<'_>, before: &str) -> Done {
    let person = call.caller.person.id.clone();
    if !before.is_empty() {
        let leads = read(call, before)?;
        call.tx.set_own_leads(&person, leads.as_ref()).await?;
        call.did(None).await?;
        let mut mine = call.tx.list_mine(&person, call.now, i64::MAX).await?;
        mine.sort_by(|one, other| one.listed.object.cmp(&other.listed.object));
        mine.dedup_by(|one, other| one.listed.object == other.listed.object);
        for mine in mine {
            if let Some(stored) = call.tx.lookup_object(&mine.listed.object).await? {
                super::set_reminders(call.tx, &stored, call.defaults, call.now).await?;
            }
        }
    }
    let before = call.tx.own_leads(&person).await?.map(|leads| leads::when_text(&leads, false));
    let elsewhere = call.tx.own_room(&person).await?.is_some();
    call.tell(View::Reminding(Reminding::All { before, elsewhere })).await
}

/// The caller chooses where what is for them alone comes.
async fn chosen(call: &mut Call<'_>, here: bool) -> Done {
    let room = here.then_some(&call.room.at);
    call.tx.set_own_room(&call.caller.person.id, room).await?;
    call.did(None).await?;
    let said = if here { Reminding::Here } else { Reminding::Anywhere };
    call.tell(View::Reminding(said)).await
}

/// Something to be reminded of that is no meeting.
async fn memo(call: &mut Call<'_>, line: &str, personal: bool) -> Done {
    if line.is_empty() {
        return Err(Problem::WhatReminder.into());
    }
    let line = text::one_line(line);
    refuse_after(call, &line, personal).await?;
    let (reading, assumed) = roughly::sentence(&line, &call.when())
        .map_err(|error| call.no_time(Some(&error), &line))?
        .ok_or_else(|| call.no_time(None, &line))?;
    one_time(&line, &reading, personal)?;
    let what = format!("{} {}", reading.title.trim(), reading.rest.trim());
    keep(call, &what, (&reading, assumed), personal).await
}

/// Refuses "10 minutes after sync": reminders of a meeting come before it, and what comes after it has a time of its own.
async fn refuse_after(call: &mut Call<'_>, line: &str, personal: bool) -> Done {
    let Some((length, meeting)) = whom::after_meeting(line, call.language()) else { return Ok(()) };
    if !call.begins_with_a_meeting(meeting).await? {
        return Ok(());
    }
    let (stored, what) = call.find(meeting, Naming::First).await?;
    let (number, meeting) = (stored.number, call.meeting(&stored));
    let day = wall_clock(meeting.end + length, call.zone()).format("%-d %b %Y %H:%M");
    let what = if what.is_empty() { &meeting.summary } else { what };
    let whom = if personal { "me" } else { "us" };
    let instead = format!("remind {whom} {day} {what}");
    Err(Problem::AfterMeeting { number, title: meeting.summary, instead }.into())
}

/// Refuses "every day at 9 and 18 pills": the second time would be taken for what to be reminded of.
fn one_time(line: &str, reading: &Reading, personal: bool) -> Result<(), Problem> {
    let Some((first, second)) = whom::two_times(line, reading.rest.trim()) else { return Ok(()) };
    let line = |said: String| format!("remind {} {said}", if personal { "me" } else { "us" });
    Err(Problem::OneTimeAtATime { first: line(first), second: line(second) })
}

impl Call<'_> {
    /// There is no time in a line at which somebody could be reminded.
    fn no_time(&self, error: Option<&WhenError>, line: &str) -> Problem {
        let why = match error.map(|error| self.unreadable_line(error, line)) {
            Some(Problem::UnreadableTime { why }) => Some(why),
            Some(Problem::NoTime { .. }) | None => None,
            Some(other) => return other,
        };
        Problem::WhenReminder { text: line.to_owned(), why }
    }
}

async fn keep(
    call: &mut Call<'_>,
    what: &str,
    (reading, assumed): (&Reading, Option<String>),
    personal: bool,
) -> Done {
    if !personal && call.room.moderated == Some(true) && !call.caller.moderator {
        let what = "set reminders for everyone here".to_owned();
        return Err(Problem::NotModerator { what }.into());
    }
    let what = text::one_line(what);
    let what = ["to ", "that ", "about "].iter().find_map(|word| what.strip_prefix(word)).unwrap_or(&what);
    if what.is_empty() {
        return Err(Problem::WhatReminder.into());
    }
    text::bounded(what, WHAT.name)?;
    let series = reading.recurrence.as_ref().map(|rule| Again::new(&reading.span, rule).write());
    let mut memo = Memo {
        number: 0,
        person: call.caller.person.id.clone(),
        room: call.room.at.clone(),
        personal,
        text: what.to_owned(),
        at: None,
        series,
        zone: reading.zone.name().to_owned(),
    };
    memo.at = match memo.series {
        Some(_) => next_of(&memo, call.now),
        None => begins(reading),
    };
    if memo.at.is_none_or(|at| at <= call.now) {
        let at = memo.at.map_or_else(|| reading.span.clone(), |at| moment(at, reading.zone));
        return Err(Problem::PastTime { when: time_text(&at, call.zone(), call.now) }.into());
    }
    memo.number = add(call, &memo).await?;
    let assumed = assumed.into_iter().chain(assumptions(reading)).collect();
    say_back(call, memo, assumed).await
}

/// What had to be assumed of the time of something that has no length.
fn assumptions(reading: &Reading) -> Vec<String> {
    let counts = |assumed: &&Assumed| {
        let not = matches!(
            assumed,
            Assumed::From(_)
                | Assumed::Until(_)
                | Assumed::Length(_)
                | Assumed::EndsNextDay(_)
                | Assumed::Next(_)
        );
        !not
    };
    let say = |assumed: &Assumed| match assumed {
        Assumed::AllDay => format!("{}, since no time was said", morning().format("%-H:%M")),
        assumed => assumed.to_string(),
    };
    reading.assumed.iter().filter(counts).map(say).collect()
}

/// An instant as a span without a length.
fn moment(at: DateTime<Utc>, zone: Tz) -> Span {
    let local = wall_clock(at, zone).naive_local();
    let moment = CalTime::Zoned { local, tzid: zone.name().to_owned() };
    Span { start: moment.clone(), end: moment }
}

/// Keeps one for its owner, where they have not too many.
pub(super) async fn add(call: &mut Call<'_>, memo: &Memo) -> Result<i64, Failure> {
    let all = call.tx.list_memos(&memo.person, &memo.room).await?;
    if all.iter().filter(|known| known.person == memo.person).count() >= MOST {
        return Err(Problem::TooManyReminders { limit: MOST }.into());
    }
    call.did(None).await?;
    Ok(call.tx.add_memo(memo, call.now).await?)
}

/// Says back what was understood, and where it will be read.
async fn say_back(call: &mut Call<'_>, memo: Memo, assumed: Vec<String>) -> Done {
    let zone = if memo.personal { zone_of(&memo) } else { call.room_zone() };
    let due = memo.at.unwrap_or(call.now);
    let quiet = call.room.quiet.filter(|_| !memo.personal);
    let at = Quiet::after(quiet, due, call.room_zone());
    let public = !call.alone && call.tx.own_room(&memo.person).await?.is_none();
    let said = Reminding::Memo {
        number: memo.number,
        when: time_text(&moment(at, zone), call.zone(), call.now),
        repeats: repeats_of(&memo, call.now),
        personal: memo.personal,
        public,
        quiet: at != due,
        assumed,
        text: memo.text,
    };
    call.tell(View::Reminding(said)).await
}

async fn list(call: &mut Call<'_>) -> Done {
    let room = call.room.at.clone();
    let mut all = call.tx.list_memos(&call.caller.person.id, &room).await?;
    let known = all.len();
    // What was said elsewhere is nothing for those who read along.
    all.retain(|memo| !call.overheard || memo.room == room);
    let elsewhere = all.len() < known;
    let more = all.len().saturating_sub(SHOWN);
    let mut rows = Vec::new();
    for memo in all.into_iter().take(SHOWN) {
        rows.extend(row(call, memo).await?);
    }
    call.tell(View::Memos(Memos { rows, more, elsewhere })).await
}

/// A line of the list. What is for everyone in another room is listed for who asked for it.
async fn row(call: &mut Call<'_>, memo: Memo) -> Result<Option<MemoRow>, Failure> {
    let Some(at) = memo.at else { return Ok(None) };
    let elsewhere = !memo.personal && memo.room != call.room.at;
    let room = if elsewhere { call.tx.lookup_room(&memo.room).await? } else { None };
    Ok(Some(MemoRow {
        number: memo.number,
        when: TimeText::moment(at, call.zone(), call.now),
        personal: memo.personal,
        room: room.map(|room| room.name),
        repeats: repeats_of(&memo, call.now),
        text: memo.text,
    }))
}

/// Words for all that somebody asked for.
const ALL: [&str; 4] = ["all", "all of them", "them all", "everything"];

/// Takes some away, or all that the caller asked for.
async fn delete(call: &mut Call<'_>, text: &str) -> Done {
    let memos = if ALL.iter().any(|all| text.trim().eq_ignore_ascii_case(all)) {
        let (me, room) = (call.caller.person.id.clone(), call.room.at.clone());
        let mut all = call.tx.list_memos(&me, &room).await?;
        // As in the list, those of other rooms are not named where others read along.
        all.retain(|memo| memo.person == me && (!call.overheard || memo.room == room));
        all
    } else {
        let words = text.split([',', ';', '&', ' ']).map(str::trim);
        let mut memos: Vec<Memo> = Vec::new();
        for word in words.filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("and")) {
            let memo = to_delete(call, word).await?;
            if memos.iter().all(|known| known.number != memo.number) {
                memos.push(memo);
            }
        }
        if memos.is_empty() {
            return Err(Problem::NoSuchReminder { typed: text.to_owned() }.into());
        }
        memos
    };
    if memos.is_empty() {
        // The list says that there is none of theirs.
        return list(call).await;
    }
    for memo in &memos {
        call.tx.delete_memo(memo.number).await?;
    }
    call.did(None).await?;
    let more = memos.len().saturating_sub(NAMED);
    let name = |memo: Memo| DeletedMemo { number: memo.number, text: memo.text };
    let rows = memos.into_iter().take(NAMED).map(name).collect();
    call.tell(View::Reminding(Reminding::Deleted { rows, more })).await
}

/// The one of a number: who asked for it may take it away, and who moderates the room where it is for everyone.
async fn to_delete(call: &mut Call<'_>, text: &str) -> Result<Memo, Failure> {
    let unknown = || Problem::NoSuchReminder { typed: text.to_owned() };
    let number = parse::memo(text).or_else(|| text.trim_start_matches('#').parse().ok());
    let memo = call.tx.lookup_memo(number.ok_or_else(unknown)?).await?;
    let here = |memo: &Memo| !memo.personal && memo.room == call.room.at;
    let mine = |memo: &Memo| memo.person == call.caller.person.id;
    let seen = |memo: &Memo| memo.at.is_some() && (mine(memo) || here(memo));
    let memo = memo.filter(seen).ok_or_else(unknown)?;
    if !mine(&memo) && !call.caller.moderator {
        let who = call.tx.lookup_person(&memo.person).await?.map(|person| person.name);
        return Err(Problem::NotYourReminder { number: memo.number, who }.into());
    }
    Ok(memo)
}
