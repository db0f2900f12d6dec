//! The part of BER (ITU-T X.690) that `CredSSP` uses: tags of one byte, definite lengths, whole numbers.
//!
//! Not DER: hosts are known that write lengths with more bytes than they need.

use super::{Malformed, Reader};

/// The universal tags that are met (X.690 8.3, 8.7, 8.9).
pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const SEQUENCE: u8 = 0x30;

/// The longest element, its tag and length included.
pub(super) const LONGEST: usize = 64 * 1024;

/// What `[number]` is tagged with: context-specific and constructed (X.690 8.1.2).
pub(super) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// Reads a tag and a length: the tag, and how many bytes of content follow.
pub(super) fn header(reader: &mut Reader) -> Result<(u8, usize), Malformed> {
    let tag = reader.u8()?;
    if tag & 0x1f == 0x1f {
        return Err(Malformed::NotThis("a tag of one byte"));
    }
    let length = match reader.u8()? {
        short @ ..0x80 => usize::from(short),
        0x80 => return Err(Malformed::NotThis("a definite length")),
        long @ 0x81..=0x83 => {
            let bytes = reader.take(usize::from(long & 0x7f))?;
            bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte))
        }
        _ => return Err(Malformed::TooLong),
    };
    if length > LONGEST { Err(Malformed::TooLong) } else { Ok((tag, length)) }
}

/// Reads an element: its tag and its content.
pub(super) fn element<'a>(reader: &mut Reader<'a>) -> Result<(u8, Reader<'a>), Malformed> {
    let (tag, length) = header(reader)?;
    Ok((tag, Reader::new(reader.take(length)?)))
}

/// Reads an element that must have this tag; `what` names it.
pub(super) fn expect<'a>(
    reader: &mut Reader<'a>,
    tag: u8,
    what: &'static str,
) -> Result<Reader<'a>, Malformed> {
    let (found, content) = element(reader)?;
    if found == tag { Ok(content) } else { Err(Malformed::NotThis(what)) }
}

/// Reads an INTEGER of up to eight bytes.
pub(super) fn integer(reader: &mut Reader) -> Result<i64, Malformed> {
    let content = expect(reader, INTEGER, "an INTEGER")?.rest;
    let first = *content.first().ok_or(Malformed::Short)?;
    if content.len() > 8 {
        return Err(Malformed::TooLong);
    }
    let sign = if first < 0x80 { 0 } else { -1 };
    Ok(content.iter().fold(sign, |number: i64, byte| number << 8 | i64::from(*byte)))
}

/// Writes an element with the shortest length.
///
/// # Panics
///
/// With 64 KiB of content or more, which nothing that is sent comes near.
pub(super) fn write(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("what is sent is small");
    let mut written = vec![tag];
    match length.to_be_bytes() {
        [0, low @ ..0x80] => written.push(low),
        [0, low] => written.extend([0x81, low]),
        [high, low] => written.extend([0x82, high, low]),
    }
    written.extend_from_slice(content);
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<(u8, usize), Malformed> {
        header(&mut Reader::new(bytes))
    }

    fn number(bytes: &[u8]) -> Result<i64, Malformed> {
        integer(&mut Reader::new(bytes))
    }

    #[test]
    fn a_length_may_take_more_bytes_than_it_needs() {
        assert_eq!(read(&[0x30, 0x7f]), Ok((SEQUENCE, 0x7f)));
        assert_eq!(read(&[0x30, 0x81, 0x05]), Ok((SEQUENCE, 5)));
        assert_eq!(read(&[0x30, 0x82, 0x00, 0xf3]), Ok((SEQUENCE, 0xf3)));
        assert_eq!(read(&[0x30, 0x83, 0x00, 0x00, 0x05]), Ok((SEQUENCE, 5)));
        assert_eq!(read(&[0x30, 0x83, 0x01, 0x00, 0x00]), Ok((SEQUENCE, LONGEST)));
    }

    #[test]
    fn a_length_without_reason_is_refused() {
        assert_eq!(read(&[0x30, 0x83, 0x01, 0x00, 0x01]), Err(Malformed::TooLong));
        assert_eq!(read(&[0x30, 0x84, 0, 0, 0, 5]), Err(Malformed::TooLong));
        assert_eq!(read(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), Err(Malformed::TooLong));
        assert_eq!(read(&[0x30, 0x80]), Err(Malformed::NotThis("a definite length")));
        assert_eq!(read(&[0x1f, 0x01]), Err(Malformed::NotThis("a tag of one byte")));
        assert_eq!(read(&[0x30, 0x82, 0x00]), Err(Malformed::Short));
        assert_eq!(element(&mut Reader::new(&[0x04, 2, 0])).map(|(tag, _)| tag), Err(Malformed::Short));
    }

    #[test]
    fn integers_have_a_sign() {
        assert_eq!(number(&[2, 1, 6]), Ok(6));
        assert_eq!(number(&[2, 2, 0, 6]), Ok(6));
        assert_eq!(number(&[2, 1, 0xff]), Ok(-1));
        assert_eq!(number(&[2, 4, 0xc0, 0, 0, 0x5e]), Ok(-0x3fff_ffa2));
        assert_eq!(number(&[2, 5, 0, 0xc0, 0, 0, 0x5e]), Ok(0xc000_005e));
        assert_eq!(number(&[2, 8, 0x80, 0, 0, 0, 0, 0, 0, 0]), Ok(i64::MIN));
        assert_eq!(number(&[2, 0]), Err(Malformed::Short));
        assert_eq!(number(&[2, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1]), Err(Malformed::TooLong));
        assert_eq!(number(&[4, 1, 6]), Err(Malformed::NotThis("an INTEGER")));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(content in prop::collection::vec(any::<u8>(), 0..=300)) {
            let written = write(OCTET_STRING, &content);
            let mut reader = Reader::new(&written);
            let (tag, read) = element(&mut reader).expect("own bytes");
            prop_assert_eq!((tag, read.rest), (OCTET_STRING, &content[..]));
            prop_assert!(reader.is_empty());
            let shortest = match content.len() { ..0x80 => 2, 0x80..0x100 => 3, _ => 4 };
            prop_assert_eq!(written.len() - content.len(), shortest);
        }

        #[test]
        fn any_bytes_are_read_or_refused(noise: Vec<u8>) {
            let _ = (element(&mut Reader::new(&noise)).map(|(tag, _)| tag), number(&noise));
        }
    }
}
