//! Files that people drop in a room.

use matrix_sdk::{
    Client,
    media::{MediaFormat, MediaRequestParameters},
    ruma::events::room::MediaSource,
};

use crate::chat::{Action, File};

/// A file as its message describes it.
#[derive(Debug)]
pub(super) struct Wanted<'e> {
    /// Its name.
    pub(super) name: &'e str,
    /// Its media type.
    pub(super) mime: &'e str,
    /// How large it is said to be.
    pub(super) octets: Option<u64>,
    /// Where it lies.
    pub(super) source: &'e MediaSource,
}

/// Fetches a calendar file, decrypted; `None` for any other, and for one that is not there any more.
pub(super) async fn read(
    client: &Client,
    wanted: &Wanted<'_>,
    most: usize,
) -> matrix_sdk::Result<Option<Action>> {
    if !is_calendar(wanted) {
        return Ok(None);
    }
    let oversized = |octets| Action::Oversized { name: wanted.name.to_owned(), octets };
    let said = wanted.octets.and_then(|octets| usize::try_from(octets).ok());
    if let Some(octets) = said.filter(|octets| *octets > most) {
        return Ok(Some(oversized(octets)));
    }
    let request =
        MediaRequestParameters { source: wanted.source.clone(), format: MediaFormat::File };
    let content = match client.media().get_media_content(&request, false).await {
        Ok(content) => content,
        Err(error) if super::listen::is_passing(&error) => return Err(error),
        Err(error) => {
            tracing::warn!("a file could not be fetched: {error}");
            return Ok(None);
        }
    };
    if content.len() > most {
        return Ok(Some(oversized(content.len())));
    }
    Ok(Some(Action::Upload(File {
        name: wanted.name.to_owned(),
        mime: wanted.mime.to_owned(),
        content: text(content),
    })))
}

fn is_calendar(wanted: &Wanted<'_>) -> bool {
    let named =
        wanted.name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("ics"));
    named || wanted.mime.to_ascii_lowercase().starts_with("text/calendar")
}

/// iCalendar is UTF-8 (RFC 5545 §3.1.4); what is not is read as Latin-1, as old programs wrote it.
fn text(content: Vec<u8>) -> String {
    String::from_utf8(content)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}
