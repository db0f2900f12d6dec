//! Lists with one entry per line, whatever their length.
//!
//! Bytes are split at line feeds before they are decoded, and each line is decoded for itself. So there are exactly as
//! many entries as lines, and what is wrong with one line stays there.

use std::io::{self, BufRead, BufReader, Read};

use super::decode::{Encoding, decode_line, detect};

/// A list that cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// One line is larger than any entry.
    #[error("line {line} is longer than {limit} bytes")]
    TooLong {
        /// Its number, from 1.
        line: usize,
        /// Bytes that a line may have.
        limit: usize,
    },
}

/// The lines of a list, decoded, without their line ends (`\n` or `\r\n`).
///
/// Only memory for one line is used. Control characters stay: whoever uses the entries refuses or cleans them.
#[derive(Debug)]
pub struct Lines<R> {
    source: BufReader<R>,
    encoding: Encoding,
    limit: usize,
    number: usize,
}

impl<R: Read> Lines<R> {
    /// Reads a list whose lines have at most `limit` bytes. A BOM or the first bytes decide whether it is UTF-16.
    ///
    /// # Errors
    /// When nothing can be read.
    pub fn new(source: R, limit: usize) -> io::Result<Self> {
        let mut source = BufReader::with_capacity(1 << 16, source);
        let head = source.fill_buf()?;
        let (encoding, rest) = detect(head);
        let bom = head.len() - rest.len();
        source.consume(bom);
        Ok(Self { source, encoding, limit, number: 0 })
    }

    /// Whether the next line is here already, so that reading it does not wait.
    pub fn is_ready(&self) -> bool {
        self.source.buffer().contains(&b'\n')
    }

    /// The bytes of the next line with its line feed; empty at the end.
    fn bytes(&mut self) -> Result<Vec<u8>, LineError> {
        let mut line = Vec::new();
        loop {
            // Two more bytes for the line feed of UTF-16.
            let room = (self.limit + 2).saturating_sub(line.len()) as u64;
            let read = self.source.by_ref().take(room).read_until(b'\n', &mut line)?;
            if self.encoding == Encoding::Utf16Le && line.len() % 2 == 1 {
                self.source.by_ref().take(1).read_to_end(&mut line)?;
            }
            let feed = if self.ends(&line) { self.feed() } else { 0 };
            if line.len() - feed > self.limit {
                return Err(LineError::TooLong { line: self.number, limit: self.limit });
            }
            if read == 0 || feed > 0 {
                return Ok(line);
            }
        }
    }

    /// Bytes of a line feed.
    fn feed(&self) -> usize {
        if matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be) { 2 } else { 1 }
    }

    /// Whether a line feed of the encoding stands at the end.
    fn ends(&self, line: &[u8]) -> bool {
        match self.encoding {
            Encoding::Utf16Le => line.len().is_multiple_of(2) && line.ends_with(b"\n\0"),
            Encoding::Utf16Be => line.len().is_multiple_of(2) && line.ends_with(b"\0\n"),
            Encoding::Utf8 | Encoding::Cp1252 => line.ends_with(b"\n"),
        }
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<String, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.number += 1;
        let bytes = match self.bytes() {
            Ok(bytes) if bytes.is_empty() => return None,
            Ok(bytes) => bytes,
            Err(error) => return Some(Err(error)),
        };
        let mut line = decode_line(self.encoding, &bytes);
        if line.ends_with('\n') {
            line.pop();
        }
        if line.ends_with('\r') {
            line.pop();
        }
        Some(Ok(line))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<String> {
        Lines::new(bytes, 1 << 10).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn only_a_line_feed_ends_a_line() {
        assert_eq!(read(b"a\r\nb\x0bc\rd\n\ne"), ["a", "b\u{b}c\rd", "", "e"]);
        assert_eq!(read("a\u{85}b\u{2028}c\n".as_bytes()), ["a\u{85}b\u{2028}c"]);
        assert_eq!(read(b""), [""; 0]);
        assert_eq!(read(b"\n"), [""]);
    }

    #[test]
    fn each_line_is_decoded_for_itself() {
        assert_eq!(
            read(b"J\xc3\xbcrgen\nJ\xfcrgen\nbad \xff\n"),
            ["J\u{fc}rgen", "J\u{fc}rgen", "bad \u{ff}"]
        );
    }

    #[test]
    fn a_line_is_whole_or_refused() {
        let limited = |bytes: &[u8]| Lines::new(bytes, 4).unwrap().collect::<Result<Vec<_>, _>>();
        assert_eq!(limited(b"abcd\nabcd").unwrap(), ["abcd", "abcd"]);
        assert_eq!(limited(b"a\nabcdefgh\n").unwrap_err().to_string(), "line 2 is longer than 4 bytes");
        assert!(
            limited(b"abcdefgh").is_err() && limited(b"abcde\n").is_err() && limited(b"abcd\r\n").is_err()
        );
    }

    proptest! {
        #[test]
        fn utf_16_has_the_same_lines(text in "([a-z\u{e4}\u{0a0a}\u{0100}\u{1f600}]{0,9}\r?\n){0,5}x?") {
            for (bom, bytes) in [
                (b"\xFF\xFE", u16::to_le_bytes as fn(u16) -> [u8; 2]),
                (b"\xFE\xFF", u16::to_be_bytes),
            ] {
                let wide: Vec<u8> = bom.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect();
                prop_assert_eq!(read(&wide), read(text.as_bytes()));
            }
        }
    }
}
