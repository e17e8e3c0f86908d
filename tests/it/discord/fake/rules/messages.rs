//! Messages: lengths, embeds, components, files, who may be pinged.
//!
//! <https://docs.discord.com/developers/resources/message>, <https://docs.discord.com/developers/components/reference>

use std::collections::HashSet;

use serde_json::Value;

use super::{
    super::{change, refusal::Problem, rest::Call},
    EMPTY, TOO_LARGE, at_most, length, list,
};

/// The most characters of a message, of all its embeds together, and the most rows of components.
const CONTENT: usize = 2000;
const EMBEDS: usize = 6000;
const ROWS: usize = 5;

/// The largest file, and the largest request.
const FILE: usize = 10 << 20;
const REQUEST: usize = 25 << 20;

/// The flag for components of the second kind.
const V2: u64 = 1 << 15;

const ACTION_ROW: u64 = 1;
const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;
const LINK: u64 = 5;

/// A message to be sent: as any, and not empty.
pub(super) fn created(body: &Value, at: &str, files: bool) -> Vec<Problem> {
    let some = |field: &str| !list(&body[field]).is_empty();
    let something = length(&body["content"]) > 0
        || files
        || some("embeds")
        || some("components")
        || some("sticker_ids")
        || body["poll"].is_object();
    let mut problems = any(body, at);
    if !something {
        problems.push(Problem::new("", EMPTY, "Cannot send an empty message"));
    }
    problems
}

/// A message to be sent or edited.
pub(super) fn any(body: &Value, at: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(at_most(&body["content"], CONTENT, &format!("{at}content")));
    problems.extend(embeds(list(&body["embeds"]), at));
    let v2 = body["flags"].as_u64().unwrap_or_default() & V2 != 0;
    let rows = list(&body["components"]);
    if v2 {
        problems.extend(second_kind(body, at));
    } else {
        problems.extend(first_kind(rows, at));
    }
    let flat = flat(rows, &format!("{at}components"));
    problems.extend(flat.iter().filter_map(|(place, one)| component(place, one)));
    problems.extend(same_ids(&flat));
    problems.extend(mentions(&body["allowed_mentions"], at));
    problems.extend(at_most(&body["nonce"], 25, &format!("{at}nonce")));
    problems
}

fn embeds(embeds: &[Value], at: &str) -> Option<Problem> {
    let fields = |embed: &Value| -> usize {
        list(&embed["fields"]).iter().map(|one| length(&one["name"]) + length(&one["value"])).sum()
    };
    let size = |embed: &Value| {
        length(&embed["title"])
            + length(&embed["description"])
            + length(&embed["footer"]["text"])
            + length(&embed["author"]["name"])
            + fields(embed)
    };
    let all: usize = embeds.iter().map(size).sum();
    let wrong = || {
        Problem::new(
            &format!("{at}embeds"),
            "MAX_EMBED_SIZE_EXCEEDED",
            "Embed size exceeds maximum size of 6000",
        )
    };
    (all > EMBEDS).then(wrong).or_else(|| empty_field(embeds, at))
}

/// A field needs both a name and a value, and an embed something.
fn empty_field(embeds: &[Value], at: &str) -> Option<Problem> {
    embeds.iter().enumerate().find_map(|(n, embed)| {
        let empty = |one: &Value| length(&one["name"]) == 0 || length(&one["value"]) == 0;
        let place = list(&embed["fields"]).iter().position(empty);
        place.map(|field| {
            let at = format!("{at}embeds.{n}.fields.{field}");
            Problem::new(&at, "BASE_TYPE_REQUIRED", "This field is required")
        })
    })
}

fn first_kind(rows: &[Value], at: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if rows.len() > ROWS {
        let at = format!("{at}components");
        problems.push(Problem::new(
            &at,
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        ));
    }
    if let Some(n) = rows.iter().position(|row| row["type"] != ACTION_ROW) {
        let at = format!("{at}components.{n}.type");
        problems.push(Problem::new(
            &at,
            "UNION_TYPE_CHOICES",
            "Value of field \"type\" must be one of (1,).",
        ));
    }
    problems
}

fn second_kind(body: &Value, at: &str) -> Option<Problem> {
    let also = ["content", "embeds", "poll", "sticker_ids"];
    let also = also.iter().find(|field| {
        let value = &body[**field];
        !(value.is_null() || *value == "" || *value == Value::Array(Vec::new()))
    })?;
    let what = "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
    Some(Problem::new(
        &format!("{at}{also}"),
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        what,
    ))
}

/// All components with their places.
pub(super) fn flat<'c>(components: &'c [Value], at: &str) -> Vec<(String, &'c Value)> {
    let mut all = Vec::new();
    for (n, one) in components.iter().enumerate() {
        let at = format!("{at}.{n}");
        all.extend(flat(list(&one["components"]), &format!("{at}.components")));
        for inner in ["accessory", "component"] {
            if one[inner].is_object() {
                all.extend(flat(std::slice::from_ref(&one[inner]), &format!("{at}.{inner}")));
            }
        }
        all.push((at, one));
    }
    all
}

