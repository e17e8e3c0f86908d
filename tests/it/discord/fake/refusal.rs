//! What Discord answers where it does not do what was asked.
//!
//! <https://docs.discord.com/developers/topics/opcodes-and-status-codes#json>

use serde_json::{Map, Value, json};

/// A refused request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    /// Of HTTP.
    pub(crate) status: u16,
    /// Of Discord; 0 where it has none.
    pub(crate) code: u64,
    pub(crate) body: Value,
}

/// Something wrong with one part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where: `embeds.0.title`, empty for the whole body.
    pub(crate) at: String,
    /// Discord's name for it.
    pub(crate) code: &'static str,
    /// In words.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(at: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self { at: at.trim_matches('.').to_owned(), code, message: message.into() }
    }
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u64, message: &str) -> Self {
        Self { status, code, body: json!({ "message": message, "code": code }) }
    }

    /// 404 with the code of what is unknown.
    pub(crate) fn unknown(code: u64, what: &str) -> Self {
        Self::new(404, code, &format!("Unknown {what}"))
    }

    pub(crate) fn channel() -> Self {
        Self::unknown(10003, "Channel")
    }

    pub(crate) fn message() -> Self {
        Self::unknown(10008, "Message")
    }

    /// 403: it is there, but not for this bot.
    pub(crate) fn access() -> Self {
        Self::new(403, 50001, "Missing Access")
    }

    /// 403: this bot may not do that here.
    pub(crate) fn permissions() -> Self {
        Self::new(403, 50013, "Missing Permissions")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    /// 400 with a tree that has each problem at its place.
    pub(crate) fn form(problems: &[Problem]) -> Self {
        let mut errors = json!({});
        for problem in problems {
            let steps = problem.at.split('.').filter(|step| !step.is_empty());
            put(&mut errors, steps, json!({ "code": problem.code, "message": problem.message }));
        }
        let body = json!({ "message": "Invalid Form Body", "code": 50035, "errors": errors });
        Self { status: 400, code: 50035, body }
    }
}

fn put<'s>(tree: &mut Value, mut steps: impl Iterator<Item = &'s str>, error: Value) {
    let step = steps.next();
    let Value::Object(fields) = tree else { return };
    match step {
        Some(step) => {
            let below = fields.entry(step).or_insert_with(|| Value::Object(Map::new()));
            put(below, steps, error);
        }
        None => match fields.entry("_errors").or_insert_with(|| json!([])) {
            Value::Array(all) => all.push(error),
            _ => unreachable!("_errors is a list"),
        },
    }
}
