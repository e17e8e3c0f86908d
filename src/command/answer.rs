//! Answers: by word, by reaction, by button. All of them are a REPLY (RFC 5546 §3.2.3) handed to the engine.

use super::{
    Call, Done, Failure,
    call::name_of,
    dates::{Found, is_apart},
    fill::Values,
    find::Naming,
    offer::COMMENT,
    outside, parse,
    text::{bounded, one_line},
    upload,
};
use crate::{
    itip::{self, Meeting, Role, Status, Uninvited},
    model::Partstat,
    store::StoredObject,
    view::{Answered, Dates, Problem, Same, Unchanged, View},
};

/// What a reaction means: `None` for one that is no answer. Skin tones and variation selectors do not matter.
pub fn partstat_of(emoji: &str) -> Option<Partstat> {
    match plain(emoji).as_str() {
        "✅" | "👍" | "✔" | "☑" => Some(Partstat::Accepted),
        "🤔" | "❓" | "❔" => Some(Partstat::Tentative),
        "❌" | "👎" | "✖" | "❎" => Some(Partstat::Declined),
        _ => None,
    }
}

/// The command that gives an answer.
const fn word_of(partstat: Partstat) -> &'static str {
    match partstat {
        Partstat::Tentative => "maybe",
        Partstat::Declined => "no",
        _ => "yes",
    }
}

/// A reaction without its dress.
pub(super) fn plain(emoji: &str) -> String {
    let dress = |c: &char| matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    emoji.chars().filter(|c| !dress(c)).collect()
}

/// The body of `yes`, `no` and `maybe`: answers, and says so to the one who did.
pub(super) async fn by_word(call: &mut Call<'_>, text: &str, partstat: Partstat) -> Done {
    let (word, _) = parse::split_word(text);
    if let (Some(file), None) = (call.file.take(), parse::number(word)) {
        return upload::decided(call, &file, partstat).await;
    }
    let view = worded(call, text, partstat).await?;
    call.tell(view).await
}

/// The same by a button of the card, which shows it once it is redrawn.
///
/// # Errors
///
/// A problem that the person is told, or the store's.
pub async fn by_button(call: &mut Call<'_>, text: &str, partstat: Partstat) -> Done {
    let view = worded(call, text, partstat).await?;
    pass_on(call, view).await
}

async fn worded(call: &mut Call<'_>, text: &str, partstat: Partstat) -> Result<View, Failure> {
    let found = call.find_dates(text, Naming::Perhaps).await?;
    let rest = found.rest;
    bounded(rest, "comment")?;
    call.only_comment(&found, text)?;
    // "no, this week I am away" is for one date anyway, and all of it is the comment.
    let is_this = found.dates == Some(Dates::This) && found.on.is_none();
    let said = text.strip_suffix(rest).and_then(|head| head.rsplit_once("this"));
    let said = said.filter(|_| is_this && !rest.is_empty() && !is_apart(text, rest));
    let said = said.map(|(_, behind)| format!("this{behind}")).unwrap_or_default();
    let comment = Some(one_line(&format!("{said}{rest}"))).filter(|comment| !comment.is_empty());
    answer_named(call, found, partstat, comment).await
}

/// The same by a form.
pub(super) async fn by_form(call: &mut Call<'_>, values: &Values<'_>, partstat: Partstat) -> Done {
    let found = call.filled_found(values).await?;
    let comment = values.line(&COMMENT);
    bounded(&comment, COMMENT.name)?;
    let comment = Some(comment).filter(|comment| !comment.is_empty());
    let view = answer_named(call, found, partstat, comment).await?;
    call.tell(view).await
}

/// A reaction was put on a card or taken off it. What is no answer is left alone.
///
/// # Errors
///
/// The engine's or the store's.
pub async fn by_reaction(call: &mut Call<'_>, emoji: &str, taken_back: bool) -> Done {
    let Some(partstat) = partstat_of(emoji) else { return Ok(()) };
    let Some(about) = call.about.clone() else { return Ok(()) };
    call.command = word_of(partstat);
    let Some(stored) = call.tx.lookup_object(&about.object).await? else { return Ok(()) };
    if taken_back {
        return take_back(call, stored, partstat).await;
    }
    let view = Box::pin(answer(call, Found::shown(stored), partstat, None)).await?;
    pass_on(call, view).await
}

/// The card is redrawn for everyone. What somebody has to pass on themselves they have to get, too.
async fn pass_on(call: &mut Call<'_>, view: View) -> Done {
    match &view {
        View::Answered(Answered { reply: Some(_), .. }) => call.tell(view).await,
        _ => Ok(()),
    }
}

/// Taking a reaction back is no answer any more, never a decline; taking back one that was replaced by another
/// answer since changes nothing.
async fn take_back(call: &mut Call<'_>, stored: StoredObject, partstat: Partstat) -> Done {
    let meeting = call.meeting(&stored);
    let mine = meeting.attendees.iter().find(|attendee| call.is_me(&attendee.address));
    if mine.is_some_and(|attendee| attendee.partstat == partstat) {
        Box::pin(answer(call, Found::shown(stored), Partstat::NeedsAction, None)).await?;
    }
    Ok(())
}

