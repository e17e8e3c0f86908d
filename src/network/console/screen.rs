//! The terminal room as a screen: what is scrolled, typed and drawn. Pure; `full` has the terminal.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ratatui::{
    Frame,
    crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    layout::{Constraint, Layout, Position, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
    widgets::Paragraph,
};

use super::{
    Called,
    clean::clean_line,
    desk::Delivery,
    scene::{Body, Change, Entered, Entry, Scene},
};
use crate::{
    clock::Ids,
    model::{RoomRef, wall_clock, zone_abbreviation},
};

mod editor;
mod rows;
mod wrap;

use editor::Editor;
use rows::{DIM, Paint};
use wrap::{cut, head, tail, width};

/// What stands in the input line before anyone spoke.
const HINT: &str = "ana: !meet Lunch tomorrow 12:30";

/// What `/help` adds where there are keys.
const KEYS: &str = "
PageUp PageDown   scroll; Esc goes back down
Up Down           fetch the lines typed before";

/// The screen.
#[derive(Debug)]
pub(super) struct Screen {
    scene: Scene,
    /// What stands where nothing is typed yet.
    hint: String,
    editor: Editor,
    paint: Paint,
    zone: Tz,
    /// How many rows lie below the lowest one that is shown.
    scroll: usize,
    /// The size of the room when it was last drawn.
    size: (usize, usize),
    /// The entries that were in sight then.
    seen: HashSet<usize>,
    /// How many messages came to rooms that are not looked at.
    unread: BTreeMap<RoomRef, usize>,
    /// What happened out of sight.
    notice: String,
}

impl Screen {
    /// An empty room that shows `welcome`, and the time of a zone.
    pub(super) fn new(welcome: &str, zone: Tz, colour: bool, called: Called) -> Self {
        let hint = called.words(HINT);
        let welcome = called.words(welcome);
        let mut scene = Scene::new(KEYS, called);
        scene.note(&welcome);
        Self {
            scene,
            hint,
            editor: Editor::default(),
            paint: Paint { colour },
            zone,
            scroll: 0,
            size: (80, 22),
            seen: HashSet::new(),
            unread: BTreeMap::new(),
            notice: String::new(),
        }
    }

