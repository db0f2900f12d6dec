//! What evidence files can show, and how a value is held against what a witness names: the words that authors write
//! in `witnesses` and the readers of `evidence` fill.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// A registry value: its key in full and its name, `HKLM\...\fDenyTSConnections`. Numbers are decimal.
    Registry,
    /// A service by its short name: `running`, `stopped` or `changing`; behind its name ` start`: `auto`, `demand`,
    /// `disabled`, ` exit-code`: a Win32 error, ` logged`: what an old event says.
    Service,
    /// The listener `rdp-tcp` of `qwinsta`: `listening`, or `absent` where the list has none.
    Listener,
    /// A TCP port of `netstat -ano`: `listening`, or `absent`; behind its number ` owner`: the services of the process.
    Port,
    /// A line of `Test-NetConnection`: `tcp`, `tcp-443`, `ping` or `name` with `yes` or `no`.
    Reach,
    /// `offset`: seconds by which the clock is off, without sign; `source`: `cmos` where nothing sets it.
    Clock,
    /// `secure-channel` or `controller`: the Win32 error of `nltest`, 0 for none.
    Domain,
    /// `termsrv`: `ticket`, or `absent` where `klist` shows other tickets alone.
    Kerberos,
    /// A line of `dsregcmd /status` in lower case, such as `domainjoined`: `yes` or `no`.
    Join,
    /// `build`: the number of the build; `revision`: the number behind it; `kb1234567`: `installed`.
    Windows,
    /// A key of an .rdp file in lower case; `absent` where the file does not have it. Made of its address: `port`, and
    /// `address form`: `ip`, `full` or `short`.
    Rdp,
    /// `error`: the name of the error with which a client of `FreeRDP` ended; `negotiation`: what the host refused.
    ClientLog,
    /// A group of the account by its SID: `member`, or `absent`.
    Group,
    /// `termsrv`: the computer for which `cmdkey` shows a saved password, or `absent`.
    Saved,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Registry,
        Self::Service,
        Self::Listener,
        Self::Port,
        Self::Reach,
        Self::Clock,
        Self::Domain,
        Self::Kerberos,
        Self::Join,
        Self::Windows,
        Self::Rdp,
        Self::ClientLog,
        Self::Group,
        Self::Saved,
    ];

    /// The word in knowledge and documents.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Service => "service",
            Self::Listener => "listener",
            Self::Port => "port",
            Self::Reach => "reach",
            Self::Clock => "clock",
            Self::Domain => "domain",
            Self::Kerberos => "kerberos",
            Self::Join => "join",
            Self::Windows => "windows",
            Self::Rdp => "rdp",
            Self::ClientLog => "client-log",
            Self::Group => "group",
            Self::Saved => "saved",
        }
    }

    /// The names that facts of this kind have, where they are few.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Listener => &["rdp-tcp"],
            Self::Reach => &["tcp", "tcp-443", "ping", "name"],
            Self::Clock => &["offset", "source"],
            Self::Domain => &["secure-channel", "controller"],
            Self::Kerberos | Self::Saved => &["termsrv"],
            Self::ClientLog => &["error", "negotiation"],
            _ => &[],
        }
    }

    /// What is wrong with a name of this kind, as the end of a sentence.
    pub fn fault_of(self, name: &str) -> Option<String> {
        let lower = name.to_ascii_lowercase();
        let starts = |begins: &[&str]| begins.iter().any(|begin| lower.starts_with(begin));
        let names = self.names();
        match self {
            Self::Registry if !starts(&["hklm\\", "hkcu\\", "hkcr\\", "hku\\"]) => {
                Some(format!("'{name}' does not begin with HKLM, HKCU, HKCR or HKU"))
            }
            Self::Registry if lower.contains("controlset00") => {
                Some("the control set in use is CurrentControlSet".to_owned())
            }
            Self::Registry => None,
            Self::Group if !starts(&["s-1-"]) => Some(format!("'{name}' is no SID")),
            Self::Port => {
                let port = lower.split(' ').next().unwrap_or_default();
                let known = port == "rdp" || port.parse::<u16>().is_ok();
                (!known).then(|| format!("'{name}' is no port: a number, or rdp for the one in the registry"))
            }
            _ if !names.is_empty() && !names.contains(&lower.as_str()) => {
                Some(format!("'{name}' is not one of {}", names.join(", ")))
            }
            _ if lower != name && !matches!(self, Self::Service | Self::Group) => {
                Some(format!("'{name}' is not in lower case"))
            }
            _ => None,
        }
    }
}

