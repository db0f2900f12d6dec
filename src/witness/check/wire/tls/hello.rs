//! The hello (RFC 5246 section 7.4.1.2, RFC 8446 section 4.1.2).

use super::{HANDSHAKE, SUPPORTED_VERSIONS, Suites, Version};
use std::net::IpAddr;

const CLIENT_HELLO: u8 = 1;

/// Extensions that only a client uses here (IANA, TLS `ExtensionType` Values).
const SERVER_NAME: u16 = 0;
const SUPPORTED_GROUPS: u16 = 10;
const EC_POINT_FORMATS: u16 = 11;
const SIGNATURE_ALGORITHMS: u16 = 13;
const EXTENDED_MASTER_SECRET: u16 = 23;
const KEY_SHARE: u16 = 51;
const RENEGOTIATION_INFO: u16 = 0xff01;

const X25519: u16 = 0x001d;
/// x25519, then the curves of NIST with 256, 384 and 521 bits. No group of finite fields: a host that knows
/// them (RFC 7919) would then refuse every other.
const GROUPS: [u16; 4] = [X25519, 0x0017, 0x0018, 0x0019];

/// ECDSA, PSS and PKCS #1 with SHA-2, Ed25519, and SHA-1 for hosts with an old certificate.
const SIGNATURES: [u16; 15] = [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601,
    0x0203, 0x0201,
];

/// The record that offers one version, or everything up to it: a host answers a hello of TLS 1.2 and below
/// with the best it has up to that version, and a hello of TLS 1.3 with TLS 1.3 or a refusal.
///
/// `server_name` is what the user typed; an address, or what cannot be a name of DNS, is not sent (RFC 6066
/// section 3). `key_share` stands for a public key of x25519 and is used with TLS 1.3 only: any bytes will do
/// but zeros, for nobody has the private key.
pub fn client_hello(
    version: Version,
    suites: Suites,
    server_name: Option<&str>,
    random: [u8; 32],
    key_share: [u8; 32],
) -> Vec<u8> {
    let mut body = version.min(Version::Tls12).number().to_be_bytes().to_vec();
    body.extend(random);
    body.push(0); // no session to resume
    body.extend(vector(&numbers(suites.numbers(version))));
    body.extend([1, 0]); // one method of compression: none
    body.extend(vector(&extensions(version, server_name, key_share)));
    let message = [&[CLIENT_HELLO, 0], &vector(&body)[..]].concat();
    // Records before the answer carry TLS 1.0, whatever is offered inside (RFC 8446 section 5.1).
    [&[HANDSHAKE, 3, 1], &vector(&message)[..]].concat()
}

fn extensions(version: Version, server_name: Option<&str>, key_share: [u8; 32]) -> Vec<u8> {
    let mut list = Vec::new();
    let mut extension = |kind: u16, content: &[u8]| {
        list.extend(kind.to_be_bytes());
        list.extend(vector(content));
    };
    if let Some(name) = server_name.and_then(dns_name) {
        let entry = [&[0], &vector(name.as_bytes())[..]].concat();
        extension(SERVER_NAME, &vector(&entry));
    }
    extension(SUPPORTED_GROUPS, &vector(&numbers(GROUPS)));
    extension(EC_POINT_FORMATS, &[1, 0]);
    extension(EXTENDED_MASTER_SECRET, &[]);
    extension(RENEGOTIATION_INFO, &[0]);
    if version >= Version::Tls12 {
        // "Clients MUST NOT offer it if they are offering versions of TLS prior to 1.2" (RFC 5246 7.4.1.4.1).
        extension(SIGNATURE_ALGORITHMS, &vector(&numbers(SIGNATURES)));
    }
    if version == Version::Tls13 {
        let [high, low] = version.number().to_be_bytes();
        extension(SUPPORTED_VERSIONS, &[2, high, low]);
        let share = [&X25519.to_be_bytes()[..], &vector(&key_share)].concat();
        extension(KEY_SHARE, &vector(&share));
    }
    list
}

/// The name to send, if it is one: without the dot of the root at its end.
fn dns_name(typed: &str) -> Option<&str> {
    let name = typed.strip_suffix('.').unwrap_or(typed);
    let letters =
        |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let is_name = (1..=253).contains(&name.len()) && letters(name) && name.parse::<IpAddr>().is_err();
    is_name.then_some(name)
}

fn numbers(list: impl IntoIterator<Item = u16>) -> Vec<u8> {
    list.into_iter().flat_map(u16::to_be_bytes).collect()
}

/// Content with its length in two bytes before it.
fn vector(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a hello is a few hundred bytes");
    [&length.to_be_bytes()[..], content].concat()
}

#[cfg(test)]
mod tests {
    use super::super::super::{Malformed, Reader};
    use super::*;
    use proptest::prelude::*;

    /// What a server would read.
    #[derive(Debug, PartialEq)]
    struct Read {
        version: u16,
        random: [u8; 32],
        suites: Vec<u16>,
        extensions: Vec<(u16, Vec<u8>)>,
    }

