//! Whether a request is as Discord wants it, before anything is done; and whether an answer of the fake is as Discord's would be.
//!
//! What Discord refuses is refused. What Discord lets pass but no bot should send (a key that nobody reads, no user agent) is
//! a complaint, which fails the test at its end.

use serde_json::Value;

use super::{
    interactions::EPHEMERAL,
    opinion,
    refusal::Refusal,
    rest::Answer,
    rules,
    server::{Asked, Shared, has_body, text_of},
    spec::{self, Fit},
    world::Id,
};

/// Who asks. Answers to interactions say so by a token in the path, and need no more.
///
/// # Errors
///
/// 401.
pub(crate) fn who(shared: &Shared, asked: &Asked) -> Result<Id, Refusal> {
    let agent = text_of(&asked.headers, "user-agent");
    let inside = agent.strip_prefix("DiscordBot (").and_then(|rest| rest.split_once(')'));
    if !inside.is_some_and(|(inside, _)| inside.contains(',')) {
        shared.complain(format!(
            "{} came from {agent:?}, not from DiscordBot (url, version)",
            asked.route
        ));
    }
    if matches!(asked.call.path.first().map(String::as_str), Some("interactions" | "webhooks")) {
        return Ok(0);
    }
    let authorization = text_of(&asked.headers, "authorization");
    let token = authorization.strip_prefix("Bot ");
    token.and_then(|token| shared.world().by_token(token)).ok_or_else(Refusal::unauthorized)
}

/// Whether a request is well-formed, by Discord's own description, by the rules it lacks, and in the eyes of a library.
///
/// # Errors
///
/// What Discord answers where it is not.
pub(crate) fn request(shared: &Shared, asked: &Asked) -> Result<(), Refusal> {
    if let Some(odd) = asked.odd.first() {
        shared.complain(format!("{}: {odd}", asked.route));
        return Err(Refusal::new(400, 50109, "The request body contains invalid JSON."));
    }
    described(shared, asked)?;
    let problems = rules::problems(&asked.route, &asked.call);
    if let Some(whole) = problems.iter().find(|one| one.code == rules::EMPTY) {
        return Err(Refusal::new(400, 50006, &whole.message));
    }
    if let Some(large) = problems.iter().find(|one| one.code == rules::TOO_LARGE) {
        return Err(Refusal::new(413, 40005, &large.message));
    }
    if !problems.is_empty() {
        return Err(Refusal::form(&problems));
    }
    if asked.route == "POST /channels/{id}/messages"
        && asked.call.body["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0
    {
        shared.complain("only an answer to an interaction can be for one person alone".to_owned());
    }
    for other in opinion::of_request(&asked.route, &asked.call.body) {
        shared.complain(format!("{}: twilight says {other}", asked.route));
    }
    Ok(())
}

fn described(shared: &Shared, asked: &Asked) -> Result<(), Refusal> {
    let Some(spec) = spec::known() else { return Ok(()) };
    let (method, path) = (&asked.call.method, &asked.path);
    let Some(operation) = spec.find(method, path) else {
        shared.complain(format!("there is no {method} {path}"));
        return Err(Refusal::not_found());
    };
    for name in asked.call.query.keys().filter(|name| !operation.takes(name)) {
        shared.complain(format!("{} has no parameter {name}", asked.route));
    }
    if !has_body(&asked.call) {
        if operation.needs_body() {
            return Err(Refusal::new(400, 50109, "The request body contains invalid JSON."));
        }
        return Ok(());
    }
    match spec.body(operation, &asked.call.body) {
        Fit::Well => Ok(()),
        Fit::Loosely(why) => {
            shared.complain(format!("{}: nobody reads this: {why}", asked.route));
            Ok(())
        }
        Fit::Not(problems) => Err(Refusal::form(&problems)),
    }
}

/// Holds an answer of the fake's own to the description, and to what a library reads out of it.
pub(crate) fn answer(shared: &Shared, asked: &Asked, answer: &Result<Answer, Refusal>) {
    let (status, body) = match answer {
        Ok((status, body)) => (*status, body.clone()),
        Err(refusal) => (refusal.status, Some(refusal.body.clone())),
    };
    let body = body.unwrap_or(Value::Null);
    if let Some(spec) = spec::known() {
        let operation = spec.find(&asked.call.method, &asked.path);
        let wrong = operation.and_then(|operation| spec.answer(operation, status, &body));
        if let Some(wrong) = wrong {
            shared.complain(format!(
                "the fake's answer to {} ({status}) is wrong: {wrong}",
                asked.route
            ));
        }
    }
    if status < 300
        && let Some(wrong) = opinion::of_answer(&asked.route, &body)
    {
        shared.complain(format!(
            "twilight cannot read the fake's answer to {}: {wrong}",
            asked.route
        ));
    }
}