/// Answers the dates that were named, however many they are.
async fn answer_named(
    call: &mut Call<'_>,
    found: Found<'_>,
    partstat: Partstat,
    comment: Option<String>,
) -> Result<View, Failure> {
    if found.several.is_empty() {
        Box::pin(answer(call, found, partstat, comment)).await
    } else {
        Box::pin(answer_each(call, found, partstat, comment)).await
    }
}

/// Answers several dates, each for itself, and says so once.
async fn answer_each(
    call: &mut Call<'_>,
    found: Found<'_>,
    partstat: Partstat,
    comment: Option<String>,
) -> Result<View, Failure> {
    let Found { stored, several, .. } = found;
    let limit = if stored.object.role == Role::Attendee { 1 } else { MOST };
    if several.len() > limit {
        return Err(call.too_many(&stored, several.len(), limit).into());
    }
    let days = call.listed_days(&several, None);
    let (object, mut last) = (stored.id.clone(), None);
    let mut at = Some(stored);
    for date in &several {
        let Some(stored) = at else { break };
        let (dates, on) = (Some(Dates::This), Some(date.scope()));
        let found = Found { dates, on, ..Found::shown(stored) };
        let view = answer(call, found, partstat, comment.clone()).await?;
        last = match (last, view) {
            (Some(View::Answered(answered)), View::Unchanged(_)) => Some(View::Answered(answered)),
            (_, view) => Some(view),
        };
        at = call.tx.lookup_object(&object).await?;
    }
    Ok(match last {
        Some(View::Answered(answered)) => View::Answered(Answered { days: Some(days), ..answered }),
        Some(view) => view,
        None => return Err(Problem::NoMeetingHere { command: call.command.to_owned() }.into()),
    })
}

/// The most dates that are answered at once.
const MOST: usize = 60;

async fn answer(
    call: &mut Call<'_>,
    found: Found<'_>,
    partstat: Partstat,
    comment: Option<String>,
) -> Result<View, Failure> {
    let (scope, dates, meeting) = call.answered_dates(&found)?;
    let stored = found.stored;
    still_open(call, stored.number, &meeting)?;
    let outside = stored.object.role == Role::Attendee;
    let who = call.me_in(&meeting);
    let invited =
        if outside { stored.object.invites(&who.address) } else { call.takes_part(&meeting) };
    let uninvited = !invited;
    if uninvited && call.cx().policy.uninvited == Uninvited::Refuse {
        let organizer = meeting.organizer.as_ref().map(name_of);
        let (number, title) = (stored.number, meeting.summary);
        return Err(Problem::NotInvited { number, title, organizer }.into());
    }
    let number = stored.number;
    let cx = call.cx();
    let (kept, reply) = if outside {
        let said = (partstat, comment.as_deref());
        let outside::Answer { kept, reply } = outside::answer(call, stored, &scope, said).await?;
        (kept, reply)
    } else {
        let (object, comment) = (&stored.object, comment.as_deref());
        let message = match dates {
            Dates::All | Dates::Following => {
                itip::reply_for_all(object, &scope, &who, partstat, comment, &cx)?
            }
            _ => itip::reply(object, &scope, &who, partstat, comment, &cx)?,
        };
        (call.receive(stored, &message).await?, None)
    };
    let when = call.time_text(&meeting);
    if !kept.changed {
        let (title, what) = (meeting.summary, Same::Answer { partstat });
        let when = Some(when);
        return Ok(View::Unchanged(Unchanged { number, title, what, dates, when }));
    }
    Ok(View::Answered(Answered {
        number,
        when,
        dates,
        title: meeting.summary,
        who: None,
        partstat,
        comment,
        uninvited,
        outside,
        reply,
        days: None,
    }))
}

/// A meeting that is called off or over takes no answers.
pub(super) fn still_open(call: &Call<'_>, number: i64, meeting: &Meeting) -> Result<(), Problem> {
    let title = meeting.summary.clone();
    if meeting.status == Status::Cancelled {
        return Err(Problem::CancelledMeeting { number, title });
    }
    if meeting.end <= call.now {
        return Err(Problem::PastMeeting { number, title });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_mean_what_design_says_in_every_dress() {
        for (emoji, expected) in [
            ("✅", Some(Partstat::Accepted)),
            ("👍🏽", Some(Partstat::Accepted)),
            ("🤔", Some(Partstat::Tentative)),
            ("❓\u{fe0f}", Some(Partstat::Tentative)),
            ("❌\u{fe0e}", Some(Partstat::Declined)),
            ("👎🏿", Some(Partstat::Declined)),
            ("🎉", None),
            ("", None),
        ] {
            assert_eq!(partstat_of(emoji), expected, "{emoji}");
        }
    }
}
