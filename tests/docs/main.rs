//! The README and the examples: whatever they show is what the program does.
//!
//! `console` blocks are run and compared ([`transcripts`]); `sh` blocks are run by a shell, and a `text` block that
//! follows one is its output ([`recipes`]); of PowerShell, for which there is no interpreter here, every call of
//! rdpfix is taken out and run with its arguments; the interview is played at a terminal ([`interview`]).
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment and files")]

use std::path::Path;
use std::process::Command;

mod blocks;
mod examples;
#[cfg(unix)]
mod interview;
mod keep;
mod recipes;
mod runbooks;
#[cfg(unix)]
#[path = "../terminal/terminal.rs"]
#[allow(
    dead_code,
    unfulfilled_lint_expectations,
    reason = "shared with the tests of the prompts, which use all of it"
)]
mod terminal;
mod transcripts;

/// The root of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project, with `\n` at the ends of lines.
fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n")
}

/// rdpfix in the root of the project, without what the surroundings would tell it.
fn rdpfix() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdpfix"));
    command.current_dir(root());
    // Without a home nothing is kept: no test writes into that of whoever runs it.
    let kept = ["XDG_STATE_HOME", "LOCALAPPDATA", "HOME"];
    for name in ["RDPFIX_KNOWLEDGE", "RDPFIX_NO_INPUT", "COLUMNS", "CLICOLOR_FORCE"].into_iter().chain(kept) {
        command.env_remove(name);
    }
    command
}
