//! The one host that a look goes to: as it was typed, and nothing wider than that.

use std::net::{IpAddr, Ipv6Addr};

/// The port of Remote Desktop.
pub const DEFAULT_PORT: u16 = 3389;

/// The longest name that DNS has (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 253;

/// Longer than the name of any interface.
const LONGEST_SCOPE: usize = 64;

/// A host and a port, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name or address, without brackets and port, in the user's own spelling.
    pub host: String,
    /// The address, when one was typed.
    pub address: Option<IpAddr>,
    /// The scope of a link-local address: a number, or the name of an interface.
    pub scope: Option<String>,
    /// The port.
    pub port: u16,
}

/// Why a text names no host to look at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOneHost {
    /// Nothing.
    #[error("no host is named")]
    Empty,
    /// A range, a list or a network.
    #[error("'{0}' is more than one host: hosts are looked at one by one, by name or address")]
    Many(String),
    /// A port that is none.
    #[error("'{0}' is not a port (1 to 65535)")]
    Port(String),
    /// An address in a form that resolvers read in surprising ways: `0x7f000001`, `0x7f.1`, `10.0.1`.
    #[error(
        "'{0}' is an address in a short or hexadecimal form: write four decimal numbers, such as 10.20.0.5"
    )]
    Shortened(String),
    /// An address that stands for no single host, and what it is.
    #[error("'{0}' is {1}, not the address of one host")]
    NoHost(String, &'static str),
    /// Anything else that no name can be.
    #[error("'{0}' is no name and no address of a host")]
    Malformed(String),
}

impl Target {
    /// Reads `HOST`, `HOST:PORT`, `1.2.3.4:PORT`, `::1`, `[::1]:PORT` or `fe80::1%eth0:PORT`.
    pub fn parse(text: &str) -> Result<Self, NotOneHost> {
        // Blanks alone: a control character is part of what was typed, and no name has one.
        let target = Self::read(text.trim_matches([' ', '\t']))?;
        match target.address.and_then(no_host) {
            Some(what) => Err(NotOneHost::NoHost(shown(&target.host), what)),
            None => Ok(target),
        }
    }

    fn read(text: &str) -> Result<Self, NotOneHost> {
        if text.is_empty() {
            return Err(NotOneHost::Empty);
        }
        if let Some((address, scope)) = ipv6(text) {
            return Ok(Self {
                host: text.to_owned(),
                address: Some(address.into()),
                scope,
                port: DEFAULT_PORT,
            });
        }
        if let Some(scoped) = scoped_with_port(text) {
            return scoped;
        }
        if text.contains(['/', '\\']) && !is_range(text) {
            return Err(malformed(text));
        }
        let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((inside, "")) => (inside, None),
            Some((inside, rest)) => (inside, Some(rest.strip_prefix(':').ok_or_else(|| malformed(text))?)),
            None => text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
        };
        let port = port.map_or(Ok(DEFAULT_PORT), port_of)?;
        if text.starts_with('[') {
            let (address, scope) = ipv6(host).ok_or_else(|| malformed(text))?;
            return Ok(Self { host: host.to_owned(), address: Some(address.into()), scope, port });
        }
        let address = host.parse().ok().map(IpAddr::V4);
        if address.is_none() {
            name(host)?;
        }
        Ok(Self { host: host.to_owned(), address, scope: None, port })
    }

    /// The name or address, without the scope that only this computer knows.
    pub fn plain_host(&self) -> &str {
        self.host.split('%').next().unwrap_or(&self.host)
    }

    /// Host and port in one, the port only where it is not the usual one.
    pub fn shown(&self) -> String {
        let (before, after) = self.around();
        format!("{before}{}{after}", self.host)
    }

    /// What stands before and after the host where host and port are one: brackets, and the port.
    pub fn around(&self) -> (&'static str, String) {
        match (self.port, self.address) {
            (DEFAULT_PORT, _) => ("", String::new()),
            (port, Some(IpAddr::V6(_))) => ("[", format!("]:{port}")),
            (port, _) => ("", format!(":{port}")),
        }
    }
}

