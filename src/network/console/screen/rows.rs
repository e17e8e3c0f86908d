//! The entries of a room as rows of the screen. Pure.

use ratatui::{
    style::{Color, Modifier, Style},
    text::{Line, Span},
};

use super::{
    super::scene::{Body, Card, Entry},
    wrap::{cut, width, wrap},
};
use crate::network::console::name::Name;

/// How wide a text may grow before it is hard to read.
const WIDEST: usize = 100;

/// The columns left of a card's bar, for its handle.
const GUTTER: usize = 5;

/// How things look: in colours, or by weight alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) colour: bool,
}

impl Paint {
    const PEOPLE: [Color; 6] =
        [Color::Cyan, Color::Green, Color::Yellow, Color::Magenta, Color::Blue, Color::Red];

    fn tint(self, style: Style, colour: Color) -> Style {
        if self.colour { style.fg(colour) } else { style }
    }

    /// Every person has a colour of their own, as far as there are enough.
    pub(super) fn person(self, name: &Name) -> Style {
        let sum =
            name.id().bytes().fold(0_usize, |sum, octet| sum.wrapping_mul(31) + usize::from(octet));
        let colour = Self::PEOPLE.iter().cycle().nth(sum % Self::PEOPLE.len());
        self.tint(Style::new().add_modifier(Modifier::BOLD), colour.copied().unwrap_or_default())
    }

    fn button(self) -> Style {
        self.tint(Style::new().add_modifier(Modifier::BOLD), Color::Cyan)
    }

    fn bar(self) -> Style {
        self.tint(Style::new(), Color::Blue)
    }
}

/// What is not so important.
pub(super) const DIM: Style = Style::new().add_modifier(Modifier::DIM);
const TITLE: Style = Style::new().add_modifier(Modifier::BOLD);

/// The rows of an entry, none wider than `columns`.
pub(super) fn rows(entry: &Entry, columns: usize, paint: Paint) -> Vec<Line<'static>> {
    let columns = columns.min(WIDEST + GUTTER);
    match &entry.body {
        Body::Card(card) => card_rows(card, columns, paint),
        Body::Said { who, text, to, .. } => {
            let to = to.map(|to| format!("↳ m{to} ")).unwrap_or_default();
            said_rows(who, &format!("{to}{text}"), columns, paint)
        }
        Body::Did { who, text } => styled(&format!("{} {text}", who.shown()), columns, DIM),
        Body::Note(text) => styled(text, columns, DIM),
    }
}

fn styled(text: &str, columns: usize, style: Style) -> Vec<Line<'static>> {
    wrap(text, columns).into_iter().map(|row| Line::from(Span::styled(row, style))).collect()
}

/// A name, and what they said, its further rows indented.
fn said_rows(who: &Name, text: &str, columns: usize, paint: Paint) -> Vec<Line<'static>> {
    let name = who.shown();
    let mut rows = wrap(&format!("{name}: {text}"), columns.saturating_sub(2)).into_iter();
    let first = rows.next().unwrap_or_default();
    let first = match first.strip_prefix(name) {
        Some(rest) => {
            vec![Span::styled(name.to_owned(), paint.person(who)), Span::raw(rest.to_owned())]
        }
        // The name is longer than a row.
        None => vec![Span::raw(first)],
    };
    let more = rows.map(|row| Line::raw(format!("  {row}")));
    std::iter::once(Line::from(first)).chain(more).collect()
}

/// A card: its handle, a bar down its side, and an empty row under it.
fn card_rows(card: &Card, columns: usize, paint: Paint) -> Vec<Line<'static>> {
    let inside = columns.saturating_sub(GUTTER + 2).max(8);
    let mut content = Vec::new();
    if !card.marks.is_empty() {
        content.extend(styled(&card.marks, inside, DIM));
    }
    let mut text = wrap(&card.text, inside).into_iter();
    let title = if card.has_controls() { TITLE } else { Style::new() };
    content.extend(text.next().map(|row| Line::from(Span::styled(row, title))));
    content.extend(text.map(Line::raw));
    content.extend(control_rows(&card.controls(), inside, paint));
    for line in &card.saved {
        content.extend(styled(line, inside, DIM));
    }
    let mut handle = cut(&card.handle(), GUTTER - 1);
    let mut lines: Vec<_> = content
        .into_iter()
        .map(|line| {
            let gutter = format!("{:>4} ", std::mem::take(&mut handle));
            let edge = [Span::styled(gutter, DIM), Span::styled("┃ ", paint.bar())];
            Line::from(edge.into_iter().chain(line.spans).collect::<Vec<_>>())
        })
        .collect();
    lines.push(Line::default());
    lines
}

/// As many controls a row as fit; none is torn apart.
fn control_rows(controls: &[String], columns: usize, paint: Paint) -> Vec<Line<'static>> {
    let mut rows: Vec<(Line<'static>, usize)> = Vec::new();
    for control in controls {
        let control = cut(control, columns);
        let wide = width(&control);
        let span = Span::styled(control, paint.button());
        match rows.last_mut() {
            Some((row, used)) if *used + 1 + wide <= columns => {
                row.spans.extend([Span::raw(" "), span]);
                *used += 1 + wide;
            }
            _ => rows.push((Line::from(span), wide)),
        }
    }
    rows.into_iter().map(|(row, _)| row).collect()
}
