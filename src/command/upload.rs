//! A calendar file dropped in the room: a message goes to its meeting, a plain event becomes a meeting.

use super::{Call, Done, Failure};
use crate::{
    chat::File,
    itip::{self, Incoming, Method},
    view::{Change, Problem, View},
};

/// Takes a file.
///
/// # Errors
///
/// A file that is too big, is no calendar, cannot be read, or that the engine refuses.
pub async fn upload(call: &mut Call<'_>, file: &File) -> Done {
    if !is_calendar(file) {
        // Whatever else people share in the room is none of the bot's business.
        return Ok(());
    }
    let limit = call.defaults.max_file;
    if file.content.len() > limit {
        return Err(Problem::FileTooBig { size: file.content.len(), limit }.into());
    }
    let incoming = itip::read(&file.content).map_err(|error| Problem::unreadable_file(&error))?;
    match incoming.method {
        None | Some(Method::Publish) => import(call, &incoming).await,
        Some(_) => deliver(call, &incoming).await,
    }
}

fn is_calendar(file: &File) -> bool {
    let named = file.name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("ics"));
    named || file.mime.to_ascii_lowercase().starts_with("text/calendar")
}

/// A plain event: a new meeting of whoever dropped it, once.
async fn import(call: &mut Call<'_>, incoming: &Incoming) -> Done {
    if let Some(stored) = call.tx.find_object_by_uid(&incoming.uid).await? {
        let title = call.meeting(&stored).summary;
        return Err(Problem::AlreadyHere { number: stored.number, title }.into());
    }
    let mut draft = incoming.draft(&call.me())?;
    draft.summary = call.clean_title(&draft.summary)?;
    if draft.span.end.instant(call.zone()).is_some_and(|end| end <= call.now) {
        return Err(Problem::PastMeeting { title: draft.summary }.into());
    }
    let step = itip::create(&draft, &call.cx())?;
    let stored = call.add(step).await?;
    let view = call.changed(&stored, Change::Imported, Vec::new());
    call.tell(view).await
}

/// A message of another calendar: REPLY, COUNTER and the like go to their meeting.
async fn deliver(call: &mut Call<'_>, incoming: &Incoming) -> Done {
    let found = call.tx.find_object_by_uid(&incoming.uid).await?;
    let stored = found.ok_or_else(|| Failure::from(Problem::UnknownMessage))?;
    let kept = call.receive(stored, &incoming.message()).await?;
    let change = Change::Received { notices: kept.notices.len() };
    let view = call.changed(&kept.stored, change, Vec::new());
    call.tell(view).await
}

impl Call<'_> {
    /// Says what was taken from a file.
    #[expect(dead_code, reason = "placeholder")]
    pub(super) async fn taken(&mut self, view: View) -> Done {
        self.tell(view).await
    }
}
