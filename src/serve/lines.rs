//! Lines in, lines out, as fast as they come.

use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write};

/// The longest line that is read, in octets. JSON doubles a calendar's line ends and quotes.
pub(super) const LONGEST_LINE: usize = 4 << 20;

/// What is read ahead, in octets.
const AHEAD: usize = 64 << 10;

/// A line that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// Its text, without its end.
    Text(&'a str),
    /// It is no UTF-8.
    NoText,
    /// It is longer than is read.
    TooLong,
}

/// Writes the answer to each line of `input` on a line of `output`, until the input ends. An answer is never held back
/// while the next line is waited for.
///
/// # Errors
/// Reading or writing fails.
pub fn answer_lines(
    input: impl Read,
    output: impl Write,
    mut answer: impl FnMut(Line<'_>) -> Option<String>,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(AHEAD, input);
    let mut output = BufWriter::new(output);
    let mut line = Vec::new();
    loop {
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
        line.clear();
        let most = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX) + 1;
        if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            return output.flush();
        }
        let long = line.len() > LONGEST_LINE;
        if long && line.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        let read = match str::from_utf8(&line) {
            _ if long => Line::TooLong,
            Ok(text) => Line::Text(text.trim_end_matches(['\r', '\n'])),
            Err(_) => Line::NoText,
        };
        if let Some(answer) = answer(read) {
            writeln!(output, "{answer}")?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_its_answer() {
        let long = "x".repeat(LONGEST_LINE);
        let input = format!("one\r\n\n{long}y\ntwo\nthree");
        let mut output = Vec::new();
        let answer = |line: Line<'_>| Some(format!("{line:?}"));
        answer_lines(input.as_bytes(), &mut output, answer).unwrap();
        let expected = "Text(\"one\")\nText(\"\")\nTooLong\nText(\"two\")\nText(\"three\")\n";
        assert_eq!(String::from_utf8(output).unwrap(), expected);
    }

    /// Gives one line, and the next only when what it saw of the output is the answer to the first.
    struct Waiting<'a>(&'a std::cell::RefCell<Vec<u8>>, usize);

    impl Read for Waiting<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert_eq!(self.0.borrow().len(), 2 * self.1, "an answer was held back");
            self.1 += 1;
            if self.1 == 4 {
                return Ok(0);
            }
            buffer[..2].copy_from_slice(b"a\n");
            Ok(2)
        }
    }

    struct Shared<'a>(&'a std::cell::RefCell<Vec<u8>>);

    impl Write for Shared<'_> {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(octets)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_answer_is_there_before_the_next_line_is() {
        let written = std::cell::RefCell::new(Vec::new());
        answer_lines(Waiting(&written, 0), Shared(&written), |_| Some("b".to_owned())).unwrap();
        assert_eq!(*written.borrow(), b"b\nb\nb\n");
    }
}
