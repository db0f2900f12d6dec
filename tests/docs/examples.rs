//! The generated files under `examples/`.

use std::fs::File;
use std::process::Stdio;

use crate::docs::rdpfix;
use crate::shared::keep::keep;
use crate::shared::keep::root;

#[test]
fn report_as_json() {
    keep("examples/report.json", &report(&["--json", "--redact"]));
}

#[test]
fn report_as_ticket() {
    keep("examples/report.md", &report(&["--format", "markdown"]));
}

#[test]
fn report_as_page() {
    keep("examples/report.html", &report(&["--format", "html"]));
}

#[test]
fn tree_as_text() {
    keep("examples/tree-disconnect-0x904.txt", &tree("text"));
}

#[test]
fn tree_as_mermaid() {
    keep("examples/tree-disconnect-0x904.mmd", &tree("mermaid"));
}

/// No name of the pasted text is in the published reports: that is what redaction is shown with.
#[test]
fn reports_hide_the_names() {
    for form in [["--json", "--redact"].as_slice(), &["--format", "markdown"], &["--format", "html"]] {
        let report = report(form);
        assert!(report.contains("USER-1"), "a name was recognised: {report}");
        for name in ["jdoe", "CORP", "srv01", "10.20.0.5"] {
            assert!(!report.contains(name), "{name} in {report}");
        }
    }
}

/// The report on `error.txt` with `answers.json`.
fn report(form: &[&str]) -> String {
    let mut command = rdpfix();
    command.args(["diagnose", "-", "--no-input", "--answers", "examples/answers.json"]).args(form);
    command.stdin(File::open(root().join("examples/error.txt")).unwrap());
    output(command)
}

fn tree(form: &str) -> String {
    let mut command = rdpfix();
    command.args(["tree", "disconnect-0x904", "--format", form]);
    output(command)
}

fn output(mut command: std::process::Command) -> String {
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}
