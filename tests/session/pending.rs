//! `rdpfix pending`: what is still in place, the exact way back, and the mark that it is undone.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rdpfix::interview::Ending;
use rdpfix::knowledge::Knowledge;
use rdpfix::session::ledger::{Circumstances, Entry, Ledger};

use crate::interview::person::{Act, Start, script};
use crate::session::play::{Disk, From, clock, play};
use crate::shared::home::Home;

/// 2020-01-01: overdue for as long as this program exists.
fn long_ago() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_577_836_800)
}

/// 2100-01-01: due later than anybody runs this.
fn far_off() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(4_102_444_800)
}

const ORACLE: &str = "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\CredSSP\\\
    Parameters\n    AllowEncryptionOracle    REG_DWORD    0x1\n";

fn note(
    home: &Home,
    fix: &str,
    machine: &str,
    session: &str,
    printed: Option<&str>,
    clock: fn() -> SystemTime,
) {
    let knowledge = Knowledge::builtin();
    let fix = knowledge.fixes.get(fix).unwrap();
    let done = Circumstances { session, problem: Some("credssp-encryption-oracle"), machine };
    let printed = [printed.map(str::to_owned)];
    let ledger = Ledger::new(home.state().join("ledger.ndjson"), clock);
    ledger.weakened(Entry::new(fix, done, &printed, clock)).unwrap();
}

fn two() -> Home {
    let home = Home::new();
    note(&home, "nla-off-on-host", "srv01", "20991231-235959-0001", None, far_off);
    note(&home, "allow-vulnerable-credssp", "PC-17", "20200101-000000-0002", Some(ORACLE), long_ago);
    home
}

