//! Search by words (BM25) over the units of the kinds in [`KINDS`], overlays included.
//!
//! The index is built from the knowledge when it is first asked for something; nothing of it is compiled in. A word
//! also counts, for less, by its first letters, so that "monitors" finds "monitor" in whatever language.

mod index;
mod texts;

use crate::knowledge::{Kind, Knowledge};
pub use index::Index;

/// The kinds of units that are searched, in the order of equals.
pub const KINDS: [Kind; 7] =
    [Kind::Problem, Kind::Fix, Kind::Topic, Kind::Cause, Kind::Observation, Kind::Refused, Kind::Codes];

/// A unit that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its kind.
    pub kind: Kind,
    /// Its id; for a code its number.
    pub id: String,
    /// Its title; for a code its meaning, for an observation its question.
    pub title: String,
    /// The namespace of a code.
    pub namespace: Option<String>,
    /// How well it fits: more is better; 0 never occurs.
    pub score: f64,
}

/// The nearest unit of some kinds, as `; did you mean 'x'?`: first an id that is spelled like the word, then the
/// unit that the words find. Nothing when neither is near.
pub fn did_you_mean<'a>(
    knowledge: &Knowledge,
    word: &str,
    ids: impl IntoIterator<Item = &'a str>,
    kinds: &[Kind],
) -> String {
    let spelled = crate::knowledge::did_you_mean(word, ids);
    if !spelled.is_empty() {
        return spelled;
    }
    let best = Index::new(knowledge, kinds).find(&word.replace('-', " "), 1);
    let best = best.first().map(|found| format!("; did you mean '{}' ({})?", found.id, found.title));
    best.unwrap_or_default()
}
