//! Finds what people write who have no message to paste.
//!
//! "copy and paste stopped working over rdp" names a problem without a code and without a literal
//! text. Each symptom is a handful of beginnings of words that must stand near each other.

use super::vocabulary;
use crate::lexicon;
use crate::lexicon::{Lexicon, SymptomEntry};
use crate::text::normalise::Text;

/// The words of a symptom stand within so many words of the text.
const NEAR: usize = 12;
/// A text of more words than this is no complaint but a log or a book.
const LONGEST: usize = 400;

/// A symptom that a text tells of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// The problem, as an index of the lexicon.
    pub(super) problem: u32,
    /// The words of the symptom, the first alternative of each part.
    pub(super) words: String,
    /// How many parts had to stand there.
    pub(super) weight: u32,
    /// The place of the word that found it.
    pub(super) at: usize,
}

/// The symptoms that a text tells of, each once, in the order of the text. One that only explains how things are
/// tells of none, whatever words stand in it.
pub(super) fn find(text: &Text<'_>, lexicon: &Lexicon) -> Vec<Told> {
    let mut told: Vec<(u32, Told)> = Vec::new();
    if text.len() > LONGEST || !vocabulary::tells(text) {
        return Vec::new();
    }
    for (at, word) in text.words().enumerate() {
        for &index in lexicon.symptoms_with(lexicon::key(word)) {
            let symptom = &lexicon.symptoms[index as usize];
            if told.iter().all(|(known, _)| *known != index) && stands_around(text, at, symptom) {
                told.push((index, of(symptom, at)));
            }
        }
    }
    told.into_iter().map(|(_, told)| told).collect()
}

/// Whether all parts stand in some stretch of the text that holds a place.
fn stands_around(text: &Text<'_>, at: usize, symptom: &SymptomEntry) -> bool {
    let first = at.saturating_sub(NEAR - 1);
    (first..=at).any(|start| {
        let end = (start + NEAR).min(text.len());
        symptom.parts.iter().all(|part| (start..end).any(|i| part.iter().any(|a| stands_at(text, i, a))))
    })
}

fn stands_at(text: &Text<'_>, at: usize, alternative: &str) -> bool {
    let word = text.word(at);
    match alternative.strip_prefix('=') {
        Some(whole) => word == whole,
        None if alternative == lexicon::COMPLAINT => vocabulary::complains_at(text, at),
        None => word.starts_with(alternative),
    }
}

fn of(symptom: &SymptomEntry, at: usize) -> Told {
    let first = |part: &[crate::lexicon::Name]| {
        part.first().map(|word| word.trim_start_matches('=').to_owned()).unwrap_or_default()
    };
    let words = symptom.parts.iter().map(|part| first(part));
    let words: Vec<String> = words.filter(|word| word != lexicon::COMPLAINT).collect();
    Told {
        problem: symptom.problem,
        weight: u32::try_from(symptom.parts.len()).unwrap_or(u32::MAX),
        words: words.join(" "),
        at,
    }
}
