//! The exact lines of a change, generated from its data: keep the old value, change, check, go back.
//!
//! Authors never write these lines, so that none forgets `/f`, the 64-bit view or the way back to
//! *absent*. rdpfix prints them and never runs them.

use super::format::{Change, RegistryType, ServiceState};

/// The lines of one change for one shell, by purpose. A purpose without lines is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Shows the value as it is, so that it can be noted before anything is changed.
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
    match (change, shell) {
        (Change::Registry { key, name, value_type, data }, Shell::Cmd) => {
            registry_cmd(key, name, *value_type, data.as_deref())
        }
        (Change::Registry { key, name, value_type, data }, Shell::PowerShell) => {
            registry_powershell(key, name, *value_type, data.as_deref())
        }
        (Change::Service { name, state }, Shell::Cmd) => service_cmd(name, *state),
        (Change::Service { name, state }, Shell::PowerShell) => service_powershell(name, *state),
        (Change::Firewall { rule, enabled }, Shell::Cmd) => firewall_cmd(rule, *enabled),
        (Change::Firewall { rule, enabled }, Shell::PowerShell) => firewall_powershell(rule, *enabled),
        (Change::Text { cmd, powershell, .. }, shell) => {
            let change = if shell == Shell::Cmd { cmd } else { powershell };
            Lines { change: change.clone(), ..Lines::default() }
        }
    }
}

/// The number behind `0x...` or a decimal, if it is one.
pub fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// A text as one argument for cmd.exe: quoted where it holds a blank or nothing.
fn cmd_word(text: &str) -> String {
    let plain =
        !text.is_empty() && !text.contains([' ', '&', '(', ')', '^', '|', '<', '>', '%', ',', ';', '=']);
    if plain { text.to_owned() } else { format!("\"{text}\"") }
}

/// A text as a PowerShell literal.
fn ps_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

const fn type_word(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "REG_DWORD",
        RegistryType::Sz => "REG_SZ",
        RegistryType::MultiSz => "REG_MULTI_SZ",
        RegistryType::Binary => "REG_BINARY",
    }
}

/// The 64-bit view is named in every line: a 32-bit shell would otherwise read and write another key.
fn registry_cmd(key: &str, name: &str, value_type: RegistryType, data: Option<&str>) -> Lines {
    let at = format!("{} /v {}", cmd_word(key), cmd_word(name));
    let query = format!("reg query {at} /reg:64");
    let delete = format!("reg delete {at} /f /reg:64");
    let add = |data: &str| format!("reg add {at} /t {} /d {data} /f /reg:64", type_word(value_type));
    let change = data.map_or_else(|| delete.clone(), |data| add(&cmd_word(data)));
    Lines {
        keep: vec![query.clone()],
        change: vec![change],
        verify: vec![query],
        undo: if data.is_some() { vec![delete] } else { Vec::new() },
        undo_to_old: vec![add(old_cmd(value_type))],
    }
}

/// A text is quoted: what it held may have had blanks in it.
const fn old_cmd(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword | RegistryType::Binary => "OLD",
        RegistryType::Sz | RegistryType::MultiSz => "\"OLD\"",
    }
}

fn registry_powershell(key: &str, name: &str, value_type: RegistryType, data: Option<&str>) -> Lines {
    let path = ps_word(&key.replacen("HKLM\\", "HKLM:\\", 1).replacen("HKCU\\", "HKCU:\\", 1));
    let name = ps_word(name);
    let read = format!("(Get-Item -LiteralPath {path} -ErrorAction SilentlyContinue).GetValue({name})");
    let get = format!("if (Test-Path -LiteralPath {path}) {{ {read}{} }}", ps_joined(value_type));
    let delete = format!("Remove-ItemProperty -LiteralPath {path} -Name {name}");
    let set = |data: &str| {
        let kind = ps_type(value_type);
        format!("New-ItemProperty -LiteralPath {path} -Name {name} -PropertyType {kind} -Value {data} -Force")
    };
    let create = format!("if (-not (Test-Path -LiteralPath {path})) {{ New-Item -Path {path} -Force }}");
    let change = match data {
        Some(data) => vec![create, set(&ps_data(value_type, data))],
        None => vec![delete.clone()],
    };
    Lines {
        keep: vec![get.clone()],
        change,
        verify: vec![get],
        undo: if data.is_some() { vec![delete] } else { Vec::new() },
        undo_to_old: vec![set(ps_old(value_type))],
    }
}

