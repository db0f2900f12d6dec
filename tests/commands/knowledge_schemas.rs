//! The schema of each kind of knowledge file: it holds every file there is and refuses a damaged one, and
//! the program refuses the same.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::schemas::schema;
use crate::shared::program::{files_of, knowledge, run};

/// Each kind with its folder and fields that no file may lack.
const KINDS: [(&str, &str, &[&str]); 10] = [
    (
        "problem",
        "problems",
        &["id", "title", "family", "meaning", "unlisted", "answer", "hand_over", "samples", "reviewed"],
    ),
    ("cause", "causes", &["id", "title", "explanation", "side", "grade"]),
    ("observation", "observations", &["id", "states", "ask", "minutes", "who"]),
    (
        "fix",
        "fixes",
        &["id", "title", "sides", "reboot", "risk", "security", "steps", "verify", "undo", "grade"],
    ),
    ("topic", "topics", &["id", "title", "sections"]),
    ("refused", "refused", &["id", "title", "finds", "why", "instead"]),
    ("codes", "codes", &["namespace", "title", "codes"]),
    ("collect-table", "collect.json", &[]),
    ("families", "families.json", &[]),
    ("sources", "sources.json", &[]),
];

fn files(place: &str) -> Vec<(PathBuf, Value)> {
    let single = knowledge().join(place);
    if single.is_file() {
        let value = serde_json::from_str(&std::fs::read_to_string(&single).unwrap()).unwrap();
        return vec![(single, value)];
    }
    files_of(place)
}

#[test]
fn every_file_holds_to_the_schema_of_its_kind() {
    let mut count = 0;
    for (kind, place, required) in KINDS {
        let schema = schema(kind);
        for (path, file) in files(place) {
            let errors: Vec<String> =
                schema.iter_errors(&file).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
            for field in required {
                assert!(!schema.is_valid(&lacking(&file, field)), "{} without {field}", path.display());
            }
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

fn lacking(file: &Value, field: &str) -> Value {
    let mut file = file.clone();
    assert!(file.as_object_mut().unwrap().remove(field).is_some(), "{field} is in every file: {file}");
    file
}

/// A unit of a kind that is a map (families, sources), else the file itself.
fn unit<'f>(kind: &str, file: &'f mut Value) -> &'f mut serde_json::Map<String, Value> {
    let map = file.as_object_mut().unwrap();
    if !matches!(kind, "collect-table" | "families" | "sources") {
        return map;
    }
    map.values_mut().next().unwrap().as_object_mut().unwrap()
}

fn unknown_field(kind: &str, file: &mut Value) {
    unit(kind, file).insert("colour".to_owned(), json!("red"));
}

fn missing_field(kind: &str, file: &mut Value) {
    let mut fields = ["title", "ask", "reads"].iter();
    assert!(fields.any(|field| unit(kind, file).remove(*field).is_some()), "{kind}");
}

fn wrong_type(kind: &str, file: &mut Value) {
    let unit = unit(kind, file);
    let field = ["title", "ask"].into_iter().find(|field| unit.contains_key(*field)).unwrap_or("reads");
    unit.insert(field.to_owned(), json!(7));
}

/// One file of each kind is damaged; the schema says so of each, and the program names them all at once.
#[track_caller]
fn is_refused(damage: fn(&str, &mut Value), says: &str) {
    let dir = tempfile::tempdir().unwrap();
    let mut damaged = Vec::new();
    for (kind, place, _) in KINDS {
        for (index, (path, mut file)) in files(place).into_iter().enumerate() {
            let relative = path.strip_prefix(knowledge()).unwrap().to_owned();
            if index == 0 {
                damage(kind, &mut file);
                assert!(!schema(kind).is_valid(&file), "{kind}: {file}");
                damaged.push(relative.to_string_lossy().replace('\\', "/"));
            }
            write(&dir.path().join(relative), &file);
        }
    }
    let run = run(&["kb", "validate", dir.path().to_str().unwrap(), "--json"], b"");
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let report = run.json();
    for path in damaged {
        let faults =
            report["faults"].as_array().unwrap().iter().filter(|fault| fault["file"] == path.as_str());
        let messages: Vec<&str> = faults.filter_map(|fault| fault["message"].as_str()).collect();
        assert!(messages.iter().any(|message| message.contains(says)), "{path}: {messages:?}");
    }
}

fn write(path: &Path, value: &Value) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, serde_json::to_string_pretty(value).unwrap()).unwrap();
}

#[test]
fn an_unknown_field_is_refused() {
    is_refused(unknown_field, "unknown field `colour`");
}

#[test]
fn a_missing_field_is_refused() {
    is_refused(missing_field, "missing field");
}

#[test]
fn a_wrong_type_is_refused() {
    is_refused(wrong_type, "invalid type");
}
