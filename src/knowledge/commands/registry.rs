//! The lines of a registry value. The 64-bit view is named in every `reg` line: a 32-bit shell would
//! otherwise read and write another key.

use super::stored::Stored;
use super::words::{cmd_word, in_powershell, ps_word};
use super::{Lines, Shell};
use crate::knowledge::format::RegistryType;

/// Keys that every Windows with Remote Desktop has: whoever sets a value below them creates what follows
/// them and nothing above.
const ALWAYS_THERE: [&str; 9] = [
    r"HKCU\Software\Microsoft",
    r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System",
    r"HKLM\SOFTWARE\Policies\Microsoft",
    r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa",
    r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols",
    r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp",
    r"HKLM\SYSTEM\CurrentControlSet\Services",
];

/// A registry value by its key and name, as lines name it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) key: &'a str,
    pub(super) name: &'a str,
}

impl<'a> Place<'a> {
    /// Shows type and data.
    pub(super) fn query(self) -> String {
        format!("reg query {} /v {} /reg:64", cmd_word(self.key), cmd_word(self.name))
    }

    /// The key and those above it that a change may have to create, deepest first.
    pub(super) fn creatable(self) -> Vec<&'a str> {
        let levels = std::iter::successors(Some(self.key), |key| Some(key.rsplit_once('\\')?.0));
        levels.take_while(|level| level.contains('\\') && !is_always_there(level)).collect()
    }

    /// Removes the value.
    pub(super) fn delete(self, shell: Shell) -> String {
        match shell {
            Shell::Cmd => format!("reg delete {} /v {} /f /reg:64", cmd_word(self.key), cmd_word(self.name)),
            Shell::PowerShell => {
                format!("Remove-ItemProperty -LiteralPath {} -Name {}", ps_path(self.key), ps_word(self.name))
            }
        }
    }

    /// Sets the value. PowerShell needs the key to be there; what cmd.exe cannot quote it does from there too.
    pub(super) fn set(self, stored: &Stored, shell: Shell) -> String {
        let powershell = || self.set_ps(stored.ps_type(), &stored.ps_data());
        match (shell, stored.cmd_data()) {
            (Shell::PowerShell, _) => powershell(),
            (Shell::Cmd, Some(data)) => self.set_cmd(stored.word(), &data),
            (Shell::Cmd, None) => in_powershell(&powershell()),
        }
    }

    fn set_cmd(self, kind: &str, data: &str) -> String {
        format!("reg add {} /v {} /t {kind} /d {data} /f /reg:64", cmd_word(self.key), cmd_word(self.name))
    }

    fn set_ps(self, kind: &str, data: &str) -> String {
        let (path, name) = (ps_path(self.key), ps_word(self.name));
        format!("New-ItemProperty -LiteralPath {path} -Name {name} -PropertyType {kind} -Value {data} -Force")
    }

    /// The generic way back, with OLD for the data.
    fn set_old(self, value_type: RegistryType, shell: Shell) -> String {
        let (kind, word) = (ps_type(value_type), type_word(value_type));
        match shell {
            Shell::Cmd => self.set_cmd(word, old_cmd(value_type)),
            Shell::PowerShell => self.set_ps(kind, old_ps(value_type)),
        }
    }
}

/// The lines that set a value, or delete it where there is no data.
pub(super) fn lines(
    key: &str,
    name: &str,
    value_type: RegistryType,
    data: Option<&str>,
    shell: Shell,
) -> Lines {
    let place = Place { key, name };
    let stored = data.map(|data| new(value_type, data));
    let mut keep = vec![place.query()];
    if stored.is_some() {
        keep.extend(place.creatable().into_iter().map(key_query));
    }
    let delete = place.delete(shell);
    let mut change = Vec::new();
    if stored.is_some() && shell == Shell::PowerShell {
        let path = ps_path(key);
        change.push(format!("if (-not (Test-Path -LiteralPath {path})) {{ New-Item -Path {path} -Force }}"));
    }
    change.push(stored.as_ref().map_or_else(|| delete.clone(), |stored| place.set(stored, shell)));
    Lines {
        keep,
        change,
        verify: vec![place.query()],
        undo: if stored.is_some() { vec![delete] } else { Vec::new() },
        undo_to_old: vec![place.set_old(value_type, shell)],
    }
}

/// What an author wrote. Validation holds the data against the type, so the rest never comes to pass.
fn new(value_type: RegistryType, data: &str) -> Stored {
    Stored::read(type_word(value_type), data).unwrap_or_else(|| Stored::text(data))
}

fn is_always_there(level: &str) -> bool {
    let under = |there: &str| {
        there.get(..level.len()).is_some_and(|start| start.eq_ignore_ascii_case(level))
            && matches!(there.as_bytes().get(level.len()), None | Some(b'\\'))
    };
    ALWAYS_THERE.into_iter().any(under)
}

/// Shows whether a key is there: its full name where it is, an error where it is not. The default value is
/// asked for, because a key without values shows nothing otherwise.
pub(super) fn key_query(key: &str) -> String {
    format!("reg query {} /ve /reg:64", cmd_word(key))
}

/// Removes a key that holds nothing; one that holds anything stays.
pub(super) fn delete_empty(key: &str, shell: Shell) -> String {
    let line = format!(
        "Get-Item -LiteralPath {} | Where-Object ValueCount -eq 0 | Where-Object SubKeyCount -eq 0 | Remove-Item",
        ps_path(key)
    );
    if shell == Shell::Cmd { in_powershell(&line) } else { line }
}

fn ps_path(key: &str) -> String {
    ps_word(&key.replacen("HKLM\\", "HKLM:\\", 1).replacen("HKCU\\", "HKCU:\\", 1))
}

pub(super) const fn type_word(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "REG_DWORD",
        RegistryType::Sz => "REG_SZ",
        RegistryType::MultiSz => "REG_MULTI_SZ",
        RegistryType::Binary => "REG_BINARY",
    }
}

const fn ps_type(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "DWord",
        RegistryType::Sz => "String",
        RegistryType::MultiSz => "MultiString",
        RegistryType::Binary => "Binary",
    }
}

/// A text is quoted: what it held may have had blanks in it.
const fn old_cmd(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword | RegistryType::Binary => "OLD",
        RegistryType::Sz | RegistryType::MultiSz => "\"OLD\"",
    }
}

const fn old_ps(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "OLD",
        RegistryType::Sz => "'OLD'",
        RegistryType::MultiSz => "@('OLD')",
        RegistryType::Binary => "([byte[]]@(OLD))",
    }
}