    /// Takes what the terminal reports.
    pub(super) fn event(&mut self, event: &Event, ids: &dyn Ids) -> Entered {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => return self.key(*key, ids),
            Event::Paste(text) => self.editor.insert(text),
            _ => {}
        }
        Entered::Nothing
    }

    fn key(&mut self, key: KeyEvent, ids: &dyn Ids) -> Entered {
        self.notice.clear();
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return self.control(key.code);
        }
        let page = self.size.1.saturating_sub(2).max(1);
        match key.code {
            KeyCode::Enter => return self.enter(ids),
            KeyCode::Char(c) => self.editor.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => self.editor.backspace(),
            KeyCode::Delete => self.editor.delete(),
            KeyCode::Left => self.editor.left(),
            KeyCode::Right => self.editor.right(),
            KeyCode::Home => self.editor.home(),
            KeyCode::End => self.editor.end(),
            KeyCode::Up => self.editor.older(),
            KeyCode::Down => self.editor.newer(),
            KeyCode::PageUp => self.scroll = self.scroll.saturating_add(page),
            KeyCode::PageDown => self.scroll = self.scroll.saturating_sub(page),
            KeyCode::Esc => self.scroll = 0,
            _ => {}
        }
        Entered::Nothing
    }

    /// The keys people know from a shell.
    fn control(&mut self, code: KeyCode) -> Entered {
        let KeyCode::Char(c) = code else { return Entered::Nothing };
        match c {
            'c' => return Entered::Quit,
            'd' if self.editor.parts() == ("", "") => return Entered::Quit,
            'd' => self.editor.delete(),
            'a' => self.editor.home(),
            'e' => self.editor.end(),
            'u' => self.editor.delete_to_start(),
            'k' => self.editor.delete_to_end(),
            'w' => self.editor.delete_word(),
            'h' => self.editor.backspace(),
            'p' => self.editor.older(),
            'n' => self.editor.newer(),
            _ => {}
        }
        Entered::Nothing
    }

    fn enter(&mut self, ids: &dyn Ids) -> Entered {
        // Whoever speaks wants to see what comes of it.
        self.scroll = 0;
        let entered = self.scene.enter(&self.editor.take(), ids);
        self.unread.remove(self.scene.room());
        entered
    }

    /// Takes a message of the bot.
    pub(super) fn deliver(&mut self, delivery: Delivery) {
        let before = self.height();
        let change = self.scene.deliver(delivery);
        // Whoever reads further up goes on reading there.
        if self.scroll > 0 {
            self.scroll = (self.scroll + self.height()).saturating_sub(before);
        }
        let (Change::New(number) | Change::Redrawn(number)) = change else { return };
        let Some(entry) = self.scene.entry(number) else { return };
        if entry.room != *self.scene.room() {
            *self.unread.entry(entry.room.clone()).or_default() += 1;
        } else if let Body::Card(card) = &entry.body
            && matches!(change, Change::Redrawn(_))
            && !self.seen.contains(&number)
        {
            self.notice = format!("{} changed", card.handle());
        }
    }

    /// Tells the speaker that something was not done.
    pub(super) fn refused(&mut self, say: &str) {
        self.scene.note(say);
    }

    /// The rows of the room, all of them; only worked out while somebody reads further up.
    fn height(&self) -> usize {
        if self.scroll == 0 {
            return 0;
        }
        self.here().map(|entry| rows::rows(entry, self.size.0, self.paint).len()).sum()
    }

    fn here(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.scene.entries().filter(|entry| entry.room == *self.scene.room())
    }

    /// Draws everything.
    pub(super) fn draw(&mut self, frame: &mut Frame<'_>, now: DateTime<Utc>) {
        let parts = [Constraint::Min(0), Constraint::Length(1), Constraint::Length(1)];
        let [room, status, input] = Layout::vertical(parts).areas(frame.area());
        self.draw_room(frame, room);
        frame.render_widget(Paragraph::new(self.status(status, now)), status);
        self.draw_input(frame, input);
    }

    /// The room, its newest rows lowest.
    fn draw_room(&mut self, frame: &mut Frame<'_>, area: Rect) {
        let (columns, height) = (usize::from(area.width), usize::from(area.height));
        self.size = (columns, height);
        let mut lines: Vec<(usize, Line<'static>)> = Vec::new();
        // From the newest up, and no further than is needed.
        for entry in self.here().rev() {
            let rows = rows::rows(entry, columns, self.paint);
            lines.extend(rows.into_iter().rev().map(|row| (entry.number, row)));
            if lines.len() >= height + self.scroll {
                break;
            }
        }
        self.scroll = self.scroll.min(lines.len().saturating_sub(height));
        let shown: Vec<_> = lines.into_iter().skip(self.scroll).take(height).collect();
        self.seen = shown.iter().map(|(number, _)| *number).collect();
        let blank = height - shown.len();
        let area = Rect { y: area.y + u16::try_from(blank).unwrap_or(0), ..area };
        let text: Vec<_> = shown.into_iter().rev().map(|(_, row)| row).collect();
        frame.render_widget(Paragraph::new(text), area.intersection(frame.area()));
    }

    /// Where one is, what happened out of sight, and the time.
    fn status(&self, area: Rect, now: DateTime<Utc>) -> Line<'static> {
        let columns = usize::from(area.width);
        let mut left = vec![format!(" #{}", clean_line(&self.scene.room().id))];
        let unread = self.unread.iter();
        left.extend(unread.map(|(room, count)| format!("#{} {count} new", clean_line(&room.id))));
        left.extend((!self.notice.is_empty()).then(|| self.notice.clone()));
        left.extend((self.scroll > 0).then(|| "↓ PageDown".to_owned()));
        let right = format!(
            "/help · {} {} ",
            wall_clock(now, self.zone).format("%a %-d %b %H:%M"),
            zone_abbreviation(now, self.zone)
        );
        let left = cut(&left.join(" · "), columns);
        let between = columns.saturating_sub(width(&left));
        let right = if width(&right) < between { right } else { String::new() };
        let text = format!("{left}{}{right}", " ".repeat(between - width(&right)));
        Line::styled(text, Style::new().add_modifier(Modifier::REVERSED))
    }

    /// The line that is being typed, the part around the cursor.
    fn draw_input(&self, frame: &mut Frame<'_>, area: Rect) {
        let speaker = self.scene.speaker();
        let name = speaker.map(|name| cut(name.shown(), 20)).unwrap_or_default();
        let style = speaker.map(|name| self.paint.person(name)).unwrap_or_default();
        let prompt = width(&name) + 2;
        let (before, after) = self.editor.parts();
        let room = usize::from(area.width).saturating_sub(prompt + 1);
        let before = tail(before, room);
        let after = head(after, room - width(before));
        let mut spans = vec![Span::styled(name, style), Span::raw("> ")];
        if speaker.is_none() && before.is_empty() && after.is_empty() {
            spans.push(Span::styled(head(&self.hint, room), DIM));
        } else {
            spans.extend([Span::raw(before), Span::raw(after)]);
        }
        frame.render_widget(Paragraph::new(Line::from(spans)), area);
        let x = u16::try_from(prompt + width(before)).unwrap_or(u16::MAX);
        let x = area.x.saturating_add(x).min(area.right().saturating_sub(1));
        frame.set_cursor_position(Position { x, y: area.y });
    }
}

#[cfg(test)]
mod tests;
