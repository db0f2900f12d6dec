//! The table of the words of the rules, generated from `knowledge/words/`.

#![allow(
    clippy::unwrap_used,
    clippy::use_debug,
    reason = "a test that panics has failed; Rust is what is written"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rdpfix::lexicon::Class;
use rdpfix::text::normalise;
use serde_json::Value;

fn json(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/words").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

/// The parts of an entry as it is written: whether each is a whole word, and its folded text. A part in a script
/// without blanks folds to several.
fn parts(written: &str) -> Vec<(bool, String)> {
    let part = |part: &str| -> Vec<(bool, String)> {
        let whole = part.starts_with('=');
        normalise::words(part.trim_start_matches('=')).into_iter().map(|word| (whole, word)).collect()
    };
    written.split(' ').flat_map(part).collect()
}

/// What is known of an entry: the bits of its classes and its product.
type Entries = BTreeMap<Vec<(String, bool)>, (u32, Option<usize>)>;

fn add(entries: &mut Entries, word: &str, class: &str, product: Option<usize>) {
    let bit = Class::ALL.iter().position(|(_, name)| *name == class);
    let bit = bit.unwrap_or_else(|| panic!("no rule knows the class '{class}' of knowledge/words"));
    let parts: Vec<(String, bool)> = parts(word).into_iter().map(|(whole, text)| (text, whole)).collect();
    assert!(!parts.is_empty(), "'{word}' folds to nothing");
    let entry = entries.entry(parts).or_default();
    entry.0 |= 1 << bit;
    entry.1 = product.or(entry.1);
}

/// The table as a Rust expression.
pub(crate) fn table() -> String {
    let mut entries = Entries::new();
    for file in ["remote-desktop.json", "speech.json"] {
        for (class, languages) in json(file).as_object().unwrap() {
            for words in languages.as_object().unwrap().values() {
                for word in strings(words) {
                    add(&mut entries, word, class, None);
                }
            }
        }
    }
    let products = json("products.json");
    for (index, product) in products.as_array().unwrap().iter().enumerate() {
        for (field, class) in [("strong", "product"), ("weak", "product-weak")] {
            for word in strings(&product[field]) {
                add(&mut entries, word, class, Some(index));
            }
        }
    }
    written(&entries, products.as_array().unwrap())
}

fn written(entries: &Entries, products: &[Value]) -> String {
    let mut out = String::from("Words {\n    entries: &[\n");
    let part = |(text, whole): &(String, bool)| format!("Part {{ text: {text:?}, whole: {whole} }}");
    for (parts, (classes, product)) in entries {
        let rest: Vec<String> = parts[1..].iter().map(part).collect();
        writeln!(
            out,
            "        WordEntry {{ head: {}, rest: &[{}], classes: {classes:#x}, product: {product:?} }},",
            part(&parts[0]),
            rest.join(", "),
        )
        .unwrap();
    }
    out.push_str("    ],\n    products: &[\n");
    for product in products {
        writeln!(out, "        ({}, {}),", product["id"], product["title"]).unwrap();
    }
    out.push_str("    ],\n}\n");
    out
}
