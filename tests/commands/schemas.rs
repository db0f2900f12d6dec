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
                || ["title", "meaning", "problem", "hand_over", "events", "topics", "other_product"]
                    .contains(&field.as_str());
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

/// Every word that a field may have stands in its schema, so that a script can be checked against it.
#[test]
fn fields_with_fixed_words_list_them() {
    for (kind, field, words) in [
        ("lookup", "outcome", &["match", "ambiguous", "unknown"][..]),
        ("lookup", "confidence", &["exact", "strong", "weak"]),
        ("report", "outcome", &["worked", "failed", "changed", "cannot"]),
        ("report", "witness", &["person", "script", "check", "implied"]),
        ("check", "state", &["ok", "note", "fault", "unknown", "not-checked", "skipped"]),
        ("check", "id", &["name", "tcp", "entra"]),
        ("check", "verdict", &["resolved", "refused", "name-mismatch", "skipped"]),
        ("checks", "id", &["name", "tcp", "entra"]),
        ("check-plan", "shows", &["name", "tcp", "entra"]),
    ] {
        let schema = rdpfix(&format!("kb schema {kind}")).json();
        let mut lists = Vec::new();
        listed(&schema, &schema, field, false, &mut lists);
        let has = |list: &Vec<String>| words.iter().all(|word| list.iter().any(|own| own == word));
        assert!(lists.iter().any(has), "{kind} {field}: {lists:?}");
    }
}

/// Collects the words that the schemas of a field list, as `enum` or as `const` of alternatives.
fn listed(root: &Value, value: &Value, field: &str, within: bool, lists: &mut Vec<Vec<String>>) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Value::Object(map) => {
            if let Some(words) = map.get("enum").and_then(Value::as_array).filter(|_| within) {
                lists.push(words.iter().filter_map(text).collect());
            }
            if let Some(one) = map.get("oneOf").and_then(Value::as_array).filter(|_| within) {
                lists.push(one.iter().filter_map(|one| text(&one["const"])).collect());
            }
            if let Some(target) = map.get("$ref").and_then(Value::as_str).filter(|_| within) {
                let pointed = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
                listed(root, pointed.unwrap_or(&Value::Null), field, true, lists);
            }
            for (key, value) in map {
                let inside = within && ["items", "anyOf"].contains(&key.as_str());
                listed(root, value, field, inside || key == field, lists);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| listed(root, value, field, within, lists)),
        _ => {}
    }
}
