//! Forms: <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal>

use serde_json::Value;

use super::{super::refusal::Problem, at_most, length, list, messages};

const ACTION_ROW: u64 = 1;
const TEXT_INPUT: u64 = 4;
const LABEL: u64 = 18;

/// What is wrong with a form.
pub(super) fn form(data: &Value) -> Vec<Problem> {
    let rows = list(&data["components"]);
    let mut problems = Vec::new();
    if length(&data["title"]) == 0 {
        problems.push(Problem::new("data.title", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    if length(&data["custom_id"]) == 0 {
        problems.push(Problem::new(
            "data.custom_id",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    }
    problems.extend(at_most(&data["title"], 45, "data.title"));
    problems.extend(at_most(&data["custom_id"], 100, "data.custom_id"));
    if !(1..=5).contains(&rows.len()) {
        let what = "Must be between 1 and 5 in length.";
        problems.push(Problem::new("data.components", "BASE_TYPE_BAD_LENGTH", what));
    }
    for (n, row) in rows.iter().enumerate() {
        problems.extend(layout(row, &format!("data.components.{n}")));
    }
    let flat = messages::flat(rows, "data.components");
    for (at, input) in flat.iter().filter(|(_, one)| one["type"] == TEXT_INPUT) {
        problems.extend(text_input(at, input));
    }
    problems.extend(messages::same_ids(&flat));
    problems
}

/// One input to a row, or one to a label.
fn layout(row: &Value, at: &str) -> Option<Problem> {
    let fits = match row["type"].as_u64() {
        Some(ACTION_ROW) => {
            let inner = list(&row["components"]);
            inner.len() == 1
                && inner.iter().all(|one| one["type"] == TEXT_INPUT && length(&one["label"]) > 0)
        }
        Some(LABEL) => row["component"].is_object() && length(&row["label"]) > 0,
        _ => true,
    };
    let what = "A row of a form holds one text input with a label";
    (!fits).then(|| Problem::new(at, "COMPONENT_TYPE_INVALID", what))
}

fn text_input(at: &str, input: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(at_most(&input["label"], 45, &format!("{at}.label")));
    problems.extend(at_most(&input["placeholder"], 100, &format!("{at}.placeholder")));
    problems.extend(at_most(&input["custom_id"], 100, &format!("{at}.custom_id")));
    let (least, most) =
        (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
    if least > most || most == 0 || most > 4000 {
        let what = "int value should be between 1 and 4000, and not less than min_length.";
        problems.push(Problem::new(&format!("{at}.max_length"), "NUMBER_TYPE_MAX", what));
    }
    let value = input["value"].as_str().unwrap_or_default().chars().count();
    let value = u64::try_from(value).unwrap_or(u64::MAX);
    if value > most || value > 0 && value < least {
        let what = format!("Must be between {least} and {most} in length.");
        problems.push(Problem::new(&format!("{at}.value"), "BASE_TYPE_BAD_LENGTH", what));
    }
    problems
}
