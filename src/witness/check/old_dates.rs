//! Dates of a certificate before 1970, which the X.509 library refuses: `UTCTime` with a year from 50 to 69 means 1950
//! to 1969 (RFC 5280, 4.1.2.5.1).
//!
//! Such a certificate is expired, and Windows says so. The dates are read here and replaced by 1970 in a copy, so that
//! the library reads everything else.

use crate::time::days_of;

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// A copy that the library can read, and the true dates in Unix seconds: not before, not after.
pub(super) struct Redated {
    pub(super) der: Vec<u8>,
    pub(super) not_before: Option<i64>,
    pub(super) not_after: Option<i64>,
}

/// Replaces dates before 1970; `None` where there are none or the bytes are no certificate.
pub(super) fn redate(der: &[u8]) -> Option<Redated> {
    let [before, after] = validity(der)?;
    let mut redated =
        Redated { der: der.to_vec(), not_before: old(der, &before), not_after: old(der, &after) };
    redated.not_before.or(redated.not_after)?;
    for (field, old) in [(before, redated.not_before), (after, redated.not_after)] {
        if old.is_some() {
            let first = if field.tag == UTC_TIME { "700101000000Z" } else { "19700101000000Z" };
            redated.der.get_mut(field.start..field.end)?.copy_from_slice(first.as_bytes());
        }
    }
    Some(redated)
}

/// One field of DER: its tag and where its content stands.
struct Field {
    tag: u8,
    start: usize,
    end: usize,
}

/// The two dates: `Certificate { TBSCertificate { [0] version?, serial, algorithm, issuer, validity, ... } }`.
fn validity(der: &[u8]) -> Option<[Field; 2]> {
    let body = field(der, field(der, 0)?.start)?;
    let first = field(der, body.start)?;
    let mut at = if first.tag == 0xa0 { first.end } else { body.start };
    for _ in ["serial", "algorithm", "issuer"] {
        at = field(der, at)?.end;
    }
    let before = field(der, field(der, at)?.start)?;
    let after = field(der, before.end)?;
    Some([before, after])
}

fn field(der: &[u8], at: usize) -> Option<Field> {
    let (&tag, &length) = (der.get(at)?, der.get(at + 1)?);
    let (start, length) = match length {
        short @ ..=0x7f => (at + 2, usize::from(short)),
        long @ 0x81..=0x84 => {
            let bytes = der.get(at + 2..)?.get(..usize::from(long & 0x7f))?;
            let length = bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
            (at + 2 + bytes.len(), length)
        }
        _ => return None,
    };
    let end = start.checked_add(length).filter(|end| *end <= der.len())?;
    Some(Field { tag, start, end })
}

/// The Unix seconds of a date before 1970.
fn old(der: &[u8], field: &Field) -> Option<i64> {
    let text = der.get(field.start..field.end)?.strip_suffix(b"Z")?;
    let (year, rest) = match (field.tag, text.len()) {
        (UTC_TIME, 12) => (Some(number(&text[..2])?).filter(|year| *year >= 50)? + 1900, &text[2..]),
        (GENERALIZED_TIME, 14) => (number(&text[..4])?, &text[4..]),
        _ => return None,
    };
    let mut parts = rest.chunks(2).map(number);
    let mut part = |range: std::ops::RangeInclusive<i64>| parts.next()?.filter(|part| range.contains(part));
    let (month, day) = (part(1..=12)?, part(1..=31)?);
    let (hour, minute, second) = (part(0..=23)?, part(0..=59)?, part(0..=60)?);
    (year < 1970).then(|| days_of(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

fn number(digits: &[u8]) -> Option<i64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    digits.iter().map(digit).try_fold(0, |number, digit| Some(number * 10 + digit?))
}

#[cfg(test)]
mod tests {
    use super::super::certificate::Certificate;
    use super::*;

    const GOOD: &[u8] = include_bytes!("../../../tests/check/fixtures/expired.der");

    /// The certificate with other dates: `UTCTime` takes thirteen characters.
    fn dated(before: &str, after: &str) -> Vec<u8> {
        let mut der = GOOD.to_vec();
        for (field, text) in validity(GOOD).expect("a certificate").into_iter().zip([before, after]) {
            assert_eq!(field.tag, UTC_TIME);
            der[field.start..field.end].copy_from_slice(text.as_bytes());
        }
        der
    }

    #[test]
    fn a_certificate_of_the_fifties_is_read_with_its_dates() {
        let own = Certificate::parse(&dated("510101000000Z", "520229120000Z")).expect("it can be read");
        assert_eq!((own.not_before, own.not_after), (-599_616_000, -562_939_200));
        let mixed = Certificate::parse(&dated("690101000000Z", "490101000000Z")).expect("it can be read");
        assert_eq!((mixed.not_before, mixed.not_after), (-31_536_000, 2_493_072_000));
        assert_eq!(mixed.subject, Certificate::parse(GOOD).expect("it can be read").subject);
    }

    #[test]
    fn other_bytes_are_left_alone() {
        assert!(redate(GOOD).is_none(), "its dates are later");
        for end in 0..GOOD.len() {
            assert!(redate(&GOOD[..end]).is_none(), "{end}");
        }
        for bad in ["511301000000Z", "51010100000 Z", "510101000000+"] {
            assert!(redate(&dated(bad, "700101000000Z")).is_none(), "{bad}");
        }
    }
}
