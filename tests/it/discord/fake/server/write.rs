//! Answers as they go onto the wire, with the headers that say how a bucket stands.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::{
    body::Body,
    http::{HeaderValue, header::CONTENT_TYPE},
    response::Response,
};
use serde_json::{Value, json};

use super::super::{
    limits::{Standing, TooSoon},
    world::Attachment,
};

/// What is answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    /// Why it was too soon, where that is what is answered.
    pub(crate) too_soon: Option<TooSoon>,
}

impl Reply {
    pub(crate) fn too_soon(too_soon: &TooSoon) -> Self {
        let body = json!({
            "message": if too_soon.scope == "shared" { "The resource is being rate limited." } else { "You are being rate limited." },
            "retry_after": seconds(too_soon.retry_after), "global": too_soon.scope == "global",
        });
        Self { status: 429, body: Some(body), too_soon: Some(too_soon.clone()) }
    }
}

pub(crate) fn response(reply: &Reply, standing: &Standing) -> Response {
    let body = reply.body.as_ref().map_or_else(super::empty, |body| Body::from(body.to_string()));
    let mut response = Response::new(body);
    *response.status_mut() = reply.status.try_into().unwrap();
    let mut set = |name: &'static str, value: String| {
        response.headers_mut().insert(name, HeaderValue::from_str(&value).unwrap());
    };
    if reply.body.is_some() {
        set(CONTENT_TYPE.as_str(), "application/json".to_owned());
    }
    let global = reply.too_soon.as_ref().is_some_and(|too_soon| too_soon.scope == "global");
    if global {
        set("x-ratelimit-global", "true".to_owned());
    } else {
        set("x-ratelimit-limit", standing.limit.to_string());
        set("x-ratelimit-remaining", standing.remaining.to_string());
        set("x-ratelimit-reset", format!("{:.3}", seconds(now() + standing.reset_after)));
        set("x-ratelimit-reset-after", format!("{:.3}", seconds(standing.reset_after)));
        set("x-ratelimit-bucket", standing.bucket.clone());
    }
    if let Some(too_soon) = &reply.too_soon {
        set("x-ratelimit-scope", too_soon.scope.to_owned());
        set("retry-after", too_soon.retry_after.as_secs_f64().ceil().to_string());
    }
    response
}

/// A page of whatever stands in front of Discord.
pub(crate) fn page(status: u16, text: &str) -> Response {
    let mut response = Response::new(Body::from(format!("<html><body>{text}</body></html>")));
    *response.status_mut() = status.try_into().unwrap();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

/// A file, to whoever has its address.
pub(crate) fn file(file: Option<&Attachment>) -> Response {
    let Some(file) = file else {
        return page(404, "This content is no longer available.");
    };
    let mut response = Response::new(Body::from(file.content.clone()));
    let mime = file.mime.as_deref().unwrap_or("application/octet-stream");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_str(mime).unwrap());
    response
}

fn seconds(time: Duration) -> f64 {
    // To milliseconds, as Discord has it.
    (time.as_secs_f64() * 1000.0).ceil() / 1000.0
}

#[expect(clippy::disallowed_methods, reason = "the header says when, by the clock of the machine")]
fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}
