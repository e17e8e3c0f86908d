//! Discord's own description of its API, to which requests and answers are held.
//!
//! It is data of Discord's: `CONVENE_DISCORD_OPENAPI` says where it lies, else it is looked for beside the project. Without it
//! this one check is left out. It calls itself "preview, may be incorrect": what is known to differ is in [`relaxed`].

mod load;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::{Registry, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Value, json};

use super::refusal::Problem;

static SPEC: LazyLock<Option<Spec>> = LazyLock::new(load::load);

/// The description, where it is there.
pub(crate) fn known() -> Option<&'static Spec> {
    SPEC.as_ref()
}

/// How a body fits its description.
#[derive(Debug)]
pub(crate) enum Fit {
    Well,
    /// It has something that the description does not know, which Discord ignores.
    Loosely(String),
    Not(Vec<Problem>),
}

/// The description.
pub(crate) struct Spec {
    /// Those with fewer parameters first, so that `@original` is not taken for an id.
    operations: Vec<Operation>,
    registry: Registry<'static>,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One thing that can be asked.
#[derive(Debug)]
pub(crate) struct Operation {
    method: String,
    path: Vec<String>,
    name: String,
    body: Option<bool>,
    query: HashSet<String>,
    answers: HashSet<String>,
}

impl Operation {
    fn matches(&self, method: &str, path: &[&str]) -> bool {
        let fits = |(own, part): (&String, &&str)| own.starts_with('{') || own == part;
        self.method == method
            && self.path.len() == path.len()
            && self.path.iter().zip(path).all(fits)
    }

    /// Whether it has such a parameter in its query.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.query.contains(name)
    }

    /// Whether it cannot do without a body.
    pub(crate) fn needs_body(&self) -> bool {
        self.body == Some(true)
    }
}

impl Spec {
    /// What is asked by a method and a path, which is still percent-encoded.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let path: Vec<&str> = path.split('/').skip(1).collect();
        self.operations.iter().find(|one| one.matches(method, &path))
    }

    /// How a request's body fits.
    pub(crate) fn body(&self, operation: &Operation, body: &Value) -> Fit {
        if operation.body.is_none() {
            return Fit::Loosely("it takes no body".to_owned());
        }
        let (place, body) = (format!("ops/{}/body", operation.name), relaxed(body, ""));
        let strictly = self.problems("strict", &place, &body);
        if strictly.is_empty() {
            return Fit::Well;
        }
        let loosely = self.problems("plain", &place, &body);
        match strictly.first() {
            Some(first) if loosely.is_empty() => {
                Fit::Loosely(format!("{}: {}", first.at, first.message))
            }
            _ => Fit::Not(loosely),
        }
    }

    /// What is wrong with an answer.
    pub(crate) fn answer(
        &self,
        operation: &Operation,
        status: u16,
        body: &Value,
    ) -> Option<String> {
        if status >= 400 {
            // Inside `errors` the description wants numbers where Discord has words, so that part is not held to it.
            let bare = json!({ "code": body["code"], "message": body["message"] });
            return self.first("plain", "components/schemas/ErrorResponse", &bare);
        }
        if !operation.answers.contains(&status.to_string()) {
            return Some(format!("{status} is none of {:?}", operation.answers));
        }
        let place = format!("ops/{}/{status}", operation.name);
        if body.is_null() { None } else { self.first("strict", &place, body) }
    }

    fn first(&self, kind: &str, place: &str, body: &Value) -> Option<String> {
        let problems = self.problems(kind, place, body);
        problems.first().map(|one| format!("{}: {}", one.at, one.message))
    }

    fn problems(&self, kind: &str, place: &str, body: &Value) -> Vec<Problem> {
        let validator = self.compiled(kind, place);
        validator.iter_errors(body).map(|error| problem(deepest(&error))).collect()
    }

    fn compiled(&self, kind: &str, place: &str) -> Arc<Validator> {
        let reference = format!("{}{kind}#/{place}", load::BASE);
        let mut compiled = self.compiled.lock().unwrap();
        let make = || {
            let schema = json!({ "$ref": reference });
            let options = jsonschema::options().with_registry(&self.registry);
            Arc::new(options.build(&schema).unwrap())
        };
        Arc::clone(compiled.entry(reference.clone()).or_insert_with(make))
    }
}

/// The error that says most: of several kinds that a thing could be, that of the kind it says it is.
fn deepest<'e>(error: &'e ValidationError<'e>) -> &'e ValidationError<'e> {
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) =
        error.kind()
    else {
        return error;
    };
    let kinds = |error: &ValidationError<'_>| {
        let path = error.instance_path().to_string();
        let other = path.ends_with("/type") || path.ends_with("/entity_type");
        other || matches!(error.kind(), ValidationErrorKind::Type { .. })
    };
    let weigh = |branch: &&Vec<ValidationError<'static>>| (branch.iter().any(kinds), branch.len());
    let branch = context.iter().filter(|branch| !branch.is_empty()).min_by_key(weigh);
    branch.and_then(|branch| branch.first()).map_or(error, |inner| deepest(inner))
}

fn problem(error: &ValidationError<'_>) -> Problem {
    let at = error.instance_path().to_string().replace('/', ".");
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            Problem::new(&format!("{at}.{name}"), "BASE_TYPE_REQUIRED", "This field is required")
        }
        ValidationErrorKind::MaxLength { limit } => Problem::new(
            &at,
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {limit} or fewer in length."),
        ),
        ValidationErrorKind::MinLength { limit } => {
            Problem::new(&at, "BASE_TYPE_MIN_LENGTH", format!("Must be {limit} or more in length."))
        }
        ValidationErrorKind::MaxItems { limit } => Problem::new(
            &at,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be {limit} or fewer in length."),
        ),
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
            Problem::new(&at, "BASE_TYPE_CHOICES", error.to_string())
        }
        _ => Problem::new(&at, "INVALID", error.to_string()),
    }
}

/// Keys that Discord's pages have and its description has not.
const ONLY_IN_PAGES: [&str; 4] = ["nsfw", "tts", "enforce_nonce", "default_permission"];

/// What libraries send empty though this kind of option has no such key.
const EMPTY_IN_OPTIONS: [&str; 9] = [
    "required",
    "choices",
    "options",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "autocomplete",
];

/// A body without what is known to be right though the description says otherwise: numbers for ids of attachments, bits of
/// rights as text, and keys that are documented or empty.
fn relaxed(value: &Value, key: &str) -> Value {
    match value {
        Value::Array(all) => all.iter().map(|one| relaxed(one, key)).collect(),
        Value::Object(fields) => {
            let option = fields.contains_key("description") && fields.contains_key("type");
            let empty =
                |value: &Value| value.is_null() || *value == json!([]) || *value == json!(false);
            let kept = fields.iter().filter(|(name, value)| {
                let tolerated = option && EMPTY_IN_OPTIONS.contains(&name.as_str()) && empty(value);
                !ONLY_IN_PAGES.contains(&name.as_str()) && !tolerated
            });
            let right = |name: &str, value: &Value| match (name, value) {
                ("id", Value::Number(id)) if key == "attachments" => json!(id.to_string()),
                ("default_member_permissions", Value::String(bits)) => {
                    bits.parse::<u64>().map_or_else(|_| value.clone(), |bits| json!(bits))
                }
                _ => relaxed(value, name),
            };
            kept.map(|(name, value)| (name.clone(), right(name, value))).collect()
        }
        _ => value.clone(),
    }
}

impl std::fmt::Debug for Spec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spec").field("operations", &self.operations.len()).finish_non_exhaustive()
    }
}
