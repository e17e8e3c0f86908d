//! Files that people upload.

use reqwest::Client;

use super::convert::Attachment;
use crate::chat::{Action, File};

/// Fetches a file; one that is larger than `most` octets is only said to be there.
///
/// # Errors
///
/// It could not be fetched.
pub(super) async fn read(
    client: &Client,
    file: &Attachment,
    most: usize,
) -> Result<Action, reqwest::Error> {
    let oversized = |octets| Action::Oversized { name: file.name.clone(), octets };
    if file.octets > most {
        return Ok(oversized(file.octets));
    }
    let mut answer = client.get(&file.url).send().await?.error_for_status()?;
    let mut content = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        content.extend_from_slice(&chunk);
        if content.len() > most {
            return Ok(oversized(content.len()));
        }
    }
    let (name, mime) = (file.name.clone(), file.mime.clone());
    Ok(Action::Upload(File { name, mime, content: text(content) }))
}

/// iCalendar is UTF-8 (RFC 5545 §3.1.4); what is not is read as Latin-1, as old programs wrote it.
fn text(content: Vec<u8>) -> String {
    String::from_utf8(content)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}