/// Shows several entries the way in which [`ps_old`] takes them back.
const fn ps_joined(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword | RegistryType::Sz => "",
        RegistryType::MultiSz => " -join \"','\"",
        RegistryType::Binary => " -join ','",
    }
}

const fn ps_old(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "OLD",
        RegistryType::Sz => "'OLD'",
        RegistryType::MultiSz => "@('OLD')",
        RegistryType::Binary => "([byte[]]@(OLD))",
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

fn ps_data(value_type: RegistryType, data: &str) -> String {
    let list = |items: Vec<String>| format!("@({})", items.join(","));
    match value_type {
        RegistryType::Dword => data.to_owned(),
        RegistryType::Sz => ps_word(data),
        RegistryType::MultiSz => list(data.split("\\0").map(ps_word).collect()),
        RegistryType::Binary => {
            let bytes = data.as_bytes().chunks(2).map(|pair| format!("0x{}", String::from_utf8_lossy(pair)));
            format!("([byte[]]{})", list(bytes.collect()))
        }
    }
}

fn service_cmd(name: &str, state: ServiceState) -> Lines {
    let (start, stop) = (format!("net start {name}"), format!("net stop {name} /y"));
    let query = vec![format!("sc query {name}")];
    let (change, undo) = match state {
        ServiceState::Running => (vec![start], vec![stop]),
        ServiceState::Stopped => (vec![stop], vec![start]),
        ServiceState::Restarted => (vec![stop, start], Vec::new()),
    };
    Lines { keep: query.clone(), change, verify: query, undo, undo_to_old: Vec::new() }
}

fn service_powershell(name: &str, state: ServiceState) -> Lines {
    let get = vec![format!("Get-Service {name}")];
    let (start, stop) = (format!("Start-Service {name}"), format!("Stop-Service {name} -Force"));
    let (change, undo) = match state {
        ServiceState::Running => (vec![start], vec![stop]),
        ServiceState::Stopped => (vec![stop], vec![start]),
        ServiceState::Restarted => (vec![format!("Restart-Service {name} -Force")], Vec::new()),
    };
    Lines { keep: get.clone(), change, verify: get, undo, undo_to_old: Vec::new() }
}

/// Groups begin with `@` and are resource strings, rules have a name: neither changes with the language.
fn firewall_powershell(rule: &str, enabled: bool) -> Lines {
    let group = rule.starts_with('@');
    let by = if group { "-Group" } else { "-Name" };
    let rules = format!("Get-NetFirewallRule {by} {}", ps_word(rule));
    let show = format!("{rules} | Format-Table Name,Enabled,Profile");
    let set =
        |on: bool| format!("{rules} | Set-NetFirewallRule -Enabled {}", if on { "True" } else { "False" });
    let off = |name: &str| {
        vec![format!("Set-NetFirewallRule -Name {name} -Enabled {}", if enabled { "False" } else { "True" })]
    };
    // Of a group the way back names single rules: switching it off whole would also end rules that were on before.
    let (undo, undo_to_old) =
        if group { (Vec::new(), off("NAME")) } else { (off(&ps_word(rule)), Vec::new()) };
    Lines { keep: vec![show.clone()], change: vec![set(enabled)], verify: vec![show], undo, undo_to_old }
}

/// `netsh` knows groups and rules by their display name only, which changes with the language: PowerShell does it.
fn firewall_cmd(rule: &str, enabled: bool) -> Lines {
    let wrap = |lines: Vec<String>| {
        lines.iter().map(|line| format!("powershell -NoProfile -Command \"{line}\"")).collect()
    };
    let inner = firewall_powershell(rule, enabled);
    Lines {
        keep: wrap(inner.keep),
        change: wrap(inner.change),
        verify: wrap(inner.verify),
        undo: wrap(inner.undo),
        undo_to_old: wrap(inner.undo_to_old),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(cmd.keep, [format!("reg query {at} /reg:64")]);
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
            ps.keep[0]
                .contains(r"'HKLM:\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp'")
        );
    }

    #[test]
    fn lists_and_bytes_become_powershell_arrays() {
        assert_eq!(ps_data(RegistryType::MultiSz, r"kerberos\0tspkg"), "@('kerberos','tspkg')");
        assert_eq!(ps_data(RegistryType::Binary, "0AFF"), "([byte[]]@(0x0A,0xFF))");
    }

    #[test]
    fn numbers_are_read_in_both_spellings() {
        assert_eq!((number("0xc07"), number("3079"), number("x")), (Some(0xC07), Some(0xC07), None));
    }
}
