//! What a host says about itself before anybody has named an account: the first two messages of NTLM
//! (MS-NLMP 2.2.1.1 and 2.2.1.2).
//!
//! The exchange ends after the second: an AUTHENTICATE message is never built, so no logon is tried and no
//! account can be locked out.

use super::{Malformed, Reader};
use std::time::Duration;

const SIGNATURE: [u8; 8] = *b"NTLMSSP\0";
const NEGOTIATE: u32 = 1;
const CHALLENGE: u32 = 2;

/// MS-NLMP 2.2.2.5.
const UNICODE: u32 = 0x0000_0001;
const REQUEST_TARGET: u32 = 0x0000_0004;
const SIGN: u32 = 0x0000_0010;
const SEAL: u32 = 0x0000_0020;
const NTLM: u32 = 0x0000_0200;
const ALWAYS_SIGN: u32 = 0x0000_8000;
const EXTENDED_SESSION_SECURITY: u32 = 0x0008_0000;
const TARGET_INFO: u32 = 0x0080_0000;
const VERSION: u32 = 0x0200_0000;
const KEYS_OF_128_BITS: u32 = 0x2000_0000;
const KEY_EXCHANGE: u32 = 0x4000_0000;
const KEYS_OF_56_BITS: u32 = 0x8000_0000;

/// Windows 10 22H2, and `NTLMSSP_REVISION_W2K3` (MS-NLMP 2.2.2.10).
const OWN_VERSION: [u8; 8] = [10, 0, 0x65, 0x4a, 0, 0, 0, 15];

/// Pairs that are read; Windows sends seven.
const MOST_PAIRS: usize = 32;
/// Characters that are kept of a name; DNS allows 255.
const LONGEST_NAME: usize = 256;

/// Ids of the pairs in the target info (MS-NLMP 2.2.2.1).
mod pair {
    pub(super) const END: u16 = 0;
    pub(super) const NB_COMPUTER: u16 = 1;
    pub(super) const NB_DOMAIN: u16 = 2;
    pub(super) const DNS_COMPUTER: u16 = 3;
    pub(super) const DNS_DOMAIN: u16 = 4;
    pub(super) const DNS_TREE: u16 = 5;
    pub(super) const TIMESTAMP: u16 = 7;
}

/// What a host says about itself. Names are as they were sent: whoever shows them cleans them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// What the host is ready to do (MS-NLMP 2.2.2.5).
    pub flags: u32,
    /// Windows' own version: major, minor, build. Samba and others make one up.
    pub version: Option<(u8, u8, u16)>,
    /// The name of the domain, or of the computer when it is in none. Bytes above ASCII in a code page that
    /// nobody names come out as U+FFFD.
    pub target: String,
    /// The names in the target info.
    pub names: Names,
    /// The host's clock: a FILETIME, 100 ns since 1601, UTC. See [`unix_seconds`].
    pub timestamp: Option<u64>,
}

/// What a host is called. Each at most 256 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// `NetBIOS` name of the computer.
    pub nb_computer: Option<String>,
    /// `NetBIOS` name of the domain; the name of the computer when it is in none.
    pub nb_domain: Option<String>,
    /// Full name of the computer.
    pub dns_computer: Option<String>,
    /// Name of the domain.
    pub dns_domain: Option<String>,
    /// Name of the forest; absent outside of a domain.
    pub dns_tree: Option<String>,
}

/// The message that asks: what Windows sends, without a domain and without a workstation.
pub fn negotiate() -> [u8; 40] {
    const FLAGS: u32 = UNICODE
        | REQUEST_TARGET
        | SIGN
        | SEAL
        | NTLM
        | ALWAYS_SIGN
        | EXTENDED_SESSION_SECURITY
        | TARGET_INFO
        | VERSION
        | KEYS_OF_128_BITS
        | KEY_EXCHANGE
        | KEYS_OF_56_BITS;
    let mut message = [0; 40];
    message[..8].copy_from_slice(&SIGNATURE);
    message[8..12].copy_from_slice(&NEGOTIATE.to_le_bytes());
    message[12..16].copy_from_slice(&FLAGS.to_le_bytes());
    // Two empty fields: no length, and an offset that points to the end.
    for field in [16, 24] {
        message[field + 4] = 40;
    }
    message[32..].copy_from_slice(&OWN_VERSION);
    message
}

