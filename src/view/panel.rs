//! Messages in parts: a template of Markdown whose headings divide it.
//!
//! `# ` is the head, `## ` begins a field, `-# ` is the small print, and what stands before the first field is the text. A
//! text of a user begins no heading, because escaping puts a backslash before it.

use crate::chat::{Panel, Tone};

use super::{Card, CardState, View};

/// How much a panel can hold: Discord's limits for an embed
/// (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>).
const TITLE: usize = 256;
const TEXT: usize = 4096;
const FIELDS: usize = 25;
const NAME: usize = 256;
const VALUE: usize = 1024;
const FOOTER: usize = 2048;
const ALL: usize = 6000;

/// What a field says in which nothing stands; networks take no empty ones.
const NOTHING: &str = "–";

/// Reads what a template drew.
pub(super) fn read(view: &View, drawn: &str) -> Panel {
    let mut panel = Panel { tone: tone(view), ..Panel::default() };
    for line in drawn.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            panel.title = plain(title);
        } else if let Some(name) = line.strip_prefix("## ") {
            panel.fields.push((name.trim().to_owned(), String::new()));
        } else if let Some(footer) = line.strip_prefix("-# ") {
            add_line(&mut panel.footer, &plain(footer));
        } else {
            let last = panel.fields.last_mut().map(|(_, value)| value);
            add_line(last.unwrap_or(&mut panel.text), line);
        }
    }
    panel.text.truncate(panel.text.trim_end().len());
    for (_, value) in &mut panel.fields {
        value.truncate(value.trim_end().len());
        if value.is_empty() {
            NOTHING.clone_into(value);
        }
    }
    panel
}

/// Whether a network takes it as it is.
pub(super) fn fits(panel: &Panel) -> bool {
    let fields = &panel.fields;
    length(&panel.title) <= TITLE
        && length(&panel.text) <= TEXT
        && length(&panel.footer) <= FOOTER
        && fields.len() <= FIELDS
        && fields.iter().all(|(name, value)| length(name) <= NAME && length(value) <= VALUE)
        && size(panel) <= ALL
}

/// Cuts what is too long still where nothing more can be left out.
pub(super) fn cut_off(mut panel: Panel) -> Panel {
    panel.title = start(&panel.title, TITLE);
    panel.footer = start(&panel.footer, FOOTER);
    panel.fields.truncate(FIELDS);
    for (name, value) in &mut panel.fields {
        (*name, *value) = (start(name, NAME), start(value, VALUE));
    }
    while size(&panel) - length(&panel.text) > ALL && panel.fields.pop().is_some() {}
    let room = ALL.saturating_sub(size(&panel) - length(&panel.text));
    panel.text = start(&panel.text, room.min(TEXT));
    panel
}

/// What its colour shall say.
const fn tone(view: &View) -> Tone {
    match view {
        View::Card(card) => tone_of(card),
        View::Show(show) => tone_of(&show.card),
        View::Proposed(_) => Tone::Asking,
        _ => Tone::Open,
    }
}

const fn tone_of(card: &Card) -> Tone {
    match card.state {
        CardState::Cancelled => Tone::Cancelled,
        CardState::Past => Tone::Over,
        CardState::Upcoming if card.proposals.is_empty() => Tone::Open,
        CardState::Upcoming => Tone::Asking,
    }
}

fn size(panel: &Panel) -> usize {
    let fields: usize = panel.fields.iter().map(|(name, value)| length(name) + length(value)).sum();
    length(&panel.title) + length(&panel.text) + length(&panel.footer) + fields
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The start of a text in Markdown; a backslash at its end would take the mark that says so.
fn start(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || c == '\\'))
}

/// A line of Markdown as plain text: heads and small print are shown as they are. The inverse of escaping.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.trim().chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

fn add_line(to: &mut String, line: &str) {
    if !to.is_empty() {
        to.push('\n');
        to.push_str(line);
    } else if !line.is_empty() {
        to.push_str(line);
    }
}
