//! Problems that the learned reader has not learned, such as those of an overlay: found by the words of their texts.

#![expect(clippy::cast_precision_loss, reason = "a knowledge base has a few thousand problems at most")]

use super::case::Case;
use super::{Candidate, Confidence};
use crate::lexicon::OwnWords;
use crate::prose::{self, ClassKind};

/// From this share on, the words of a problem are worth a question.
const SHARE: f64 = 0.6;

/// The problems whose words make up most of the text, best first.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let learned = |id: &str| {
        let mut classes = prose::builtin().classes().iter();
        classes.any(|class| class.kind == ClassKind::Problem && class.id == id)
    };
    let id = |entry: &OwnWords| case.lexicon.problem_entry(entry.problem).id.to_string();
    let mut found: Vec<(f64, Candidate)> = Vec::new();
    for entry in case.lexicon.own.iter().filter(|entry| !learned(&id(entry))) {
        let (share, matched) = share(case, entry);
        if share >= SHARE {
            found.push((share, Candidate { problem: id(entry), confidence: Confidence::Weak, matched }));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.problem.cmp(&b.1.problem)));
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How much of what problems have words for in a text the words of one problem explain, and those words. A word that
/// few problems have weighs more.
fn share(case: &Case<'_>, entry: &OwnWords) -> (f64, Vec<String>) {
    let mut words: Vec<&str> = case.text.words().collect();
    words.sort_unstable();
    words.dedup();
    let (mut all, mut explained, mut matched) = (0.0, 0.0, Vec::new());
    for word in words {
        let having = case.lexicon.own.iter().filter(|entry| entry.has(word)).count();
        if having == 0 {
            continue;
        }
        let weight = (case.lexicon.own.len() as f64 / having as f64).ln_1p();
        all += weight;
        if entry.has(word) {
            explained += weight;
            matched.push(word.to_owned());
        }
    }
    (if all > 0.0 { explained / all } else { 0.0 }, matched)
}
