//! `rdpfix session` and `diagnose --session`: what is kept, listed, shown, gone on with and deleted.

use std::fs;

use serde_json::Value;

use crate::shared::home::Home;
use crate::shared::program::finish;

/// A text that decides and names a host.
const NAMING: &str = "Remote Desktop Connection\nRemote computer: srv01\nError code: 0xc07\n";

fn holds(home: &Home, kind: &str, document: &Value) {
    let schema = jsonschema::validator_for(&home.run(&format!("kb schema {kind}")).json()).unwrap();
    let errors: Vec<String> = schema.iter_errors(document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{kind}: {errors:#?}");
}

/// A home with one session that was left at its first question.
fn left() -> (Home, String) {
    let home = Home::new();
    let run = finish(home.command(["diagnose", NAMING, "--simple"]), b"");
    assert_eq!(run.code, 130, "{run:?}");
    let id = home.sessions()[0].file_stem().unwrap().to_string_lossy().into_owned();
    assert!(run.stdout.ends_with(&format!("To go on: rdpfix session resume {id}\n")), "{}", run.stdout);
    assert!(run.stderr.contains("Your answers are saved in"), "{}", run.stderr);
    (home, id)
}

#[test]
fn a_session_is_kept_listed_shown_and_reported() {
    let (home, id) = left();
    let list = home.run("session list --json");
    assert_eq!((list.code, list.stderr.as_str()), (0, ""));
    let document = list.json();
    holds(&home, "sessions", &document);
    let item = &document["sessions"][0];
    assert_eq!((item["id"].as_str(), item["stands"].as_str()), (Some(id.as_str()), Some("left")));
    assert_eq!(item["problem"], "account-restriction");
    let shown = home.run("session show last --json").json();
    holds(&home, "events", &shown);
    let what: Vec<&str> =
        shown["events"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap()).collect();
    assert_eq!(what[1..3], ["read", "the problem is account-restriction"]);
    let report = home.run(&format!("session report {} --json", &id[..id.len() - 1]));
    assert_eq!((report.code, report.stderr.as_str()), (3, ""), "{report:?}");
    holds(&home, "report", &report.json());
    assert_eq!(report.json()["session"]["id"], id.as_str());
    for line in fs::read_to_string(&home.sessions()[0]).unwrap().lines() {
        holds(&home, "session", &serde_json::from_str(line).unwrap());
    }
}

#[test]
fn each_session_is_a_line_of_the_list() {
    let (home, id) = left();
    finish(home.command(["diagnose", "0x904/0x7", "--simple"]), b"");
    let list = home.run("session list").stdout;
    assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
    let own = list.lines().find(|line| line.contains(&id)).expect("it is listed");
    assert!(own.contains("left") && own.contains("account-restriction, srv01"), "{list}");
    let next = list.lines().filter(|line| line.contains("disconnect-0x904")).count();
    assert_eq!((next, list.lines().count()), (1, 3), "{list}");
}

#[test]
fn names_are_hidden_where_a_ticket_is_written() {
    let home = Home::new();
    finish(home.command(["diagnose", NAMING, "--simple"]), b"");
    for (line, shows) in [
        ("session list", true),
        ("session list --redact", false),
        ("session list --format markdown", false),
        ("session report last", true),
        ("session report last --format markdown", false),
    ] {
        let run = home.run(line);
        assert_eq!(run.stdout.contains("srv01"), shows, "{line}: {run:?}");
    }
}

#[test]
fn it_is_deleted_once_that_is_confirmed() {
    let (home, id) = left();
    home.run(&format!("session delete {id}")).refused_with(&["nobody can be asked", "--yes"]);
    assert_eq!(home.sessions().len(), 1);
    let run = home.run(&format!("session delete {id} --yes"));
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fs::read_dir(home.state().join("sessions")).unwrap().count(), 0, "nothing is left");
    home.run("session show last").refused_with(&["there is no session 'last'"]);
    assert!(home.run("session list").stdout.contains("No session is kept."));
}

#[test]
fn a_name_that_leads_to_none_or_many() {
    let (home, _) = left();
    home.interview("diagnose --simple 0xc07", "");
    home.run("session show 2").refused_with(&["'2' begins the ids of 2 sessions", "rdpfix session list"]);
    home.run("session show 9").refused_with(&["there is no session '9'"]);
    home.run("session show nowhere/x.ndjson").refused_with(&["there is no session"]);
    home.run("session resume last").refused_with(&["nobody can be asked", "rdpfix session report"]);
}

#[test]
fn nothing_is_kept_where_that_is_wanted() {
    let home = Home::new();
    for line in ["diagnose 0xc07 --simple --no-session", "diagnose 0xc07 --no-input", "diagnose 0xc07 --json"]
    {
        let run = home.interview(line, "");
        assert!(!run.stderr.contains("kept in"), "{line}: {run:?}");
        assert!(!home.state().exists(), "{line}");
    }
    home.run("diagnose 0xc07 --session x --no-session").refused_with(&["--no-session"]);
}

#[test]
fn a_script_adds_to_a_file_call_by_call() {
    let home = Home::new();
    let file = home.path().join("runbook.ndjson");
    let session = format!("--no-input --json --session {}", file.display());
    let first = home.run(&format!("diagnose 0xc07 {session} --answer host-join=workgroup"));
    assert_eq!((first.code, first.stderr.as_str()), (3, ""), "{first:?}");
    let second = home.run(&format!("diagnose {session} --answer account-password=blank"));
    assert_eq!(second.code, 0, "{second:?}");
    let report = second.json();
    holds(&home, "report", &report);
    let told = report["answers"].as_array().unwrap().iter().filter(|a| a["witness"] != "implied");
    assert_eq!(told.count(), 2, "{report}");
    assert_eq!(report["next"]["kind"], "fix");
    let at_once = home
        .run("diagnose 0xc07 --no-input --json --answer host-join=workgroup --answer account-password=blank");
    for same in ["ranking", "next", "plan", "missing", "command"] {
        assert_eq!(report[same], at_once.json()[same], "{same}");
    }
    assert!(at_once.json().get("session").is_none() && at_once.json().get("pending").is_none());
    let before = fs::metadata(&file).unwrap().len();
    let again = home.run(&format!("diagnose 0xc07 {session} --answer host-join=workgroup"));
    assert_eq!(again.json()["answers"], report["answers"], "the same call changes nothing");
    assert!(fs::metadata(&file).unwrap().len() - before < 600, "and adds no more than that it was made");
    home.run(&format!("diagnose --problem disconnect-0x904 {session}"))
        .refused_with_json("the session is about account-restriction");
    assert!(!home.state().exists(), "the usual place is not touched");
}

impl crate::shared::program::Run {
    #[track_caller]
    fn refused_with_json(&self, word: &str) {
        assert_eq!(self.code, 2, "{self:?}");
        assert!(self.stdout.contains(word), "{self:?}");
    }
}

#[test]
fn a_script_keeps_a_text_that_decides_nothing_and_goes_on_from_it() {
    let home = Home::new();
    let session = format!("--no-input --session {}", home.path().join("s.ndjson").display());
    let first = home.run(&format!("diagnose nonsense {session}"));
    assert_eq!(first.code, 3, "{first:?}");
    let second = home.run(&format!("diagnose --problem account-restriction --json {session}"));
    assert_eq!(second.json()["problem"], "account-restriction");
}

#[test]
fn ten_thousand_sessions_are_listed() {
    const MANY: usize = 10_000;
    let (home, _) = left();
    let file = home.sessions().remove(0);
    let text = fs::read_to_string(&file).unwrap();
    for number in 1..MANY {
        fs::write(file.with_file_name(format!("20200101-000000-{number:04x}.ndjson")), &text).unwrap();
    }
    let list = home.run("session list --json").json();
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), MANY);
    assert!(sessions.iter().all(|session| session["problem"] == "account-restriction"));
}

#[test]
fn a_session_with_a_long_last_line_is_listed() {
    let (home, _) = left();
    let file = home.sessions().remove(0);
    let text = fs::read_to_string(&file).unwrap();
    let long = text.lines().nth(1).unwrap().replace("srv01", &"x".repeat(60_000));
    let last = text.lines().last().unwrap().replace("\"ask\"", "\"connected\"").replace("left", "finished");
    fs::write(&file, format!("{text}{long}\n")).unwrap();
    let stands = || home.run("session list --json").json()["sessions"][0]["stands"].clone();
    assert_eq!(stands(), "open");
    fs::write(&file, format!("{text}{long}\n{last}\n")).unwrap();
    assert_eq!(stands(), "connected");
    fs::write(&file, "nothing of ours\n").unwrap();
    assert_eq!(stands(), "unreadable");
}
