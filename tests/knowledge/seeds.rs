//! The statements of the documents that the project began with: each has its place in the knowledge.

use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::knowledge::project;

/// One document and what it says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    seed: String,
    statements: Vec<Statement>,
}

/// One statement: `field` (top level) of `file` contains the text `has`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    says: String,
    file: String,
    field: String,
    has: String,
}

/// The documents; `conflicts` is what sources say against each other and what is refused.
const SEEDS: [&str; 5] = ["0x507-xp", "0x904", "0xc07", "conflicts", "credssp-nla"];

#[test]
fn every_statement_of_the_first_documents_is_kept() {
    let mut lost = Vec::new();
    for seed in SEEDS {
        let path = project().join(format!("tests/knowledge/seeds/{seed}.json"));
        let table: Table = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(table.seed, seed);
        assert!(table.statements.len() >= 25, "{seed} lists {} statements only", table.statements.len());
        let missing =
            table.statements.iter().filter_map(|statement| missing(statement).map(|why| (statement, why)));
        lost.extend(missing.map(|(statement, why)| format!("{seed}: '{}': {why}", statement.says)));
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Why a statement has no place, if it has none.
fn missing(statement: &Statement) -> Option<String> {
    let Statement { says, file, field, has } = statement;
    if says.trim().is_empty() || has.trim().is_empty() {
        return Some("says nothing".to_owned());
    }
    let Ok(text) = fs::read_to_string(project().join(file)) else { return Some(format!("no file {file}")) };
    let unit: Value = serde_json::from_str(&text).unwrap();
    let found = unit.get(field).map(Value::to_string);
    // A text with quotes or backslashes stands escaped in the serialised field.
    let has = serde_json::to_string(has).unwrap();
    let has = has.trim_matches('"');
    let kept = found.is_some_and(|found| found.contains(has));
    (!kept).then(|| format!("{field} of {file} does not say {has:?}"))
}
