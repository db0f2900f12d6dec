//! The first question to a host: may I connect, and with which security?
//!
//! X.224 Connection Request and Connection Confirm in TPKT (RFC 1006 section 6) as MS-RDPBCGR has them:
//! 2.2.1.1 and 2.2.1.2. No cookie is ever sent: it would put a user name into the logs of the host.

use super::{Malformed, Reader};

/// Offer TLS (MS-RDPBCGR 2.2.1.1.1, `PROTOCOL_SSL`).
pub const SSL: u32 = 1;
/// Offer Network Level Authentication (`PROTOCOL_HYBRID`).
pub const HYBRID: u32 = 2;
/// Offer RDSTLS (`PROTOCOL_RDSTLS`).
pub const RDSTLS: u32 = 4;
/// Offer Network Level Authentication with an early answer about the user's right (`PROTOCOL_HYBRID_EX`).
pub const HYBRID_EX: u32 = 8;
/// Offer Microsoft Entra authentication (`PROTOCOL_RDSAAD`). Asked alone only: xrdp hangs up on any
/// combination that contains it.
pub const RDSAAD: u32 = 0x10;

const TPKT_VERSION: u8 = 3;
/// TPKT's header and the shortest TPDU there is.
const SHORTEST: usize = 7;
/// Far above any answer (19 bytes), far below what would be a burden.
const LONGEST: usize = 1024;

const CONNECTION_REQUEST: u8 = 0xe0;
const CONNECTION_CONFIRM: u8 = 0xd0;
const DISCONNECT_REQUEST: u8 = 0x80;
const DATA: u8 = 0xf0;
/// An MCS Disconnect Provider Ultimatum (T.125: choice 8 in the upper six bits).
const MCS_DISCONNECT: u8 = 8;

const NEGOTIATION_REQUEST: u8 = 1;
const NEGOTIATION_RESPONSE: u8 = 2;
const NEGOTIATION_FAILURE: u8 = 3;
const NEGOTIATION_LENGTH: u8 = 8;

/// What a host answers to [`connection_request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// The host chose a protocol (`RDP_NEG_RSP`, MS-RDPBCGR 2.2.1.2.1). It may be one that was not asked for.
    Selected {
        /// What the host can do besides: 0x08 restricted admin, 0x10 Remote Credential Guard.
        flags: u8,
        /// One of the protocols above, or 0 for the security of RDP itself.
        protocol: u32,
    },
    /// The host refuses all that was offered (`RDP_NEG_FAILURE`): see [`failure_name`].
    Failure(u32),
    /// The host confirms without a word about protocols: older than 2008, or the security of RDP itself only.
    NoNegotiation,
    /// The host ends the connection instead of confirming it. xrdp does so when RDSAAD is offered.
    Disconnected,
}

/// The packet that asks for a connection and offers `protocols` (a sum of the constants above).
pub fn connection_request(protocols: u32) -> [u8; 19] {
    let [a, b, c, d] = protocols.to_le_bytes();
    let (request, length) = (NEGOTIATION_REQUEST, NEGOTIATION_LENGTH);
    [TPKT_VERSION, 0, 0, 19, 14, CONNECTION_REQUEST, 0, 0, 0, 0, 0, request, 0, length, 0, a, b, c, d]
}

/// How long the packet is in all that begins with these four bytes.
pub fn packet_length(head: [u8; 4]) -> Result<usize, Malformed> {
    let [version, _reserved, high, low] = head;
    if version != TPKT_VERSION {
        return Err(Malformed::NotThis("a TPKT packet"));
    }
    match usize::from(u16::from_be_bytes([high, low])) {
        ..SHORTEST => Err(Malformed::Short),
        length @ SHORTEST..=LONGEST => Ok(length),
        _ => Err(Malformed::TooLong),
    }
}

/// Reads one whole packet; bytes after it are left alone.
pub fn parse_confirm(bytes: &[u8]) -> Result<Confirm, Malformed> {
    let length = packet_length(*bytes.first_chunk().ok_or(Malformed::Short)?)?;
    let mut packet = Reader::new(bytes.get(4..length).ok_or(Malformed::Short)?);
    let header_length = usize::from(packet.u8()?);
    let mut header = Reader::new(packet.take(header_length)?);
    // The lower half of the octet is the credit, which class 0 does not use.
    match header.u8()? & 0xf0 {
        CONNECTION_CONFIRM => {
            let [_destination, _source] = [header.u16_be()?, header.u16_be()?];
            let _class = header.u8()?;
            negotiation(header)
        }
        DATA if packet.u8()? >> 2 == MCS_DISCONNECT => Ok(Confirm::Disconnected),
        DISCONNECT_REQUEST => Ok(Confirm::Disconnected),
        _ => Err(Malformed::NotThis("a Connection Confirm")),
    }
}

