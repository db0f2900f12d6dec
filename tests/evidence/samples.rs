//! Real logs and files, which lie beside the project: what each must show and must not.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{evidence, state};

/// A folder of the samples; `None`, and a word about it, where they are not here.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/evidence/samples").join(folder);
    if !path.is_dir() {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

/// Words of a row of the table.
fn words<'r>(row: &'r Value, field: &str) -> Vec<&'r str> {
    row[field].as_array().into_iter().flatten().map(|word| word.as_str().unwrap()).collect()
}

#[test]
fn every_sample_shows_what_the_table_says() {
    let Some(folder) = shared("") else { return };
    let table: Value = serde_json::from_str(include_str!("samples.json")).unwrap();
    let table = table.as_object().unwrap();
    assert_eq!(table.len(), 36);
    for (name, row) in table {
        let document = evidence(&[folder.join(name)], &[]);
        let file = &document["files"][0];
        assert_eq!(file["read_as"][0], row["read_as"], "{name}");
        assert_eq!(file["side"], row["side"], "{name}");
        assert_eq!(file["records"].as_u64(), row["records"].as_u64().or(Some(0)), "{name}");
        let facts = document["facts"].as_array().unwrap();
        for fact in words(row, "facts") {
            let (what, value) = fact.split_once(" = ").unwrap();
            let there = facts.iter().any(|fact| fact["name"] == what && fact["value"] == value);
            assert!(there, "{name}: {fact}\n{facts:#?}");
        }
        for (observation, wanted) in row["answers"].as_object().into_iter().flatten() {
            assert_eq!(state(&document, observation), wanted.as_str(), "{name}: {observation}");
        }
        let outcomes = document["attempts"].as_array().unwrap();
        for (outcome, count) in row["attempts"].as_object().into_iter().flatten() {
            let found = outcomes.iter().filter(|attempt| attempt["outcome"] == outcome.as_str()).count();
            assert_eq!(Some(found as u64), count.as_u64(), "{name}: {outcome}");
        }
        let problems: Vec<&str> =
            document["suggests"].as_array().unwrap().iter().map(|s| s["problem"].as_str().unwrap()).collect();
        assert_eq!(problems, words(row, "suggests"), "{name}");
        let notes = format!("{} {}", file["notes"], file["warnings"]);
        for note in words(row, "notes") {
            assert!(notes.contains(note), "{name}: {notes}");
        }
        if row["notes"].is_null() && Path::new(name).extension().is_some_and(|e| e == "evtx") {
            assert_eq!(file["notes"].as_array().unwrap().len(), 0, "{name}: {notes}");
        }
    }
}
