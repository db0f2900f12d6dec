//! Every rule for knowledge files: one thing broken in the shipped knowledge gives exactly the fault it should.

mod collect;
mod form;
mod references;
mod safety;
mod sense;
mod systems;

use rdpfix::knowledge::Knowledge;
use serde_json::Value;

use crate::knowledge::{files, remove};

/// One thing broken and what is said about it.
struct Case {
    /// The file, relative to `knowledge/`.
    file: &'static str,
    /// What is done to it.
    edit: fn(&mut Value),
    /// What is said, beyond what the shipped knowledge gives.
    expect: &'static [&'static str],
}

/// Holds each case against what is said.
fn hold(cases: &[Case]) {
    let shipped = files();
    let before = said(&shipped);
    let mut wrong = Vec::new();
    for (number, Case { file, edit, expect }) in cases.iter().enumerate() {
        let mut after = said(&edited(&shipped, file, *edit));
        after.retain(|fault| !before.contains(fault));
        if after != *expect {
            wrong.push(format!("case {number} in {file}:\n  expected {expect:#?}\n  got {after:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn said(files: &[(String, String)]) -> Vec<String> {
    Knowledge::from_files(files).1.iter().map(ToString::to_string).collect()
}

/// The files with one edited; a file that is not there yet begins as `null`.
fn edited(files: &[(String, String)], file: &str, edit: fn(&mut Value)) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    let at = files.iter().position(|(path, _)| path == file).unwrap_or_else(|| {
        files.push((file.to_owned(), "null".to_owned()));
        files.len() - 1
    });
    let mut document = serde_json::from_str(&files[at].1).unwrap();
    edit(&mut document);
    files[at].1 = document.to_string();
    files
}

/// A cause for the cases: it speaks about one observation and is repaired by one fix.
fn cause(id: &str) -> Value {
    serde_json::json!({
        "id": id, "title": "a made-up cause", "explanation": "It stands here for a test.", "side": "host",
        "observations": {"host-sleeps": "always"}, "fixes": {"wake-host": "usually"}, "grade": "unverified"
    })
}

#[test]
fn all_faults_are_found_at_once() {
    let mut files = edited(&files(), "fixes/wake-host.json", |fix| fix["title"] = "x".repeat(67).into());
    files = edited(&files, "causes/host-asleep.json", |cause| cause["fixes"]["wake-hst"] = "usually".into());
    files = edited(&files, "fixes/nla-off-on-host.json", |fix| remove(fix, "warning"));
    let found = said(&files);
    for expected in [
        "causes/host-asleep.json: fixes: there is no 'wake-hst'; did you mean 'wake-host'?",
        "fixes/nla-off-on-host.json: warning: a fix that weakens security says what it opens, and until when",
        "fixes/wake-host.json: title: is 67 characters long, at most 66 fit",
    ] {
        assert!(found.iter().any(|fault| fault == expected), "{expected} is not in {found:#?}");
    }
}

/// What cannot be read is said with its place, and nothing that follows from it.
#[test]
fn a_file_that_cannot_be_read_is_named_alone() {
    let broken = |file: &str, from: &str, to: &str| {
        let mut files = files();
        let text = &mut files.iter_mut().find(|(path, _)| path == file).unwrap().1;
        assert!(text.contains(from), "{from} is not in {file}");
        *text = text.replacen(from, to, 1);
        said(&files)
    };
    assert_eq!(
        broken("fixes/wake-host.json", "\"undo\": null,", "\"undoo\": null,"),
        [
            "fixes/wake-host.json: unknown field `undoo`, expected one of `id`, `was`, `title`, `sides`, `systems`, \
          `relief`, `needs`, `minutes`, `effort`, `reboot`, `risk`, `security`, `steps`, `changes`, `warning`, `verify`, `undo`, \
          `then`, `shows`, `grade`, `sources` at line 30 column 9"
        ]
    );
    assert_eq!(
        broken("fixes/wake-host.json", "\"undo\": null,", ""),
        ["fixes/wake-host.json: missing field `undo` at line 35 column 1"]
    );
    assert_eq!(
        broken("causes/host-asleep.json", "\"wake-host\": \"usually\"", "\"wake-host\": \"usualy\""),
        [
            "causes/host-asleep.json: unknown variant `usualy`, expected one of `always`, `usually`, `sometimes`, \
          `rarely` at line 18 column 25"
        ]
    );
    assert_eq!(
        broken(
            "causes/host-asleep.json",
            "\"wake-host\": \"usually\"",
            "\"wake-host\": \"usually\", \"wake-host\": \"rarely\""
        ),
        ["causes/host-asleep.json: the key 'wake-host' stands twice at line 18 column 49"]
    );
}

#[test]
fn a_file_in_no_place_of_knowledge_is_named() {
    let mut files = files();
    files.push(("fixes/deeper/x.json".to_owned(), "{}".to_owned()));
    files.push(("notes.txt".to_owned(), String::new()));
    let folders = "problems, causes, observations, fixes, topics, refused, cases, codes, collect.json, events.json, families.json, sources.json";
    let place = |path: &str| format!("{path}: is no knowledge file: expected ID.json in one of {folders}");
    assert_eq!(said(&files), [place("fixes/deeper/x.json"), place("notes.txt")]);
}
