//! The folders that the scripts of `rdpfix collect` bring: made by hand of outputs as Windows prints them, each in the
//! file that the script names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{evidence, state};
use crate::shared::program::rdpfix;

fn folder(side: &str) -> PathBuf {
    let name = format!("tests/evidence/collected/rdpfix-collected-{side}");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files that the script for a side writes, with the observations that each answers.
fn lines(side: &str) -> Vec<(String, BTreeSet<String>)> {
    let document = rdpfix(&format!("collect --side {side} --json")).json();
    assert_eq!(document["folder"], format!("rdpfix-collected-{side}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let line =
        |line: &Value| (text(&line["file"]), line["answers"].as_array().unwrap().iter().map(text).collect());
    document["lines"].as_array().unwrap().iter().map(line).collect()
}

/// Every answer comes from the file whose line says that it answers this.
#[test]
fn what_comes_back_answers_what_its_line_was_for() {
    for (side, least) in [("host", 20), ("client", 19)] {
        let lines = lines(side);
        let document = evidence(&[folder(side)], &[]);
        let own = |name: &Value| name.as_str().unwrap().rsplit(['/', '\\']).next().unwrap().to_owned();
        for unread in document["not_understood"].as_array().unwrap() {
            assert!(["contents.txt", "notes.txt"].contains(&own(&unread["name"]).as_str()), "{unread}");
        }
        assert_eq!((&document["contradictions"], &document["set_aside"]), (&json!([]), &json!([])), "{side}");
        let answers = document["answers"].as_array().unwrap();
        assert!(answers.len() >= least, "{side}: {}", answers.len());
        for answer in answers {
            let evidence = answer["evidence"].as_str().unwrap();
            let mut from = lines.iter().filter(|(file, _)| {
                evidence.contains(&format!("{file}:")) || evidence.contains(&format!("{file},"))
            });
            let (file, told) = from.next().unwrap_or_else(|| panic!("no line has the file of {evidence}"));
            assert!(told.contains(answer["observation"].as_str().unwrap()), "{file}: {answer}");
        }
        for file in std::fs::read_dir(folder(side)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let known = lines.iter().any(|(file, _)| *file == name);
            assert!(known || ["contents.txt", "notes.txt"].contains(&name.as_str()), "{name}");
        }
    }
}

/// The port of the registry, the list of ports without open connections, and the processes stand in three files.
#[test]
fn what_stands_in_several_files_is_put_together() {
    let host = evidence(&[folder("host")], &[]);
    for (observation, expected) in [
        ("what-answers-3389", "remote-desktop"),
        ("rdp-switched-on", "no"),
        ("rdp-service-state", "running"),
        ("machine-trust", "broken"),
        // Absent, which only the whole key shows.
        ("restricted-admin-allowed-on-host", "not-allowed"),
        ("account-state", "locked"),
    ] {
        assert_eq!(state(&host, observation), Some(expected), "{observation}");
    }
    let both = evidence(&[folder("host"), folder("client")], &[]);
    assert_eq!(state(&both, "port-reachable"), Some("open"));
    assert_eq!(state(&both, "rdp-switched-on"), Some("no"));
}
