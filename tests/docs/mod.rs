//! The READMEs, the topics of the help and the examples: whatever they show is what the program does.
//!
//! `console` blocks are run and compared ([`transcripts`]); `sh` blocks are run by a shell, twice, and a `text` block
//! that follows one is its output ([`recipes`]); of PowerShell, for which there is no interpreter here, every call of
//! rdpfix is taken out and run with its arguments. Commands within sentences name commands and flags that there are
//! ([`mentions`]). The interview of the picture is played in `tests/terminal`.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment and files")]

use std::process::Command;

use crate::shared::keep::root;
use crate::shared::program::clean;

mod examples;
mod mentions;
mod pages;
mod recipes;
mod runbooks;
mod transcripts;

/// rdpfix in the root of the project, without what the surroundings would tell it.
fn rdpfix() -> Command {
    let mut command = clean();
    command.current_dir(root());
    command
}