/// Reads the host's answer.
pub fn parse_challenge(bytes: &[u8]) -> Result<Challenge, Malformed> {
    let mut reader = Reader::new(bytes);
    if reader.array()? != SIGNATURE || reader.u32_le()? != CHALLENGE {
        return Err(Malformed::NotThis("an NTLM challenge"));
    }
    let target = field(bytes, &mut reader)?;
    let flags = reader.u32_le()?;
    let _challenge_and_reserved = reader.array::<16>()?;
    let mut challenge = Challenge {
        flags,
        version: None,
        target: if flags & UNICODE == 0 { ascii(target) } else { utf16(target) },
        names: Names::default(),
        timestamp: None,
    };
    if flags & TARGET_INFO != 0 {
        read_pairs(field(bytes, &mut reader)?, &mut challenge)?;
    }
    if flags & VERSION != 0 {
        challenge.version = version(bytes.get(48..).unwrap_or_default())?;
    }
    Ok(challenge)
}

/// Reads length, space and offset of a field and finds its bytes in the message. An empty field may point
/// anywhere.
fn field<'a>(message: &'a [u8], reader: &mut Reader) -> Result<&'a [u8], Malformed> {
    let length = usize::from(reader.u16_le()?);
    let _space = reader.u16_le()?;
    let offset = usize::try_from(reader.u32_le()?).map_err(|_| Malformed::Short)?;
    if length == 0 {
        return Ok(&[]);
    }
    Reader::new(message.get(offset..).ok_or(Malformed::Short)?).take(length)
}

/// All zeros is no version: some write the field and leave it empty.
fn version(bytes: &[u8]) -> Result<Option<(u8, u8, u16)>, Malformed> {
    let mut reader = Reader::new(bytes);
    let version = (reader.u8()?, reader.u8()?, reader.u16_le()?);
    Ok((version != (0, 0, 0)).then_some(version))
}

/// Reads the pairs; of each id the first counts. A list that lacks its end is read to its last byte.
fn read_pairs(pairs: &[u8], challenge: &mut Challenge) -> Result<(), Malformed> {
    let mut reader = Reader::new(pairs);
    for _ in 0..MOST_PAIRS {
        if reader.is_empty() {
            break;
        }
        let (id, length) = (reader.u16_le()?, reader.u16_le()?);
        let value = reader.take(usize::from(length))?;
        let names = &mut challenge.names;
        let name = match id {
            pair::END => break,
            pair::NB_COMPUTER => &mut names.nb_computer,
            pair::NB_DOMAIN => &mut names.nb_domain,
            pair::DNS_COMPUTER => &mut names.dns_computer,
            pair::DNS_DOMAIN => &mut names.dns_domain,
            pair::DNS_TREE => &mut names.dns_tree,
            pair::TIMESTAMP => {
                let time = value.try_into().map(u64::from_le_bytes).ok();
                challenge.timestamp = challenge.timestamp.or(time);
                continue;
            }
            _ => continue,
        };
        name.get_or_insert_with(|| utf16(value));
    }
    Ok(())
}

/// UTF-16 as text; what is no UTF-16 becomes U+FFFD, half a unit at the end is dropped.
fn utf16(bytes: &[u8]) -> String {
    let (pairs, _half) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .take(LONGEST_NAME)
        .collect()
}

/// Bytes of an unknown code page as text: what is not ASCII becomes U+FFFD.
fn ascii(bytes: &[u8]) -> String {
    let one = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { char::REPLACEMENT_CHARACTER };
    bytes.iter().map(one).take(LONGEST_NAME).collect()
}

