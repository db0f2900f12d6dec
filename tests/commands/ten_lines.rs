//! The answer of a lookup is a card: ten lines of eighty columns, whatever is looked up.

use crate::shared::program::{files_of, ids_of, run, tried};

#[track_caller]
fn is_a_card(text: &str, card: &str) {
    let lines: Vec<&str> = card.lines().collect();
    assert!(lines.len() <= 10, "{} lines for {text:?}:\n{card}", lines.len());
    let widest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    assert!(widest <= 80, "{widest} columns for {text:?}:\n{card}");
    assert!(card.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)), "not ASCII:\n{card}");
}

/// A line each, in one run.
#[track_caller]
fn are_cards(texts: &[String]) {
    let answer = run(&["lookup", "--each-line", "-"], texts.join("\n").as_bytes());
    assert_eq!(answer.stderr, "");
    let cards: Vec<&str> = answer.stdout.split("\n\n").collect();
    assert_eq!(cards.len(), texts.len());
    for (text, card) in texts.iter().zip(cards) {
        is_a_card(text, card);
    }
}

#[test]
fn every_problem() {
    are_cards(&ids_of("problems"));
}

#[test]
fn every_piece_of_refused_advice() {
    let words = files_of("refused").into_iter().flat_map(|(_, file)| {
        let words = file["finds"].as_array().cloned().unwrap_or_default();
        words.into_iter().filter_map(|word| word.as_str().map(str::to_owned)).collect::<Vec<_>>()
    });
    let words: Vec<String> =
        words.chain(ids_of("refused").into_iter().map(|id| id.replace('-', " "))).collect();
    are_cards(&words);
}

/// Alone, and beside the words that make a shared number one of Remote Desktop's.
#[test]
fn every_code() {
    let mut texts = Vec::new();
    for (_, table) in files_of("codes") {
        for code in table["codes"].as_array().unwrap() {
            let extended =
                code["extended"].as_str().map(|extended| format!("/{extended}")).unwrap_or_default();
            let number = format!("{}{extended}", code["code"].as_str().unwrap());
            texts.push(format!("Remote Desktop error code: {number}"));
            texts.push(number);
        }
    }
    assert!(texts.len() > 500, "{}", texts.len());
    are_cards(&texts);
}

#[test]
fn every_sample() {
    for (_, problem) in tried(files_of("problems")) {
        let texts =
            [&problem["samples"], &problem["counter_samples"]].into_iter().filter_map(|list| list.as_array());
        for text in texts.flatten().filter_map(|text| text.as_str()) {
            let answer = run(&["lookup", "-"], text.as_bytes());
            assert_eq!(answer.stderr, "", "{text}");
            is_a_card(text, &answer.stdout);
        }
    }
}

#[test]
fn every_event() {
    let table: serde_json::Value = serde_json::from_str(include_str!("../../knowledge/events.json")).unwrap();
    let numbers = table["events"].as_object().unwrap().values().flat_map(|event| {
        let (numbers, source) = (event["numbers"].as_array().unwrap(), event["source"].as_str().unwrap());
        numbers.iter().map(move |number| format!("{source} {number}"))
    });
    are_cards(&numbers.collect::<Vec<_>>());
}
