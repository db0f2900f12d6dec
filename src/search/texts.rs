//! What a unit says, as fields that weigh differently.

use serde::Serialize;
use serde_json::Value;

use super::Found;
use crate::knowledge::format::CodeTable;
use crate::knowledge::{Kind, Knowledge, Units};

/// A unit as it is found, and its texts.
pub(super) struct Document {
    pub(super) found: Found,
    /// Title and id.
    pub(super) title: String,
    /// What people see or say: messages and samples.
    pub(super) messages: Vec<String>,
    /// Everything else that is said in sentences.
    pub(super) text: Vec<String>,
}

/// Fields that say nothing about the unit itself.
const PASSED_OVER: [&str; 5] = ["sources", "counter_samples", "was", "title", "refused"];

/// Fields of what people see or say.
const SAID: [&str; 4] = ["messages", "samples", "symptoms", "finds"];

/// The documents of a kind.
pub(super) fn documents(knowledge: &Knowledge, kind: Kind) -> Vec<Document> {
    match kind {
        Kind::Problem => units(&knowledge.problems, kind, |unit| &unit.title),
        Kind::Cause => units(&knowledge.causes, kind, |unit| &unit.title),
        Kind::Observation => units(&knowledge.observations, kind, |unit| &unit.ask.prompt),
        Kind::Fix => units(&knowledge.fixes, kind, |unit| &unit.title),
        Kind::Topic => units(&knowledge.topics, kind, |unit| &unit.title),
        Kind::Refused => units(&knowledge.refused, kind, |unit| &unit.title),
        Kind::Codes => {
            knowledge.codes.iter().flat_map(|(namespace, table)| codes(namespace, table)).collect()
        }
        Kind::Case | Kind::Collect | Kind::Events | Kind::Families | Kind::Sources => Vec::new(),
    }
}

fn units<T: serde::de::DeserializeOwned + Serialize>(
    units: &Units<T>,
    kind: Kind,
    title: impl Fn(&T) -> &str,
) -> Vec<Document> {
    let document = |(id, unit): (&str, &T)| {
        let title = title(unit);
        let found = Found { kind, id: id.to_owned(), title: title.to_owned(), namespace: None, score: 0.0 };
        let title = format!("{title} {}", id.replace('-', " "));
        let mut document = Document { found, title, messages: Vec::new(), text: Vec::new() };
        gather(&serde_json::to_value(unit).unwrap_or_default(), false, &mut document);
        document
    };
    units.iter().map(document).collect()
}

/// Gathers sentences; a string without a blank is a word of the format, an id or a number.
fn gather(value: &Value, said: bool, document: &mut Document) {
    match value {
        Value::String(text) if said => document.messages.push(text.clone()),
        Value::String(text) if text.contains(' ') => document.text.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| gather(value, said, document)),
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| !PASSED_OVER.contains(&key.as_str())) {
                gather(
                    value,
                    said && key != "lang" && key != "grade" || SAID.contains(&key.as_str()),
                    document,
                );
            }
        }
        _ => {}
    }
}

fn codes(namespace: &str, table: &CodeTable) -> Vec<Document> {
    let document = |code: &crate::knowledge::format::Code| {
        let pair = code.extended.as_ref().map(|extended| format!("/{extended}")).unwrap_or_default();
        let id = format!("{}{pair}", code.code);
        let symbol = code.symbol.clone().unwrap_or_default();
        let found = Found {
            kind: Kind::Codes,
            id: id.clone(),
            title: code.meaning.clone(),
            namespace: Some(namespace.to_owned()),
            score: 0.0,
        };
        let title = format!("{id} {symbol} {}", symbol.replace('_', " "));
        Document { found, title, messages: Vec::new(), text: vec![code.meaning.clone()] }
    };
    table.codes.iter().map(document).collect()
}