fn component(at: &str, one: &Value) -> Option<Problem> {
    let wrong =
        |field: &str, code, what: &str| Some(Problem::new(&format!("{at}{field}"), code, what));
    match one["type"].as_u64()? {
        ACTION_ROW => {
            let inner = list(&one["components"]);
            let buttons = inner.iter().all(|one| one["type"] == BUTTON);
            if inner.is_empty() || inner.len() > 5 || inner.len() > 1 && !buttons {
                return wrong(
                    "",
                    "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                    "The specified component exceeds the maximum width",
                );
            }
            None
        }
        BUTTON => button(at, one),
        STRING_SELECT | 5..=8 => select(at, one),
        _ => None,
    }
}

fn button(at: &str, one: &Value) -> Option<Problem> {
    let has = |field: &str| !one[field].is_null();
    let wrong = |field: &str, what: &str| {
        Some(Problem::new(&format!("{at}.{field}"), "BUTTON_COMPONENT_INVALID", what))
    };
    if length(&one["label"]) > 80 {
        return at_most(&one["label"], 80, &format!("{at}.label"));
    }
    match one["style"].as_u64() {
        Some(1..=4) if !has("custom_id") || has("url") => {
            wrong("custom_id", "A custom id is required, and no url")
        }
        Some(LINK) if !has("url") || has("custom_id") => {
            wrong("url", "A url is required, and no custom id")
        }
        Some(1..=LINK) if length(&one["label"]) == 0 && !has("emoji") => {
            wrong("label", "A button needs a label or an emoji")
        }
        _ => custom_id(at, one),
    }
}

fn select(at: &str, one: &Value) -> Option<Problem> {
    let number = |field: &str| one[field].as_u64().unwrap_or(1);
    let (least, most) = (number("min_values"), number("max_values"));
    let options = list(&one["options"]);
    let values: HashSet<String> = options.iter().map(|one| one["value"].to_string()).collect();
    let wrong =
        |field: &str, code, what: &str| Some(Problem::new(&format!("{at}.{field}"), code, what));
    if one["type"] == STRING_SELECT && !(1..=25).contains(&options.len()) {
        return wrong("options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.");
    }
    if values.len() != options.len() {
        return wrong(
            "options",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        );
    }
    if most < least {
        return wrong(
            "max_values",
            "NUMBER_TYPE_MIN",
            "int value should be greater than or equal to min_values.",
        );
    }
    if one["type"] == STRING_SELECT && usize::try_from(most).is_ok_and(|most| most > options.len())
    {
        return wrong(
            "max_values",
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to the options.",
        );
    }
    custom_id(at, one)
}

fn custom_id(at: &str, one: &Value) -> Option<Problem> {
    at_most(&one["custom_id"], 100, &format!("{at}.custom_id"))
}

/// No two of a message or a form have the same id.
pub(super) fn same_ids(flat: &[(String, &Value)]) -> Option<Problem> {
    let mut seen = HashSet::new();
    let again =
        flat.iter().find(|(_, one)| one["custom_id"].as_str().is_some_and(|id| !seen.insert(id)));
    let what = "Component custom id cannot be duplicated";
    again.map(|(at, _)| {
        Problem::new(&format!("{at}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", what)
    })
}

/// Who is listed cannot be let in as a whole too; and at most a hundred are.
fn mentions(allowed: &Value, at: &str) -> Option<Problem> {
    let all = |what: &str| list(&allowed["parse"]).iter().any(|one| one == what);
    ["users", "roles"].into_iter().find_map(|what| {
        let listed = list(&allowed[what]);
        let at = format!("{at}allowed_mentions.{what}");
        if all(what) && !listed.is_empty() {
            let why = format!("parse:[\"{what}\"] and {what}: [ids...] are mutually exclusive.");
            return Some(Problem::new(&at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", why));
        }
        (listed.len() > 100)
            .then(|| Problem::new(&at, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length."))
    })
}

/// Files: not too large, each once, and each with its entry where the body lists attachments.
pub(super) fn files(call: &Call) -> Vec<Problem> {
    let mut problems = Vec::new();
    let all: usize = call.files.iter().map(|file| file.content.len()).sum();
    if all > REQUEST || call.files.iter().any(|file| file.content.len() > FILE) {
        problems.push(Problem::new("", TOO_LARGE, "Request entity too large"));
    }
    let of = |body: &'_ Value| body.get("attachments").and_then(Value::as_array).cloned();
    let listed = of(&call.body).or_else(|| of(&call.body["data"]));
    let mut seen = HashSet::new();
    for file in &call.files {
        let named = listed.as_ref().is_none_or(|listed| {
            listed.iter().any(|one| change::number(&one["id"]) == Some(file.n))
        });
        if !named || !seen.insert(file.n) {
            let what = "Each file needs one entry in attachments";
            problems.push(Problem::new("attachments", "ATTACHMENT_NOT_FOUND", what));
        }
    }
    problems
}