/// What stands behind the fixed part of a Connection Confirm, if anything.
fn negotiation(mut rest: Reader) -> Result<Confirm, Malformed> {
    if rest.is_empty() {
        return Ok(Confirm::NoNegotiation);
    }
    let (kind, flags) = (rest.u8()?, rest.u8()?);
    if rest.u16_le()? != u16::from(NEGOTIATION_LENGTH) {
        return Err(Malformed::NotThis("a negotiation response"));
    }
    let value = rest.u32_le()?;
    match kind {
        NEGOTIATION_RESPONSE => Ok(Confirm::Selected { flags, protocol: value }),
        NEGOTIATION_FAILURE => Ok(Confirm::Failure(value)),
        _ => Err(Malformed::NotThis("a negotiation response")),
    }
}

/// The name of a failure code in MS-RDPBCGR 2.2.1.2.2.
pub const fn failure_name(code: u32) -> Option<&'static str> {
    Some(match code {
        1 => "SSL_REQUIRED_BY_SERVER",
        2 => "SSL_NOT_ALLOWED_BY_SERVER",
        3 => "SSL_CERT_NOT_ON_SERVER",
        4 => "INCONSISTENT_FLAGS",
        5 => "HYBRID_REQUIRED_BY_SERVER",
        6 => "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
        7 => "ENTRA_AUTH_REQUIRED_BY_SERVER",
        _ => return None,
    })
}

/// Who answers on the port when it is no Remote Desktop host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stranger {
    /// An SSH server.
    Ssh,
    /// A web server or a proxy.
    Http,
    /// Something that is neither of them and no TPKT.
    Other,
}

/// How strangers begin; letters in either case.
const GREETINGS: [(&[u8], Stranger); 4] = [
    (b"SSH-", Stranger::Ssh),
    (b"HTTP/", Stranger::Http),
    (b"<html", Stranger::Http),
    (b"<!doctype", Stranger::Http),
];

