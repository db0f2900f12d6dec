//! Just enough TLS to look at a host without a key: a hello made by hand, and what is said to it in the clear.
//!
//! rustls offers modern suites of TLS 1.2 and 1.3 only. Hosts that have none of them still say which version and
//! suite they would take, and up to TLS 1.2 they show their certificates before anything is encrypted. No secret
//! is ever derived here, so nothing can be read or sent beyond that. RFC 2246, 4346, 5246 and 8446.

mod flight;
mod hello;
mod suites;

pub use flight::{Flight, parse_flight};
pub use hello::client_hello;
pub use suites::{Suites, suite_is_modern, suite_name};

/// Types of records (RFC 8446 section 5.1).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;

/// Extensions that both sides use (RFC 8446 section 4.2).
const SUPPORTED_VERSIONS: u16 = 43;

/// A version of TLS, older ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// TLS 1.0.
    Tls10,
    /// TLS 1.1.
    Tls11,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3.
    Tls13,
}

impl Version {
    /// All of them, older ones first.
    pub const ALL: [Self; 4] = [Self::Tls10, Self::Tls11, Self::Tls12, Self::Tls13];

    /// `1.0`, `1.1`, `1.2` or `1.3`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tls10 => "1.0",
            Self::Tls11 => "1.1",
            Self::Tls12 => "1.2",
            Self::Tls13 => "1.3",
        }
    }

    /// The number that stands for it in a hello.
    const fn number(self) -> u16 {
        match self {
            Self::Tls10 => 0x0301,
            Self::Tls11 => 0x0302,
            Self::Tls12 => 0x0303,
            Self::Tls13 => 0x0304,
        }
    }

    fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_in_order_and_have_their_numbers() {
        assert!(Version::ALL.is_sorted());
        assert_eq!(Version::ALL.map(Version::name), ["1.0", "1.1", "1.2", "1.3"]);
        assert_eq!(Version::ALL.map(Version::number), [0x0301, 0x0302, 0x0303, 0x0304]);
        assert_eq!(
            Version::ALL.map(|version| Version::from_number(version.number())),
            Version::ALL.map(Some)
        );
        assert_eq!([0x0300, 0x0305, 0].map(Version::from_number), [None; 3]);
    }
}
