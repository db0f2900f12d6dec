//! Names of machines, people and networks in a text, so that a report can hide them.

use crate::lexicon::{Class, Marked};

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A computer.
    Host,
    /// A person's account.
    User,
    /// A domain, or the computer an account belongs to.
    Domain,
    /// An IP address.
    Address,
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundName {
    /// What it names.
    pub kind: NameKind,
    /// The name as it was pasted.
    pub value: String,
}

/// Names longer than this are none.
const LONGEST: usize = 255;
/// More names than this are a list, and no report shows it.
const MOST: usize = 64;
/// A label of more words than this is a sentence.
const LONGEST_LABEL: usize = 10;
/// Logs are long; the names that matter for a report stand in what a person reads of them.
const MOST_LINES: usize = 2000;

/// Finds the names of a text, each once, in the order of the text.
pub(super) fn find(text: &str) -> Vec<FoundName> {
    let mut names = Names(Vec::new());
    for line in text.lines().take(MOST_LINES) {
        names.labelled_host(line);
        for token in line.split(|c: char| c.is_whitespace() || "\"'<>()[]{},;|=«»“”".contains(c)) {
            names.token(token.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '?')));
        }
    }
    names.0
}

struct Names(Vec<FoundName>);

impl Names {
    fn add(&mut self, kind: NameKind, value: &str) {
        let name = FoundName { kind, value: value.to_owned() };
        if !value.is_empty() && value.len() <= LONGEST && self.0.len() < MOST && !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    fn labelled_host(&mut self, line: &str) {
        let Some((label, value)) = line.split_once([':', '：']) else { return };
        if label.len() > 64 {
            return;
        }
        let label = Marked::new(label);
        let is_label = label.len() <= LONGEST_LABEL && label.is(0, Class::HostLabel);
        let value = value.trim().trim_end_matches('.');
        if is_label && !value.contains(char::is_whitespace) {
            let kind = if is_address(value) { NameKind::Address } else { NameKind::Host };
            self.add(kind, value);
        }
    }

    fn token(&mut self, token: &str) {
        if let Some(address) = address_of(token) {
            self.add(NameKind::Address, address);
        } else if let Some((domain, user)) = token.split_once('\\') {
            if is_account(domain) && is_account(user) && !is_registry_root(domain) {
                self.add(NameKind::Domain, domain);
                self.add(NameKind::User, user);
            }
        } else if let Some((user, domain)) = token.split_once('@')
            && is_account(user)
            && is_account(domain)
            && domain.contains('.')
        {
            self.add(NameKind::User, token);
            self.add(NameKind::Domain, domain);
        }
    }
}

/// `192.0.2.7`, `192.0.2.7:3389`, `2001:db8::7`; a version has four numbers too, but one above 255 or none.
fn address_of(token: &str) -> Option<&str> {
    if is_address(token) {
        return Some(token);
    }
    let (host, port) = token.rsplit_once(':')?;
    (is_address(host) && port.parse::<u16>().is_ok()).then_some(host)
}

fn is_address(text: &str) -> bool {
    text.len() >= 3 && text.parse::<std::net::IpAddr>().is_ok_and(|a| !a.is_unspecified())
}

fn is_account(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 104
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '$'))
        && text.contains(char::is_alphabetic)
}

fn is_registry_root(text: &str) -> bool {
    ["HKLM", "HKCU", "HKCR", "HKU", "SYSTEM", "SOFTWARE", "BUILTIN"]
        .iter()
        .any(|root| text.eq_ignore_ascii_case(root))
        || text.to_ascii_uppercase().starts_with("HKEY_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use NameKind::{Address, Domain, Host, User};

    fn found(text: &str) -> Vec<(NameKind, String)> {
        find(text).into_iter().map(|n| (n.kind, n.value)).collect()
    }

    #[test]
    fn names_of_hosts_accounts_and_addresses() {
        assert_eq!(found("Remote computer: SRV-01"), [(Host, "SRV-01".into())]);
        assert_eq!(found("远程计算机：SRV-02"), [(Host, "SRV-02".into())]);
        assert_eq!(
            found("as CONTOSO\\anna (192.0.2.7:3389)"),
            [(Domain, "CONTOSO".into()), (User, "anna".into()), (Address, "192.0.2.7".into())]
        );
        assert_eq!(
            found("anna@contoso.example"),
            [(User, "anna@contoso.example".into()), (Domain, "contoso.example".into())]
        );
    }

    #[test]
    fn builds_paths_and_keys_are_no_names() {
        assert_eq!(found("10.0.17763.1 C:\\Windows\\System32 HKLM\\SOFTWARE"), []);
    }
}
