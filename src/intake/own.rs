//! Problems that the learned reader has not learned, such as those of an overlay: found by the words of their texts.

#![expect(clippy::cast_precision_loss, reason = "a knowledge base has a few thousand problems at most")]

use std::collections::BTreeSet;

use super::case::Case;
use super::{Candidate, Confidence};
use crate::lexicon::OwnWords;
use crate::prose::{self, ClassKind};

/// From this share on, the words of a problem are worth a question.
const SHARE: f64 = 0.6;

/// So many words at the beginning of a text are looked at: what people say is shorter, and a log says no more by more.
const WORDS: usize = 400;

/// The problems whose words make up most of the text, best first.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let classes = prose::builtin().classes().iter().filter(|class| class.kind == ClassKind::Problem);
    let learned: BTreeSet<&str> = classes.map(|class| class.id).collect();
    let id = |entry: &OwnWords| case.lexicon.problem_entry(entry.problem).id.to_string();
    let own: Vec<&OwnWords> =
        case.lexicon.own.iter().filter(|entry| !learned.contains(id(entry).as_str())).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let words = weighed(case);
    let all: f64 = words.iter().map(|(_, weight)| weight).sum();
    let share = |entry: &OwnWords| -> f64 {
        words.iter().filter(|(word, _)| entry.has(word)).map(|(_, weight)| weight / all).sum()
    };
    let mut found: Vec<(f64, String)> =
        own.into_iter().map(|entry| (share(entry), id(entry))).filter(|(share, _)| *share >= SHARE).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let candidate = |(_, problem)| Candidate { problem, confidence: Confidence::Weak, matched: Vec::new() };
    found.into_iter().map(candidate).collect()
}

/// The words of a text that any problem has, each once: one that few problems have weighs more.
fn weighed<'c>(case: &'c Case<'_>) -> Vec<(&'c str, f64)> {
    let words: BTreeSet<&str> = case.text.words().take(WORDS).collect();
    let weight = |word: &str| {
        let having = case.lexicon.own.iter().filter(|entry| entry.has(word)).count();
        (having > 0).then(|| (case.lexicon.own.len() as f64 / having as f64).ln_1p())
    };
    words.into_iter().filter_map(|word| Some((word, weight(word)?))).collect()
}
