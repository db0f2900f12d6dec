//! Every document holds to the schema that `kb schema` prints for it.

use serde_json::{Value, json};

use super::contract::{DOCUMENTS, lines};
use crate::shared::program::rdpfix;

pub(super) fn schema(kind: &str) -> jsonschema::Validator {
    let run = rdpfix(&format!("kb schema {kind}"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{kind}");
    jsonschema::validator_for(&run.json()).unwrap()
}

#[track_caller]
fn holds(schema: &jsonschema::Validator, document: &Value, what: &str) {
    let errors: Vec<String> =
        schema.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

#[test]
fn every_document_holds_to_its_schema() {
    for (kind, line) in DOCUMENTS {
        let document = rdpfix(line).json();
        assert_eq!(document["schema"], format!("rdpfix.{kind}/1"), "{line}");
        holds(&schema(kind), &document, line);
    }
}

#[test]
fn every_unit_explained_holds_to_the_schema() {
    let schema = schema("explain");
    for document in lines(&rdpfix("explain --all=everything --json")) {
        holds(&schema, &document, "explain --all=everything");
    }
}

/// A schema that lets everything through would hold anything.
#[test]
fn a_document_that_lacks_a_field_does_not_hold() {
    for (kind, line) in DOCUMENTS {
        let schema = schema(kind);
        let document = rdpfix(line).json();
        for field in document.as_object().unwrap().keys() {
            let mut less = document.clone();
            less.as_object_mut().unwrap().remove(field);
            // An option may be left out by the schema, but every document of ours has it.
            let optional = document[field].is_null()
                || ["title", "meaning", "problem", "hand_over"].contains(&field.as_str());
            assert!(!schema.is_valid(&less) || optional, "{line}: {field}");
        }
        let mut wrong = document.clone();
        wrong["schema"] = json!(1);
        assert!(!schema.is_valid(&wrong), "{line}");
    }
}

#[test]
fn the_answers_file_has_a_schema_too() {
    let schema = schema("answers");
    let whole = json!({
        "schema": "rdpfix.answers/1",
        "problem": "disconnect-0x904",
        "answers": { "certificate-state": "expired" },
        "tried": [{ "fix": "renew-host-certificate", "outcome": "cannot", "reason": "no rights on the host" }],
    });
    holds(&schema, &whole, "the example of rdpfix help answers");
    holds(&schema, &json!({ "schema": "rdpfix.answers/1" }), "the least there can be");
    for wrong in [
        json!({}),
        json!({ "schema": "rdpfix.answers/1", "answer": {} }),
        json!({ "schema": "rdpfix.answers/1", "answers": { "a": 1 } }),
        json!({ "schema": "rdpfix.answers/1", "tried": [{ "fix": "a" }] }),
    ] {
        assert!(!schema.is_valid(&wrong), "{wrong}");
    }
}
