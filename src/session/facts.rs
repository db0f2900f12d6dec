//! What is known so far: the answers of witnesses and what became of fixes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::format::Id;
use crate::prose;
use crate::sensitive::{Phrase, Sensitive};
use crate::text::normalise::Text;

/// The state that no observation lists: somebody was asked and does not know.
pub const UNKNOWN: &str = "unknown";

/// A text of fewer words tells too little of what is behind it.
const LEAST_WORDS: usize = 10;

/// Who told the state of an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WitnessKind {
    /// The person at the desk.
    Person,
    /// `--answer` or an answers file.
    Script,
    /// A live check saw it.
    Check,
    /// A file that was brought shows it.
    Evidence,
    /// The text that was pasted tells it.
    Text,
    /// The problem, another answer or what became of a fix says so.
    Implied,
}

impl WitnessKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Script, Self::Check, Self::Evidence, Self::Text, Self::Implied];

    /// The witness of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|witness| witness.word() == word)
    }

    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Script => "script",
            Self::Check => "check",
            Self::Evidence => "evidence",
            Self::Text => "text",
            Self::Implied => "implied",
        }
    }
}

/// The answer of one witness.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// One of the observation's states, or [`UNKNOWN`].
    pub state: String,
    /// Who told it.
    pub witness: WitnessKind,
    /// What it was read from, where there is something to show.
    pub evidence: Option<Phrase>,
}

/// What became of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It connects.
    Worked,
    /// The same error.
    Failed,
    /// Another error: the first fault is gone, another one shows.
    Changed,
    /// It connects for a while, and then the trouble comes back.
    Returns,
    /// It cannot be done here.
    Cannot,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Worked, Self::Failed, Self::Changed, Self::Returns, Self::Cannot];

    /// The word on the command line, in answers files and in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Failed => "failed",
            Self::Changed => "changed",
            Self::Returns => "returns",
            Self::Cannot => "cannot",
        }
    }

    /// The outcome of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// A fix that was tried, or that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The fix.
    pub fix: Id,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it cannot be done here, in the person's words.
    pub reason: Option<Sensitive>,
    /// For a fix that weakens security: the person said that it is undone.
    pub undone: bool,
}

/// Everything known in a session, whatever problem it is about by now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// By observation.
    pub answers: BTreeMap<Id, Given>,
    /// In the order in which they were tried; a fix stands once.
    pub tried: Vec<Tried>,
    /// How much the words of the pasted texts speak for a cause, by cause: a logarithm, 0 where they say nothing.
    pub leaning: BTreeMap<Id, f64>,
}

impl Facts {
    /// Adds what the words of a text lean to that somebody wrote. A code or the rest of a dialog leans to nothing.
    pub fn lean(&mut self, text: &str) {
        let words = Text::new(text).words().filter(|word| word.chars().all(char::is_alphabetic)).count();
        if words < LEAST_WORDS {
            return;
        }
        for (cause, leaning) in prose::leaning(text) {
            *self.leaning.entry(cause.to_owned()).or_default() += f64::from(leaning);
        }
    }

    /// The state that somebody told, unless nobody knows.
    pub fn state(&self, observation: &str) -> Option<&str> {
        self.answers.get(observation).map(|given| given.state.as_str()).filter(|state| *state != UNKNOWN)
    }

    /// The state that something else implies.
    pub fn implied(&self, observation: &str) -> Option<&str> {
        let given = self.answers.get(observation).filter(|given| given.witness == WitnessKind::Implied);
        given.map(|given| given.state.as_str())
    }

    /// What became of a fix.
    pub fn outcome(&self, fix: &str) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.fix == fix)
    }

    /// Notes what became of a fix; a later word replaces an earlier one.
    pub fn note(&mut self, tried: Tried) {
        self.tried.retain(|earlier| earlier.fix != tried.fix);
        self.tried.push(tried);
    }
}
