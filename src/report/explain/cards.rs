//! The parts of `rdpfix.explain/1` that knowledge states: types of their own, so that the format of the files can change
//! without the published document. Each is made from its unit field by field; a new field in a file does not compile here
//! until somebody decides whether it is published.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::format::{
    Blocks, Claim, Disputed, Message, Note, NoteKind, Procedure, ProcedureStep, Refused, Section, Source,
    StateWords, Table, Topic,
};
use crate::knowledge::words::{Chance, Grade, Need, Side};

/// A statement with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ClaimCard {
    /// One sentence or a few.
    pub text: String,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl From<&Claim> for ClaimCard {
    fn from(claim: &Claim) -> Self {
        let Claim { text, grade, sources } = claim.clone();
        Self { text, grade, sources }
    }
}

/// A literal text that a problem is known by.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MessageCard {
    /// Language tag: `en`, `de`, `zh`.
    pub lang: String,
    /// The text; `*` stands for a name, a number or any few words.
    pub text: String,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Present and true where the project translated it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub translated: bool,
    /// Present and true where the text alone is too common to decide.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub weak: bool,
}

impl From<&Message> for MessageCard {
    fn from(message: &Message) -> Self {
        let Message { lang, text, grade, sources, translated, weak } = message.clone();
        Self { lang, text, grade, sources, translated, weak }
    }
}

/// An ordered list of steps.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProcedureCard {
    /// Headline of the list.
    pub title: String,
    /// The whole time, as the source gives it: `90-120 minutes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// What the list rests on.
    pub grade: Grade,
    /// Ids of sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What to keep in mind when following it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The steps, in order.
    pub steps: Vec<ProcedureStepCard>,
}

impl From<&Procedure> for ProcedureCard {
    fn from(procedure: &Procedure) -> Self {
        let Procedure { title, total, grade, sources, note, steps } = procedure.clone();
        Self { title, total, grade, sources, note, steps: cards(&steps) }
    }
}

/// One step of a procedure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProcedureStepCard {
    /// What to do.
    pub text: String,
    /// The fix that does it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// What to keep in mind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tips: Vec<String>,
}

impl From<&ProcedureStep> for ProcedureStepCard {
    fn from(step: &ProcedureStep) -> Self {
        let ProcedureStep { text, fix, tips } = step.clone();
        Self { text, fix, tips }
    }
}

/// A note of some kind.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct NoteCard {
    /// What kind of note it is.
    pub kind: NoteCardKind,
    /// The question, for `faq`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The note.
    pub text: String,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl From<&Note> for NoteCard {
    fn from(note: &Note) -> Self {
        let Note { kind, question, text, grade, sources } = note.clone();
        Self { kind: kind.into(), question, text, grade, sources }
    }
}

/// The kinds of notes, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteCardKind {
    /// What one sees, and where.
    Symptom,
    /// What usually changed before it began.
    Changed,
    /// What lies behind it.
    Background,
    /// A piece of good practice.
    Tip,
    /// Something that can do harm.
    Warning,
    /// What it may cost. Never part of a plan.
    Cost,
    /// When to call a professional.
    Professional,
    /// How to get back.
    Rollback,
    /// A question that people ask, with its answer.
    Faq,
}

impl From<NoteKind> for NoteCardKind {
    fn from(kind: NoteKind) -> Self {
        match kind {
            NoteKind::Symptom => Self::Symptom,
            NoteKind::Changed => Self::Changed,
            NoteKind::Background => Self::Background,
            NoteKind::Tip => Self::Tip,
            NoteKind::Warning => Self::Warning,
            NoteKind::Cost => Self::Cost,
            NoteKind::Professional => Self::Professional,
            NoteKind::Rollback => Self::Rollback,
            NoteKind::Faq => Self::Faq,
        }
    }
}

/// A claim that better evidence contradicts.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DisputedCard {
    /// What is claimed.
    pub claim: String,
    /// The likelihood that the source gives it, in the source's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<String>,
    /// Ids of the sources that claim it.
    pub sources: Vec<String>,
    /// What better evidence says, and why it is better.
    pub instead: String,
    /// Ids of sources for that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub better: Vec<String>,
}

