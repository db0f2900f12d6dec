//! Authors add witnesses without Rust: what they write is checked, counted and used.

use serde_json::{Value, json};

use super::{evidence, files, state};
use crate::shared::program::{copy, files_of, overlay, rdpfix, run};

#[test]
fn coverage_counts_what_files_can_answer() {
    let by_file = files_of("observations").into_iter().filter(|(_, file)| {
        let ways = file["witnesses"].as_array().cloned().unwrap_or_default();
        ways.iter().any(|way| way["fact"].is_object() || way["event"].is_object())
    });
    let count = by_file.count();
    assert!(count >= 90, "{count}");
    assert_eq!(rdpfix("kb coverage --json").json()["evidence"]["answered"], count);
    assert!(rdpfix("kb coverage").stdout.contains(&format!("a file {count}")));
}

/// An overlay with one observation whose witnesses are these.
fn laid_over(witnesses: &Value) -> tempfile::TempDir {
    let path = "observations/audio-service.json";
    let mut observation = copy(path, "audio-service");
    observation["witnesses"] = witnesses.clone();
    overlay(path, &observation)
}

#[test]
fn what_no_reader_can_fill_is_a_fault() {
    for (witness, fault) in [
        (json!({ "map": { "a": "running" } }), "names one of check, fact and event"),
        (json!({ "fact": { "kind": "service", "name": "X" }, "map": {} }), "says of no result what it means"),
        (
            json!({ "fact": { "kind": "service", "name": "X" }, "map": { "running": "walking" } }),
            "no state 'walking'",
        ),
        (
            json!({ "fact": { "kind": "clock", "name": "drift" }, "map": { "1": "running" } }),
            "is not one of offset",
        ),
        (
            json!({ "fact": { "kind": "registry", "name": "SYSTEM\\X" }, "map": { "1": "running" } }),
            "HKLM, HKCU",
        ),
        (
            json!({ "fact": { "kind": "clock", "name": "offset" }, "map": { "9..1": "running" } }),
            "is no range",
        ),
        (
            json!({ "event": { "source": "X", "numbers": [] }, "map": { "1": "running" } }),
            "at least one number",
        ),
        (
            json!({ "event": { "source": "X", "numbers": [1] }, "map": { "absent": "running" } }),
            "proves nothing",
        ),
    ] {
        let folder = laid_over(&json!([witness]));
        let path = folder.path().to_str().unwrap();
        let found = run(&["kb", "validate", "--knowledge", path, "--json"], b"");
        assert!(found.stdout.contains(fault), "{witness}: {}", found.stdout);
    }
}

#[test]
fn a_witness_of_an_overlay_answers() {
    let clue = json!({ "kind": "service", "name": "Spooler" });
    let folder = laid_over(&json!([{ "fact": clue, "seen_from": "host", "map": { "stopped": "stopped" } }]));
    let path = folder.path().to_str().unwrap();
    let document = evidence(&[files("host/services.txt")], &["--knowledge", path]);
    assert_eq!(state(&document, "audio-service"), Some("stopped"));
}
