//! The `console` blocks: command, output, exit code.

use crate::shared::blocks::blocks;
use crate::shared::keep::read;

#[test]
fn readme() {
    hold("README.md");
}

#[test]
fn knowledge_readme() {
    hold("knowledge/README.md");
}

/// A block that is quoted in a topic of the help.
#[test]
fn topics() {
    for path in super::pages::topics() {
        if blocks(&read(&path)).iter().any(|block| block.language == "console") {
            hold(&path);
        }
    }
}

/// Runs every `console` block of a file. `TRYCMD=overwrite cargo test` writes what the program says now.
fn hold(path: &str) {
    let cases = trycmd::TestCases::new();
    cases.register_bin("rdpfix", std::path::Path::new(env!("CARGO_BIN_EXE_rdpfix")));
    // Empty variables count as not set.
    for name in ["RDPFIX_NO_INPUT", "COLUMNS", "CLICOLOR_FORCE"] {
        cases.env(name, "");
    }
    cases.case(path);
}
