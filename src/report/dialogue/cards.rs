//! The parts of a line: what is asked, how it may be answered, and what it is about.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::diagnosis::{HandOverCard, RankCard};
use crate::report::units::{FixCard, Pointer, StepCard};
use crate::sensitive::Phrase;
use crate::session::WitnessKind;

/// The kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// The text of the error is wanted; an empty one leads to a list of what can be seen.
    Paste,
    /// A choice: which problem it is, or anything that has no kind of its own.
    Choose,
    /// A question about the failure, or whether something can be done here.
    Ask,
    /// Which answer that was read is wrong, then what holds instead.
    Correct,
    /// A fix that weakens security waits for a word to be typed; an empty text leaves it out.
    Consent,
    /// What became of a fix.
    Fix,
    /// Why a fix cannot be done here.
    Cannot,
    /// What the lines printed that show the value before a change.
    Keep,
    /// A text that has no kind of its own.
    Text,
    /// Whether a change that weakens security is undone.
    Undo,
    /// Handing over is the next step.
    HandOver,
    /// The answer could not be taken; the prompt follows again.
    Error,
    /// It is over: it connects, or is handed over. The last line.
    Done,
    /// Whoever answers has left. The last line.
    Left,
}

/// Which answer is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Awaited {
    /// `{"choose": KEY}`, by the key or the value of a choice.
    Choose,
    /// `{"text": TEXT}`, one line.
    Line,
    /// `{"text": TEXT}`, of any number of lines.
    Text,
}

/// One answer of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChoiceCard {
    /// A digit, a letter or `?`, unique in its prompt.
    pub key: char,
    /// What it means: a state of the observation, an outcome, the id of a problem, a way out; else the key.
    pub value: String,
    /// What it says, on one line.
    pub label: String,
}

/// How far a dialogue has come.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct ProgressCard {
    /// The problem; `null` while it is not decided.
    pub problem: Option<Pointer>,
    /// Questions that were answered or skipped.
    pub questions: usize,
    /// Fixes that were tried.
    pub steps: usize,
    /// The likeliest causes, at most three; `unlisted` may be among them. Estimates.
    pub causes: Vec<RankCard>,
}

/// An answer that nobody typed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadCard {
    /// The observation.
    pub observation: String,
    /// The question that it answers.
    pub ask: String,
    /// Its state.
    pub state: String,
    /// What the state says.
    pub label: String,
    /// `text` or `check`.
    pub witness: WitnessKind,
    /// What it was read from.
    pub evidence: Option<Phrase>,
}

/// A question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionCard {
    /// The observation.
    pub observation: String,
    /// Minutes it takes. An estimate.
    pub minutes: f64,
    /// Why it is asked.
    pub why: Vec<String>,
    /// How to find out.
    pub how: Vec<StepCard>,
}

/// A fix, whole.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepOfFix {
    /// The fix.
    #[serde(flatten)]
    pub card: FixCard,
    /// Why this one.
    pub why: Vec<String>,
    /// What became of the safe fixes, for one that weakens security.
    pub only_because: Vec<String>,
}

/// Handing over, and why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandOver {
    /// To whom, what to collect, and a paragraph for them.
    #[serde(flatten)]
    pub card: HandOverCard,
    /// Why.
    pub why: Vec<String>,
}
