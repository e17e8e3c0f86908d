//! Scheduled events: <https://docs.discord.com/developers/resources/guild-scheduled-event>

use serde_json::Value;

use super::{
    super::{events::ms, refusal::Problem},
    at_most, length, list,
};

const EXTERNAL: u64 = 3;

const YEARLY: u64 = 0;
const MONTHLY: u64 = 1;
const WEEKLY: u64 = 2;
const DAILY: u64 = 3;

/// The days of the week that a daily event can have, from Monday (0).
const DAILY_SETS: [&[u64]; 6] =
    [&[0, 1, 2, 3, 4], &[1, 2, 3, 4, 5], &[0, 1, 2, 3, 6], &[4, 5], &[5, 6], &[0, 6]];

/// An event to be made.
pub(super) fn created(body: &Value) -> Vec<Problem> {
    let mut problems = any(body);
    let external = body["entity_type"] == EXTERNAL;
    let mut required = |missing: bool, at: &str| {
        if missing {
            problems.push(Problem::new(at, "BASE_TYPE_REQUIRED", "This field is required"));
        }
    };
    required(length(&body["name"]) == 0, "name");
    required(ms(&body["scheduled_start_time"]).is_none(), "scheduled_start_time");
    required(external && ms(&body["scheduled_end_time"]).is_none(), "scheduled_end_time");
    required(
        external && length(&body["entity_metadata"]["location"]) == 0,
        "entity_metadata.location",
    );
    required(!external && body["channel_id"].is_null(), "channel_id");
    problems
}

/// An event to be made or edited.
pub(super) fn any(body: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(at_most(&body["name"], 100, "name"));
    problems.extend(at_most(&body["description"], 1000, "description"));
    problems.extend(at_most(&body["entity_metadata"]["location"], 100, "entity_metadata.location"));
    if body["entity_type"] == EXTERNAL && !body["channel_id"].is_null() {
        let what = "Channel must be empty for external events";
        problems.push(Problem::new("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL_INVALID", what));
    }
    for field in ["scheduled_start_time", "scheduled_end_time"] {
        if body[field].is_string() && ms(&body[field]).is_none() {
            let what = "Could not parse. Should be ISO8601.";
            problems.push(Problem::new(field, "DATE_TIME_TYPE_PARSE", what));
        }
    }
    let times = (ms(&body["scheduled_start_time"]), ms(&body["scheduled_end_time"]));
    if matches!(times, (Some(start), Some(end)) if end <= start) {
        let what = "Cannot schedule event to end before it starts.";
        problems.push(Problem::new(
            "scheduled_end_time",
            "GUILD_SCHEDULED_EVENT_END_BEFORE_START",
            what,
        ));
    }
    if body["recurrence_rule"].is_object() {
        problems.extend(recurrence(&body["recurrence_rule"]));
    }
    problems
}

/// The subset of RFC 5545 that Discord takes.
fn recurrence(rule: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, what: &str| {
        problems.push(Problem::new(&format!("recurrence_rule.{field}"), "INVALID", what));
    };
    for field in ["count", "end", "by_year_day"] {
        if !rule[field].is_null()
            && list(&rule[field]).is_empty()
            && rule[field] != Value::Array(Vec::new())
        {
            wrong(field, "cannot be set");
        }
    }
    let frequency = rule["frequency"].as_u64().unwrap_or_default();
    match rule["interval"].as_u64().unwrap_or(1) {
        1 => {}
        2 if frequency == WEEKLY => {}
        _ => wrong("interval", "must be 1, or 2 where it is weekly"),
    }
    let count = |field: &str| list(&rule[field]).len();
    let (days, nth) = (count("by_weekday"), count("by_n_weekday"));
    let (months, dates) = (count("by_month"), count("by_month_day"));
    if [days > 0, nth > 0, months + dates > 0].into_iter().filter(|said| *said).count() > 1 {
        wrong(
            "by_weekday",
            "only one of by_weekday, by_n_weekday, by_month with by_month_day can be set",
        );
    }
    match frequency {
        DAILY if days > 0 && !daily(rule) => wrong("by_weekday", "is none of the six sets"),
        WEEKLY if days != 1 => wrong("by_weekday", "must be one day"),
        MONTHLY if nth != 1 => wrong("by_n_weekday", "must be one day"),
        YEARLY if months != 1 || dates != 1 => wrong("by_month", "must be one month and one day"),
        _ => {}
    }
    problems
}

fn daily(rule: &Value) -> bool {
    let mut days: Vec<u64> = list(&rule["by_weekday"]).iter().filter_map(Value::as_u64).collect();
    days.sort_unstable();
    DAILY_SETS.contains(&days.as_slice())
}
