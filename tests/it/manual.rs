//! The manual is true: its tables are those of the program, and its examples do what it says.
//!
//! `UPDATE_MANUAL=1` writes both anew instead of comparing them.

use std::{fmt::Write as _, fs};

use convene::config;

use crate::machine::variable;

mod examples;

use examples::{Program, Protocol};

const MANUAL: &str = "docs/MANUAL.md";

/// How times are read.
const TIME: &str = "docs/TIME.md";

#[test]
fn the_manual_is_what_the_program_says() {
    let manual = fs::read_to_string(MANUAL).unwrap();
    let made =
        tables().iter().fold(manual.clone(), |text, (name, table)| with_table(&text, name, table));
    compare(MANUAL, &manual, &examples::answered(&made, Program::start));
}

#[test]
fn times_are_read_as_their_page_says() {
    let page = fs::read_to_string(TIME).unwrap();
    compare(TIME, &page, &examples::answered(&page, Program::start));
}

/// Holds a page to what it ought to be, or writes it so.
fn compare(file: &str, page: &str, made: &str) {
    if variable("UPDATE_MANUAL").is_some() {
        fs::write(file, made).unwrap();
        return;
    }
    for (line, (is, ought)) in page.lines().zip(made.lines()).enumerate() {
        assert_eq!(is, ought, "{file}:{}: UPDATE_MANUAL=1 writes it anew", line + 1);
    }
    assert_eq!(page, made, "UPDATE_MANUAL=1 writes {file} anew");
}

/// The generated tables, by the names of their places.
fn tables() -> [(&'static str, String); 2] {
    [("commands", commands()), ("settings", settings())]
}

/// The commands, each with its examples.
fn commands() -> String {
    let mut out =
        String::from("\n| what you type | what it does | for example | who |\n|---|---|---|---|\n");
    for spec in convene::command::ALL {
        let names: Vec<_> = spec.names().skip(1).map(|name| format!("`{name}`")).collect();
        let also =
            if names.is_empty() { String::new() } else { format!(" Also {}.", names.join(", ")) };
        let examples: Vec<_> =
            spec.examples.iter().map(|example| format!("`!meet {example}`")).collect();
        writeln!(
            out,
            "| `{}` | {}{also} | {} | {} |",
            cell(&spec.typed()),
            cell(spec.about),
            cell(&examples.join("<br>")),
            spec.who.words()
        )
        .unwrap();
    }
    out
}

/// The settings, a table for each section.
fn settings() -> String {
    let mut out = String::new();
    let mut section = "";
    for key in config::KEYS {
        if key.section != section {
            section = key.section;
            let head = "| key | default | what it is for |\n|---|---|---|";
            writeln!(out, "\n### `[{section}]`\n\n{head}").unwrap();
        }
        let default = match key.default {
            Some(default) => format!("`{default}`"),
            None if key.needed() => "needed".to_owned(),
            None => "not set".to_owned(),
        };
        writeln!(out, "| `{}` | {} | {} |", key.name, cell(&default), cell(key.about)).unwrap();
    }
    out
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Puts a table between `<!-- begin: NAME -->` and the `<!-- end -->` after it.
fn with_table(text: &str, name: &str, table: &str) -> String {
    let begin = format!("<!-- begin: {name} -->\n");
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("no place for {name}"));
    let (_, after) = rest.split_once("<!-- end -->").unwrap_or_else(|| panic!("{name} has no end"));
    format!("{before}{begin}{}\n\n<!-- end -->{after}", table.trim_end())
}

#[test]
fn a_table_goes_into_its_place() {
    let text = "a\n<!-- begin: one -->\nold\n<!-- end -->\nb\n<!-- begin: two -->\n<!-- end -->\n";
    let made = with_table(&with_table(text, "one", "| 1 |\n"), "two", "| 2 |");
    let expected = "a\n<!-- begin: one -->\n| 1 |\n\n<!-- end -->\nb\n<!-- begin: two -->\n| 2 |\n\n<!-- end -->\n";
    assert_eq!(made, expected);
    assert_eq!(with_table(&made, "one", "| 1 |"), expected, "the same again");
}

#[test]
fn every_protocol_has_an_example() {
    let manual = fs::read_to_string(MANUAL).unwrap();
    for protocol in Protocol::ALL {
        assert!(manual.contains(protocol.fence()), "{protocol:?}");
    }
}
