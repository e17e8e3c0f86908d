//! Views as panels.

use std::fmt::Write as _;

use super::*;
use crate::chat::{Panel, Tone};

fn network() -> Capabilities {
    Capabilities { panels: true, ..super::network(Flavour::Markdown, 2000) }
}

fn panel(view: impl Into<View>) -> Option<Panel> {
    views().render(&view.into(), &network()).unwrap().panel
}

/// A panel as its template has it, and what its colour says.
fn shown(panel: &Panel) -> String {
    let mut out = format!("[{:?}] {}\n{}\n", panel.tone, panel.title, panel.text);
    for (name, value) in &panel.fields {
        writeln!(out, "## {name}\n{value}").unwrap();
    }
    writeln!(out, "-# {}", panel.footer).unwrap();
    out.replace('\u{200b}', "¦")
}

#[test]
fn a_colour_says_how_it_stands() {
    let tone = |card: &Card| panel(card.clone()).unwrap().tone;
    let asking = samples::sprint_review();
    assert_eq!(tone(&asking), Tone::Asking);
    assert_eq!(tone(&Card { proposals: Vec::new(), ..asking.clone() }), Tone::Open);
    assert_eq!(tone(&Card { state: CardState::Past, ..asking.clone() }), Tone::Over);
    assert_eq!(tone(&Card { state: CardState::Cancelled, ..asking }), Tone::Cancelled);
}

#[test]
fn everything_that_is_a_panel() {
    let (mut said, mut seen) = (String::new(), BTreeSet::new());
    for view in View::samples() {
        let json = serde_json::to_string(&view).unwrap();
        if json.contains("gnp.exe") || json.contains("goes on A title") {
            continue;
        }
        if let Some(panel) = panel(view.clone()) {
            let entry = format!("=== {}\n{}\n", view.name(), shown(&panel));
            if seen.insert(entry.clone()) {
                said.push_str(&entry);
            }
        }
    }
    expect_file!["../../../tests/data/view/panels.md"].assert_eq(&said);
}

#[test]
fn only_what_is_more_than_a_sentence_is_a_panel() {
    let mut names: Vec<_> =
        View::samples().into_iter().filter(|view| panel(view.clone()).is_some()).collect();
    names.dedup_by_key(|view| view.name());
    let names: Vec<_> = names.iter().map(View::name).collect();
    assert_eq!(names, ["card", "show", "meetings", "proposed", "help"]);
    let to = super::network(Flavour::Markdown, 2000);
    let message = views().render(&samples::sprint_review().into(), &to).unwrap();
    assert_eq!(message.panel, None);
}

fn fits(panel: &Panel) {
    let length = |text: &String| text.chars().count();
    let values = panel.fields.iter().map(|(name, value)| {
        assert!((1..=256).contains(&length(name)) && (1..=1024).contains(&length(value)));
        length(name) + length(value)
    });
    let all =
        values.sum::<usize>() + length(&panel.title) + length(&panel.text) + length(&panel.footer);
    assert!((1..=256).contains(&length(&panel.title)), "{panel:?}");
    assert!(length(&panel.text) <= 4096 && length(&panel.footer) <= 2048, "{panel:?}");
    assert!(panel.fields.len() <= 25 && all <= 6000, "{all}: {panel:?}");
}

fn texts(panel: &Panel) -> impl Iterator<Item = &String> {
    let fields = panel.fields.iter().flat_map(|(name, value)| [name, value]);
    [&panel.title, &panel.text, &panel.footer].into_iter().chain(fields)
}

#[test]
fn every_panel_fits_and_is_tidy() {
    for view in View::samples() {
        let Some(panel) = panel(view.clone()) else { continue };
        fits(&panel);
        for text in texts(&panel).filter(|text| !text.is_empty()) {
            is_tidy(text, view.name());
        }
    }
}

#[test]
fn a_title_with_a_backslash_is_as_it_was_written() {
    let title = r"C:\*temp* [a](http://b_c) \".to_owned();
    let card = Card { title: title.clone(), ..samples::bare() };
    assert_eq!(panel(card).unwrap().title, title);
}

#[test]
fn many_people_are_counted_where_they_are_not_named() {
    let panel = panel(samples::long_card()).unwrap();
    let going = panel.fields.iter().find(|(name, _)| name.starts_with("✅")).unwrap();
    assert_eq!(going.0, "✅ Going (30 of 90)");
    assert!(going.1.contains(" more") && going.1.lines().count() > 5, "{}", going.1);
}

#[test]
fn a_folder_replaces_and_adds_panels() {
    let views = start_with(&[
        ("card.panel.tera", "# {{ title }}!\n{{ number }}\n## {{ place or \"?\" }}\n"),
        ("reminder.panel.tera", "# {{ title }}\n"),
    ])
    .unwrap();
    let draw = |view: View| shown(&views.render(&view, &network()).unwrap().panel.unwrap());
    assert_eq!(draw(samples::bare().into()), "[Open] Lunch!\n1\n## ?\n–\n-# \n");
    assert_eq!(draw(Reminder::samples().remove(0).into()), "[Open] Sprint review\n\n-# \n");
}

#[test]
fn a_panel_without_a_head_is_named() {
    expect!["the template `card.panel.tera` draws no head: a line that begins with `# `"]
        .assert_eq(&refused("card.panel.tera", "{{ title }}\n"));
    expect![
        "`shared.panel.tera` is the template of nothing; the nearest name is `unshared.panel.tera`"
    ]
    .assert_eq(&refused("shared.panel.tera", "x\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_panel_of_anything_is_harmless_and_fits(
        texts_of in proptest::collection::vec(hostile(), 8),
    ) {
        static VIEWS: LazyLock<Views> = LazyLock::new(views);
        let message = VIEWS.render(&View::Card(card_of(&texts_of)), &network()).unwrap();
        let panel = message.panel.unwrap();
        fits(&panel);
        for text in texts(&panel) {
            is_harmless(text)?;
        }
        let fields: Vec<_> = panel.fields.iter().map(|(name, _)| name.as_str()).collect();
        prop_assert_eq!(fields.len(), 5, "{:?}", fields);
    }
}
