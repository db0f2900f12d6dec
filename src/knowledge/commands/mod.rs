//! The exact lines of a change, generated from its data: keep the old value, change, check, go back.
//!
//! Authors never write these lines, so that none forgets `/f`, the 64-bit view or the way back to
//! *absent*. rdpfix prints them and never runs them. The lines for the command prompt work in Windows
//! PowerShell too, so that one person needs to read one form only: no `||`, `%`, `$` or empty word in them.

mod back;
mod before;
mod firewall;
mod reading;
mod registry;
mod script;
mod service;
mod sound;
mod stored;
mod words;

use super::format::Change;

pub use back::{Check, verify_back, way_back};
pub use before::{Before, read_before};
pub use script::{comment_line, undo_script};
pub use sound::sound;
pub use words::number;

/// The lines of one change for one shell, by purpose. A purpose without lines is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Shows what there is, so that it can be noted before anything is changed: all that
    /// [`read_before`] needs.
    pub keep: Vec<String>,
    /// Makes the change.
    pub change: Vec<String>,
    /// Shows the value as it is now.
    pub verify: Vec<String>,
    /// Puts back what was absent, or off, before.
    pub undo: Vec<String>,
    /// Puts back a value that `keep` showed. OLD stands for it; where `keep` showed another type, that
    /// type goes in place of the one in the line.
    pub undo_to_old: Vec<String>,
}

/// The shells whose lines are generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shell {
    /// The command prompt.
    Cmd,
    /// Windows PowerShell 5.1 and later.
    PowerShell,
}

/// The lines of a change. See [`Lines`].
pub fn lines(change: &Change, shell: Shell) -> Lines {
    match change {
        Change::Registry { key, name, value_type, data } => {
            registry::lines(key, name, *value_type, data.as_deref(), shell)
        }
        Change::Service { name, state } => service::lines(name, *state, shell),
        Change::Firewall { rule, enabled } => firewall::lines(rule, *enabled, shell),
        Change::Text { cmd, powershell, .. } => {
            let change = if shell == Shell::Cmd { cmd } else { powershell };
            Lines { change: change.clone(), ..Lines::default() }
        }
    }
}

/// A line that does nothing when it is run.
fn comment(text: &str, shell: Shell) -> String {
    format!("{} {text}", if shell == Shell::Cmd { "rem" } else { "#" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::format::RegistryType;

    fn oracle() -> Change {
        Change::Registry {
            key: r"HKLM\Software\Microsoft\Windows\CurrentVersion\Policies\System\CredSSP\Parameters".into(),
            name: "AllowEncryptionOracle".into(),
            value_type: RegistryType::Dword,
            data: Some("2".into()),
        }
    }

    #[test]
    fn a_value_is_kept_changed_checked_and_put_back() {
        let cmd = lines(&oracle(), Shell::Cmd);
        let at = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Policies\System\CredSSP\Parameters /v AllowEncryptionOracle";
        assert_eq!(cmd.keep[0], format!("reg query {at} /reg:64"));
        assert!(cmd.keep[1..].iter().all(|line| line.contains(" /ve ")), "the rest asks for the keys above");
        assert_eq!(cmd.change, [format!("reg add {at} /t REG_DWORD /d 2 /f /reg:64")]);
        assert_eq!(cmd.undo, [format!("reg delete {at} /f /reg:64")]);
        assert_eq!(cmd.undo_to_old, [format!("reg add {at} /t REG_DWORD /d OLD /f /reg:64")]);
    }

    #[test]
    fn a_path_with_blanks_is_quoted() {
        let change = Change::Registry {
            key: r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp".into(),
            name: "UserAuthentication".into(),
            value_type: RegistryType::Dword,
            data: None,
        };
        let cmd = lines(&change, Shell::Cmd);
        assert!(
            cmd.change[0]
                .starts_with(r#"reg delete "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\"#)
        );
        assert!(cmd.undo.is_empty(), "what was deleted can only be put back to what it was");
        let ps = lines(&change, Shell::PowerShell);
        assert!(
            ps.change[0]
                .contains(r"'HKLM:\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp'")
        );
    }
}
