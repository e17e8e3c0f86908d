//! Buttons, lists and forms as people use them, held to what is on the message now or to the form that was shown.
//!
//! <https://docs.discord.com/developers/components/reference>

use serde_json::{Value, json};

/// Kinds of components.
pub(crate) const BUTTON: u64 = 2;
pub(crate) const LIST: u64 = 3;
const INPUT: u64 = 4;
const LABEL: u64 = 18;

/// The style of buttons that lead elsewhere.
const LINK: u64 = 5;

/// The most characters that fit where a form says no other.
const LONGEST: u64 = 4000;

/// All components of a message or form that somebody can do something with, in order.
pub(crate) fn leaves(components: &[Value]) -> Vec<&Value> {
    components
        .iter()
        .flat_map(|one| {
            let inner = one["components"].as_array().map(Vec::as_slice).unwrap_or_default();
            let single = ["component", "accessory"].into_iter().filter_map(|name| one.get(name));
            let mut all = if one["type"].as_u64().is_some_and(|kind| (2..=8).contains(&kind)) {
                vec![one]
            } else {
                Vec::new()
            };
            all.extend(leaves(inner));
            all.extend(single.flat_map(|single| leaves(std::slice::from_ref(single))));
            all
        })
        .collect()
}

/// The words on a button or choice: its emoji and its label.
pub(crate) fn words(one: &Value) -> String {
    let emoji = one["emoji"]["name"].as_str();
    let label = one["label"].as_str();
    emoji.into_iter().chain(label).collect::<Vec<_>>().join(" ")
}

/// `data` of pressing the button with these words.
///
/// # Errors
///
/// Why it cannot be pressed.
pub(crate) fn press(components: &[Value], label: &str) -> Result<Value, String> {
    let leaves = leaves(components);
    let mut buttons = leaves.iter().filter(|one| one["type"].as_u64() == Some(BUTTON));
    let named = |one: &&&Value| words(one) == label || one["label"].as_str() == Some(label);
    let button = buttons.find(named).ok_or_else(|| format!("no button says {label:?}"))?;
    if button["disabled"] == true || button["style"].as_u64() == Some(LINK) {
        return Err(format!("the button {label:?} cannot be pressed"));
    }
    Ok(with_number(button, json!({ "component_type": BUTTON, "custom_id": button["custom_id"] })))
}

/// `data` of choosing these words from a list.
///
/// # Errors
///
/// Why they cannot be chosen.
pub(crate) fn select(components: &[Value], labels: &[&str]) -> Result<Value, String> {
    let leaves = leaves(components);
    let lists = leaves.iter().filter(|one| one["type"].as_u64() == Some(LIST));
    let chosen = |list: &Value| -> Option<Vec<Value>> {
        let options = list["options"].as_array()?;
        let value = |label: &&str| {
            let named = |option: &&Value| words(option) == *label || option["label"] == *label;
            options.iter().find(named).map(|option| option["value"].clone())
        };
        labels.iter().map(value).collect()
    };
    let (list, values) = lists
        .into_iter()
        .find_map(|list| Some((*list, chosen(list)?)))
        .ok_or_else(|| format!("no list has {labels:?}"))?;
    let least = list["min_values"].as_u64().unwrap_or(1);
    let most = list["max_values"].as_u64().unwrap_or(1);
    if list["disabled"] == true || !(least..=most).contains(&(values.len() as u64)) {
        return Err(format!("{labels:?} cannot be chosen"));
    }
    let data = json!({ "component_type": LIST, "custom_id": list["custom_id"], "values": values });
    Ok(with_number(list, data))
}

fn with_number(one: &Value, mut data: Value) -> Value {
    data["id"] = one.get("id").cloned().unwrap_or_else(|| 1.into());
    data
}

/// A form as somebody sees it.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The interaction that it answered.
    pub(crate) interaction: u64,
    /// As the bot sent it.
    pub(crate) shown: Value,
}

impl Form {
    /// What it asks.
    fn inputs(&self) -> Vec<Field<'_>> {
        let rows = self.shown["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().flat_map(fields).collect()
    }

    /// It as text: its head, and what is asked with what stands there.
    pub(crate) fn text(&self) -> String {
        let line = |field: &Field<'_>| {
            let star = if field.required() { " *" } else { "" };
            let value = field.value().replace('\n', "\n      ");
            let hint = field.input["placeholder"].as_str().filter(|_| value.is_empty());
            let hint = hint.map(|hint| format!("({hint})")).unwrap_or_default();
            format!("  {}{star}: {value}{hint}", field.label).trim_end().to_owned()
        };
        let title = self.shown["title"].as_str().unwrap_or_default();
        let lines = self.inputs().iter().map(line).collect::<Vec<_>>();
        format!("form {title}\n{}", lines.join("\n"))
    }

    /// `data` of sending it with these values, by name or label; what is not said stays as it stands there.
    ///
    /// # Errors
    ///
    /// Why it cannot be sent.
    pub(crate) fn filled(&self, values: &[(&str, &str)]) -> Result<Value, String> {
        let inputs = self.inputs();
        let has = |name: &str| inputs.iter().any(|field| field.is(name));
        if let Some((name, _)) = values.iter().find(|(name, _)| !has(name)) {
            return Err(format!("the form asks for no {name:?}"));
        }
        let rows =
            inputs.iter().map(|field| field.filled(values)).collect::<Result<Vec<_>, _>>()?;
        Ok(json!({ "custom_id": self.shown["custom_id"], "components": rows, "resolved": {} }))
    }
}

/// One input of a form, with the words over it.
#[derive(Debug)]
struct Field<'f> {
    label: &'f str,
    input: &'f Value,
    /// Whether it stands in a label, or in a row as forms once were.
    labelled: bool,
}

fn fields(row: &Value) -> Vec<Field<'_>> {
    if row["type"].as_u64() == Some(LABEL) {
        let label = row["label"].as_str().unwrap_or_default();
        return vec![Field { label, input: &row["component"], labelled: true }];
    }
    let inputs = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let field = |input| Field { label: text(input, "label"), input, labelled: false };
    inputs.iter().filter(|input| input["type"].as_u64() == Some(INPUT)).map(field).collect()
}

fn text<'v>(of: &'v Value, name: &str) -> &'v str {
    of[name].as_str().unwrap_or_default()
}

impl Field<'_> {
    fn name(&self) -> &str {
        text(self.input, "custom_id")
    }

    fn value(&self) -> &str {
        text(self.input, "value")
    }

    fn required(&self) -> bool {
        self.input["required"] != false
    }

    fn is(&self, name: &str) -> bool {
        self.name() == name || self.label == name
    }

    fn filled(&self, values: &[(&str, &str)]) -> Result<Value, String> {
        let said = values.iter().find(|(name, _)| self.is(name)).map(|(_, value)| *value);
        let value = said.unwrap_or_else(|| self.value());
        let length = value.chars().count() as u64;
        let least = self.input["min_length"].as_u64().unwrap_or(0);
        let most = self.input["max_length"].as_u64().unwrap_or(LONGEST);
        if value.is_empty() && self.required() {
            return Err(format!("{:?} must be filled in", self.label));
        }
        if !value.is_empty() && !(least..=most).contains(&length) {
            return Err(format!("{:?} takes {least} to {most} characters", self.label));
        }
        let input = json!({ "type": INPUT, "id": 2, "custom_id": self.name(), "value": value });
        Ok(if self.labelled {
            json!({ "type": LABEL, "id": 1, "component": input })
        } else {
            json!({ "type": 1, "id": 1, "components": [input] })
        })
    }
}
