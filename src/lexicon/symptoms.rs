//! What people write who have no message: words that stand near each other, in any order.

use std::collections::BTreeMap;

use super::entries::{List, Name, Posting, SymptomEntry};
use crate::knowledge::format::Problem;
use crate::text::normalise;

/// How many characters of a word find a symptom.
const KEY: usize = 4;

/// The part of a symptom that stands for any word of complaint, in any language.
pub const COMPLAINT: &str = "!";

/// The symptoms of all problems, in their order.
pub(super) fn collect(problems: &[&Problem]) -> Vec<SymptomEntry> {
    let of = |(index, problem): (usize, &&Problem)| {
        let index =
            u32::try_from(index).expect("a knowledge base has fewer than four thousand million problems");
        problem
            .symptoms
            .iter()
            .map(move |text| SymptomEntry { problem: index, parts: parts(text) })
            .collect::<Vec<_>>()
    };
    problems.iter().enumerate().flat_map(of).collect()
}

/// `black|blank screen after`: three parts, the first with two alternatives.
fn parts(text: &str) -> List<List<Name>> {
    let folded = |alternative: &str| match alternative.strip_prefix('=') {
        Some(whole) => Name::from(format!("={}", normalise::words(whole).concat())),
        None if alternative == COMPLAINT => COMPLAINT.into(),
        None => Name::from(normalise::words(alternative).concat()),
    };
    let part = |part: &str| part.split('|').map(folded).collect::<Vec<_>>().into();
    text.split_whitespace().map(part).collect::<Vec<List<Name>>>().into()
}

/// The beginnings of words that find each symptom: those of the part that says most.
pub(super) fn anchors(symptoms: &[SymptomEntry]) -> List<Posting> {
    let mut finds: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (index, symptom) in symptoms.iter().enumerate() {
        let index = u32::try_from(index).expect("fewer than four thousand million symptoms");
        for alternative in
            symptom.parts.iter().min_by_key(|part| vagueness(part)).into_iter().flat_map(|p| p.iter())
        {
            finds.entry(key(alternative.trim_start_matches('=')).to_owned()).or_default().push(index);
        }
    }
    let posting = |(word, mut finds): (String, Vec<u32>)| {
        finds.dedup();
        Posting { word: word.into(), finds: finds.into() }
    };
    finds.into_iter().map(posting).collect::<Vec<_>>().into()
}

/// Few long alternatives say most; one that is shorter than the key would find only itself.
fn vagueness(part: &[Name]) -> (bool, usize, usize) {
    let shortest = part.iter().map(|a| a.trim_start_matches('=').chars().count()).min().unwrap_or(0);
    (shortest < KEY, part.len(), usize::MAX - shortest)
}

/// The beginning of a word that finds symptoms.
pub fn key(word: &str) -> &str {
    word.char_indices().nth(KEY).map_or(word, |(end, _)| &word[..end])
}
