//! The rules that Discord's description of itself lacks, written from its pages.
//!
//! Those for messages, commands, forms and events are in files of their own; each gives the places where a body is wrong.

mod commands;
mod events;
mod messages;
mod modals;

use serde_json::Value;

use super::{refusal::Problem, rest::Call};

/// What a problem is called that has a code of its own: nothing in a message.
pub(crate) const EMPTY: &str = "EMPTY_MESSAGE";

/// And: too much in a request.
pub(crate) const TOO_LARGE: &str = "REQUEST_ENTITY_TOO_LARGE";

/// What is wrong with the body of a request.
pub(crate) fn problems(route: &str, call: &Call) -> Vec<Problem> {
    let body = &call.body;
    let mut problems = messages::files(call);
    problems.extend(match route {
        "POST /channels/{id}/messages" | "POST /webhooks/{id}/{token}" => {
            messages::created(body, "", !call.files.is_empty())
        }
        "PATCH /channels/{id}/messages/{id}" => messages::any(body, ""),
        _ if route.starts_with("PATCH /webhooks/") => messages::any(body, ""),
        "POST /interactions/{id}/{token}/callback" => callback(body, !call.files.is_empty()),
        "PUT /applications/{id}/commands" | "PUT /applications/{id}/guilds/{id}/commands" => {
            commands::all(list(body))
        }
        "POST /applications/{id}/commands" | "POST /applications/{id}/guilds/{id}/commands" => {
            commands::one(body, "")
        }
        "POST /guilds/{id}/scheduled-events" => events::created(body),
        "PATCH /guilds/{id}/scheduled-events/{id}" => events::any(body),
        _ if route.starts_with("POST") && route.ends_with("/threads") => thread(body),
        _ => Vec::new(),
    });
    problems
}

fn callback(body: &Value, files: bool) -> Vec<Problem> {
    let data = &body["data"];
    match body["type"].as_u64() {
        Some(4) => messages::created(data, "data.", files),
        Some(5) if data.as_object().is_some_and(|all| all.keys().any(|key| key != "flags")) => {
            vec![Problem::new("data", "INVALID", "A deferred answer takes only flags")]
        }
        Some(7) => messages::any(data, "data."),
        Some(9) => modals::form(data),
        _ => Vec::new(),
    }
}

fn thread(body: &Value) -> Vec<Problem> {
    let fits = (1..=100).contains(&length(&body["name"]));
    let wrong =
        Problem::new("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
    if fits { Vec::new() } else { vec![wrong] }
}

/// The items of a list, none where it is none.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// How many characters a text has, as Discord counts it: without the space around it.
fn length(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.trim().chars().count())
}

/// A problem where a text is longer than it may be.
fn at_most(text: &Value, most: usize, at: &str) -> Option<Problem> {
    let long = format!("Must be {most} or fewer in length.");
    (length(text) > most).then(|| Problem::new(at, "BASE_TYPE_MAX_LENGTH", long))
}
