//! The envelope of Network Level Authentication: `TSRequest` (MS-CSSP 2.2.1), in BER.
//!
//! ```text
//! TSRequest ::= SEQUENCE {
//!     version    [0] INTEGER,
//!     negoTokens [1] SEQUENCE OF SEQUENCE { negoToken [0] OCTET STRING } OPTIONAL,
//!     authInfo   [2] OCTET STRING OPTIONAL,
//!     pubKeyAuth [3] OCTET STRING OPTIONAL,
//!     errorCode  [4] INTEGER OPTIONAL,
//!     clientNonce [5] OCTET STRING OPTIONAL }
//! ```

use super::ber::{self, INTEGER, OCTET_STRING, SEQUENCE, context};
use super::{Malformed, Reader};

/// The version that is sent. Never more: `FreeRDP` 3 hangs up on numbers it does not know.
const VERSION: u8 = 6;

const VERSION_FIELD: u8 = context(0);
const TOKENS_FIELD: u8 = context(1);
const ERROR_FIELD: u8 = context(4);

/// What a host answers in Network Level Authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TsRequest<'a> {
    /// The version of `CredSSP` that the host speaks. With 5 and above it has the update for CVE-2018-0886.
    pub version: u32,
    /// The first token, if there is one: a message of NTLM or of SPNEGO.
    pub token: Option<&'a [u8]>,
    /// Why the host refuses: an NTSTATUS.
    pub error_code: Option<u32>,
}

/// The request that carries this NTLM message and nothing else.
///
/// # Panics
///
/// When `ntlm` is not far smaller than 64 KiB.
pub fn request(ntlm: &[u8]) -> Vec<u8> {
    let token = ber::write(context(0), &ber::write(OCTET_STRING, ntlm));
    let tokens = ber::write(SEQUENCE, &ber::write(SEQUENCE, &token));
    let version = ber::write(VERSION_FIELD, &ber::write(INTEGER, &[VERSION]));
    ber::write(SEQUENCE, &[version, ber::write(TOKENS_FIELD, &tokens)].concat())
}

/// How long the whole message is that begins like this; `None` while too few bytes are there to tell.
pub fn message_length(head: &[u8]) -> Result<Option<usize>, Malformed> {
    if head.first().is_some_and(|tag| *tag != SEQUENCE) {
        return Err(Malformed::NotThis("a TSRequest"));
    }
    let mut reader = Reader::new(head);
    match ber::header(&mut reader) {
        Ok((_, content)) => match head.len() - reader.rest.len() + content {
            length @ ..=ber::LONGEST => Ok(Some(length)),
            _ => Err(Malformed::TooLong),
        },
        Err(Malformed::Short) => Ok(None),
        Err(malformed) => Err(malformed),
    }
}

/// Reads a whole message; bytes after it are left alone.
pub fn parse(bytes: &[u8]) -> Result<TsRequest<'_>, Malformed> {
    let length = message_length(bytes)?.ok_or(Malformed::Short)?;
    let mut message = Reader::new(bytes.get(..length).ok_or(Malformed::Short)?);
    let mut fields = ber::expect(&mut message, SEQUENCE, "a TSRequest")?;
    let mut version = None;
    let mut read = TsRequest { version: 0, token: None, error_code: None };
    while !fields.is_empty() {
        let (tag, mut content) = ber::element(&mut fields)?;
        match tag {
            VERSION_FIELD => version = Some(version_number(ber::integer(&mut content)?)?),
            TOKENS_FIELD => read.token = first_token(content)?,
            ERROR_FIELD => read.error_code = Some(status(ber::integer(&mut content)?)?),
            _ => {}
        }
    }
    read.version = version.ok_or(Malformed::NotThis("a TSRequest with a version"))?;
    Ok(read)
}

fn version_number(number: i64) -> Result<u32, Malformed> {
    u32::try_from(number).map_err(|_| Malformed::NotThis("a version"))
}

/// An NTSTATUS is unsigned, but a failure has its highest bit set, and hosts write it with and without a
/// leading zero.
fn status(number: i64) -> Result<u32, Malformed> {
    u32::try_from(number)
        .or_else(|_| i32::try_from(number).map(i32::cast_unsigned))
        .map_err(|_| Malformed::NotThis("a status"))
}

fn first_token(mut content: Reader<'_>) -> Result<Option<&[u8]>, Malformed> {
    let mut tokens = ber::expect(&mut content, SEQUENCE, "a list of tokens")?;
    if tokens.is_empty() {
        return Ok(None);
    }
    let mut item = ber::expect(&mut tokens, SEQUENCE, "a list of tokens")?;
    let mut token = ber::expect(&mut item, context(0), "a token")?;
    Ok(Some(ber::expect(&mut token, OCTET_STRING, "a token")?.rest))
}