fn malformed(text: &str) -> NotOneHost {
    NotOneHost::Malformed(shown(text))
}

/// What was typed, short and harmless, for an error message.
fn shown(text: &str) -> String {
    crate::text::sanitise(text).chars().take(80).collect()
}

/// `fe80::1%eth0:3390`: behind a scope a colon can only begin the port, because no interface has one in its name.
fn scoped_with_port(text: &str) -> Option<Result<Target, NotOneHost>> {
    let (_, behind) = text.split_once('%').filter(|_| !text.starts_with('['))?;
    let (_, port) = behind.rsplit_once(':')?;
    let host = &text[..text.len() - port.len() - 1];
    let (address, scope) = ipv6(host)?;
    let target = |port| Target { host: host.to_owned(), address: Some(address.into()), scope, port };
    Some(port_of(port).map(target))
}

/// What an address is that no single host has; `None` for any other address.
pub(super) fn no_host(address: IpAddr) -> Option<&'static str> {
    match address.to_canonical() {
        all if all.is_multicast() => Some("a multicast address"),
        IpAddr::V4(address) if address.is_broadcast() => Some("the broadcast address"),
        // RFC 6890: 0.0.0.0/8 is "this network".
        IpAddr::V4(address) if address.octets()[0] == 0 => Some("the unspecified address"),
        IpAddr::V6(address) if address.is_unspecified() => Some("the unspecified address"),
        _ => None,
    }
}

/// An address with the scope that a link-local one needs (`fe80::1%eth0`).
fn ipv6(text: &str) -> Option<(Ipv6Addr, Option<String>)> {
    let Some((address, scope)) = text.split_once('%') else { return Some((text.parse().ok()?, None)) };
    // What else a system allows in the name of an interface, a shell would act upon: the number serves there.
    let fits = (1..=LONGEST_SCOPE).contains(&scope.len())
        && scope.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    fits.then_some((address.parse().ok()?, Some(scope.to_owned())))
}

fn port_of(text: &str) -> Result<u16, NotOneHost> {
    text.parse().ok().filter(|&port| port != 0).ok_or_else(|| NotOneHost::Port(shown(text)))
}

/// Letters, digits, hyphens and underscores (Windows allows them) between dots, in any script.
fn name(host: &str) -> Result<(), NotOneHost> {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let whole = host.strip_suffix('.').unwrap_or(host);
    let fits = whole.len() <= LONGEST_NAME && whole.split('.').all(label);
    match fits && !is_range(whole) {
        true if whole.split('.').all(is_number) => Err(NotOneHost::Shortened(shown(host))),
        true => Ok(()),
        false if is_range(host) => Err(NotOneHost::Many(shown(host))),
        false => Err(malformed(host)),
    }
}

/// A label that resolvers read as a number (`inet_aton`): decimal, octal or hexadecimal, in any script's digits.
fn is_number(label: &str) -> bool {
    let hexadecimal = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    hexadecimal.is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()))
        || label.chars().all(char::is_numeric)
}

