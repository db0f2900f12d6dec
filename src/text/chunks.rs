//! A text of any length as pieces of text, with memory for one piece.

use std::io::{self, Read};

use super::decode::{Encoding, decode_as, detect};

/// Bytes that are read at a time.
const PIECE: usize = 64 << 10;

/// The pieces of a text in whatever encoding. Nothing is cleaned: control characters stay.
#[derive(Debug)]
pub struct Chunks<R> {
    source: R,
    encoding: Option<Encoding>,
    /// Bytes of a character whose rest has not come yet.
    left: Vec<u8>,
}

impl<R: Read> Chunks<R> {
    /// Reads a text.
    pub const fn new(source: R) -> Self {
        Self { source, encoding: None, left: Vec::new() }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn read(&mut self) -> io::Result<Option<String>> {
        let mut bytes = std::mem::take(&mut self.left);
        let read = self.source.by_ref().take(PIECE as u64).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let mut start = 0;
        let encoding = *self.encoding.get_or_insert_with(|| {
            let (encoding, rest) = detect(&bytes);
            start = bytes.len() - rest.len();
            encoding
        });
        let end = if read == 0 { bytes.len() } else { start + whole(encoding, &bytes[start..]) };
        self.left = bytes.split_off(end);
        Ok(Some(decode_as(encoding, &bytes[start..])))
    }
}

/// How many bytes hold whole characters.
fn whole(encoding: Encoding, bytes: &[u8]) -> usize {
    match encoding {
        Encoding::Cp1252 => bytes.len(),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let even = bytes.len() & !1;
            let high = if encoding == Encoding::Utf16Le { 1 } else { 2 };
            let pair = even >= 2 && matches!(bytes[even - if high == 1 { 1 } else { 2 }], 0xd8..=0xdb);
            if pair { even - 2 } else { even }
        }
        Encoding::Utf8 => {
            let last = bytes.utf8_chunks().last();
            let cut = last.map_or(&[][..], |chunk| chunk.invalid());
            let open = std::str::from_utf8(cut).is_err_and(|error| error.error_len().is_none());
            if open && bytes.ends_with(cut) { bytes.len() - cut.len() } else { bytes.len() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let many = into.len().min(self.0.len());
            into[..many].copy_from_slice(&self.0[..many]);
            self.0 = &self.0[many..];
            Ok(many)
        }
    }

    fn read(bytes: &[u8]) -> String {
        let mut chunks = Chunks::new(Slow(bytes));
        let mut text = String::new();
        while let Some(piece) = chunks.read().unwrap() {
            text += &piece;
        }
        text
    }

    #[test]
    fn characters_are_whole_across_pieces() {
        for filler in 0..4 {
            let text = "x".repeat(filler) + &"\u{e4}\u{1f600}z\n".repeat(PIECE / 4);
            assert!(read(text.as_bytes()) == text, "utf-8 {filler}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(read(&[b"\xff\xfe".as_slice(), &wide].concat()) == text, "utf-16 {filler}");
        }
        assert_eq!(read(b""), "");
        assert_eq!(read(b"\xff\xfea\0b"), "a\u{fffd}".replace('\u{fffd}', ""));
    }
}
