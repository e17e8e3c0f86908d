//! A calendar file dropped in the room: a message goes to its meeting, and a plain event becomes a meeting when whoever
//! dropped it says so.

use super::{
    Call, Done, Failure,
    call::{name_of, time_text},
    cancel::cancel_dates,
    dates::Mine,
    decide::{dates_of, day_of},
    edited::{Told, addresses},
    keep::Kept,
    outside, propose,
    text::{bounded, one_line},
};
use crate::{
    chat::File,
    itip::{
        self, CalendarFile, Draft, Edit, FileDates, Meeting, Method, Participant, Proposal, Role,
        Scope, Status, Unreadable,
    },
    model::Partstat,
    store::{DroppedFile, StoredObject},
    view::{
        Change, Dates, FileAsk, FileLeft, FileRow, Imported, Problem, Same, View, repeats_text,
    },
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
        // Whatever else people share in the room is none of the bot's business; what comes with a command is.
        return match call.message {
            Some(_) => Ok(()),
            None => Err(Problem::FileUnsupported { name: file.name.clone() }.into()),
        };
    }
    let size = file.content.len();
    if size > call.defaults.max_file {
        return Err(too_big(call, &file.name, size));
    }
    let incoming = itip::read(&file.content).map_err(unreadable)?;
    match incoming.method {
        None | Some(Method::Publish) => plain(call, file, incoming).await,
        Some(method) => deliver(call, file, incoming, method).await,
    }
}

