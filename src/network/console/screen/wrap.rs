//! Lines that fit a width, counted as the terminal counts. Pure.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

/// How many columns a text takes, summed as it is drawn: grapheme by grapheme.
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Breaks a text into rows of at most `columns`: between words where it can, keeping the indentation of a line.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    text.split('\n').flat_map(|line| wrap_line(line, columns)).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    let indent = line.chars().take_while(|c| *c == ' ').count().min(columns / 2);
    let mut rows =
        Rows { columns, indent: " ".repeat(indent), done: Vec::new(), row: String::new(), used: 0 };
    for word in line.split_inclusive(' ') {
        rows.word(word);
    }
    rows.finish()
}

struct Rows {
    columns: usize,
    indent: String,
    done: Vec<String>,
    row: String,
    used: usize,
}

impl Rows {
    fn word(&mut self, word: &str) {
        let wide = width(word.trim_end_matches(' '));
        let begun = self.row.chars().any(|c| c != ' ');
        // Blanks may hang over the edge; they are cut off when the row ends.
        if begun && wide > 0 && self.used + wide > self.columns {
            self.next_row();
        }
        for cell in word.graphemes(true) {
            let wide = cell.width();
            if wide > self.columns {
                self.characters(cell);
                continue;
            }
            if cell != " " && self.used + wide > self.columns {
                self.make_room(wide);
            }
            self.row.push_str(cell);
            self.used += wide;
        }
    }

    /// A grapheme that no row can hold, character by character: marks can be as wide as letters, and any number
    /// of them can stand on one.
    fn characters(&mut self, cell: &str) {
        for c in cell.chars() {
            self.row.push(c);
            // Measured as it stands, because a character can change the width of the one before it.
            if width(&self.row) > self.columns {
                self.row.pop();
                self.make_room(self.columns);
                self.row.push(c);
            }
            self.used = width(&self.row);
        }
    }

    /// Goes to a row that has so many columns left, where the row can have them at all.
    fn make_room(&mut self, wide: usize) {
        if self.row.chars().all(|c| c == ' ') {
            self.row.clone_from(&self.indent);
            self.used = self.indent.len();
        } else {
            self.next_row();
        }
        if self.used + wide > self.columns {
            self.row.clear();
            self.used = 0;
        }
    }

    fn next_row(&mut self) {
        let row = std::mem::replace(&mut self.row, self.indent.clone());
        self.done.push(row.trim_end_matches(' ').to_owned());
        self.used = self.indent.len();
    }

    fn finish(mut self) -> Vec<String> {
        self.done.push(self.row.trim_end_matches(' ').to_owned());
        self.done
    }
}

/// The text, cut where it would be wider than `columns`, with a mark that says so.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = head(text, columns.saturating_sub(1)).to_owned();
    kept.push('…');
    kept
}

/// As much of the beginning as fits.
pub(super) fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, cell) in text.grapheme_indices(true) {
        used += cell.width();
        if used > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// As much of the end as fits.
pub(super) fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, cell) in text.grapheme_indices(true).rev() {
        used += cell.width();
        if used > columns {
            return text.get(at + cell.len()..).unwrap_or_default();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_break_between_words_and_inside_long_ones() {
        for (text, columns, rows) in [
            ("", 10, vec![""]),
            ("one two three", 7, vec!["one two", "three"]),
            ("one two three", 8, vec!["one two", "three"]),
            ("  indented text here", 12, vec!["  indented", "  text here"]),
            ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
            ("a abcdefghij", 4, vec!["a", "abcd", "efgh", "ij"]),
            ("日本語の会議", 5, vec!["日本", "語の", "会議"]),
            ("👩‍👩‍👧👩‍👩‍👧", 3, vec!["👩‍👩‍👧", "👩‍👩‍👧"]),
            (" 日本", 2, vec!["日", "本"]),
            ("            far", 5, vec!["  far"]),
            ("a𑤘\u{16ff0}b", 2, vec!["a𑤘", "\u{16ff0}", "b"]),
            ("one\n\ntwo", 9, vec!["one", "", "two"]),
            ("trailing     ", 9, vec!["trailing"]),
        ] {
            assert_eq!(wrap(text, columns), rows, "{text:?}");
            assert!(wrap(text, columns).iter().all(|row| width(row) <= columns), "{text:?}");
        }
    }

    #[test]
    fn parts_that_fit() {
        assert_eq!((head("日本語", 5), tail("日本語", 5)), ("日本", "本語"));
        assert_eq!((head("abc", 3), tail("abc", 3)), ("abc", "abc"));
        assert_eq!((head("日", 1), tail("日", 1)), ("", ""));
        assert_eq!((cut("日本語", 5).as_str(), cut("abc", 3).as_str()), ("日本…", "abc"));
    }

    proptest::proptest! {
        #[test]
        fn no_row_is_too_wide_and_no_letter_lost(text: String, columns in 2_usize..40) {
            let text = super::super::super::clean::clean(&text);
            let rows = wrap(&text, columns);
            proptest::prop_assert!(rows.iter().all(|row| width(row) <= columns), "{rows:?}");
            let letters = |text: &str| text.replace([' ', '\n'], "");
            proptest::prop_assert_eq!(letters(&rows.concat()), letters(&text));
        }

        #[test]
        fn parts_are_no_wider_than_asked(text: String, columns in 0_usize..40) {
            proptest::prop_assert!(width(head(&text, columns)) <= columns);
            proptest::prop_assert!(width(tail(&text, columns)) <= columns);
        }
    }
}
