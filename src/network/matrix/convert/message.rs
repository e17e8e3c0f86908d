//! Reads `m.room.message`: texts, and files that may be calendars. Pure.

use std::collections::BTreeSet;

use matrix_sdk::ruma::{OwnedUserId, events::room::MediaSource};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Me, Text, What,
    html::{Shown, shown},
    mention::{Mentioned, mentioned},
    relation::Relation,
    text,
};

/// Reads the content of a message. Notices are what bots say to each other, without end if they listened.
pub(super) fn read(content: &Value, me: &Me) -> Option<What> {
    let relation = Relation::of(content);
    if relation.replaces.is_some() {
        // An edit of a file changes its caption only, which nobody reads here.
        return Some(What::Text(said(content.get("m.new_content")?, relation, me)?));
    }
    match text(content, "msgtype")? {
        "m.file" => file(content),
        "m.image" | "m.audio" | "m.video" => file(content).filter(is_calendar),
        _ => Some(What::Text(said(content, relation, me)?)),
    }
}

fn said(content: &Value, relation: Relation, me: &Me) -> Option<Text> {
    if !matches!(text(content, "msgtype")?, "m.text" | "m.emote") {
        return None;
    }
    let body = without_quote(text(content, "body")?);
    let html = html(content).map_or_else(Shown::default, shown);
    let Mentioned { body, addressed, mentions } =
        mentioned(body, &html, listed(content).as_ref(), me);
    Some(Text { body, addressed, reply_to: relation.answers, edits: relation.replaces, mentions })
}

fn html(content: &Value) -> Option<&str> {
    let format = text(content, "format").filter(|format| *format == "org.matrix.custom.html");
    format.and_then(|_| text(content, "formatted_body"))
}

/// The users that a message says it mentions.
fn listed(content: &Value) -> Option<BTreeSet<OwnedUserId>> {
    let mentions = content.get("m.mentions")?.as_object()?;
    let ids = mentions.get("user_ids").and_then(Value::as_array);
    let users = ids.into_iter().flatten().filter_map(Value::as_str);
    Some(users.filter_map(|id| OwnedUserId::try_from(id).ok()).collect())
}

/// A text without the message that it quotes: `> <@ana:server> …`, as programs wrote before version 1.13 of the
/// specification. They do so in edits of replies too, which do not say that they are replies.
fn without_quote(body: &str) -> &str {
    let quoted = body.strip_prefix("> ").map(|line| line.strip_prefix("* ").unwrap_or(line));
    if !quoted.is_some_and(|line| line.starts_with("<@")) {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

fn file(content: &Value) -> Option<What> {
    let name = text(content, "filename").or_else(|| text(content, "body"))?;
    let info = content.get("info");
    Some(What::File {
        name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        mime: info.and_then(|info| text(info, "mimetype")).unwrap_or_default().to_owned(),
        octets: info.and_then(|info| info.get("size")).and_then(Value::as_u64),
        source: MediaSource::deserialize(content).ok()?,
    })
}

/// Whether a file says of itself that it is a calendar.
fn is_calendar(file: &What) -> bool {
    let What::File { name, mime, .. } = file else { return false };
    name.to_lowercase().ends_with(".ics") || mime.to_lowercase().contains("calendar")
}