/// Tells by its first bytes who it is that is no Remote Desktop host.
///
/// `None` while it may be one (nothing yet, or TPKT's 3), and while a greeting is not whole yet.
pub fn stranger(first_bytes: &[u8]) -> Option<Stranger> {
    if matches!(first_bytes.first(), None | Some(&TPKT_VERSION)) {
        return None;
    }
    let begins = |text: &[u8], with: &[u8]| {
        text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    if let Some((_, who)) = GREETINGS.iter().find(|(greeting, _)| begins(first_bytes, greeting)) {
        return Some(*who);
    }
    let unfinished = GREETINGS.iter().any(|(greeting, _)| begins(greeting, first_bytes));
    (!unfinished).then_some(Stranger::Other)
}

#[cfg(test)]
mod tests {
    use super::super::golden::{bent, bytes};
    use super::*;
    use proptest::prelude::*;

    /// Windows Server 2012 R2 to an offer of TLS and Network Level Authentication.
    const CONFIRM: &str = "030000130ed00000123400020f080002000000";
    /// A host that says nothing about protocols.
    const BARE: &str = "0300000b06d00000000000";
    /// xrdp to an offer of RDSAAD.
    const DISCONNECT: &str = "0300000902f0802180";

    fn failure(code: u8) -> Vec<u8> {
        [bytes("030000130ed0000012340003000800"), vec![code, 0, 0, 0]].concat()
    }

    #[test]
    fn the_request_is_what_mstsc_sends_without_a_cookie() {
        let asked = connection_request(SSL | HYBRID | HYBRID_EX);
        assert_eq!(asked.to_vec(), bytes("030000130ee00000000000010008000b000000"));
        assert_eq!(packet_length([3, 0, 0, 19]), Ok(asked.len()));
        assert_eq!(connection_request(0x0403_0201)[15..], [1, 2, 3, 4]);
    }

    #[test]
    fn answers_of_real_hosts_are_read() {
        assert_eq!(parse_confirm(&bytes(CONFIRM)), Ok(Confirm::Selected { flags: 0x0f, protocol: HYBRID }));
        assert_eq!(parse_confirm(&bytes(BARE)), Ok(Confirm::NoNegotiation));
        assert_eq!(parse_confirm(&bytes(DISCONNECT)), Ok(Confirm::Disconnected));
        assert_eq!(parse_confirm(&bytes("0300000b06800000123400")), Ok(Confirm::Disconnected));
        assert_eq!(parse_confirm(&failure(5)), Ok(Confirm::Failure(5)));
    }

    #[test]
    fn bytes_after_the_packet_are_left_alone() {
        let answer = [bytes(BARE), vec![0xff; 9]].concat();
        assert_eq!(parse_confirm(&answer), Ok(Confirm::NoNegotiation));
    }

    #[test]
    fn a_packet_cut_off_anywhere_is_short() {
        for whole in [CONFIRM, BARE, DISCONNECT].map(bytes) {
            for end in 0..whole.len() {
                assert_eq!(parse_confirm(&whole[..end]), Err(Malformed::Short), "{end} bytes of {whole:?}");
            }
        }
    }

    #[test]
    fn what_is_no_confirmation_is_named() {
        let not = |hex: &str| parse_confirm(&bytes(hex));
        let no_confirm = Err(Malformed::NotThis("a Connection Confirm"));
        assert_eq!(not("030000130ee00000000000010008000b000000"), no_confirm, "our own request");
        assert_eq!(not("0300000902f0802e80"), no_confirm, "data that is no disconnect");
        let no_negotiation = Err(Malformed::NotThis("a negotiation response"));
        assert_eq!(not("030000130ed00000123400040f080002000000"), no_negotiation, "of an unknown kind");
        assert_eq!(not("030000130ed00000123400020f090002000000"), no_negotiation, "of another length");
        assert_eq!(not("030000130dd00000123400020f080002000000"), Err(Malformed::Short), "header too small");
        assert_eq!(not("030000130fd00000123400020f080002000000"), Err(Malformed::Short), "header too large");
        assert_eq!(not("0300000700d000"), Err(Malformed::Short), "no header");
    }

    #[test]
    fn lengths_of_packets_have_limits() {
        assert_eq!(packet_length([3, 0, 0, 6]), Err(Malformed::Short));
        assert_eq!(packet_length([3, 0, 0, 7]), Ok(7));
        assert_eq!(packet_length([3, 0, 4, 0]), Ok(1024));
        assert_eq!(packet_length([3, 0, 4, 1]), Err(Malformed::TooLong));
        assert_eq!(packet_length([3, 0, 255, 255]), Err(Malformed::TooLong));
        assert_eq!(packet_length([0x15, 3, 0, 19]), Err(Malformed::NotThis("a TPKT packet")));
    }

    #[test]
    fn failures_have_the_names_of_the_specification() {
        assert_eq!(failure_name(0), None);
        assert_eq!(failure_name(1), Some("SSL_REQUIRED_BY_SERVER"));
        assert_eq!(failure_name(2), Some("SSL_NOT_ALLOWED_BY_SERVER"));
        assert_eq!(failure_name(3), Some("SSL_CERT_NOT_ON_SERVER"));
        assert_eq!(failure_name(4), Some("INCONSISTENT_FLAGS"));
        assert_eq!(failure_name(5), Some("HYBRID_REQUIRED_BY_SERVER"));
        assert_eq!(failure_name(6), Some("SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER"));
        assert_eq!(failure_name(7), Some("ENTRA_AUTH_REQUIRED_BY_SERVER"));
        assert_eq!(failure_name(8), None);
    }

    #[test]
    fn strangers_are_told_apart_as_soon_as_they_can_be() {
        for (said, who) in [
            ("", None),
            ("\u{3}", None),
            ("\u{3}HTTP/", None),
            ("S", None),
            ("SSH", None),
            ("SSH-2.0-OpenSSH_9.6\r\n", Some(Stranger::Ssh)),
            ("HTTP", None),
            ("HTTP/1.1 400 Bad Request\r\n", Some(Stranger::Http)),
            ("<", None),
            ("<HTML>", Some(Stranger::Http)),
            ("<!DOCTYPE html>", Some(Stranger::Http)),
            ("<!DOC", None),
            ("<?xml", Some(Stranger::Other)),
            ("SMTP", Some(Stranger::Other)),
            ("\u{0}", Some(Stranger::Other)),
            ("\u{15}\u{3}\u{1}", Some(Stranger::Other)),
        ] {
            assert_eq!(stranger(said.as_bytes()), who, "{said:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(noise: Vec<u8>, head: [u8; 4]) {
            let _ = (parse_confirm(&noise), stranger(&noise), packet_length(head));
            let _ = parse_confirm(&[&[3, 0, 0, 19][..], &noise].concat());
        }

        #[test]
        fn bent_answers_are_read_or_refused(
            answer in bent([CONFIRM, BARE, DISCONNECT].map(bytes).to_vec())
        ) {
            if let Ok(Confirm::Failure(code)) = parse_confirm(&answer) {
                prop_assert_eq!(&answer[11..15], &[3, answer[12], 8, 0]);
                prop_assert_eq!(&answer[15..19], &code.to_le_bytes());
            }
        }

        #[test]
        fn every_selection_is_read_back(flags: u8, protocol: u32) {
            let mut answer = bytes(CONFIRM);
            answer[12] = flags;
            answer[15..].copy_from_slice(&protocol.to_le_bytes());
            prop_assert_eq!(parse_confirm(&answer), Ok(Confirm::Selected { flags, protocol }));
        }

        #[test]
        fn more_bytes_never_change_a_verdict(said: Vec<u8>, more: Vec<u8>) {
            if let Some(who) = stranger(&said) {
                prop_assert_eq!(stranger(&[said, more].concat()), Some(who));
            }
        }
    }
}
