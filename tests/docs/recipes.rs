//! The recipes of the pages for other programs' shells.

use std::io::Write as _;
use std::process::Stdio;

use crate::docs::{pages, rdpfix};
use crate::shared::blocks::blocks;
#[cfg(unix)]
use crate::shared::keep::keep;
use crate::shared::keep::read;

/// Runs a script two times in one place, and shows what the second run prints.
#[cfg(unix)]
const TWICE: &str = r#"sh -euc "$1" > first.out; rm first.out; sh -euc "$1""#;

/// Every `sh` block ends well, also when it is run again, and prints what the `text` block after it says.
#[cfg(unix)]
#[test]
fn sh() {
    let mut runs = 0;
    for (path, page) in pages::all() {
        let blocks = blocks(&page);
        for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.language == "sh") {
            let output = crate::docs::runbooks::sh(&["-euc", TWICE, "sh", &block.text]);
            assert!(output.status.success(), "{path}: {}\n{output:?}", block.text);
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{path}: {}", block.text);
            if let Some(shown) = blocks.get(index + 1).filter(|next| next.language == "text") {
                let printed = String::from_utf8(output.stdout).unwrap();
                keep(&path, &read(&path).replace(&shown.text, &printed));
            }
            runs += 1;
        }
    }
    assert!(runs > 10, "the pages have no sh blocks");
}

/// Every call in a `powershell` block is one that rdpfix understands. The pipes around it are not run.
#[test]
fn calls_in_powershell() {
    let blocks = pages::all().into_iter().flat_map(|(_, page)| blocks(&page));
    let text: String =
        blocks.filter(|block| block.language == "powershell").map(|block| block.text).collect();
    let calls = calls(&text);
    assert!(calls.len() > 2, "{calls:?}");
    for call in calls {
        understood(&call);
    }
}

/// So is what the README lets a person type with cargo.
#[test]
fn calls_by_cargo() {
    let readme = read("README.md");
    let calls: Vec<_> =
        readme.lines().filter_map(|line| line.strip_prefix("cargo run --release -- ")).collect();
    assert!(!calls.is_empty());
    for call in calls {
        understood(call);
    }
}

/// The arguments of each call of rdpfix: from its name to the end of the command.
pub(crate) fn calls(script: &str) -> Vec<String> {
    let called = |command: &str| Some(command.strip_prefix("rdpfix ")?.replace('\\', "/"));
    // Before the call there may be an assignment.
    script.split(['|', ';', '\n']).filter_map(|part| called(part.rsplit("= ").next()?.trim())).collect()
}

/// Runs rdpfix with an error on its standard input: everything but the exit code 2 is an answer.
fn understood(arguments: &str) {
    let mut command = rdpfix();
    command.args(arguments.split_whitespace());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever does not read it closes the pipe: no fault.
    let _ = child.stdin.take().unwrap().write_all(b"Error code: 0x904\n");
    let output = child.wait_with_output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1 | 3 | 4)), "rdpfix {arguments}\n{output:?}");
}
