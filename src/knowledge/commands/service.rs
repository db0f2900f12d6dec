//! The lines of a service.

use super::{Lines, Shell};
use crate::knowledge::format::ServiceState;

/// The lines that bring a service to a state.
pub(super) fn lines(name: &str, state: ServiceState, shell: Shell) -> Lines {
    let query = vec![query(name, shell)];
    let (start, stop) = (start(name, shell), stop(name, shell));
    let (change, undo) = match state {
        ServiceState::Running => (vec![start], vec![stop]),
        ServiceState::Stopped => (vec![stop], vec![start]),
        ServiceState::Restarted if shell == Shell::Cmd => (vec![stop, start], Vec::new()),
        ServiceState::Restarted => (vec![format!("Restart-Service {name} -Force")], Vec::new()),
    };
    Lines { keep: query.clone(), change, verify: query, undo, undo_to_old: Vec::new() }
}

/// `sc.exe` with its ending: in Windows PowerShell `sc` is another name of Set-Content.
pub(super) fn query(name: &str, shell: Shell) -> String {
    match shell {
        Shell::Cmd => format!("sc.exe query {name}"),
        Shell::PowerShell => format!("Get-Service {name}"),
    }
}

pub(super) fn start(name: &str, shell: Shell) -> String {
    match shell {
        Shell::Cmd => format!("net start {name}"),
        Shell::PowerShell => format!("Start-Service {name}"),
    }
}

/// Stops what depends on it too, without asking.
pub(super) fn stop(name: &str, shell: Shell) -> String {
    match shell {
        Shell::Cmd => format!("net stop {name} /y"),
        Shell::PowerShell => format!("Stop-Service {name} -Force"),
    }
}