/// The word for a fact that is known not to be there.
pub const ABSENT: &str = "absent";

/// How closely a result that a witness names fits a value: the larger the closer. `None`: it does not.
///
/// Exact text (without regard to case) or number first, then ranges, then patterns by the length of what they name.
pub fn fits(result: &str, value: &str) -> Option<usize> {
    if result.eq_ignore_ascii_case(value) {
        return Some(usize::MAX);
    }
    if value == ABSENT {
        return None;
    }
    if let (Some(one), Some(other)) = (whole(result), whole(value)) {
        return (one == other).then_some(usize::MAX);
    }
    if let Some((least, most)) = range(result) {
        let value: f64 = whole(value).map_or_else(|| value.parse().ok(), |number| Some(f64::from(number)))?;
        return (least <= value && value <= most).then_some(usize::MAX - 1);
    }
    (result.contains('*') && glob(result, value)).then_some(result.len())
}

/// A whole number, in decimal or with 0x.
fn whole(text: &str) -> Option<u32> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// The ends of `0..300`; either may be missing.
pub fn range(text: &str) -> Option<(f64, f64)> {
    let (least, most) = text.split_once("..")?;
    let end = |text: &str, open: f64| if text.is_empty() { Some(open) } else { text.parse().ok() };
    let (least, most) = (end(least, f64::MIN)?, end(most, f64::MAX)?);
    (least <= most).then_some((least, most))
}

/// Whether a text is a pattern in which `*` stands for any text, without regard to case.
pub fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers_and_the_closest_result_is_told() {
        for (result, value, expected) in [
            ("0xC000006A", "3221225578", true),
            ("0xc000006a", "0xC000006A", true),
            ("1", "10", false),
            ("0..300", "0.004", true),
            ("0..300", "301", false),
            ("300..", "7200.5", true),
            ("*", "anything", true),
            ("*", "absent", false),
            ("absent", "absent", true),
            ("s-1-5-21-*-525", "S-1-5-21-1-2-3-525", true),
            ("s-1-5-21-*-525", "S-1-5-21-1-2-3-5255", false),
            ("a*a", "a", false),
            ("", "", true),
        ] {
            assert_eq!(fits(result, value).is_some(), expected, "{result} {value}");
        }
        assert!(fits("3", "3") > fits("0..9", "3") && fits("0..9", "3") > fits("*", "3"));
        assert!(fits("ERR*", "ERRX") > fits("*", "ERRX"));
    }

    #[test]
    fn a_name_that_no_reader_fills_is_a_fault() {
        for (kind, name, wrong) in [
            (FactKind::Registry, "HKLM\\SYSTEM\\x", false),
            (FactKind::Registry, "SYSTEM\\x", true),
            (FactKind::Registry, "HKLM\\SYSTEM\\ControlSet001\\x", true),
            (FactKind::Clock, "offset", false),
            (FactKind::Clock, "drift", true),
            (FactKind::Port, "3389 owner", false),
            (FactKind::Port, "rdp", false),
            (FactKind::Port, "ssh", true),
            (FactKind::Rdp, "Full Address", true),
            (FactKind::Group, "Administrators", true),
        ] {
            assert_eq!(kind.fault_of(name).is_some(), wrong, "{name}");
        }
    }
}
