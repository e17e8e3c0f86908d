//! A calendar file dropped in the room: a message goes to its meeting, a plain event becomes a meeting.

use super::{
    Call, Done, Failure,
    call::{name_of, time_text},
    edited::{Told, addresses},
    keep::Kept,
    text::{bounded, one_line},
};
use crate::{
    chat::File,
    itip::{self, CalendarFile, Draft, FileDates, Method, Scope, Status, Unreadable},
    store::StoredObject,
    view::{Change, Dates, Imported, Problem, Same, View, repeats_text},
};

/// The most that is said about what a file has wrong.
const MOST_PROBLEMS: usize = 5;

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        unreadable(error)
    }
}

/// What is left out of a file where it is wrong; the rest is mended.
const LEFT_OUT: [&str; 5] =
    ["no-colon", "no-name", "missing-end", "unexpected-end", "second-calendar"];

/// Takes a file.
///
/// # Errors
///
/// A calendar file that is too big, cannot be read, or that the engine refuses.
pub async fn upload(call: &mut Call<'_>, file: &File) -> Done {
    if !is_calendar(file) {
        // Whatever else people share in the room is none of the bot's business.
        return Ok(());
    }
    let (size, limit) = (file.content.len(), call.defaults.max_file);
    if size > limit {
        return Err(Problem::FileTooBig { size, limit }.into());
    }
    let incoming = itip::read(&file.content).map_err(unreadable)?;
    match incoming.method {
        None | Some(Method::Publish) => import_all(call, incoming).await,
        Some(method) => deliver(call, incoming, method).await,
    }
}

/// Why a file is of no use, for whoever dropped it.
fn unreadable(error: Unreadable) -> Failure {
    match error {
        Unreadable::TooMany { count, limit } => Problem::TooManyMeetings { count, limit }.into(),
        error => Problem::FileUnreadable { why: error.to_string() }.into(),
    }
}

fn is_calendar(file: &File) -> bool {
    let named = file.name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("ics"));
    named || file.mime.to_ascii_lowercase().starts_with("text/calendar")
}

/// Plain events: each a meeting. Those that are over are left out, unless there is nothing else.
async fn import_all(call: &mut Call<'_>, incoming: CalendarFile) -> Done {
    let wrong = incoming.problems.iter().filter(|problem| LEFT_OUT.contains(&problem.rule));
    let mut problems: Vec<_> =
        wrong.map(|problem| format!("line {}: {}", problem.line, problem.text)).collect();
    let mut ahead = Vec::new();
    let mut over = None;
    for event in incoming.meetings().map_err(unreadable)? {
        let mut draft = event.draft(&call.me(), call.room_zone()).map_err(unreadable)?;
        draft.summary = call.clean_title(&draft.summary)?;
        let dates =
            event.dates(call.room_zone(), |title| Ok::<_, Failure>(call.clean_title(title)?))?;
        let end = dates.end_of(&draft, call.room_zone())?;
        if end.is_some_and(|end| end <= call.now) {
            let when = time_text(&draft.span, call.zone(), call.now);
            problems.push(format!("“{}” is over ({})", draft.summary, when.text));
            over.get_or_insert(when);
        } else {
            ahead.push((event, draft, dates));
        }
    }
    if let (true, Some(when)) = (ahead.is_empty(), over) {
        return Err(Problem::PastTime { when }.into());
    }
    problems.truncate(MOST_PROBLEMS);
    for (event, draft, dates) in ahead {
        // What is wrong with the file is said once.
        import(call, &event, (&draft, &dates), std::mem::take(&mut problems)).await?;
    }
    Ok(())
}

/// A plain event: a new meeting of whoever dropped it, or a newer version of one that is here.
async fn import(
    call: &mut Call<'_>,
    event: &CalendarFile,
    (draft, dates): (&Draft, &FileDates),
    problems: Vec<String>,
) -> Done {
    if let Some(stored) = call.tx.find_object_by_uid(&event.uid).await? {
        return update(call, stored, event, (draft, dates), problems).await;
    }
    let step = event.create(draft, dates, &call.cx())?;
    let stored = call.add(step).await?;
    let imported = imported(call, &stored, false, problems);
    call.tell(imported).await
}

/// A newer version of a meeting that is here, from somebody who may change it.
async fn update(
    call: &mut Call<'_>,
    stored: StoredObject,
    event: &CalendarFile,
    (draft, dates): (&Draft, &FileDates),
    problems: Vec<String>,
) -> Done {
    if !event.is_newer_than(&stored.object) {
        return call.tell(call.same(&stored, Same::Import)).await;
    }
    let before = call.meeting(&stored);
    if !call.hosts(&before) && !call.caller.moderator {
        let organizer = before.organizer.as_ref().map(name_of);
        return Err(Problem::NotYours { organizer }.into());
    }
    if before.status == Status::Cancelled {
        let title = before.summary;
        return Err(Problem::CancelledMeeting { number: stored.number, title }.into());
    }
    bounded(draft.description.as_deref().unwrap_or_default(), "description")?;
    bounded(draft.location.as_deref().unwrap_or_default(), "place")?;
    let step = event.update(&stored.object, draft, dates, &call.cx())?;
    let Kept { stored, changed } = call.keep(stored, step).await?;
    if !changed {
        return call.tell(call.same(&stored, Same::Import)).await;
    }
    let after = call.meeting(&stored);
    if (before.start, before.end) != (after.start, after.end) {
        let former = call.time_text(&before).text;
        let dates = if stored.object.is_recurring() { Dates::All } else { Dates::Only };
        let told = Told { ping: addresses(&after), ..Told::of(Change::Moved, Some(former)) };
        let told = told.on(Scope::Whole, dates);
        call.announce(call.changed(&stored, &told), &stored, &told.ping).await?;
    }
    let imported = imported(call, &stored, true, problems);
    call.tell(imported).await
}

/// A message of another calendar goes to its meeting. Who dropped it counts as its sender: nobody can answer for
/// others by a file.
async fn deliver(call: &mut Call<'_>, incoming: CalendarFile, method: Method) -> Done {
    let Some(stored) = call.tx.find_object_by_uid(&incoming.uid).await? else {
        return Err(unknown(call, &incoming, method).into());
    };
    let message = incoming.message(call.me().address)?;
    let kept = call.receive(stored, &message).await?;
    if !kept.changed {
        return call.tell(call.same(&kept.stored, Same::Import)).await;
    }
    let imported = imported(call, &kept.stored, true, Vec::new());
    call.tell(imported).await
}

/// What is said of a meeting that a file made or changed.
fn imported(call: &Call<'_>, stored: &StoredObject, updated: bool, problems: Vec<String>) -> View {
    let when = call.time_text(&call.meeting(stored));
    View::Imported(Imported {
        number: stored.number,
        when,
        title: stored.object.meeting(call.room_zone()).summary,
        updated,
        repeats: stored
            .object
            .repeats(call.now, call.room_zone())
            .map(|repeats| repeats_text(&repeats)),
        problems,
    })
}

/// What to say about a message of a meeting that is not here.
fn unknown(call: &Call<'_>, incoming: &CalendarFile, method: Method) -> Problem {
    if !matches!(method, Method::Request | Method::Add) {
        return Problem::UnknownMessage { method: method.as_str().to_owned() };
    }
    let event = incoming.calendar.children("VEVENT").next();
    let title = event.and_then(|event| event.text("SUMMARY")).map(|title| one_line(&title));
    Problem::ForeignInvitation { title: title.and_then(|title| call.clean_title(&title).ok()) }
}
