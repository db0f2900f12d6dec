//! The way back is exact: every registry, service and firewall change of the knowledge is made and taken
//! back on a simulated machine, by the very lines that are printed, in both shells, from every state the
//! machine may have been in. On Windows the lines for the command prompt are run for real, on keys that
//! are the test's own.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::disallowed_methods, reason = "the lines are run for real, on keys that are the test's own")]

mod hostile;
mod machine;
mod prompt;
mod registry;
mod script;
mod shell;
mod starts;
mod switches;
mod tree;
#[cfg(windows)]
mod windows;

use std::sync::LazyLock;

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::commands::Shell;
use rdpfix::knowledge::format::Change;

pub(crate) const SHELLS: [Shell; 2] = [Shell::Cmd, Shell::PowerShell];

/// Every change of the built-in knowledge that lines are generated for, with the fix that it belongs to.
pub(crate) fn changes() -> &'static [(String, Change)] {
    static CHANGES: LazyLock<Vec<(String, Change)>> = LazyLock::new(|| {
        let knowledge = Knowledge::builtin();
        let of_fix = |id: &str, changes: &[Change]| -> Vec<_> {
            let generated = changes.iter().filter(|change| !matches!(change, Change::Text { .. }));
            generated.map(|change| (id.to_owned(), change.clone())).collect()
        };
        knowledge.fixes.iter().flat_map(|(id, fix)| of_fix(id, &fix.changes)).collect()
    });
    &CHANGES
}