/// `10.0.0.0/24`, `10.0.0.1-20`, `10.0.0.*`, `a,b`: what other tools take for many hosts.
fn is_range(text: &str) -> bool {
    let of_addresses =
        |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) && text.contains('-');
    let network =
        text.split_once('/').is_some_and(|(_, bits)| bits.chars().all(|c| c.is_ascii_digit() || c == '.'));
    network || text.contains([',', '*', ';', ' ']) || of_addresses(text) && text.contains('.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (String, bool, u16) {
        let target = Target::parse(text).expect(text);
        (target.host, target.address.is_some(), target.port)
    }

    #[test]
    fn names_addresses_and_ports_are_read() {
        assert_eq!(read("srv01"), ("srv01".into(), false, 3389));
        assert_eq!(read(" srv01.contoso.com:3390 "), ("srv01.contoso.com".into(), false, 3390));
        assert_eq!(read("10.20.0.5"), ("10.20.0.5".into(), true, 3389));
        assert_eq!(read("10.20.0.5:1"), ("10.20.0.5".into(), true, 1));
        assert_eq!(read("::1"), ("::1".into(), true, 3389));
        assert_eq!(read("[fe80::1%eth0]:3390"), ("fe80::1%eth0".into(), true, 3390));
        assert_eq!(read("my_pc"), ("my_pc".into(), false, 3389));
        assert_eq!(read("b\u{fc}ro-pc"), ("b\u{fc}ro-pc".into(), false, 3389));
        assert_eq!(read("7zip-host"), ("7zip-host".into(), false, 3389));
    }

    #[test]
    fn more_than_one_host_is_refused() {
        for many in ["10.0.0.0/24", "10.0.0.1-20", "10.0.0.*", "a,b", "srv01 srv02", "10.0.0.0/255.255.255.0"]
        {
            assert!(matches!(Target::parse(many), Err(NotOneHost::Many(_))), "{many}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for none in ["srv01:0", "srv01:65536", "srv01:x", "srv01:"] {
            assert!(matches!(Target::parse(none), Err(NotOneHost::Port(_))), "{none}");
        }
        for none in [
            "http://srv01",
            "\\\\srv01",
            "a..b",
            "[::1",
            "[srv01]:3389",
            "10.0.0",
            "1234",
            "-\u{1b}[2J",
            "[::1]x",
            "fe80::1%",
            "fe80::1%\u{1b}[2J",
            "[fe80::1%a b]:3389",
            "fe80::1%$(id)",
            "fe80::1%a;id",
            "[fe80::1%a'b]:3389",
        ] {
            let error = Target::parse(none).expect_err(none).to_string();
            assert!(!error.contains('\u{1b}') && error.len() < 200, "{error}");
        }
        assert_eq!(Target::parse("  "), Err(NotOneHost::Empty));
    }

    #[test]
    fn an_address_in_a_form_that_resolvers_read_otherwise_is_refused() {
        for short in [
            "0x7f000001",
            "0x7f.1",
            "0X7F.0.0.1",
            "127.1",
            "2130706433",
            "0177.0.0.1",
            "127.0.0.1.",
            "0x7f.1:22",
        ] {
            assert!(matches!(Target::parse(short), Err(NotOneHost::Shortened(_))), "{short}");
        }
        assert_eq!(read("0x7f.pc").0, "0x7f.pc");
        assert_eq!(read("7f").0, "7f");
    }

    #[test]
    fn an_address_that_no_host_has_is_refused() {
        for none in [
            "0.0.0.0",
            "0.1.2.3:22",
            "::",
            "[::]:22",
            "255.255.255.255",
            "224.0.0.1",
            "ff02::1",
            "::ffff:0.0.0.0",
        ] {
            let error = Target::parse(none).expect_err(none);
            assert!(matches!(error, NotOneHost::NoHost(..)), "{error}");
            assert!(error.to_string().contains("not the address of one host"), "{error}");
        }
    }

    #[test]
    fn a_port_behind_a_scope_is_read() {
        let target = Target::parse("fe80::1%lo:9").expect("an address");
        assert_eq!(
            (target.host.as_str(), target.scope.as_deref(), target.port),
            ("fe80::1%lo", Some("lo"), 9)
        );
        assert_eq!(Target::parse(&target.shown()), Ok(target));
        assert!(matches!(Target::parse("fe80::1%lo:x"), Err(NotOneHost::Port(_))));
        assert!(Target::parse("[fe80::1%lo:9]").is_err());
    }

    #[test]
    fn a_target_is_shown_as_it_can_be_typed() {
        for text in ["srv01", "srv01:3390", "10.0.0.1", "[::1]:3390", "::1"] {
            assert_eq!(Target::parse(text).expect(text).shown(), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_host_or_refused(text in "\\PC{0,40}") {
            if let Ok(target) = Target::parse(&text) {
                prop_assert_eq!(Target::parse(&target.shown()).map(|again| again.host), Ok(target.host));
            }
        }
    }
}
