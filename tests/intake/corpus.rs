//! Real texts, where a folder with them is at hand: `RDPFIX_CORPUS` names it. Without it the test
//! says so and passes; the texts belong to those who wrote them and are not part of the project.

use rdpfix::intake::{Confidence, Outcome, read};
use rdpfix::knowledge::index::Lexicon;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[test]
fn texts_that_are_no_failure_are_not_taken_for_one() {
    let Some(folder) = std::env::var_os("RDPFIX_CORPUS") else {
        println!("skipped: RDPFIX_CORPUS names no folder with pastes-dev.jsonl");
        return;
    };
    let text =
        std::fs::read_to_string(PathBuf::from(folder).join("pastes-dev.jsonl")).expect("pastes-dev.jsonl");
    let mut score: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let paste: Value = serde_json::from_str(line).expect("a line of JSON");
        let field = |name: &str| paste[name].as_str().unwrap_or_default().to_owned();
        let reading = read(&field("text"), Lexicon::builtin(), None);
        let sure = reading.candidates.first().filter(|c| c.confidence > Confidence::Weak);
        let expected =
            paste["expect"].as_array().expect("a list").iter().any(|e| sure.is_some_and(|c| c.problem == *e));
        let known = paste["expect"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|e| Lexicon::builtin().problem(e.as_str().unwrap_or_default()).is_some());
        let verdict = match (reading.outcome, sure.is_some()) {
            (Outcome::Match, true) if expected => "right",
            (Outcome::Match, true) => "wrong",
            (Outcome::Match, false) => "code",
            (Outcome::Ambiguous, _) => "ambiguous",
            (Outcome::Unknown, _) => "unknown",
        };
        let kind = format!("{}{}", field("kind"), if known { " (known problem)" } else { "" });
        *score.entry(kind).or_default().entry(verdict).or_default() += 1;
        if verdict == "wrong" || (known && verdict != "right") {
            println!("{} {verdict}: {:?}", field("id"), reading.candidates);
        }
        if field("kind") == "negative" && sure.is_some() {
            wrong.push(field("id"));
        }
    }
    println!("{score:#?}");
    assert!(wrong.is_empty(), "taken for a failure: {wrong:?}");
}
