//! Bytes as they come out of a pipe, a file or a clipboard, to clean text.
//!
//! Nothing here fails: whatever cannot be read as UTF-8 or UTF-16 is read as Windows-1252, which
//! gives every byte a meaning. PowerShell 5.1 writes UTF-16 with a BOM, `>` of the command prompt
//! writes the code page, everything else writes UTF-8.

use super::sanitise::clean;

/// How many bytes of an input are read. What lies between its beginning and its last
/// [`TAIL`] bytes is left out, and [`Decoded::left_out`] says how much that was.
pub const LIMIT: usize = 1 << 20;

/// How many bytes of the end of an input that is too long are kept: in a log the failure stands last.
pub const TAIL: usize = 64 << 10;

/// The encoding that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a BOM.
    Utf8,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// Windows-1252, the fallback.
    Cp1252,
}

/// Clean text and how it was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Lines end in `\n`; of the control characters only `\n` and tab are left.
    pub text: String,
    /// The encoding that was found.
    pub encoding: Encoding,
    /// How many bytes in the middle of the input were not read.
    pub left_out: usize,
}

/// Decodes bytes of any kind.
pub fn decode(bytes: &[u8]) -> Decoded {
    let (encoding, bytes) = detect(bytes);
    let (head, tail, left_out) = cut(bytes);
    let mut text = decode_as(encoding, head);
    if left_out > 0 {
        text.push('\n');
        text.push_str(&decode_as(encoding, tail));
    }
    Decoded { text: clean(&text), encoding, left_out }
}

/// The whole of a file in whatever encoding, as it is: nothing is left out and nothing is cleaned.
pub fn decode_whole(bytes: &[u8]) -> String {
    let (encoding, bytes) = detect(bytes);
    decode_as(encoding, bytes)
}

/// One line of bytes, in the encoding of the list that it stands in. Unless that is UTF-16, each line is UTF-8 or
/// Windows-1252 for itself: one broken line says nothing about the others.
pub(super) fn decode_line(list: Encoding, bytes: &[u8]) -> String {
    match list {
        Encoding::Utf16Le | Encoding::Utf16Be => decode_as(list, bytes),
        Encoding::Utf8 | Encoding::Cp1252 if is_mostly_utf8(bytes) => decode_as(Encoding::Utf8, bytes),
        Encoding::Utf8 | Encoding::Cp1252 => decode_as(Encoding::Cp1252, bytes),
    }
}

/// The encoding, and the bytes without their BOM.
pub(super) fn detect(bytes: &[u8]) -> (Encoding, &[u8]) {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Encoding::Utf8, rest),
        [0xff, 0xfe, rest @ ..] => (Encoding::Utf16Le, rest),
        [0xfe, 0xff, rest @ ..] => (Encoding::Utf16Be, rest),
        _ => (guess(&bytes[..bytes.len().min(LIMIT - TAIL)]), bytes),
    }
}

/// Without a BOM: NULs in every other place are UTF-16; else whatever the bytes are valid as.
fn guess(bytes: &[u8]) -> Encoding {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = (sample.len() / 2).max(1);
    let nuls = |first: usize| sample.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (high_first, low_first) = (nuls(0), nuls(1));
    let utf8 = is_mostly_utf8(bytes);
    // Chinese or Russian in UTF-16 has NULs only in its blanks and digits, but it is no UTF-8 either.
    let enough = |n: usize| n * 10 >= pairs * 3 || (!utf8 && n * 20 >= pairs);
    if low_first > 2 * high_first && enough(low_first) {
        Encoding::Utf16Le
    } else if high_first > 2 * low_first && enough(high_first) {
        Encoding::Utf16Be
    } else if utf8 {
        Encoding::Utf8
    } else {
        Encoding::Cp1252
    }
}

/// Whether reading as UTF-8 loses little: a few broken bytes in a text with many good sequences
/// are damage, not another encoding.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_at_end = chunks.peek().is_none()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        broken += usize::from(!chunk.invalid().is_empty() && !cut_at_end);
    }
    broken * 4 <= good
}

/// Beginning and end of an input that is too long, on whole UTF-16 units.
fn cut(bytes: &[u8]) -> (&[u8], &[u8], usize) {
    if bytes.len() <= LIMIT {
        return (bytes, &[], 0);
    }
    let tail = (bytes.len() - TAIL).next_multiple_of(2);
    let head = LIMIT - TAIL;
    (&bytes[..head], &bytes[tail..], tail - head)
}

pub(super) fn decode_as(encoding: Encoding, bytes: &[u8]) -> String {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le => decode_utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => decode_utf16(bytes, u16::from_be_bytes),
        Encoding::Cp1252 => bytes.iter().map(|b| cp1252(*b)).collect(),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Windows-1252 differs from Latin-1 in 0x80 to 0x9F; its five holes stay control characters.
fn cp1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
        '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}',
        '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}',
        '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte) - 0x80],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_broken_bytes_do_not_change_the_encoding() {
        let mut bytes = "错误代码：0x904 扩展错误代码：0x7".as_bytes().to_vec();
        bytes.push(0xff);
        assert_eq!(decode(&bytes).encoding, Encoding::Utf8);
        assert_eq!(decode(b"gew\xe4hrt").text, "gewährt");
    }

    #[test]
    fn a_long_input_keeps_its_beginning_and_its_end() {
        let mut bytes = b"first ".to_vec();
        bytes.resize(3 * LIMIT, b'x');
        bytes.extend_from_slice(b" last");
        let decoded = decode(&bytes);
        assert!(decoded.text.starts_with("first ") && decoded.text.ends_with(" last"));
        assert_eq!(decoded.left_out, bytes.len() - LIMIT - bytes.len() % 2 + decoded_parity(bytes.len()));
    }

    /// The tail begins at an even place, so that it may be one byte short of [`TAIL`].
    fn decoded_parity(len: usize) -> usize {
        2 * (len % 2)
    }
}