impl From<&Disputed> for DisputedCard {
    fn from(disputed: &Disputed) -> Self {
        let Disputed { claim, likelihood, sources, instead, better } = disputed.clone();
        Self { claim, likelihood, sources, instead, better }
    }
}

/// Background that a person may open.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TopicCard {
    /// The topic.
    pub id: String,
    /// Former ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// A headline.
    pub title: String,
    /// The topic in a sentence or two.
    pub summary: ClaimCard,
    /// The rest, in order.
    pub sections: Vec<SectionCard>,
    /// Tables, where data says it better.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableCard>,
}

impl From<&Topic> for TopicCard {
    fn from(topic: &Topic) -> Self {
        let Topic { id, was, title, summary, sections, tables } = topic.clone();
        Self {
            id,
            was,
            title,
            summary: (&summary).into(),
            sections: cards(&sections),
            tables: cards(&tables),
        }
    }
}

/// A headline and its statements.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SectionCard {
    /// The headline.
    pub heading: String,
    /// The statements.
    pub claims: Vec<ClaimCard>,
}

impl From<&Section> for SectionCard {
    fn from(section: &Section) -> Self {
        let Section { heading, claims } = section.clone();
        Self { heading, claims: cards(&claims) }
    }
}

/// A small table.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TableCard {
    /// What it shows.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl From<&Table> for TableCard {
    fn from(table: &Table) -> Self {
        let Table { title, columns, rows, grade, sources } = table.clone();
        Self { title, columns, rows, grade, sources }
    }
}

/// Advice that is given elsewhere and that rdpfix does not give.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RefusedWhole {
    /// The advice.
    pub id: String,
    /// The advice in a line, as somebody would give it.
    pub title: String,
    /// Phrases that find it: each is a list of words that must all stand in a text of at most a few sentences.
    pub finds: Vec<String>,
    /// Why it is not given.
    pub why: ClaimCard,
    /// What to do instead.
    pub instead: String,
}

impl From<&Refused> for RefusedWhole {
    fn from(refused: &Refused) -> Self {
        let Refused { id, title, finds, why, instead } = refused.clone();
        Self { id, title, finds, why: (&why).into(), instead }
    }
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SourceWhole {
    /// Title of the page, file or thread.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Address, or repository and path.
    pub url: String,
    /// The best grade that a statement may take from it.
    pub grade: Grade,
    /// The day it was read, as YYYY-MM-DD; absent when only an excerpt was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// What to keep in mind about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl From<&Source> for SourceWhole {
    fn from(source: &Source) -> Self {
        let Source { title, publisher, url, grade, read, note } = source.clone();
        Self { title, publisher, url, grade, read, note }
    }
}

/// Words for the states of an observation. For one of yes and no, the bare word is that of yes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum StateWordsCard {
    /// The word for `yes`.
    Yes(Chance),
    /// A word for each state that is named.
    Named(BTreeMap<String, Chance>),
}

impl From<&StateWords> for StateWordsCard {
    fn from(words: &StateWords) -> Self {
        match words {
            StateWords::Yes(chance) => Self::Yes(*chance),
            StateWords::Named(map) => {
                Self::Named(map.iter().map(|(state, chance)| (state.clone(), *chance)).collect())
            }
        }
    }
}

/// What a state makes impossible: every fix on one of `sides` that has one of `needs` and, where `weakens` is set,
/// weakens security. An absent list means any.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BlocksCard {
    /// Sides that cannot be acted on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<Side>,
    /// Needs that cannot be met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Present and true where only fixes that weaken security are meant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub weakens: bool,
    /// The reason that is shown where a fix is not offered.
    pub because: String,
}

impl From<&Blocks> for BlocksCard {
    fn from(blocks: &Blocks) -> Self {
        let Blocks { sides, needs, weakens, because } = blocks.clone();
        Self { sides, needs, weakens, because }
    }
}

/// The cards of a list.
pub(super) fn cards<'a, T: 'a, C: From<&'a T>>(all: impl IntoIterator<Item = &'a T>) -> Vec<C> {
    all.into_iter().map(C::from).collect()
}