#[cfg(test)]
mod tests {
    use super::super::golden::{LONG_LENGTHS, TSREQUESTS, W10_1809, W2012R2_V3, W2012R2_V6, bent, bytes};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn answers_of_real_hosts_are_read() {
        for (hex, version, token_length) in
            [(W2012R2_V6, 6, 0xee), (W10_1809, 6, 0xee), (W2012R2_V3, 3, 0xf2), (LONG_LENGTHS, 6, 0xda)]
        {
            let bytes = bytes(hex);
            let read = parse(&bytes).expect(hex);
            assert_eq!((read.version, read.error_code), (version, None));
            let token = read.token.expect("a token");
            assert_eq!(token.len(), token_length);
            assert_eq!(token, &bytes[bytes.len() - token_length..]);
            assert!(token.starts_with(b"NTLMSSP\0\x02"));
            assert_eq!(message_length(&bytes), Ok(Some(bytes.len())));
        }
    }

    #[test]
    fn the_length_is_known_as_soon_as_its_bytes_are_there() {
        let whole = bytes(LONG_LENGTHS);
        for end in 0..4 {
            assert_eq!(message_length(&whole[..end]), Ok(None), "{end} bytes");
        }
        assert_eq!(message_length(&whole[..4]), Ok(Some(whole.len())));
    }

    #[test]
    fn a_message_cut_off_anywhere_is_short() {
        for whole in TSREQUESTS.map(bytes) {
            for end in 0..whole.len() {
                assert_eq!(parse(&whole[..end]), Err(Malformed::Short), "{end} bytes");
            }
        }
    }

    #[test]
    fn a_message_of_megabytes_is_refused_at_its_head() {
        assert_eq!(message_length(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), Err(Malformed::TooLong));
        assert_eq!(
            message_length(&[0x30, 0x83, 1, 0, 0]),
            Err(Malformed::TooLong),
            "64 KiB without its head"
        );
        assert_eq!(message_length(&[0x30, 0x82, 0xff, 0xfc]), Ok(Some(ber::LONGEST)));
        assert_eq!(message_length(b"HTTP"), Err(Malformed::NotThis("a TSRequest")));
        assert_eq!(message_length(&[0x30, 0x80]), Err(Malformed::NotThis("a definite length")));
    }

    #[test]
    fn a_refusal_has_its_status_whichever_way_it_is_written() {
        let refusal = |status: &[u8]| {
            let error = ber::write(context(4), &ber::write(INTEGER, status));
            ber::write(SEQUENCE, &[vec![0xa0, 3, 2, 1, 6], error].concat())
        };
        for written in [&[0xc0, 0, 0, 0x5e][..], &[0, 0xc0, 0, 0, 0x5e]] {
            let message = refusal(written);
            let expected = TsRequest { version: 6, token: None, error_code: Some(0xc000_005e) };
            assert_eq!(parse(&message), Ok(expected));
        }
        assert_eq!(parse(&refusal(&[1, 0, 0, 0, 0])), Err(Malformed::NotThis("a status")));
    }

    #[test]
    fn fields_of_no_interest_are_passed_over_and_a_version_is_required() {
        let version = [0xa0, 3, 2, 1, 5];
        let nonce = ber::write(context(5), &ber::write(OCTET_STRING, &[7; 32]));
        let message = ber::write(SEQUENCE, &[&nonce[..], &version, &[0xff]].concat()[..nonce.len() + 5]);
        assert_eq!(parse(&message), Ok(TsRequest { version: 5, token: None, error_code: None }));
        let nothing = parse(&ber::write(SEQUENCE, &nonce)).expect_err("no version");
        assert_eq!(nothing, Malformed::NotThis("a TSRequest with a version"));
        let negative = parse(&[0x30, 5, 0xa0, 3, 2, 1, 0xff]).expect_err("a version below zero");
        assert_eq!(negative, Malformed::NotThis("a version"));
        let empty = [&version[..], &[0xa1, 2, 0x30, 0]].concat();
        let read = ber::write(SEQUENCE, &empty);
        assert_eq!(parse(&read).map(|read| read.token), Ok(None), "a list without a token");
    }

    #[test]
    fn the_request_is_what_mstsc_sends_before_it_names_anybody() {
        let sent = request(&super::super::ntlm::negotiate());
        assert_eq!(sent[..23], bytes("3037a003020106a130302e302ca02a04284e544c4d535350")[..23]);
        assert_eq!(sent.len(), 57);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(token in prop::collection::vec(any::<u8>(), 0..=300)) {
            let sent = request(&token);
            prop_assert_eq!(message_length(&sent), Ok(Some(sent.len())));
            let expected = TsRequest { version: 6, token: Some(&token[..]), error_code: None };
            prop_assert_eq!(parse(&sent), Ok(expected));
            let more = [&sent[..], &[0x30; 9]].concat();
            prop_assert_eq!(parse(&more), Ok(expected));
        }

        #[test]
        fn any_bytes_are_read_or_refused(noise: Vec<u8>) {
            let _ = (parse(&noise), message_length(&noise));
            let _ = parse(&ber::write(SEQUENCE, &noise));
        }

        #[test]
        fn bent_answers_are_read_or_refused(message in bent(TSREQUESTS.map(bytes).to_vec())) {
            if let Ok(read) = parse(&message) {
                prop_assert!(read.token.is_none_or(|token| token.len() < message.len()));
            }
        }
    }
}