    impl Read {
        fn extension(&self, kind: u16) -> Option<&[u8]> {
            self.extensions.iter().find(|(found, _)| *found == kind).map(|(_, content)| &content[..])
        }
    }

    fn take_vector<'a>(reader: &mut Reader<'a>) -> Result<Reader<'a>, Malformed> {
        let length = reader.u16_be()?;
        Ok(Reader::new(reader.take(usize::from(length))?))
    }

    /// Reads a hello as strictly as a server does: every length fits and nothing is left over.
    fn read(record: &[u8]) -> Result<Read, Malformed> {
        let mut record = Reader::new(record);
        assert_eq!(record.array()?, [22, 3, 1]);
        let mut message = take_vector(&mut record)?;
        assert_eq!((record.is_empty(), message.u8()?), (true, 1));
        assert_eq!(message.u24_be()?, message.rest.len());
        let (version, random) = (message.u16_be()?, message.array()?);
        assert_eq!(message.u8()?, 0, "no session");
        let mut numbers = take_vector(&mut message)?;
        let mut suites = Vec::new();
        while !numbers.is_empty() {
            suites.push(numbers.u16_be()?);
        }
        assert_eq!(message.array()?, [1, 0]);
        let mut list = take_vector(&mut message)?;
        assert!(message.is_empty());
        let mut extensions = Vec::new();
        while !list.is_empty() {
            extensions.push((list.u16_be()?, take_vector(&mut list)?.rest.to_vec()));
        }
        Ok(Read { version, random, suites, extensions })
    }

    fn hello(version: Version, suites: Suites, server_name: Option<&str>) -> Read {
        read(&client_hello(version, suites, server_name, [7; 32], [9; 32])).expect("a whole hello")
    }

    #[test]
    fn old_versions_are_offered_as_such() {
        for (version, number) in
            [(Version::Tls10, 0x0301), (Version::Tls11, 0x0302), (Version::Tls12, 0x0303)]
        {
            let read = hello(version, Suites::All, None);
            assert_eq!((read.version, read.random), (number, [7; 32]));
            assert_eq!(read.suites.len(), 38);
            assert_eq!(read.extension(SUPPORTED_VERSIONS), None);
            assert_eq!(read.extension(KEY_SHARE), None);
            let signatures = read.extension(SIGNATURE_ALGORITHMS);
            assert_eq!(signatures.map(<[u8]>::len), (version == Version::Tls12).then_some(32));
        }
    }

    #[test]
    fn tls_13_is_offered_alone_and_with_the_share_that_was_given() {
        let read = hello(Version::Tls13, Suites::All, None);
        assert_eq!(read.version, 0x0303);
        assert_eq!(read.suites, [0x1302, 0x1301, 0x1303, 0x1304, 0x1305]);
        assert_eq!(read.extension(SUPPORTED_VERSIONS), Some(&[2, 3, 4][..]));
        let share = [&[0, 36, 0, 0x1d, 0, 32][..], &[9; 32]].concat();
        assert_eq!(read.extension(KEY_SHARE), Some(&share[..]));
        assert_eq!(read.extension(SUPPORTED_GROUPS), Some(&[0, 8, 0, 0x1d, 0, 0x17, 0, 0x18, 0, 0x19][..]));
        assert_eq!(read.extension(EC_POINT_FORMATS), Some(&[1, 0][..]));
        assert_eq!(read.extension(EXTENDED_MASTER_SECRET), Some(&[][..]));
        assert_eq!(read.extension(RENEGOTIATION_INFO), Some(&[0][..]));
    }

    #[test]
    fn modern_suites_are_those_of_rustls() {
        let offered = |version| hello(version, Suites::Modern, None).suites;
        assert_eq!(offered(Version::Tls12), [0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8]);
        assert_eq!(offered(Version::Tls13), [0x1302, 0x1301, 0x1303]);
    }

    #[test]
    fn only_names_are_sent() {
        for name in ["", ".", "10.0.0.7", "::1", "fe80::1%eth0", "[::1]", "b\u{fc}ro", "two words", "a\0b"] {
            assert_eq!(
                hello(Version::Tls12, Suites::All, Some(name)).extension(SERVER_NAME),
                None,
                "{name:?}"
            );
        }
        let long = "x".repeat(254);
        assert_eq!(hello(Version::Tls12, Suites::All, Some(&long)).extension(SERVER_NAME), None);
        for name in ["pc_7.example.net", "pc_7.example.net."] {
            let sent = [&[0, 19, 0, 0, 16][..], b"pc_7.example.net"].concat();
            assert_eq!(
                hello(Version::Tls10, Suites::All, Some(name)).extension(SERVER_NAME),
                Some(&sent[..])
            );
        }
    }

    proptest! {
        #[test]
        fn every_hello_can_be_read(name in ".{0,300}", random: [u8; 32], share: [u8; 32]) {
            for version in Version::ALL {
                for suites in [Suites::All, Suites::Modern] {
                    let record = client_hello(version, suites, Some(&name), random, share);
                    prop_assert!(record.len() < 600);
                    prop_assert_eq!(read(&record).map(|read| read.random), Ok(random));
                }
            }
        }
    }
}