/// A FILETIME as seconds since 1970, UTC; `None` outside of the years 1990 to 2199, which no clock means.
pub fn unix_seconds(filetime: u64) -> Option<f64> {
    /// 1970 in seconds since 1601.
    const UNIX: u64 = 11_644_473_600;
    /// 1 January 1990 and 2200 in seconds since 1970.
    const PLAUSIBLE: std::ops::Range<u64> = 631_152_000..7_258_118_400;
    let unit = Duration::from_nanos(100);
    let units_of_a_second = 10_000_000;
    let seconds = (filetime / units_of_a_second).checked_sub(UNIX)?;
    let fraction = unit * u32::try_from(filetime % units_of_a_second).ok()?;
    PLAUSIBLE.contains(&seconds).then(|| (Duration::from_secs(seconds) + fraction).as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::super::golden::{LONG_LENGTHS, TSREQUESTS, W10_1809, W2012R2_V3, W2012R2_V6, bent, bytes};
    use super::super::tsrequest;
    use super::*;
    use proptest::prelude::*;

    fn token(hex: &str) -> Vec<u8> {
        tsrequest::parse(&bytes(hex)).expect("golden").token.expect("golden").to_vec()
    }

    fn seconds(challenge: &Challenge) -> f64 {
        challenge.timestamp.and_then(unix_seconds).expect("a time of our days")
    }

    /// The names of a host that is in no domain: all but the forest, and all the same.
    fn alone(name: &str) -> Names {
        let name = Some(name.to_owned());
        Names {
            nb_computer: name.clone(),
            nb_domain: name.clone(),
            dns_computer: name.clone(),
            dns_domain: name,
            dns_tree: None,
        }
    }

    #[test]
    fn server_2012_r2_is_read() {
        let read = parse_challenge(&token(W2012R2_V6)).expect("golden");
        let name = "iZ03dorfomy74rZ";
        assert_eq!(read.flags, 0x628a_8235);
        assert_eq!(read.version, Some((6, 3, 9600)));
        assert_eq!(read.target, name);
        assert_eq!(read.names, alone(name));
        assert_eq!(read.timestamp, Some(0x01d6_0048_075d_1bd7));
        assert!((seconds(&read) - 1_584_881_241.5).abs() < 1.0, "{}", seconds(&read));
    }

    #[test]
    fn windows_10_1809_is_read() {
        let read = parse_challenge(&token(W10_1809)).expect("golden");
        assert_eq!(read.flags, 0xe28a_8235);
        assert_eq!(read.version, Some((10, 0, 17763)));
        assert_eq!(read.target, "DESKTOP-UAGCVKC");
        assert_eq!(read.names, alone("DESKTOP-UAGCVKC"));
        assert_eq!(read.timestamp, Some(0x01d5_53b7_4f3d_8e90));
    }

    #[test]
    fn server_2012_r2_in_a_domain_has_a_target_that_is_not_utf16() {
        let read = parse_challenge(&token(W2012R2_V3)).expect("golden");
        assert_eq!(read.flags, 0xe289_8236);
        assert_eq!(read.version, Some((6, 3, 9600)));
        assert_eq!(read.target, "POD51VMM");
        let names = Names {
            nb_computer: Some("SCVMM01".into()),
            nb_domain: Some("pod51vmm".into()),
            dns_computer: Some("scvmm01.pod51vmm.aci.lab".into()),
            dns_domain: Some("pod51vmm.aci.lab".into()),
            dns_tree: Some("pod51vmm.aci.lab".into()),
        };
        assert_eq!(read.names, names);
        assert_eq!(read.timestamp, Some(0x01d4_6cc1_28ef_047c));
    }

    #[test]
    fn a_host_with_long_lengths_is_read() {
        let read = parse_challenge(&token(LONG_LENGTHS)).expect("golden");
        assert_eq!(read.flags, 0xe28a_8235);
        assert_eq!(read.version, Some((10, 0, 17763)));
        assert_eq!(read.target, "DESKTOP-FAPRO");
        assert_eq!(read.names, alone("DESKTOP-FAPRO"));
        assert_eq!(read.timestamp, Some(0x01dd_3b80_8bbc_a8b0));
    }

    #[test]
    fn the_question_names_nobody() {
        let sent = negotiate();
        assert_eq!(sent[..12], *b"NTLMSSP\0\x01\0\0\0");
        assert_eq!(u32::from_le_bytes([sent[12], sent[13], sent[14], sent[15]]), 0xe288_8235);
        for (what, start) in [("domain", 16), ("workstation", 24)] {
            assert_eq!(sent[start..start + 8], [0, 0, 0, 0, 40, 0, 0, 0], "{what}");
        }
        assert_eq!(sent[32..], [10, 0, 0x65, 0x4a, 0, 0, 0, 15]);
        assert_eq!(parse_challenge(&sent), Err(Malformed::NotThis("an NTLM challenge")));
    }

    /// A challenge whose target info is `pairs`.
    fn challenge_with(flags: u32, pairs: &[u8]) -> Vec<u8> {
        let mut message = token(W10_1809);
        message.truncate(56);
        message[12..20].copy_from_slice(&[0; 8]);
        message[20..24].copy_from_slice(&flags.to_le_bytes());
        let length = u16::try_from(pairs.len()).expect("small").to_le_bytes();
        message[40..48].copy_from_slice(&[length[0], length[1], length[0], length[1], 56, 0, 0, 0]);
        message.extend_from_slice(pairs);
        message
    }

    fn one_pair(id: u16, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len()).expect("small");
        [&id.to_le_bytes()[..], &length.to_le_bytes(), value].concat()
    }

    #[test]
    fn of_each_pair_the_first_counts_and_of_many_only_some_are_read() {
        let computer = |letter: u8| one_pair(pair::NB_COMPUTER, &[letter, 0]);
        let twice = [computer(b'A'), computer(b'B')].concat();
        let read = parse_challenge(&challenge_with(TARGET_INFO, &twice)).expect("two pairs and no end");
        assert_eq!(read.names, Names { nb_computer: Some("A".into()), ..Names::default() });

        let late = [one_pair(99, &[]).repeat(MOST_PAIRS), computer(b'A')].concat();
        let read = parse_challenge(&challenge_with(TARGET_INFO, &late)).expect("many pairs");
        assert_eq!(read.names, Names::default());
        let soon = [one_pair(99, &[]).repeat(MOST_PAIRS - 1), computer(b'A')].concat();
        let read = parse_challenge(&challenge_with(TARGET_INFO, &soon)).expect("many pairs");
        assert_eq!(read.names.nb_computer.as_deref(), Some("A"));

        let ended = [one_pair(pair::END, &[]), computer(b'A')].concat();
        let read = parse_challenge(&challenge_with(TARGET_INFO, &ended)).expect("an end");
        assert_eq!(read.names, Names::default());
    }

    #[test]
    fn names_are_capped_and_decoded_as_far_as_they_can_be() {
        let long = one_pair(pair::DNS_TREE, &[b'x', 0].repeat(5000));
        let read = parse_challenge(&challenge_with(TARGET_INFO, &long)).expect("a long name");
        assert_eq!(read.names.dns_tree, Some("x".repeat(256)));
        let odd = one_pair(pair::NB_DOMAIN, &[0x1b, 0, 0x00, 0xd8, b'a', 0, b'b']);
        let read = parse_challenge(&challenge_with(TARGET_INFO, &odd)).expect("half a pair and half a unit");
        assert_eq!(read.names.nb_domain.as_deref(), Some("\u{1b}\u{fffd}a"));
        assert_eq!(ascii(b"M\xfcller"), "M\u{fffd}ller");
        assert_eq!(ascii(&[b'x'; 300]).len(), 256);
    }

    #[test]
    fn a_time_of_another_size_is_no_time() {
        let short = one_pair(pair::TIMESTAMP, &[1; 7]);
        let read = parse_challenge(&challenge_with(TARGET_INFO, &short)).expect("seven bytes");
        assert_eq!(read.timestamp, None);
        let whole = [short, one_pair(pair::TIMESTAMP, &[1; 8])].concat();
        let read = parse_challenge(&challenge_with(TARGET_INFO, &whole)).expect("eight bytes");
        assert_eq!(read.timestamp, Some(0x0101_0101_0101_0101));
    }

    #[test]
    fn fields_without_their_flag_do_not_count() {
        let pairs = one_pair(pair::NB_COMPUTER, &[b'A', 0]);
        let read = parse_challenge(&challenge_with(0, &pairs)).expect("no flag");
        assert_eq!((read.version, read.names), (None, Names::default()));
        let mut zero = challenge_with(VERSION, &[]);
        zero[48..56].copy_from_slice(&[0; 8]);
        assert_eq!(parse_challenge(&zero).map(|read| read.version), Ok(None), "an empty version");
        let old = &challenge_with(0, &[])[..40];
        assert_eq!(parse_challenge(old).map(|read| read.flags), Ok(0), "a message without the later fields");
        assert_eq!(parse_challenge(&challenge_with(VERSION, &[])[..48]), Err(Malformed::Short));
    }

    #[test]
    fn what_points_outside_is_short() {
        let mut outside = token(W10_1809);
        outside[16..20].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(parse_challenge(&outside), Err(Malformed::Short), "target");
        outside[12..14].copy_from_slice(&[0, 0]);
        assert!(parse_challenge(&outside).is_ok_and(|read| read.target.is_empty()), "an empty target");
        outside[40..42].copy_from_slice(&u16::MAX.to_le_bytes());
        assert_eq!(parse_challenge(&outside), Err(Malformed::Short), "target info");
        let overrun = [pair::NB_COMPUTER.to_le_bytes(), u16::MAX.to_le_bytes()].concat();
        assert_eq!(parse_challenge(&challenge_with(TARGET_INFO, &overrun)), Err(Malformed::Short), "a pair");
    }

    #[test]
    fn only_plausible_times_are_times() {
        let filetime = |unix: u64| (unix + 11_644_473_600) * 10_000_000;
        assert_eq!(unix_seconds(filetime(1_700_000_000) + 5_000_000), Some(1_700_000_000.5));
        assert_eq!(unix_seconds(filetime(631_152_000)), Some(631_152_000.0));
        assert_eq!(unix_seconds(filetime(631_152_000) - 1), None);
        assert!(unix_seconds(filetime(7_258_118_400) - 1).is_some());
        for absurd in [filetime(7_258_118_400), 0, 1, u64::MAX] {
            assert_eq!(unix_seconds(absurd), None, "{absurd}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(noise: Vec<u8>, flags: u32, time: u64) {
            let _ = (parse_challenge(&noise), unix_seconds(time));
            let _ = parse_challenge(&challenge_with(flags, &noise));
        }

        #[test]
        fn bent_answers_are_read_or_refused(message in bent(TSREQUESTS.map(token).to_vec())) {
            if let Ok(read) = parse_challenge(&message) {
                prop_assert!(read.target.chars().count() <= 256);
            }
        }

        #[test]
        fn a_name_that_is_sent_is_read(name in "[a-zA-Z0-9.\u{e4}\u{1f5a5}-]{1,60}") {
            let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let pairs = one_pair(pair::DNS_COMPUTER, &units);
            let read = parse_challenge(&challenge_with(TARGET_INFO, &pairs)).expect("a name");
            prop_assert_eq!(read.names.dns_computer, Some(name));
        }
    }
}
