//! A calendar file dropped in the room: a message goes to its meeting, a plain event becomes a meeting.

use super::{Call, Done, call::time_text};
use crate::{
    chat::File,
    itip::{self, CalendarFile, Method},
    view::{Imported, Problem, Same, View},
};

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
    let incoming = itip::read(&file.content)
        .map_err(|error| Problem::FileUnreadable { why: error.to_string() })?;
    match incoming.method {
        None | Some(Method::Publish) => import(call, &incoming).await,
        Some(_) => deliver(call, incoming).await,
    }
}

fn is_calendar(file: &File) -> bool {
    let named = file.name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("ics"));
    named || file.mime.to_ascii_lowercase().starts_with("text/calendar")
}

/// A plain event: a new meeting of whoever dropped it, once.
async fn import(call: &mut Call<'_>, incoming: &CalendarFile) -> Done {
    if let Some(stored) = call.tx.find_object_by_uid(&incoming.uid).await? {
        return call.tell(call.same(&stored, Same::Import)).await;
    }
    let mut draft = incoming.draft(&call.me())?;
    draft.summary = call.clean_title(&draft.summary)?;
    let when = time_text(&draft.span, call.zone(), call.now);
    if draft.span.end.instant(call.zone()).is_some_and(|end| end <= call.now) {
        return Err(Problem::PastTime { when }.into());
    }
    let title = draft.summary.clone();
    let step = itip::create(&draft, &call.cx())?;
    let number = call.add(step).await?.number;
    call.tell(View::Imported(Imported { number, title, when, updated: false })).await
}

/// A message of another calendar goes to its meeting. Who dropped it counts as its sender: nobody can answer for
/// others by a file.
async fn deliver(call: &mut Call<'_>, incoming: CalendarFile) -> Done {
    let found = call.tx.find_object_by_uid(&incoming.uid).await?;
    let unknown =
        || Problem::FileUnreadable { why: "it is about a meeting that is not mine".to_owned() };
    let stored = found.ok_or_else(unknown)?;
    let message = incoming.message(call.me().address)?;
    let kept = call.receive(stored, &message).await?;
    if !kept.changed {
        return call.tell(call.same(&kept.stored, Same::Import)).await;
    }
    let meeting = call.meeting(&kept.stored);
    let when = call.time_text(&meeting);
    let (number, title) = (kept.stored.number, meeting.summary);
    call.tell(View::Imported(Imported { number, title, when, updated: true })).await
}
