//! Lines from a stream, bounded; and the standard input as a stream that does not hold up the end.

use std::{
    io::{self, Read as _},
    mem,
};

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream};

/// The most octets of a line: enough for a file of 5 MB, so that the bot itself can say what it thinks of it.
const LONGEST: usize = 6 * 1024 * 1024;

/// A line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Text(String),
    Long,
    NotUtf8,
}

/// Reads lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    begun: Vec<u8>,
    long: bool,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    pub(super) const fn new(input: R) -> Self {
        Self { input, begun: Vec::new(), long: false }
    }

    /// The next line; `None` at the end. Cancel-safe: what was read of a line stays.
    pub(super) async fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let read = self.input.fill_buf().await?;
            if read.is_empty() {
                let nothing = self.begun.is_empty() && !self.long;
                return Ok((!nothing).then(|| self.finish()));
            }
            let end = memchr::memchr(b'\n', read);
            let (line, _) = read.split_at(end.unwrap_or(read.len()));
            if self.begun.len() + line.len() > LONGEST {
                self.long = true;
            }
            if !self.long {
                self.begun.extend_from_slice(line);
            }
            let used = end.map_or(read.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(self.finish()));
            }
        }
    }

    fn finish(&mut self) -> Line {
        let mut octets = mem::take(&mut self.begun);
        if mem::take(&mut self.long) {
            return Line::Long;
        }
        if octets.last() == Some(&b'\r') {
            octets.pop();
        }
        match String::from_utf8(octets) {
            // Some shells begin what they pipe with a byte order mark.
            Ok(text) => match text.strip_prefix('\u{feff}') {
                Some(text) => Line::Text(text.to_owned()),
                None => Line::Text(text),
            },
            Err(_) => Line::NotUtf8,
        }
    }
}

/// The standard input, as [`super::JsonConsole`] and the terminal room take it. Call it once, inside the runtime.
///
/// A read from a terminal cannot be called off, and a runtime waits for its own blocking reads when it ends. So a
/// thread of its own reads, and ends with its input or with the program.
pub fn stdin() -> BufReader<DuplexStream> {
    const CHUNK: usize = 64 * 1024;
    let (mut to, from) = tokio::io::duplex(CHUNK);
    let runtime = tokio::runtime::Handle::current();
    std::thread::spawn(move || {
        let mut chunk = vec![0; CHUNK];
        // An unreadable input ends like a finished one, because nothing more comes of it.
        while let Ok(octets) = io::stdin().read(&mut chunk) {
            let Some(read) = chunk.get(..octets).filter(|read| !read.is_empty()) else { break };
            if runtime.block_on(to.write_all(read)).is_err() {
                break;
            }
        }
    });
    BufReader::with_capacity(CHUNK, from)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(input: &[u8]) -> Vec<Line> {
        let mut lines = Lines::new(BufReader::with_capacity(7, input));
        let mut read = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            read.push(line);
        }
        read
    }

    fn text(text: &str) -> Line {
        Line::Text(text.to_owned())
    }

    #[tokio::test]
    async fn lines_end_as_they_may() {
        let read = all("\u{feff}one\r\n\ntwo✅\nthree".as_bytes()).await;
        assert_eq!(read, [text("one"), text(""), text("two✅"), text("three")]);
        assert_eq!(all(b"").await, []);
    }

    #[tokio::test]
    async fn what_is_no_text_is_one_bad_line() {
        assert_eq!(all(b"a\xff\nb\n").await, [Line::NotUtf8, text("b")]);
    }

    #[tokio::test]
    async fn a_line_that_does_not_end_is_not_kept() {
        let mut input = vec![b'x'; LONGEST + 1];
        input.extend_from_slice(b"\nnext");
        assert_eq!(all(&input).await, [Line::Long, text("next")]);
        let fits = vec![b'x'; LONGEST];
        assert!(matches!(all(&fits).await.as_slice(), [Line::Text(line)] if line.len() == LONGEST));
    }
}
