//! The exact way back to what there was, and how to see that one is there.

use super::before::Before;
use super::registry::{Place, delete_empty, key_query};
use super::stored::Stored;
use super::{Lines, Shell, comment, firewall, lines, service};
use crate::knowledge::format::{Change, ServiceState};

/// The longest line that the command prompt takes, in characters (8,191), less its own words.
const LONGEST_CMD: usize = 8_000;

/// A line that shows what there is, and what it has to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The line to run.
    pub line: String,
    /// What it prints once the old state is back, in a sentence.
    pub expect: String,
}

/// The lines that put back what a change found. None where there is nothing to put back: a restart, a
/// service that was already in its state, a value that was not there and was to be deleted.
///
/// Where nobody noted what there was, the generic lines, all of them comments: which of them is right only
/// a person can tell. A key is removed only if it was not there before and holds nothing.
pub fn way_back(change: &Change, before: &Before, shell: Shell) -> Vec<String> {
    let exact = match (change, before) {
        (Change::Registry { key, name, data, .. }, before) => {
            registry(Place { key, name }, data.is_some(), before, shell)
        }
        (Change::Service { state: ServiceState::Restarted, .. }, _) => Some(Vec::new()),
        (Change::Service { name, state }, Before::Running) => {
            Some(if *state == ServiceState::Stopped { vec![service::start(name, shell)] } else { Vec::new() })
        }
        (Change::Service { name, state }, Before::Stopped) => {
            Some(if *state == ServiceState::Running { vec![service::stop(name, shell)] } else { Vec::new() })
        }
        (Change::Firewall { enabled, .. }, Before::Rules { on, off }) => {
            let changed = if *enabled { off } else { on };
            Some(changed.iter().map(|name| firewall::switch(name, !enabled, shell)).collect())
        }
        _ => None,
    };
    let fits = |all: &Vec<String>| shell != Shell::Cmd || all.iter().all(|line| line.len() <= LONGEST_CMD);
    exact.filter(fits).unwrap_or_else(|| generic(change, shell))
}

fn registry(place: Place, sets: bool, before: &Before, shell: Shell) -> Option<Vec<String>> {
    match before {
        Before::Value { value_type, data } => Some(vec![place.set(&Stored::read(value_type, data)?, shell)]),
        Before::AbsentValue | Before::AbsentKey { .. } if !sets => Some(Vec::new()),
        Before::AbsentValue => Some(vec![place.delete(shell)]),
        Before::AbsentKey { missing } => {
            let created = place.creatable().into_iter().take(*missing);
            let keys = created.map(|key| delete_empty(key, shell));
            Some(std::iter::once(place.delete(shell)).chain(keys).collect())
        }
        _ => None,
    }
}

/// Both ways back as comments, with the hint which of them it is; of a change by hand, its way back in words.
fn generic(change: &Change, shell: Shell) -> Vec<String> {
    if let Change::Text { undo, .. } = change {
        return undo.iter().map(|undo| comment(undo, shell)).collect();
    }
    let Lines { undo, undo_to_old, .. } = lines(change, shell);
    let ways = [
        ("If there was a value before, put it back: OLD is that value, with its type.", undo_to_old),
        ("If there was none before, or it was off:", undo),
    ];
    let ways = ways.into_iter().filter(|(_, own)| !own.is_empty());
    ways.flat_map(|(hint, own)| {
        let own = own.into_iter().map(|line| comment(&format!("  {line}"), shell));
        std::iter::once(comment(hint, shell)).chain(own).collect::<Vec<_>>()
    })
    .collect()
}

/// The lines that show whether the old state is back, with what each prints then.
pub fn verify_back(change: &Change, before: &Before, shell: Shell) -> Vec<Check> {
    let check = |line: String, expect: String| Check { line, expect };
    match (change, before) {
        (Change::Service { state: ServiceState::Restarted, .. } | Change::Text { .. }, _) => Vec::new(),
        (Change::Registry { key, name, .. }, _) => registry_checks(Place { key, name }, before),
        (Change::Service { name, .. }, Before::Running | Before::Stopped) => {
            let expect = match (before, shell) {
                (Before::Running, Shell::Cmd) => "The state is 4 RUNNING.",
                (Before::Running, Shell::PowerShell) => "The status is Running.",
                (_, Shell::Cmd) => "The state is 1 STOPPED.",
                (_, Shell::PowerShell) => "The status is Stopped.",
            };
            vec![check(service::query(name, shell), expect.to_owned())]
        }
        (Change::Firewall { .. }, Before::Rules { on, off }) => {
            let all = |names: &[String], word| {
                names.iter().map(move |name| format!("{name} {word}")).collect::<Vec<_>>()
            };
            let states = [all(on, "True"), all(off, "False")].concat();
            let shows = lines(change, shell).verify.into_iter();
            shows.map(|line| check(line, format!("Enabled is: {}.", states.join(", ")))).collect()
        }
        _ => lines(change, shell).verify.into_iter().map(|line| check(line, AS_KEPT.to_owned())).collect(),
    }
}

const AS_KEPT: &str = "What it showed before the change.";

fn registry_checks(place: Place, before: &Before) -> Vec<Check> {
    let expect = match before {
        Before::Value { value_type, data } => match Stored::read(value_type, data) {
            Some(stored) => format!("{} is {} and holds: {}", place.name, stored.word(), stored.shown()),
            None => AS_KEPT.to_owned(),
        },
        Before::AbsentKey { .. } | Before::AbsentValue => {
            format!("An error: there is no value {}.", place.name)
        }
        _ => AS_KEPT.to_owned(),
    };
    let mut checks = vec![Check { line: place.query(), expect }];
    // Keys are looked at where they have to be gone.
    let Before::AbsentKey { missing } = before else { return checks };
    let levels = place.creatable();
    let gone = levels.iter().take(*missing).map(|key| (key, format!("An error: there is no key {key}.")));
    let there = levels.iter().skip(*missing).take(1).map(|key| (key, "The key by its full name.".to_owned()));
    checks.extend(gone.chain(there).map(|(key, expect)| Check { line: key_query(key), expect }));
    checks
}
