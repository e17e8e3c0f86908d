//! `docs/ITIP.md` is true: what it says shows a behaviour is there, and every section of RFC 5546 that asks for one
//! has a row.

use std::{collections::BTreeSet, fs, path::Path};

/// The sections of RFC 5546 that ask for something.
const SECTIONS: &str = "2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 3.1.1 3.1.2 3.1.3 3.2.1 3.2.2 3.2.2.1 3.2.2.2 3.2.2.3 3.2.2.4 \
    3.2.2.5 3.2.2.6 3.2.2.7 3.2.3 3.2.4 3.2.5 3.2.6 3.2.7 3.2.8 3.3 3.3.1 3.3.2 3.3.3 3.4.1 3.4.2 3.4.2.1 3.4.2.2 3.4.2.3 \
    3.4.2.4 3.4.2.5 3.4.3 3.4.4 3.4.5 3.4.6 3.4.7 3.4.8 3.5.1 3.5.2 3.5.3 3.6 4.1 4.2 4.3 4.4.1 4.4.2 4.4.3 4.4.4 4.4.5 4.4.6 \
    4.4.7 4.4.8 4.4.9 4.4.10 4.5 4.6 4.7.1 4.7.2 5.1 5.2.1 5.2.2 5.3 6.1.1 6.1.2 6.1.3 6.1.4 6.1.6";

/// What shows a behaviour: a transcript, with the section that stands in it, or a test.
#[derive(Debug)]
struct Shown {
    name: String,
    section: String,
}

/// A row: the section, and what shows it.
#[derive(Debug)]
struct Row {
    section: String,
    shown: Vec<Shown>,
}

#[test]
fn every_behaviour_is_shown_by_what_the_table_says() {
    let sources = sources(Path::new("src")) + sources(Path::new("tests/it")).as_str();
    let mut missing = Vec::new();
    for row in rows() {
        assert!(!row.shown.is_empty(), "§{} is shown by nothing", row.section);
        for Shown { name, section } in row.shown {
            let is_test = ["fn", "mod"].iter().zip(["(", ";"]);
            let is_test = is_test.map(|(kind, end)| format!("{kind} {name}{end}"));
            let there = match name.strip_suffix(".txt") {
                Some(_) => fs::read_to_string(format!("tests/data/itip/{name}"))
                    .is_ok_and(|script| cites(&script, &section)),
                None => is_test.into_iter().any(|text| sources.contains(&text)),
            };
            if !there {
                missing.push(format!("§{section} in {name}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "docs/ITIP.md names what is not there");
}

#[test]
fn every_section_has_a_row() {
    let listed: BTreeSet<String> = rows().into_iter().map(|row| row.section).collect();
    let missing: Vec<&str> =
        SECTIONS.split_whitespace().filter(|section| !listed.contains(*section)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Whether a comment of a transcript names a section, and not only one below it.
fn cites(script: &str, section: &str) -> bool {
    let cited = format!("§{section}");
    let is_longer = |after: &str| {
        let after = after.strip_prefix('.').unwrap_or(after);
        after.starts_with(|c: char| c.is_ascii_digit())
    };
    script
        .lines()
        .filter(|line| line.starts_with('#'))
        .flat_map(|line| line.split(&cited).skip(1))
        .any(|after| !is_longer(after))
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string("docs/ITIP.md").unwrap();
    let is_row = |line: &&str| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit();
    let rows: Vec<Row> = text.lines().filter(is_row).map(row).collect();
    assert!(rows.len() > 70, "the tables are gone");
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [section, _, shown] = cells[..] else { panic!("not a row: {line}") };
    let shown = shown.split(',').map(|one| {
        let (name, at) = one.trim().trim_start_matches('`').split_once('`').unwrap();
        let at = at.trim().trim_start_matches('§');
        let section = if at.is_empty() { section } else { at };
        Shown { name: name.to_owned(), section: section.to_owned() }
    });
    Row { section: section.to_owned(), shown: shown.collect() }
}

/// All source text below a folder.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}
