//! A diagnosis that begins with files.

use super::{files, with};

fn diagnose(more: &[&str], paths: &[&str]) -> crate::shared::program::Run {
    let paths: Vec<_> = paths.iter().map(|path| files(path)).collect();
    let mut args: Vec<&std::ffi::OsStr> = vec!["diagnose".as_ref(), "--no-input".as_ref(), "--json".as_ref()];
    args.extend(more.iter().map(|word| std::ffi::OsStr::new(*word)));
    for path in &paths {
        args.extend(["--evidence".as_ref(), path.as_os_str()]);
    }
    with(&args)
}

fn answer<'d>(report: &'d serde_json::Value, observation: &str) -> Option<&'d serde_json::Value> {
    let answers = report["answers"].as_array().unwrap();
    answers.iter().find(|answer| answer["observation"] == observation)
}

/// Two files of the host decide that Remote Desktop is off there, with nothing asked.
#[test]
fn files_answer_and_are_shown_with_their_place() {
    let run = diagnose(&["--problem", "cannot-connect-0x204", "--assume-unknown"], &["host"]);
    let report = run.json();
    let answer = answer(&report, "rdp-switched-on").unwrap();
    assert_eq!((&answer["state"], &answer["witness"]), (&"no".into(), &"evidence".into()));
    let evidence = answer["evidence"].as_str().unwrap();
    assert!(evidence.contains("terminal-server.reg, line 14"), "{evidence}");
}

#[test]
fn what_a_person_says_stands_against_a_file() {
    let more = ["--problem", "cannot-connect-0x204", "--assume-unknown", "--answer", "rdp-switched-on=yes"];
    let report = diagnose(&more, &["host"]).json();
    let answer = answer(&report, "rdp-switched-on").unwrap();
    assert_eq!((&answer["state"], &answer["witness"]), (&"yes".into(), &"script".into()));
}

/// The log of the client carries the very code of the dialog: nobody has to type it.
#[test]
fn the_problem_is_found_in_the_log_where_nobody_names_one() {
    let report = diagnose(&["--assume-unknown"], &["client/rdpclient.xml"]).json();
    assert_eq!(report["problem"], "account-locked", "{report:#}");
    assert!(report["implied"].to_string().contains("locked"), "{}", report["implied"]);
}

/// The log holds two attempts: before the account was locked, a wrong password.
#[test]
fn another_attempt_of_the_log_is_asked_about() {
    let report =
        diagnose(&["--assume-unknown", "--at", "2026-11-28T10:59Z"], &["client/rdpclient.xml"]).json();
    assert_ne!(report["problem"], "account-locked", "{report:#}");
    let run = with(&["diagnose".as_ref(), "0x904".as_ref(), "--at".as_ref(), "2026-11-28T10:59Z".as_ref()]);
    assert!(run.code == 2 && run.stderr.contains("--evidence"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_not_there_is_an_error_and_no_empty_answer() {
    let run = diagnose(&["--problem", "cannot-connect-0x204"], &["gone"]);
    assert_eq!(run.code, 2);
    assert!(run.json()["error"]["message"].as_str().unwrap().contains("cannot read"), "{}", run.stdout);
}
