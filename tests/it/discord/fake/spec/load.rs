//! Reading the description, and a strict copy of it that takes no keys it does not know.

use std::{collections::HashSet, fs, path::PathBuf};

use jsonschema::{Registry, RegistryBuilder};
use serde_json::{Map, Value, json};

use super::{Operation, Spec};

/// What the ids of the two copies begin with.
pub(super) const BASE: &str = "https://discord.invalid/";

/// Where the description lies, beside the project.
const BESIDE: &str = "../shared/discord/openapi.json";

#[expect(clippy::disallowed_methods, reason = "where things are, only who runs the tests knows")]
fn place() -> Option<PathBuf> {
    let named = std::env::var_os("CONVENE_DISCORD_OPENAPI");
    let named = named.filter(|named| !named.is_empty()).map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(BESIDE);
    named.or_else(|| beside.exists().then_some(beside))
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
pub(super) fn load() -> Option<Spec> {
    let Some(place) = place() else {
        eprintln!(
            "left out: requests are not held to Discord's description; CONVENE_DISCORD_OPENAPI says where it is"
        );
        return None;
    };
    let spec: Value = serde_json::from_slice(&fs::read(place).unwrap()).unwrap();
    let mut operations: Vec<Operation> = Vec::new();
    let mut schemas = Map::new();
    for (path, methods) in spec["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(operation) = methods.get(method) {
                let (operation, of_its) = read(path, method, operation, &methods["parameters"]);
                schemas.insert(operation.name.clone(), of_its);
                operations.push(operation);
            }
        }
    }
    operations.sort_by_key(|one| one.path.iter().filter(|part| part.starts_with('{')).count());
    let plain = json!({ "components": spec["components"], "ops": schemas });
    let mut strict = plain.clone();
    close(&mut strict);
    let registry = Registry::new()
        .add(format!("{BASE}plain"), plain)
        .and_then(|registry| registry.add(format!("{BASE}strict"), strict))
        .and_then(RegistryBuilder::prepare)
        .unwrap();
    Some(Spec { operations, registry, compiled: std::sync::Mutex::default() })
}

fn read(path: &str, method: &str, operation: &Value, shared: &Value) -> (Operation, Value) {
    let mut schemas = Map::new();
    let schema = |of: &Value| of["content"]["application/json"]["schema"].clone();
    if operation.get("requestBody").is_some() {
        schemas.insert("body".to_owned(), schema(&operation["requestBody"]));
    }
    let answers = operation["responses"].as_object().unwrap();
    for (status, answer) in answers {
        schemas.insert(status.clone(), schema(answer));
    }
    let parameters =
        [shared, &operation["parameters"]].into_iter().filter_map(Value::as_array).flatten();
    let query =
        parameters.filter(|one| one["in"] == "query").filter_map(|one| one["name"].as_str());
    let read = Operation {
        method: method.to_uppercase(),
        path: path.split('/').skip(1).map(str::to_owned).collect(),
        name: operation["operationId"].as_str().unwrap().to_owned(),
        body: operation.get("requestBody").map(|body| body["required"] == true),
        query: query.map(str::to_owned).collect(),
        answers: answers.keys().cloned().collect::<HashSet<_>>(),
    };
    (read, Value::Object(schemas))
}

/// Makes every object refuse keys it does not know. The description puts no named schemas together by `allOf`, where this
/// would be wrong, except for errors and files, which are not held to it.
fn close(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let lists = fields.get("properties").is_some_and(Value::is_object);
            if lists
                && !fields.contains_key("additionalProperties")
                && !fields.contains_key("allOf")
            {
                fields.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}
