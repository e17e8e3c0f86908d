//! A request as it comes from the wire: its route, its body in JSON or in parts, its files.

use std::collections::BTreeMap;

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, Uri},
};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::super::{change::Upload, rest::Call, world::Id};

/// The most that one request carries: 25 MiB, and what is around it.
const MOST: usize = 26 << 20;

/// Where all paths begin.
const BASE: &str = "/api/v10";

/// A request that was read, and how.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// Its method and the shape of its path, for people and for buckets.
    pub(crate) route: String,
    /// The id whose buckets these are: of a channel, a guild or a webhook.
    pub(crate) major: String,
    /// Its path as it was sent, without what is before it.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) call: Call,
    /// Whether it came in parts.
    pub(crate) parts: bool,
    /// What was wrong with its form.
    pub(crate) odd: Vec<String>,
}

/// Reads a request whole.
pub(crate) async fn read(request: Request) -> Asked {
    let (head, body) = request.into_parts();
    let mut asked = Asked { headers: head.headers.clone(), ..Asked::default() };
    let raw = head.uri.path();
    if !raw.starts_with(BASE) {
        asked.odd.push(format!("{raw} is not below {BASE}"));
    }
    raw.strip_prefix(BASE).unwrap_or(raw).clone_into(&mut asked.path);
    asked.call.method = head.method.as_str().to_owned();
    asked.call.path = asked.path.split('/').skip(1).map(decoded).collect();
    asked.call.query = query(head.uri.query().unwrap_or_default());
    (asked.route, asked.major) = named(&asked.call.method, &asked.call.path);
    let Ok(octets) = to_bytes(body, MOST).await else {
        asked.odd.push("the body is larger than 25 MiB, or broke off".to_owned());
        return asked;
    };
    if octets.is_empty() {
        return asked;
    }
    let kind = text_of(&asked.headers, "content-type");
    if kind.starts_with("multipart/form-data") {
        asked.parts = true;
        parts(Request::from_parts(head, Body::from(octets)), &mut asked).await;
    } else {
        if !kind.starts_with("application/json") {
            asked.odd.push(format!("the body is of type {kind:?}"));
        }
        json(&octets, &mut asked);
    }
    asked
}

/// The id of the file that a signed address leads to.
pub(super) fn file(address: &Uri) -> Option<Id> {
    let id = address.path().split('/').nth(3)?.parse().ok()?;
    let signature = query(address.query()?).remove("hm")?;
    (signature == format!("{id:x}")).then_some(id)
}

/// A header's text, empty where there is none.
pub(crate) fn text_of(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

fn query(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// The name of a route, and the id that its buckets belong to.
fn named(method: &str, path: &[String]) -> (String, String) {
    let mut name = format!("{method} ");
    let top = path.first().map(String::as_str);
    for (place, part) in path.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| path.get(before)).map(String::as_str);
        let shown = if part.parse::<u64>().is_ok() {
            "{id}"
        } else if matches!(top, Some("webhooks" | "interactions")) && place == 2 {
            "{token}"
        } else if before == Some("reactions") {
            "{emoji}"
        } else {
            part
        };
        name.push('/');
        name.push_str(shown);
    }
    let major = match top {
        Some("channels" | "guilds") => path.get(1).cloned(),
        Some("webhooks" | "interactions") => path.get(2).cloned(),
        _ => None,
    };
    (name, major.unwrap_or_default())
}

fn json(octets: &[u8], asked: &mut Asked) {
    match serde_json::from_slice(octets) {
        Ok(body) => asked.call.body = body,
        Err(error) => asked.odd.push(format!("the body is no JSON: {error}")),
    }
}

/// `payload_json` and `files[n]`, in any order.
async fn parts(request: Request, asked: &mut Asked) {
    let Ok(mut multipart) = Multipart::from_request(request, &()).await else {
        asked.odd.push("the parts have no boundary".to_owned());
        return;
    };
    loop {
        let part = match multipart.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return,
            Err(error) => return asked.odd.push(format!("the parts broke off: {error}")),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let Ok(content) = part.bytes().await else {
            return asked.odd.push(format!("{name} broke off"));
        };
        let number = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']'));
        match (number.and_then(|n| n.parse().ok()), file) {
            (Some(n), Some(name)) if n < 10 => {
                asked.call.files.push(Upload { n, name, mime, content: content.to_vec() });
            }
            _ if name == "payload_json" => json(&content, asked),
            (_, file) => asked.odd.push(format!("a part is called {name:?}, its file {file:?}")),
        }
    }
}

/// Whether a body was sent.
pub(crate) fn has_body(call: &Call) -> bool {
    call.body != Value::Null
}
