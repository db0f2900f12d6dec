//! The lines of a dialogue, both ways.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cards::{Awaited, ChoiceCard, HandOver, ProgressCard, QuestionCard, ReadCard, StepOfFix, Turn};
use super::told::Told;
use crate::report::diagnosis::DiagnosisReport;
use crate::report::header::{KnowledgeRevision, VERSION};
use crate::witness::Menu;

/// One line of a dialogue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DialogueReport {
    /// `rdpfix.dialogue/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// What kind of line it is. A kind that you do not know has a prompt and its choices all the same.
    #[serde(rename = "type")]
    pub turn: Turn,
    /// The number of the prompt in this run, from 1; an error and the end have that of the prompt before them.
    pub number: usize,
    /// What a person would have read since the prompt before, as plain text.
    pub text: String,
    /// What is asked; `null` where nothing is.
    pub prompt: Option<String>,
    /// Which answer is awaited; `null` where none is.
    pub answer: Option<Awaited>,
    /// The answers to choose from.
    pub choices: Vec<ChoiceCard>,
    /// How far it has come.
    pub progress: ProgressCard,
    /// What was read from the text of the error, or seen by a check. The choice `correct` replaces one of them.
    pub read: Vec<ReadCard>,
    /// The question, for `ask`.
    pub question: Option<QuestionCard>,
    /// The fix, for all lines about one.
    pub fix: Option<StepOfFix>,
    /// To whom to hand over, for `hand-over`.
    pub hand_over: Option<HandOver>,
    /// What was wrong with the answer, for `error`.
    pub error: Option<String>,
    /// How the run ended, for `done` and `left`.
    pub end: Option<EndCard>,
}

/// The end of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndCard {
    /// The exit code of the run.
    pub exit: u8,
    /// Where the diagnosis stands; `null` while no problem is decided.
    pub report: Option<Box<DiagnosisReport>>,
    /// The command line that goes on from the session file; `null` where no file was named.
    pub resume: Option<String>,
}

/// An answer: a line of a dialogue the other way. Exactly one of `choose`, `text` and `leave`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerLine {
    /// The key or the value of a choice.
    pub choose: Option<String>,
    /// A text.
    pub text: Option<String>,
    /// `true`: whoever answers leaves; what was answered is kept.
    pub leave: Option<bool>,
    /// The number of the prompt that this answers, so that a late answer is taken for no other.
    pub to: Option<usize>,
}

impl DialogueReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.dialogue/1";

    /// A line that asks nothing.
    pub fn new(knowledge: &KnowledgeRevision, turn: Turn, number: usize, text: String) -> Self {
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: knowledge.clone(),
            turn,
            number,
            text,
            prompt: None,
            answer: None,
            choices: Vec::new(),
            progress: ProgressCard::default(),
            read: Vec::new(),
            question: None,
            fix: None,
            hand_over: None,
            error: None,
            end: None,
        }
    }

    /// The same as a prompt about what was told, with the choices of a menu where there is one.
    #[must_use]
    pub fn asking(self, told: &Told, awaited: Awaited, prompt: &str, menu: Option<&Menu>) -> Self {
        let told = told.clone();
        // A question stands on the screen above its menu.
        let prompt = prompt.trim();
        let own = (!prompt.is_empty()).then(|| prompt.to_owned());
        Self {
            turn: told.turn(awaited),
            prompt: own.or(told.prompt.clone()),
            answer: Some(awaited),
            choices: menu.map(|menu| told.choices(menu)).unwrap_or_default(),
            ..self.standing(told)
        }
    }

    /// The same with how far it has come.
    #[must_use]
    pub fn standing(self, told: Told) -> Self {
        let Told { progress, read, question, fix, hand_over, .. } = told;
        Self { progress, read, question, fix, hand_over, ..self }
    }
}
