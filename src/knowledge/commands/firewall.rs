//! The lines of firewall rules. `netsh` knows groups and rules by their display name only, which changes
//! with the language: PowerShell does it from the command prompt too.

use super::words::{in_powershell, ps_word};
use super::{Lines, Shell};

/// The lines that switch a rule or a group of rules. Groups begin with `@` and are resource strings, rules
/// have a name: neither changes with the language.
pub(super) fn lines(rule: &str, enabled: bool, shell: Shell) -> Lines {
    let group = rule.starts_with('@');
    let rules = rules(rule);
    // As a list: a table cuts names off where the window is narrow.
    let show = in_shell(format!("{rules} | Format-List Name,Enabled,Profile"), shell);
    let set = in_shell(format!("{rules} | Set-NetFirewallRule -Enabled {}", truth(enabled)), shell);
    // Of a group the way back names single rules: switching it off whole would also end rules that were on before.
    let back = |name: &str| {
        vec![in_shell(format!("Set-NetFirewallRule -Name {name} -Enabled {}", truth(!enabled)), shell)]
    };
    let (undo, undo_to_old) =
        if group { (Vec::new(), back("NAME")) } else { (back(&ps_word(rule)), Vec::new()) };
    Lines { keep: vec![show.clone()], change: vec![set], verify: vec![show], undo, undo_to_old }
}

fn rules(rule: &str) -> String {
    let by = if rule.starts_with('@') { "-Group" } else { "-Name" };
    format!("Get-NetFirewallRule {by} {}", ps_word(rule))
}

/// Switches one rule by its name.
pub(super) fn switch(name: &str, enabled: bool, shell: Shell) -> String {
    in_shell(format!("Set-NetFirewallRule -Name {} -Enabled {}", ps_word(name), truth(enabled)), shell)
}

fn in_shell(line: String, shell: Shell) -> String {
    if shell == Shell::Cmd { in_powershell(&line) } else { line }
}

const fn truth(enabled: bool) -> &'static str {
    if enabled { "True" } else { "False" }
}
