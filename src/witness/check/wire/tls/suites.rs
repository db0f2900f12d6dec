//! Cipher suites: their numbers and names (IANA, TLS Parameters, Cipher Suites), and which are modern.

use super::Version;

/// Which suites a hello offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suites {
    /// Every suite that a Windows or Linux host may have with an RSA or ECDSA certificate. Without those that
    /// encrypt nothing or prove nothing, and without DSA, which no host has for Remote Desktop.
    All,
    /// Those of rustls: authenticated encryption with forward secrecy, TLS 1.2 and 1.3.
    Modern,
}

struct Suite {
    number: u16,
    name: &'static str,
}

const fn suite(number: u16, name: &'static str) -> Suite {
    Suite { number, name }
}

/// Best first.
const SUITES: [Suite; 43] = [
    suite(0x1302, "TLS_AES_256_GCM_SHA384"),
    suite(0x1301, "TLS_AES_128_GCM_SHA256"),
    suite(0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
    suite(0x1304, "TLS_AES_128_CCM_SHA256"),
    suite(0x1305, "TLS_AES_128_CCM_8_SHA256"),
    suite(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    suite(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    suite(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
    suite(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    suite(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    suite(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    suite(0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
    suite(0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
    suite(0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    suite(0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
    suite(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
    suite(0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
    suite(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
    suite(0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
    suite(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"),
    suite(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    suite(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    suite(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
    suite(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    suite(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"),
    suite(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
    suite(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"),
    suite(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
    suite(0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256"),
    suite(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256"),
    suite(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"),
    suite(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"),
    suite(0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA"),
    suite(0x0045, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA"),
    suite(0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA"),
    suite(0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"),
    suite(0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA"),
    suite(0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    suite(0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    suite(0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
    suite(0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"),
    suite(0x0005, "TLS_RSA_WITH_RC4_128_SHA"),
    suite(0x0004, "TLS_RSA_WITH_RC4_128_MD5"),
];

/// Whether rustls has this suite: authenticated encryption with forward secrecy.
pub const fn suite_is_modern(suite: u16) -> bool {
    matches!(suite, 0x1301..=0x1303 | 0xc02b | 0xc02c | 0xc02f | 0xc030 | 0xcca8 | 0xcca9)
}

/// The name of a suite that [`Suites::All`] offers.
pub fn suite_name(suite: u16) -> Option<&'static str> {
    SUITES.iter().find(|known| known.number == suite).map(|known| known.name)
}

/// Suites of TLS 1.3 are no suites for older versions, and the reverse (RFC 8446 appendix B.4).
const fn is_for_13(suite: u16) -> bool {
    suite >> 8 == 0x13
}

impl Suites {
    /// The numbers to offer with a version, best first. With TLS 1.0 and 1.1 some of them mean nothing to the
    /// host, and all of [`Suites::Modern`].
    pub(super) fn numbers(self, version: Version) -> impl Iterator<Item = u16> {
        SUITES
            .iter()
            .map(|suite| suite.number)
            .filter(move |suite| is_for_13(*suite) == (version == Version::Tls13))
            .filter(move |suite| self == Self::All || suite_is_modern(*suite))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_suite_stands_once() {
        let numbers: BTreeSet<u16> = SUITES.iter().map(|suite| suite.number).collect();
        let names: BTreeSet<&str> = SUITES.iter().map(|suite| suite.name).collect();
        assert_eq!((numbers.len(), names.len()), (SUITES.len(), SUITES.len()));
    }

    #[test]
    fn modern_suites_have_authenticated_encryption_and_forward_secrecy() {
        for suite in SUITES {
            let authenticated = suite.name.contains("GCM") || suite.name.contains("CHACHA20");
            let forward = is_for_13(suite.number) || suite.name.starts_with("TLS_ECDHE");
            assert_eq!(suite_is_modern(suite.number), authenticated && forward, "{}", suite.name);
        }
    }

    #[test]
    fn names_are_those_of_the_registry() {
        assert_eq!(suite_name(0xc028), Some("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"));
        assert_eq!(suite_name(0x000a), Some("TLS_RSA_WITH_3DES_EDE_CBC_SHA"));
        assert_eq!(suite_name(0x0000), None);
    }

    #[test]
    fn a_version_gets_its_own_suites() {
        let count = |suites: Suites, version| suites.numbers(version).count();
        assert_eq!([Suites::All, Suites::Modern].map(|suites| count(suites, Version::Tls13)), [5, 3]);
        for version in [Version::Tls10, Version::Tls11, Version::Tls12] {
            assert_eq!([Suites::All, Suites::Modern].map(|suites| count(suites, version)), [38, 6]);
            assert!(Suites::All.numbers(version).all(|suite| !is_for_13(suite)));
        }
    }
}
