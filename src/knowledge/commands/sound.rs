//! Which names may become words of a command.
//!
//! Names of services, rules, keys and values come from knowledge files, overlays and the ledger, and end up in lines
//! that people run as administrator. Nothing that a shell acts upon may be in them, quoted or not.

use super::registry::type_word;
use super::stored::Stored;
use crate::knowledge::format::Change;

/// The longest name that is taken; the longest key of the registry has 255 characters per level.
const LONGEST: usize = 1024;

/// Whether every word of a change may stand in a command; else the field that may not.
///
/// # Errors
/// The name of the field whose characters or form no command may hold.
pub fn sound(change: &Change) -> Result<(), &'static str> {
    match change {
        Change::Registry { key, name, value_type, data } => {
            let fits = |data: &String| {
                !data.chars().any(char::is_control) && Stored::read(type_word(*value_type), data).is_some()
            };
            require(is_key(key), "key")?;
            require(is_value_name(name), "name")?;
            require(data.as_ref().is_none_or(fits), "data")
        }
        Change::Service { name, .. } => require(made_of(name, "-_."), "name"),
        Change::Firewall { rule, .. } => require(made_of(rule, "-_.@,{}"), "rule"),
        // Its lines are an author's own; of a ledger only the sentences are printed, as comments.
        Change::Text { .. } => Ok(()),
    }
}

fn require(holds: bool, field: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(field) }
}

/// Letters and digits of ASCII and these signs, at least one, and no blank at an end.
fn made_of(text: &str, signs: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || signs.contains(c);
    !text.is_empty() && text.len() <= LONGEST && text.trim() == text && text.chars().all(known)
}

/// A full path below a hive of this machine or this user.
fn is_key(key: &str) -> bool {
    let below = key.strip_prefix("HKLM\\").or_else(|| key.strip_prefix("HKCU\\"));
    below.is_some_and(|below| below.split('\\').all(|level| made_of(level, " -_.(){}")))
}

fn is_value_name(name: &str) -> bool {
    made_of(name, " -_.(){}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::format::{RegistryType, ServiceState};

    fn registry(key: &str, name: &str, data: &str) -> Change {
        Change::Registry {
            key: key.to_owned(),
            name: name.to_owned(),
            value_type: RegistryType::Dword,
            data: Some(data.to_owned()),
        }
    }

    #[test]
    fn what_a_shell_acts_upon_is_in_no_name() {
        let key = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server";
        assert_eq!(sound(&registry(key, "fDenyTSConnections", "0")), Ok(()));
        for wrong in
            ["x\" & calc & rem \"", "a%b%", "a\nb", "a$b", "a`b", "a\u{2019}b", "a;b", "", " a", "a|b"]
        {
            let key_with = registry(&format!("HKLM\\SOFTWARE\\{wrong}"), "x", "0");
            assert_eq!(sound(&key_with), Err("key"), "{wrong:?}");
            assert_eq!(sound(&registry(key, wrong, "0")), Err("name"), "{wrong:?}");
            let service = Change::Service { name: wrong.to_owned(), state: ServiceState::Stopped };
            assert_eq!(sound(&service), Err("name"), "{wrong:?}");
            let rule = Change::Firewall { rule: wrong.to_owned(), enabled: true };
            assert_eq!(sound(&rule), Err("rule"), "{wrong:?}");
        }
        for wrong in ["HKLM", "HKLM\\", "HKCR\\x", "HKLM\\x\\", "HKLM\\\\x"] {
            assert_eq!(sound(&registry(wrong, "x", "0")), Err("key"), "{wrong:?}");
        }
        assert_eq!(sound(&registry(key, "x", "2 & calc")), Err("data"));
        assert_eq!(sound(&registry(key, "x", "two")), Err("data"));
    }

    #[test]
    fn groups_and_rules_of_the_firewall_are_taken() {
        for rule in ["@FirewallAPI.dll,-28752", "RemoteDesktop-UserMode-In-TCP"] {
            assert_eq!(sound(&Change::Firewall { rule: rule.to_owned(), enabled: true }), Ok(()));
        }
    }
}
