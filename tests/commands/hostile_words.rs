//! Words of the command line that would act on a terminal, and the ways in which Windows asks for help.

use crate::shared::program::run;

/// What no message may hold, whatever was typed.
const ACTING: [char; 6] = ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{8}'];

#[test]
fn a_usage_error_repeats_nothing_that_acts() {
    let word = "x\u{1b}]0;pwn\u{7}\u{1b}[31m\u{9b}31m\u{202e}\u{2066}y\u{8}\nerror: forged";
    let calls: [&[&str]; 7] = [
        &["lookup", "--format", word, "x"],
        &[word],
        &["lookup", &format!("--{word}")],
        &["check", "--only", word, "x"],
        &["session", word],
        &["diagnose", "--answer", word],
        &["list", word, "--json"],
    ];
    for call in calls {
        let run = run(call, b"");
        assert_eq!(run.code, 2, "{call:?}: {run:?}");
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains(ACTING), "{call:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("error: forged")), "{call:?}: {text:?}");
        }
    }
}

#[test]
fn a_word_that_only_acts_is_an_error_all_the_same() {
    let run = run(&["lookup", "--format", "js\u{202e}on", "x"], b"");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.starts_with("error: invalid value 'json'"), "{}", run.stderr);
}

#[test]
fn help_is_asked_for_as_on_windows() {
    for call in [&["/?"][..], &["-?"], &["check", "/?"], &["session", "list", "-?"]] {
        let run = run(call, b"");
        assert_eq!(run.code, 0, "{call:?}: {run:?}");
        assert!(run.stdout.contains("Usage: rdpfix"), "{}", run.stdout);
    }
    assert_eq!(run(&["lookup", "--", "/?"], b"").code, 1, "behind -- it is a text");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_check_with_its_code() {
    use std::net::TcpListener;
    use std::process::{Command, Stdio};

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = silent.local_addr().unwrap().to_string();
    let mut check = crate::shared::program::command(["check", &host, "--timeout", "60"]);
    let mut check = check.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let _open = silent.accept().unwrap();
    assert!(Command::new("kill").args(["-INT", &check.id().to_string()]).status().unwrap().success());
    assert_eq!(check.wait().unwrap().code(), Some(130));
}
