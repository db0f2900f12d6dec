//! The lexicon: what intake needs to find a problem, without the knowledge itself.
//!
//! Sorted lists and ready-made postings, so that a look-up is a handful of binary searches however
//! much is known. The lexicon of the compiled-in knowledge is generated ([`Lexicon::builtin`],
//! kept true by a test) and costs nothing at start; one of an overlay is built by [`Lexicon::build`]
//! from the same types.

mod anchors;
mod build;
mod entries;
mod events;
mod table;
mod words;

pub use build::{number, pattern_words};
pub use entries::{
    CodeEntry, ConditionEntry, EventEntry, FamilyEntry, FieldEntry, Lead, List, MessageEntry, Name, OwnWords,
    Posting, ProblemEntry, RefusedEntry, Symbol,
};
pub use table::Lexicon;
pub use words::{Class, Marked, PRODUCTS, Part, WordEntry};
