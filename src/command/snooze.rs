//! `snooze`: to be reminded once more, alone.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Call, Doing, Done, Failure, SNOOZED, Spec, Who, answer,
    find::Naming,
    memo::begins,
    parse, remind, roughly,
};
use crate::{
    itip::Meeting,
    model::{ObjectId, Partstat, wall_clock},
    store::{Memo, Reminder},
    view::{Problem, Reminding, TimeText, View},
    when,
};

pub(super) const SPEC: Spec = Spec {
    name: "snooze",
    aliases: &["again", "later"],
    about: "Be reminded once more, you alone: in ten minutes, or when you say.",
    usage: "[#NUMBER | LETTERS | rNUMBER] [LENGTH | until WHEN]",
    examples: &["snooze", "snooze 30 min", "snooze #12 until 15:00"],
    who: Who::Anyone,
    run,
    offered: None,
};

/// When nothing else is said.
const USUAL: TimeDelta = TimeDelta::minutes(10);

/// How many minutes a bare number can be.
const MINUTES: std::ops::RangeInclusive<i64> = 1..=240;

/// Words before how long.
const FOR: [&str; 2] = ["for ", "in "];

/// Words before until when.
const UNTIL: [&str; 3] = ["until ", "till ", "til "];

/// Whether a line means this command without being addressed: "later" and "again" are what people say to each other, too.
pub(super) fn is_meant(call: &Call<'_>, line: &str, rest: &str) -> bool {
    let (word, _) = parse::split_word(line);
    word.to_lowercase().starts_with(SPEC.name) || until(call, rest).is_ok()
}

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(snooze(call, text))
}

async fn snooze(call: &mut Call<'_>, text: &str) -> Done {
    let (word, rest) = parse::split_word(text);
    if let Some(number) = parse::memo(word) {
        return memo(call, number, rest).await;
    }
    if let Some(number) = call.memo {
        return memo(call, number, text).await;
    }
    let named = word.starts_with('#') || until(call, text).is_err();
    if !named && call.about.is_none() {
        return Err(Problem::NothingToSnooze.into());
    }
    let (stored, rest) = call.find(text, if named { Naming::First } else { Naming::Not }).await?;
    let at = until(call, rest)?;
    let (scope, meeting) = call.shown(&stored);
    answer::still_open(call, stored.number, &meeting)?;
    still_wanted(call, stored.number, &meeting, at)?;
    let reminder = Reminder {
        instance: scope.instance(),
        kind: SNOOZED.to_owned(),
        person: Some(call.caller.person.id.clone()),
        at,
    };
    let before = instead(call, &stored.id, &reminder).await?;
    call.tx.add_reminders(&stored.id, &[reminder]).await?;
    call.did(Some(&stored.id)).await?;
    tell(call, meeting.summary, at, before).await
}

/// Refuses what would not come: a reminder of a meeting to which somebody said no, and one after its end.
fn still_wanted(
    call: &Call<'_>,
    number: i64,
    meeting: &Meeting,
    at: DateTime<Utc>,
) -> Result<(), Problem> {
    let mine = meeting.attendees.iter().find(|attendee| call.is_me(&attendee.address));
    let declined = mine.is_some_and(|attendee| attendee.partstat == Partstat::Declined);
    if !declined && at < meeting.end {
        return Ok(());
    }
    let title = meeting.summary.clone();
    let day = wall_clock(at, call.zone()).format("%-d %b %Y %H:%M");
    let instead = format!("remind me {day} {title}");
    Err(Problem::NoSnooze { number, title, declined, instead })
}

/// The same of what somebody asked to be reminded of: whoever wants it again gets one of their own.
async fn memo(call: &mut Call<'_>, number: i64, text: &str) -> Done {
    let unknown = || Problem::NoSuchReminder { typed: format!("r{number}") };
    let known = call.tx.lookup_memo(number).await?.ok_or_else(unknown)?;
    let here = known.room == call.room.at && !known.personal;
    if !here && known.person != call.caller.person.id && call.memo != Some(number) {
        return Err(unknown().into());
    }
    let at = until(call, text)?;
    let again = Memo {
        person: call.caller.person.id.clone(),
        room: call.room.at.clone(),
        personal: true,
        at: Some(at),
        series: None,
        zone: call.zone().name().to_owned(),
        ..known
    };
    remind::add(call, &again).await?;
    tell(call, again.text, at, None).await
}

/// Takes away what comes once more already, since the last word counts; gives when that would have come.
async fn instead(
    call: &mut Call<'_>,
    object: &ObjectId,
    new: &Reminder,
) -> Result<Option<DateTime<Utc>>, Failure> {
    let mut before = None;
    for old in call.tx.list_reminders(object).await? {
        let same = (&old.instance, &old.kind, &old.person) == (&new.instance, &new.kind, &new.person);
        if same && call.tx.drop_reminder(object, &old).await? {
            before = Some(old.at);
        }
    }
    Ok(before.filter(|before| *before > call.now && *before != new.at))
}

async fn tell(
    call: &mut Call<'_>,
    title: String,
    at: DateTime<Utc>,
    before: Option<DateTime<Utc>>,
) -> Done {
    let clock = |at| TimeText::clock(at, call.zone(), call.now);
    let (when, instead) = (clock(at), before.map(clock));
    call.tell(View::Reminding(Reminding::Again { title, when, instead })).await
}

/// Until when: so long from now, or a time. A bare number is one of minutes, unless it is said until when.
fn until(call: &Call<'_>, text: &str) -> Result<DateTime<Utc>, Failure> {
    let text = text.trim();
    let after = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word));
    let minutes = |text: &str| text.parse().ok().filter(|number| MINUTES.contains(number));
    let length = after(&FOR).unwrap_or(text).trim();
    if length.is_empty() {
        return Ok(call.now + USUAL);
    }
    if let Some(minutes) = minutes(length) {
        return Ok(call.now + TimeDelta::minutes(minutes));
    }
    if let Ok(length) = when::read_length(length, call.language()) {
        return Ok(call.now + length);
    }
    let phrase = after(&UNTIL).or_else(|| after(&FOR)).unwrap_or(text).trim();
    let (reading, _) = roughly::phrase(phrase, &call.when())
        .map_err(|error| Call::unreadable(&error, phrase))?;
    let at = begins(&reading).filter(|at| *at > call.now);
    at.ok_or_else(|| Problem::NoTime { text: phrase.to_owned() }.into())
}
