//! What was found in a text, and what came of weighing it: the values that evidence and questions share.

use super::code::{Codes, Context};
use super::message::Hit;
use super::{Candidate, Outcome, Question};
use crate::lexicon::{Lexicon, Marked};

/// What there is to weigh.
pub(super) struct Case<'a> {
    pub(super) text: &'a Marked<'a>,
    pub(super) context: Context,
    pub(super) codes: &'a Codes,
    pub(super) messages: &'a [Hit],
    pub(super) lexicon: &'a Lexicon,
    pub(super) from: Option<&'a str>,
    /// It was said to a diagnosis: a failure of Remote Desktop is meant.
    pub(super) diagnosis: bool,
}

/// A text of more lines than this is a log: there the later failure counts more.
const LOG: usize = 20;

impl Case<'_> {
    pub(super) fn is_log(&self) -> bool {
        self.text.lines() > LOG
    }
}

/// What came of it.
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) candidates: Vec<Candidate>,
    pub(super) question: Option<Question>,
    /// The product that it reads like, where it is not about Remote Desktop.
    pub(super) product: Option<String>,
    /// Ids of the topics that answer a question of use.
    pub(super) topics: Vec<String>,
}

impl Verdict {
    pub(super) fn unknown() -> Self {
        Self::of(Outcome::Unknown, Vec::new(), None)
    }

    pub(super) const fn of(outcome: Outcome, candidates: Vec<Candidate>, question: Option<Question>) -> Self {
        Self { outcome, candidates, question, product: None, topics: Vec::new() }
    }
}

/// A code as the knowledge base writes it.
pub(super) fn code_name(number: u32, extended: Option<u32>) -> String {
    extended.map_or_else(|| format!("0x{number:X}"), |e| format!("0x{number:X}/0x{e:X}"))
}