fn transcript(name: &str, home: &Home, lines: &[&str]) {
    let mut text = String::new();
    for line in lines {
        let run = home.run(line);
        let stderr = run.stderr.lines().fold(String::new(), |text, line| text + "stderr| " + line + "\n");
        writeln!(text, "$ rdpfix {line}\n{}{stderr}[exit code {}]\n", run.stdout, run.code).unwrap();
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn what_is_open_is_listed_and_undone() {
    transcript(
        "pending",
        &two(),
        &[
            "pending",
            "pending undo 2099 --no-input",
            "pending undo 2020 --script powershell --no-input",
            "pending script pc-17",
            "pending script srv02",
            "pending undo 20200101-000000-0002-allow --verified",
            "pending",
            "pending undo last --verified --exit-zero",
            "pending",
        ],
    );
}

#[test]
fn documents_hold_to_their_schema() {
    let home = two();
    let schema = jsonschema::validator_for(&home.run("kb schema pending").json()).unwrap();
    for (line, entries) in [("pending --json", 2), ("pending undo 2020 --json", 1)] {
        let run = home.run(line);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{line}");
        let document = run.json();
        assert!(schema.is_valid(&document), "{line}");
        assert_eq!(document["entries"].as_array().unwrap().len(), entries, "{line}");
        assert_eq!(document["entries"][0]["overdue"], true, "overdue first");
        let mut less = document.clone();
        less["entries"][0].as_object_mut().unwrap().remove("machine");
        assert!(!schema.is_valid(&less));
    }
    assert_eq!(Home::new().run("pending --json").json()["entries"].as_array().unwrap().len(), 0);
}

#[test]
fn machines_are_hidden_where_a_ticket_is_written() {
    for (line, shows) in
        [("pending", true), ("pending --redact", false), ("pending --format markdown", false)]
    {
        let run = two().run(line);
        assert_eq!(
            run.stdout.contains("srv01") && run.stdout.contains("PC-17"),
            shows,
            "{line}: {}",
            run.stdout
        );
    }
}

#[test]
fn a_new_diagnosis_says_what_is_open_and_a_script_does_not_know() {
    let home = two();
    let run = home.interview("diagnose 0xc07 --simple", "");
    assert!(run.stderr.contains("Still in place from before (1 overdue)"), "{}", run.stderr);
    let run = home.run("diagnose 0xc07 --no-input --json");
    assert!(run.json().get("pending").is_none(), "{run:?}");
    let file = home.path().join("s.ndjson");
    let run = home.run(&format!("diagnose 0xc07 --no-input --json --session {}", file.display()));
    assert_eq!(run.json()["pending"].as_array().unwrap().len(), 2);
}

#[test]
fn a_ledger_that_is_damaged_hides_nothing_else() {
    let home = two();
    let path = home.state().join("ledger.ndjson");
    let text = std::fs::read_to_string(&path).unwrap();
    // The second entry was not written to its end; another one follows.
    std::fs::write(&path, &text[..text.len() - 20]).unwrap();
    note(&home, "nla-off-on-host", "srv03", "20991231-235959-0003", None, far_off);
    let run = home.run("pending --json");
    let document = run.json();
    let machines: Vec<&str> =
        document["entries"].as_array().unwrap().iter().map(|e| e["machine"].as_str().unwrap()).collect();
    assert_eq!((machines, &document["damaged"]), (vec!["srv01", "srv03"], &serde_json::json!([2])));
    std::fs::write(&path, "rubbish\n").unwrap();
    let run = home.run("pending");
    assert_eq!(run.code, 1, "what cannot be read may be open: {run:?}");
    assert!(run.stdout.contains("Line 1 of the ledger is damaged"), "{}", run.stdout);
}

/// The ids of a ledger become words of lines that are pasted: what a shell would act upon is none.
#[test]
fn an_id_that_is_no_word_is_damage() {
    let home = two();
    let path = home.state().join("ledger.ndjson");
    let text = std::fs::read_to_string(&path).unwrap();
    for (old, new) in [
        ("\"id\":\"2099", "\"id\":\"x; touch y; 2099"),
        ("\"id\":\"2099", "\"id\":\"-2099"),
        ("\"fix\":\"nla-off-on-host\"", "\"fix\":\"$(id)\""),
        ("\"then\":[\"", "\"then\":[\"`id`\",\""),
    ] {
        assert!(text.contains(old), "{text}");
        std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
        let document = home.run("pending --json").json();
        assert_eq!(document["damaged"], serde_json::json!([1]), "{new}");
    }
}

/// A session may be called anything: what was weakened in it is found again.
#[test]
fn a_session_of_any_name_has_a_word_for_its_weakening() {
    let home = Home::new();
    note(&home, "nla-off-on-host", "srv01", "-B\u{fc}ro; 1", None, far_off);
    let document = home.run("pending --json").json();
    let id = document["entries"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(id, "_2d_B_fc_ro_3b__20_1-nla-off-on-host");
    assert_eq!(home.run(&format!("pending undo {id} --verified")).code, 0);
    assert_eq!(home.run("pending").code, 0);
}

/// 10:00 at two hours before UTC is earlier than 09:00 in UTC, whatever the letters say.
#[test]
fn a_script_goes_back_by_the_clock_and_not_by_the_letters() {
    let home = Home::new();
    note(&home, "nla-off-on-host", "srv01", "20991231-235959-0001", None, far_off);
    note(&home, "allow-vulnerable-credssp", "srv01", "20991231-235959-0002", Some(ORACLE), far_off);
    let path = home.state().join("ledger.ndjson");
    let text = std::fs::read_to_string(&path).unwrap();
    let at = "\"at\":\"2100-01-01T00:00:00Z\"";
    let text = text.replacen(at, "\"at\":\"2100-01-01T09:00:00Z\"", 1);
    std::fs::write(&path, text.replacen(at, "\"at\":\"2100-01-01T10:00:00+02:00\"", 1)).unwrap();
    let script = home.run("pending script srv01").stdout;
    let place = |id: &str| script.find(id).unwrap_or_else(|| panic!("no {id} in {script}"));
    assert!(place("-0002-allow") < place("-0001-nla"), "the earlier one first: {script}");
}

/// An editor put a BOM before the first line; a newer program or a hand wrote another: what stands there may still be in
/// place, so everybody who looks is told.
#[test]
fn a_ledger_that_others_wrote_in_is_said_everywhere() {
    let home = two();
    let path = home.state().join("ledger.ndjson");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
    let run = home.run("pending --json");
    assert_eq!(
        (run.json()["entries"].as_array().unwrap().len(), &run.json()["damaged"]),
        (2, &serde_json::json!([]))
    );
    std::fs::write(&path, text.replacen("rdpfix.ledger/1", "rdpfix.ledger/2", 1)).unwrap();
    let said = "Line 1 of the ledger of temporary changes cannot be read";
    let run = home.interview("diagnose 0xc07 --simple", "");
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let file = home.path().join("s.ndjson");
    let run = home.run(&format!("diagnose 0xc07 --no-input --json --session {}", file.display()));
    assert!(run.stderr.contains(said) && run.json()["pending"].as_array().unwrap().len() == 1, "{run:?}");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let run = home.interview("diagnose 0xc07 --simple", "");
    assert!(run.stderr.contains("The ledger of temporary changes cannot be read"), "{}", run.stderr);
}

#[test]
fn a_time_that_cannot_be_read_is_overdue_and_an_offset_counts() {
    let home = two();
    let path = home.state().join("ledger.ndjson");
    let text = std::fs::read_to_string(&path).unwrap();
    let expires = "\"expires\":\"2100-01-02T00:00:00Z\"";
    assert!(text.contains(expires), "{text}");
    for (time, overdue) in
        [("zzz", true), ("2100-01-02T14:00:00+14:00", false), ("1999-12-31T23:00:00-05:00", true)]
    {
        std::fs::write(&path, text.replace(expires, &format!("\"expires\":\"{time}\""))).unwrap();
        let document = home.run("pending --json").json();
        let entries = document["entries"].as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["machine"] == "srv01").unwrap();
        assert_eq!(entry["overdue"], overdue, "{time}");
    }
}

/// From the word to the ledger: what was there before, where it was done, and that it is still in place.
#[test]
fn a_weakening_is_noted_in_the_interview() {
    let knowledge = Knowledge::builtin();
    let start = Start::problem("credssp-encryption-oracle")
        .knowing("credssp-version-event", "yes")
        .knowing("host-credssp-update", "no")
        .knowing("host-reach", "no")
        .knowing("client-admin", "yes")
        .nothing_else(&knowledge)
        .only(&knowledge, "allow-vulnerable-credssp");
    let acts = [
        Act::Line("WEAKEN"),
        Act::Pick("The same error"),
        Act::Paste("cannot read this"),
        Act::Paste(ORACLE),
        Act::Line("PC-17"),
        Act::Pick("Not yet"),
        Act::Pick("Finish"),
    ];
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.ndjson");
    let played = play(&knowledge, &From::Start(&start), &Disk::default(), Some(&path), script(&acts));
    assert_eq!(played.ending, Some(Ending::Finished));
    let books = Ledger::new(&path, clock).read().unwrap();
    assert_eq!(books.open.len(), 1);
    let entry = &books.open[0];
    assert_eq!((entry.machine.as_str(), entry.fix.as_str()), ("PC-17", "allow-vulnerable-credssp"));
    assert_eq!(rdpfix::report::pending::was(&entry.changes[0].before), "was REG_DWORD 0x1");
    assert_eq!((entry.at.as_str(), entry.expires.as_str()), ("2026-11-29T10:15:00Z", "2026-11-30T10:15:00Z"));
    let from = played.transcript.find("<<<LINE WEAKEN").unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("weakening", &played.transcript[from..]));
}

#[test]
fn what_is_undone_in_the_interview_is_undone_in_the_ledger() {
    let knowledge = Knowledge::builtin();
    let start = Start::problem("credssp-encryption-oracle")
        .knowing("credssp-version-event", "yes")
        .knowing("host-credssp-update", "no")
        .knowing("host-reach", "no")
        .knowing("client-admin", "yes")
        .nothing_else(&knowledge)
        .only(&knowledge, "allow-vulnerable-credssp");
    let acts = [Act::Line("WEAKEN"), Act::Pick("It works"), Act::Paste(""), Act::Line(""), Act::Pick("Yes")];
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.ndjson");
    play(&knowledge, &From::Start(&start), &Disk::default(), Some(&path), script(&acts));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("\"machine\":\"this computer\"") && text.contains("\"event\":\"undone\""),
        "{text}"
    );
    assert!(Ledger::new(&path, clock).read().unwrap().open.is_empty());
}
