//! What a person sees who types these lines: snapshots, read before they are accepted.

use std::fmt::Write as _;

use crate::shared::program::{Run, run};

/// Lines as they are typed, each with what comes of it; `"..."` keeps words together.
fn transcript(name: &str, lines: &[&str]) {
    let mut text = String::new();
    for line in lines {
        let args = words(line);
        let Run { code, stdout, stderr } = run(&args.iter().map(String::as_str).collect::<Vec<_>>(), b"");
        write!(text, "$ rdpfix {line}\n{stdout}").unwrap();
        for line in stderr.lines() {
            writeln!(text, "stderr| {line}").unwrap();
        }
        writeln!(text, "[exit code {code}]\n").unwrap();
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn lookup_of_what_is_known() {
    transcript(
        "lookup-known",
        &[
            "lookup 0xc07",
            "lookup Error code: 0x904 Extended error code: 0x7",
            "lookup \"The function requested is not supported\"",
        ],
    );
}

#[test]
fn lookup_of_what_is_not_decided() {
    transcript(
        "lookup-undecided",
        &["lookup 0x7", "lookup 0x904f", "lookup \"the printer is on fire\"", "lookup \"\""],
    );
}

#[test]
fn lookup_of_advice_that_is_refused() {
    transcript(
        "lookup-refused",
        &["lookup \"rename the MachineKeys folder\"", "lookup \"uninstall the CredSSP update KB4103727\""],
    );
}

#[test]
fn lookup_in_a_namespace() {
    transcript("lookup-from", &["lookup 7 --from mstsc-extended", "lookup 3 --from mstsc-disconect"]);
}

#[test]
fn lookup_for_a_ticket() {
    transcript("lookup-markdown", &["lookup 0xc07 --format markdown"]);
}

#[test]
fn lookup_for_a_script() {
    transcript("lookup-json", &["lookup 0xC0000224 --json", "lookup nonsense --json"]);
}

#[test]
fn one_unit_of_each_kind() {
    transcript(
        "explain",
        &[
            "explain account-password",
            "explain blank-password",
            "explain nla-off-on-host",
            "explain rename-machinekeys",
            "explain 0xC0000224",
            "explain 0xC0000224 --full",
            "explain account-pasword",
        ],
    );
}

#[test]
fn commands_as_a_script() {
    transcript(
        "explain-script",
        &[
            "explain nla-off-on-host --script cmd",
            "explain nla-off-on-host --script powershell",
            "explain blank-password --script cmd",
        ],
    );
}

#[test]
fn a_diagnosis_that_needs_an_answer() {
    transcript("diagnose-ask", &["diagnose 0x904/0x7 --no-input", "diagnose 0x7 --no-input"]);
}

#[test]
fn a_diagnosis_that_comes_to_a_fix() {
    transcript(
        "diagnose-fix",
        &["diagnose 0xc07 --no-input --answer account-kind=local --answer account-password=blank"],
    );
}

#[test]
fn a_diagnosis_that_connects() {
    transcript(
        "diagnose-connected",
        &[
            "diagnose 0xc07 --no-input --tried set-account-password=worked",
            "diagnose 0xc07 --no-input --tried nla-off-on-host=worked",
        ],
    );
}

#[test]
fn no_command_and_no_such_command() {
    transcript(
        "no-command",
        &["", "0xc07", "0x904/0x7", "diagnos", "lookup --widht 80", "lookup 0xc07 --format pdf"],
    );
}

#[test]
fn help_topics() {
    transcript(
        "help-topics",
        &["help topics", "help exit-codes", "help environment", "help answers", "help exitcodes"],
    );
}

#[test]
fn help_of_a_command() {
    transcript("help-command", &["--help", "help lookup", "help diagnose"]);
}
