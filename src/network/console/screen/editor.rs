//! The line that is being typed, and those typed before. Pure.

use std::collections::VecDeque;

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::clean::clean_line;

/// The most characters of a line; more does not fit any message.
const LONGEST: usize = 8000;

/// How many lines are remembered.
const REMEMBERED: usize = 200;

/// A line with a cursor in it.
#[derive(Debug, Default)]
pub(super) struct Editor {
    before: String,
    /// What stands after the cursor.
    after: String,
    /// Lines typed before, newest last.
    past: VecDeque<String>,
    /// Which of them is shown, counted from the newest.
    shown: Option<usize>,
    /// What was being typed when an older line was fetched.
    draft: String,
}

impl Editor {
    /// What stands before and after the cursor.
    pub(super) fn parts(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    /// Types a text; line ends in it become blanks.
    pub(super) fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.before.chars().count() + self.after.chars().count());
        self.before.extend(clean_line(text).chars().take(room));
    }

    /// Takes the line, and remembers it.
    pub(super) fn take(&mut self) -> String {
        let line = std::mem::take(&mut self.before) + std::mem::take(&mut self.after).as_str();
        self.shown = None;
        if !line.trim().is_empty() && self.past.back() != Some(&line) {
            self.past.push_back(line.clone());
            if self.past.len() > REMEMBERED {
                self.past.pop_front();
            }
        }
        line
    }

    pub(super) fn left(&mut self) {
        if let Some(cell) = pop_back(&mut self.before) {
            self.after.insert_str(0, &cell);
        }
    }

    pub(super) fn right(&mut self) {
        if let Some(cell) = pop_front(&mut self.after) {
            self.before.push_str(&cell);
        }
    }

    pub(super) fn home(&mut self) {
        self.after.insert_str(0, &std::mem::take(&mut self.before));
    }

    pub(super) fn end(&mut self) {
        self.before.push_str(&std::mem::take(&mut self.after));
    }

    /// Deletes what stands before the cursor.
    pub(super) fn backspace(&mut self) {
        pop_back(&mut self.before);
    }

    /// Deletes what stands after the cursor.
    pub(super) fn delete(&mut self) {
        pop_front(&mut self.after);
    }

    pub(super) fn delete_word(&mut self) {
        let kept = self.before.trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len();
        self.before.truncate(kept);
    }

    pub(super) fn delete_to_start(&mut self) {
        self.before.clear();
    }

    pub(super) fn delete_to_end(&mut self) {
        self.after.clear();
    }

    /// Fetches the line before the one that is shown.
    pub(super) fn older(&mut self) {
        let next = self.shown.map_or(0, |shown| shown + 1);
        let Some(line) = self.remembered(next) else { return };
        if self.shown.is_none() {
            self.end();
            self.draft = std::mem::take(&mut self.before);
        }
        self.show(Some(next), line);
    }

    /// Fetches the line after the one that is shown, at last the one that was being typed.
    pub(super) fn newer(&mut self) {
        let Some(shown) = self.shown else { return };
        match shown.checked_sub(1) {
            None => {
                let draft = std::mem::take(&mut self.draft);
                self.show(None, draft);
            }
            Some(next) => {
                let line = self.remembered(next).unwrap_or_default();
                self.show(Some(next), line);
            }
        }
    }

    fn remembered(&self, back: usize) -> Option<String> {
        self.past.iter().rev().nth(back).cloned()
    }

    fn show(&mut self, which: Option<usize>, line: String) {
        self.shown = which;
        self.before = line;
        self.after.clear();
    }
}

fn pop_back(text: &mut String) -> Option<String> {
    let cell = text.graphemes(true).next_back()?.to_owned();
    text.truncate(text.len() - cell.len());
    Some(cell)
}

fn pop_front(text: &mut String) -> Option<String> {
    let cell = text.graphemes(true).next()?.to_owned();
    text.drain(..cell.len());
    Some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Editor {
        let mut editor = Editor::default();
        editor.insert(text);
        editor
    }

    #[test]
    fn the_cursor_moves_by_what_is_seen() {
        let mut editor = typed("a👩‍👩‍👧é");
        editor.left();
        editor.left();
        assert_eq!(editor.parts(), ("a", "👩‍👩‍👧é"));
        editor.delete();
        assert_eq!(editor.parts(), ("a", "é"));
        editor.insert("b");
        editor.right();
        editor.right();
        assert_eq!(editor.parts(), ("abé", ""));
        editor.backspace();
        editor.home();
        assert_eq!(editor.parts(), ("", "ab"));
        editor.left();
        editor.backspace();
        editor.end();
        assert_eq!(editor.parts(), ("ab", ""));
    }

    #[test]
    fn words_and_ends_go_at_once() {
        let mut editor = typed("ana: lunch  friday ");
        editor.delete_word();
        assert_eq!(editor.parts(), ("ana: lunch  ", ""));
        editor.delete_word();
        assert_eq!(editor.parts(), ("ana: ", ""));
        editor.left();
        editor.delete_to_end();
        assert_eq!(editor.parts(), ("ana:", ""));
        editor.delete_to_start();
        assert_eq!(editor.parts(), ("", ""));
    }

    #[test]
    fn lines_come_back() {
        let mut editor = Editor::default();
        for line in ["one", "two", "two", "  "] {
            editor.insert(line);
            assert_eq!(editor.take(), line);
        }
        editor.insert("draft");
        for line in ["two", "one", "one"] {
            editor.older();
            assert_eq!(editor.parts(), (line, ""));
        }
        for line in ["two", "draft", "draft"] {
            editor.newer();
            assert_eq!(editor.parts(), (line, ""));
        }
    }

    #[test]
    fn what_is_pasted_is_one_harmless_line() {
        assert_eq!(typed("a\r\nb\u{1b}[2J").parts(), ("a b\u{fffd}[2J", ""));
        assert_eq!(typed(&"x".repeat(1 << 20)).take().len(), LONGEST);
    }
}
