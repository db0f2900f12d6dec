//! `cargo regenerate`: writes every file that is generated from the knowledge, so that the tests can run.
//!
//! First what is counted of the cases and the lexicon, which are compiled in; then, by a program that holds them, the
//! examples, the picture of an interview, and the lines of all fixes. What was written is to be looked at with
//! `git diff` before it is committed.
#![allow(clippy::print_stdout, reason = "whoever starts it is told what was written")]
#![allow(clippy::disallowed_methods, reason = "it writes files and starts cargo")]

mod lists;
mod words;

use std::path::Path;
use std::process::{Command, ExitCode};

/// The tests that hold what only the new program can print, and write it.
const WRITING: [&str; 4] =
    ["docs::examples", "docs::recipes::sh", "every_generated_line_was_read", "interview::interview"];

fn main() -> std::io::Result<ExitCode> {
    for (path, text) in lists::generated() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let old = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if old != text {
            std::fs::write(&file, text)?;
            println!("written: {path}");
        }
    }
    let mut tests = Command::new(env!("CARGO"));
    tests.args(["test", "--quiet", "--test", "integration", "--test", "terminal", "--"]).args(WRITING);
    tests.env("RDPFIX_REGENERATE", "1").env("INSTA_UPDATE", "always");
    Ok(if tests.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