/// A file is larger than what is read.
pub fn too_big(call: &Call<'_>, name: &str, size: usize) -> Failure {
    Problem::FileTooBig { name: name.to_owned(), size, limit: call.defaults.max_file }.into()
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

/// An event of a file, and the meeting it would be.
struct Event {
    file: CalendarFile,
    draft: Draft,
    dates: FileDates,
}

/// Plain events: those that are here already are brought up to date, and about those that are new a question is asked.
async fn plain(call: &mut Call<'_>, file: &File, incoming: CalendarFile) -> Done {
    let (events, mut problems) = events(call, incoming)?;
    let mut fresh = Vec::new();
    for event in events {
        match call.tx.find_object_by_uid(&event.file.uid).await? {
            // What is wrong with the file is said once.
            Some(stored) => update(call, stored, &event, std::mem::take(&mut problems)).await?,
            None => fresh.push(event),
        }
    }
    if fresh.is_empty() { Ok(()) } else { ask(call, file, &fresh, problems).await }
}

/// Asks whether the events of a file shall be meetings, and keeps the file for the answer.
async fn ask(call: &mut Call<'_>, file: &File, events: &[Event], problems: Vec<String>) -> Done {
    let dropped = DroppedFile {
        id: call.ids.token(),
        room: call.room.at.clone(),
        account: call.caller.user.account.clone(),
        content: file.content.clone(),
    };
    let rows: Result<_, _> = events.iter().map(|event| row(call, event)).collect();
    call.tx.add_dropped_file(&dropped, call.now).await?;
    call.tell(View::FileAsk(FileAsk { key: dropped.id, rows: rows?, more: 0, problems })).await
}

/// An event as the meeting that it would be.
fn row(call: &Call<'_>, event: &Event) -> Result<FileRow, Failure> {
    let step = event.file.create(&event.draft, &event.dates, &call.cx())?;
    let object = step.object.ok_or(itip::Refusal::NoComponent)?;
    let (_, meeting) = object.shown_meeting(call.now, call.room_zone());
    let repeats = object.repeats(call.now, call.room_zone());
    Ok(FileRow {
        title: event.draft.summary.clone(),
        when: call.time_text(&meeting),
        repeats: repeats.map(|repeats| repeats_text(&repeats)),
    })
}

/// Does what was answered to the question about a file.
///
/// # Errors
///
/// Somebody else was asked, or it is neither yes nor no.
pub(super) async fn decided(call: &mut Call<'_>, file: &DroppedFile, answer: Partstat) -> Done {
    if file.account != call.caller.user.account {
        return Err(Problem::NotYourQuestion.into());
    }
    match answer {
        Partstat::Accepted => {
            call.tx.forget_dropped_file(&file.id).await?;
            take(call, itip::read(&file.content)?).await
        }
        Partstat::Declined => {
            call.tx.forget_dropped_file(&file.id).await?;
            call.tell(View::FileLeft(FileLeft {})).await
        }
        _ => Err(Problem::YesOrNo.into()),
    }
}

/// Makes each event of a file a meeting. What of the file was wrong was said with the question.
async fn take(call: &mut Call<'_>, incoming: CalendarFile) -> Done {
    for event in events(call, incoming)?.0 {
        let known = call.tx.find_object_by_uid(&event.file.uid).await?;
        if known.is_none() {
            let step = event.file.create(&event.draft, &event.dates, &call.cx())?;
            let stored = call.add(step).await?;
            let imported = imported(call, &stored, false, Vec::new());
            call.tell(imported).await?;
        }
    }
    Ok(())
}

/// The events of a file, and what is wrong with it. Those that are over are left out, unless there is nothing else.
fn events(call: &Call<'_>, incoming: CalendarFile) -> Result<(Vec<Event>, Vec<String>), Failure> {
    let wrong = incoming.problems.iter().filter(|problem| LEFT_OUT.contains(&problem.rule));
    let mut problems: Vec<_> =
        wrong.map(|problem| format!("line {}: {}", problem.line, problem.text)).collect();
    let mut ahead = Vec::new();
    let mut over = None;
    for file in incoming.meetings().map_err(unreadable)? {
        let mut draft = file.draft(&call.me(), call.room_zone()).map_err(unreadable)?;
        draft.summary = call.clean_title(&draft.summary)?;
        let dates =
            file.dates(call.room_zone(), |title| Ok::<_, Failure>(call.clean_title(title)?))?;
        let end = dates.end_of(&draft, call.room_zone())?;
        if end.is_some_and(|end| end <= call.now) {
            let when = time_text(&draft.span, call.zone(), call.now);
            problems.push(format!("“{}” is over ({})", draft.summary, when.text));
            over.get_or_insert(when);
        } else {
            ahead.push(Event { file, draft, dates });
        }
    }
    if let (true, Some(when)) = (ahead.is_empty(), over) {
        return Err(Problem::PastTime { when }.into());
    }
    problems.truncate(MOST_PROBLEMS);
    Ok((ahead, problems))
}

/// A newer version of a meeting that is here, from somebody who may change it.
async fn update(
    call: &mut Call<'_>,
    stored: StoredObject,
    event: &Event,
    problems: Vec<String>,
) -> Done {
    let Event { file, draft, dates } = event;
    if !file.is_newer_than(&stored.object) {
        return call.tell(call.same(&stored, Same::Import)).await;
    }
    call.ours(&stored)?;
    let before = call.meeting(&stored);
    if !call.hosts(&before) && !call.caller.moderator {
        let organizer = before.organizer.as_ref().map(name_of);
        return Err(Problem::NotYours { organizer, time: false }.into());
    }
    if before.status == Status::Cancelled {
        let title = before.summary;
        return Err(Problem::CancelledMeeting { number: stored.number, title }.into());
    }
    bounded(draft.description.as_deref().unwrap_or_default(), "description")?;
    bounded(draft.location.as_deref().unwrap_or_default(), "place")?;
    let step = file.update(&stored.object, draft, dates, &call.cx())?;
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

/// A message of another calendar goes to its meeting; an invitation to one that is not here gets a card.
///
/// Who dropped it counts as its sender: nobody can answer for others by a file. But of a meeting that is organized
/// elsewhere the room has a copy only, and what the organizer says of it is taken from whoever passes it on.
async fn deliver(call: &mut Call<'_>, file: &File, incoming: CalendarFile, method: Method) -> Done {
    let stored = call.tx.find_object_by_uid(&incoming.uid).await?;
    let organizer = incoming.organizer().map(|organizer| organizer.address);
    let stored = match (stored, organizer) {
        (Some(stored), Some(from))
            if stored.object.role == Role::Attendee && outside::is_organizers(method) =>
        {
            return outside::update(call, stored, incoming, from).await;
        }
        (Some(stored), _) if method == Method::Cancel => {
            return call_off(call, stored, &incoming).await;
        }
        (Some(stored), _) => stored,
        (None, Some(from)) if method == Method::Request && !call.is_me(&from) => {
            return outside::invite(call, incoming, from).await;
        }
        // One's own invitation, from one's own calendar.
        (None, Some(_)) if method == Method::Request => return plain(call, file, incoming).await,
        (None, _) => return Err(unknown(call, &incoming, method).into()),
    };
    let message = incoming.message(call.me().address)?;
    call.ours(&stored)?;
    let before = call.meeting(&stored);
    let kept = call.receive(stored, &message).await?;
    if !kept.changed {
        return call.tell(call.same(&kept.stored, Same::Import)).await;
    }
    if method == Method::Counter {
        return proposed(call, &kept.stored, &before).await;
    }
    let imported = imported(call, &kept.stored, true, Vec::new());
    call.tell(imported).await
}

/// Tells of the proposal that the caller's calendar made, as of one that they typed.
async fn proposed(call: &mut Call<'_>, stored: &StoredObject, before: &Meeting) -> Done {
    let mine = |open: &&Proposal| call.is_me(&open.from);
    let open = stored.object.proposals.iter().rev().find(mine);
    let Some((open, span)) = open.and_then(|open| Some((open, open.span()?))) else {
        let imported = imported(call, stored, true, Vec::new());
        return call.tell(imported).await;
    };
    let scope = Scope::of(&open.event);
    let dates = dates_of(stored, &scope);
    let told = propose::Open {
        who: &call.me_in(before),
        new: time_text(&span, call.room_zone(), call.now),
        comment: open.comment.clone(),
        dates,
        day: day_of(stored, &scope, call.room_zone()).filter(|_| dates == Dates::This),
    };
    propose::announce(call, stored, before, told).await
}

/// The organizer called a meeting off in a calendar of their own, or took people off its list: so it is here, for whoever
/// may do that here.
async fn call_off(call: &mut Call<'_>, stored: StoredObject, incoming: &CalendarFile) -> Done {
    call.may_change(&stored.object.meeting(call.room_zone()))?;
    let meeting = call.meeting(&stored);
    if meeting.status == Status::Cancelled {
        return call.tell(call.same(&stored, Same::Import)).await;
    }
    let gone = only_some(&meeting, incoming);
    if !gone.is_empty() {
        let ping: Vec<_> = gone.iter().map(|one| one.address.clone()).collect();
        let edit = Edit::Uninvite(ping.clone());
        let step = itip::edit(&stored.object, &Scope::Whole, &edit, &call.cx())?;
        let names = gone.iter().map(|one| name_of(one)).collect();
        let told = Told { names, ping, ..Told::of(Change::Uninvited, None) };
        return call.edited(stored, step, told, Same::Import).await;
    }
    let reason = incoming.comment().unwrap_or_default();
    for scope in incoming.scopes() {
        let Some(stored) = call.tx.find_object_by_uid(&incoming.uid).await? else { return Ok(()) };
        let dates = dates_of(&stored, &scope);
        let meeting = stored.object.meeting_at(&scope, call.room_zone())?;
        cancel_dates(call, Mine { stored, meeting, scope, dates, rest: &reason }).await?;
    }
    Ok(())
}

/// Those whom a CANCEL takes off the list, where it is not about all who are on it (RFC 5546 §3.2.5).
fn only_some<'m>(meeting: &'m Meeting, incoming: &CalendarFile) -> Vec<&'m Participant> {
    let named = incoming.attendees();
    let organizer = meeting.organizer.as_ref().map(|organizer| &organizer.address);
    let asked = meeting.attendees.iter().filter(|one| Some(&one.address) != organizer);
    let (gone, stay): (Vec<_>, Vec<_>) = asked.partition(|one| named.contains(&one.address));
    if stay.is_empty() { Vec::new() } else { gone }
}

/// What is said of a meeting that a file made or changed.
pub(super) fn imported(
    call: &Call<'_>,
    stored: &StoredObject,
    updated: bool,
    problems: Vec<String>,
) -> View {
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
