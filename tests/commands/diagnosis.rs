//! `diagnose --no-input`, for every problem there is: what the report says and the exit code are one thing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::shared::program::{Run, ids_of, rdpfix, run, tried};

/// A runbook's call for a problem.
fn diagnose(problem: &str, more: &[String]) -> Run {
    let mut args = vec!["diagnose", "--problem", problem, "--no-input", "--json"];
    args.extend(more.iter().map(String::as_str));
    run(&args, b"")
}

/// The kind of the next step, after the exit code and the silence of the run were held against it.
#[track_caller]
fn next(run: &Run) -> String {
    assert_eq!(run.stderr, "");
    let report = run.json();
    let kind = report["next"]["kind"].as_str().unwrap().to_owned();
    let weakened = report["next"]["temporary"].as_array().is_some_and(|list| !list.is_empty());
    let expected = match kind.as_str() {
        "connected" if weakened => 4,
        "fix" | "connected" => 0,
        "hand-over" => 1,
        "ask" => 3,
        other => panic!("{other} is no next step"),
    };
    assert_eq!(run.code, expected, "{report}");
    kind
}

fn flag(name: &str, value: String) -> [String; 2] {
    [format!("--{name}"), value]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Follows the report to the end: answers what is asked, by a rule, and lets every fix fail.
fn follow(problem: &str, choose: impl Fn(&[Value]) -> String, seen: &mut BTreeSet<String>) {
    let mut told: Vec<String> = Vec::new();
    for _ in 0..200 {
        let run = diagnose(problem, &told);
        let kind = next(&run);
        let report = run.json();
        seen.insert(kind.clone());
        match kind.as_str() {
            "ask" => {
                let id = text(&report["next"]["observation"]);
                assert_eq!(report["missing"][0]["observation"], id, "what is asked stands first in missing");
                told.extend(flag(
                    "answer",
                    format!("{id}={}", choose(report["next"]["states"].as_array().unwrap())),
                ));
            }
            "fix" => {
                let id = text(&report["next"]["fix"]);
                assert!(
                    report["plan"].as_array().unwrap().iter().any(|fix| fix["id"] == id),
                    "{problem}: {id}"
                );
                told.extend(flag("tried", format!("{id}=failed")));
            }
            _ => return,
        }
    }
    panic!("{problem} comes to no end: {told:?}");
}

#[test]
fn every_problem_comes_to_an_end_by_its_own_report() {
    let mut seen = BTreeSet::new();
    for problem in tried(ids_of("problems")) {
        follow(&problem, |states| text(&states[0]).to_owned(), &mut seen);
        follow(&problem, |_| "unknown".to_owned(), &mut seen);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["ask", "fix", "hand-over"]);
}

#[test]
fn nothing_is_asked_where_open_questions_count_as_not_known() {
    for problem in tried(ids_of("problems")) {
        let run = diagnose(&problem, &["--assume-unknown".to_owned()]);
        assert_ne!(next(&run), "ask", "{problem}");
    }
}

#[test]
fn it_connects_when_a_fix_has_worked() {
    for problem in tried(ids_of("problems")) {
        let plan = diagnose(&problem, &[]).json()["plan"].clone();
        let fix = text(&plan[0]["id"]);
        let run = diagnose(&problem, &flag("tried", format!("{fix}=worked")));
        assert_eq!((next(&run).as_str(), run.code), ("connected", 0), "{problem}");
        assert_eq!(run.json()["missing"], json!([]), "{problem}");
    }
}

#[test]
fn a_script_gets_no_weakening_unless_it_is_allowed() {
    let mut withheld = 0;
    for problem in ids_of("problems") {
        let report = diagnose(&problem, &[]).json();
        assert!(report["plan"].as_array().unwrap().iter().all(|fix| fix["security"] == "safe"), "{problem}");
        for blocked in report["blocked"].as_array().unwrap() {
            let id = text(&blocked["fix"]);
            let allowed = diagnose(&problem, &["--allow-weakening".to_owned()]).json();
            withheld += usize::from(allowed["plan"].as_array().unwrap().iter().any(|fix| fix["id"] == id));
        }
        let never = diagnose(&problem, &["--no-weakening".to_owned()]).json();
        assert!(never["plan"].as_array().unwrap().iter().all(|fix| fix["security"] == "safe"), "{problem}");
    }
    assert!(withheld > 0);
}

#[test]
fn a_weakening_that_is_still_in_place_is_no_success() {
    let run = rdpfix("diagnose 0xc07 --no-input --json --tried nla-off-on-host=worked");
    assert_eq!((next(&run).as_str(), run.code), ("connected", 4));
    assert_eq!(run.json()["next"]["temporary"], json!(["nla-off-on-host"]));
    assert_eq!(run.json()["temporary"][0]["id"], "nla-off-on-host");
    assert_eq!(rdpfix("diagnose 0xc07 --no-input --json --tried nla-off-on-host=worked --exit-zero").code, 0);
}

#[test]
fn without_a_problem_it_asks_for_one() {
    let run = run(&["diagnose", "-", "--no-input", "--json"], b"my coffee is cold");
    assert_eq!(next(&run), "ask");
    let report = run.json();
    for empty in ["ranking", "plan"] {
        assert_eq!(report[empty], json!([]));
    }
    assert_eq!(report["problem"], Value::Null);
    let missing = report["missing"].as_array().unwrap();
    assert_eq!(
        (missing.len(), &missing[0]["flag"], &missing[0]["observation"]),
        (1, &json!("--problem ID"), &Value::Null)
    );
    assert_eq!(missing[0]["states"], json!(ids_of("problems")));
    assert_eq!(rdpfix("diagnose printer --no-input --json --assume-unknown").code, 1);
    assert_eq!(rdpfix("diagnose printer --no-input --json --assume-unknown --exit-zero").code, 0);
}

#[test]
fn exit_zero_leaves_the_report_as_it_is() {
    let plain = rdpfix("diagnose 0x904/0x7 --no-input --json");
    let zero = rdpfix("diagnose 0x904/0x7 --no-input --json --exit-zero");
    assert_eq!((plain.code, zero.code), (3, 0));
    assert_eq!(plain.stdout, zero.stdout);
    assert_eq!(rdpfix("lookup nonsense --exit-zero").code, 0);
    assert_eq!(rdpfix("lookup nonsense --widht 80 --exit-zero").code, 2);
}

#[test]
fn a_problem_is_named_by_id_or_by_code() {
    let by_id = rdpfix("diagnose --problem account-restriction --no-input --json").json();
    let by_code = rdpfix("diagnose --problem 0xc07 --no-input --json").json();
    let by_decimal = rdpfix("diagnose --problem 3079 --no-input --json").json();
    assert_eq!(by_id, by_code);
    assert_eq!(by_id, by_decimal);
    assert_eq!(
        rdpfix("diagnose account-restriction --no-input --json").json()["problem"],
        "account-restriction"
    );
}

/// The file of `rdpfix help answers`, and flags that add to it.
#[test]
fn answers_come_from_a_file_and_flags_add_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.json");
    let answers = json!({
        "schema": "rdpfix.answers/1",
        "problem": "disconnect-0x904",
        "answers": { "certificate-state": "expired" },
        "tried": [{ "fix": "renew-host-certificate", "outcome": "cannot", "reason": "no rights on the host" }],
    });
    std::fs::write(&path, answers.to_string()).unwrap();
    let path = path.to_str().unwrap();
    let run = run(
        &[
            "diagnose",
            "--answers",
            path,
            "--answer",
            "localhost-works=yes",
            "--problem",
            "0x904",
            "--no-input",
            "--json",
        ],
        b"",
    );
    assert_eq!(run.stderr, "");
    let report = run.json();
    assert_eq!(report["problem"], "disconnect-0x904");
    let answers: Vec<_> = report["answers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|a| a["witness"] != "implied")
        .map(|a| (text(&a["observation"]), text(&a["state"])))
        .collect();
    assert_eq!(answers, [("certificate-state", "expired"), ("localhost-works", "yes")]);
    assert_eq!(report["tried"][0]["reason"], "no rights on the host");
    assert!(report["plan"].as_array().unwrap().iter().all(|fix| fix["id"] != "renew-host-certificate"));
}

#[test]
fn the_command_of_a_report_comes_to_the_same_point() {
    for more in ["", "--assume-unknown", "--allow-weakening", "--no-weakening"] {
        let told = "--answer certificate-state=ok --tried restart-host=failed";
        let first = rdpfix(&format!("diagnose 0x904/0x7 --no-input --json {told} {more}")).json();
        let words = text(&first["command"]).strip_prefix("rdpfix ").unwrap();
        let again = rdpfix(&format!("{words} --no-input --json")).json();
        for field in
            ["problem", "ranking", "next", "plan", "answers", "missing", "blocked", "tried", "command"]
        {
            assert_eq!(first[field], again[field], "{field} {more}");
        }
    }
}

#[test]
fn a_problem_that_is_not_decided_is_offered_once() {
    let report = run(&["diagnose", "-", "--no-input", "--json"], b"0x7").json();
    assert_eq!(report["problem"], serde_json::Value::Null);
    let states = report["missing"][0]["states"].as_array().unwrap();
    let once: std::collections::BTreeSet<&str> = states.iter().map(|state| state.as_str().unwrap()).collect();
    assert!(once.len() > 1 && once.len() == states.len(), "{states:?}");
}

#[test]
fn without_a_terminal_the_whole_report_comes_and_a_note_says_why() {
    let piped = run(&["diagnose", "0x904/0x7"], b"");
    let asked = rdpfix("diagnose 0x904/0x7 --no-input");
    assert_eq!((piped.code, &piped.stdout), (3, &asked.stdout));
    assert!(piped.stderr.starts_with("note: ") && piped.stderr.lines().count() == 1, "{}", piped.stderr);
    // What is pasted may come from a pipe.
    let from_pipe = run(&["diagnose"], b"Error code: 0x904\r\nExtended error code: 0x7\r\n");
    assert_eq!((from_pipe.code, &from_pipe.stdout), (3, &asked.stdout));
}
