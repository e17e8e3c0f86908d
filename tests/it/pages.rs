//! The pages that people read: their links lead somewhere, and they say what the code has.

use std::{fs, path::Path};

const PAGES: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/DISCORD.md",
    "docs/MANUAL.md",
    "docs/MATRIX.md",
    "docs/TEMPLATES.md",
];

#[test]
fn every_link_leads_somewhere() {
    for page in PAGES {
        let text = fs::read_to_string(page).unwrap();
        for target in links(&text) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = Path::new(page).parent().unwrap().join(file);
            let path = if file.is_empty() { Path::new(page) } else { &path };
            assert!(path.exists(), "{page} links to {target}, which is not there");
            if !heading.is_empty() {
                let there = fs::read_to_string(path).unwrap();
                assert!(
                    headings(&there).any(|known| known == heading),
                    "{page}: no heading for {target}"
                );
            }
        }
    }
}

/// The targets of links inside of the project.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
        .filter(|target| !target.contains("://"))
}

/// The headings, as links name them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| line.strip_prefix('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

#[test]
fn the_architecture_is_short_and_has_every_module() {
    let page = fs::read_to_string("ARCHITECTURE.md").unwrap();
    assert!(page.lines().count() < 200, "ARCHITECTURE.md is to be read in one go");
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for module in modules {
        assert!(page.contains(&format!("\n| `{module}` |")), "{module} is not in the code map");
    }
}

#[test]
fn links_and_headings_are_found() {
    let text = "# A `b` page, or two\n[x](y.md) [z](https://example.com) ![p](q.png#r)\n";
    assert_eq!(links(text).collect::<Vec<_>>(), ["y.md", "q.png#r"]);
    assert_eq!(headings(text).collect::<Vec<_>>(), ["a-b-page-or-two"]);
}
