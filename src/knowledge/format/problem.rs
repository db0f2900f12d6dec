//! `problems/ID.json`: what the user sees.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Claim, Id, Systems, UniqueMap};
use crate::knowledge::words::{Grade, Prior, Side, Unlisted};

/// One way in which a Remote Desktop failure shows itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Kebab-case, equal to the file name.
    pub id: Id,
    /// Former ids, so that old answers files and sessions still find it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Id>,
    /// A headline of at most 60 characters, without the code, without a full stop.
    pub title: String,
    /// The family of `families.json` it belongs to.
    pub family: Id,
    /// What is diagnosed where nothing names the problem: no text leads to it, and no list offers it before the rest was denied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fallback: bool,
    /// What it means, in at most 150 characters: the two lines that `lookup` prints.
    pub meaning: Claim,
    /// The numbers it is known by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeRef>,
    /// The literal texts it is known by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// What people write who have no message to paste: `clipboard|paste !`. Every word (or one of its
    /// alternatives) must begin a word of the text, all near each other; `=` before it asks for the whole word,
    /// `!` is any word of complaint. It counts only in a text about Remote Desktop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<String>,
    /// What must stand beside a code or a message before it counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Requires>,
    /// The results of live checks that suggest it: check to result words.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub suggested_by: UniqueMap<Vec<String>>,
    /// The causes that can show it, each with its prior word (an estimate).
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub causes: UniqueMap<CauseEntry>,
    /// The share of cases whose cause is not in the list.
    pub unlisted: Unlisted,
    /// The systems it is about: known and never asked.
    #[serde(default, skip_serializing_if = "Systems::is_empty")]
    pub systems: Systems,
    /// What the problem itself already says: observation and state, known and never asked.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub implies: UniqueMap<String>,
    /// What a person is asked before anything else here, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<Id>,
    /// Observations worth asking although no cause mentions them, or with an `otherwise` of this problem's own.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub also_ask: UniqueMap<super::StateWords>,
    /// The short answer of `lookup`.
    pub answer: Answer,
    /// Ordered lists of steps as an article would give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<Procedure>,
    /// Everything else worth knowing, sorted by kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What a source says and a better one contradicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputed: Vec<Disputed>,
    /// Only for a dated regression: which builds, since when, until when, fixed by what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Validity>,
    /// What handing over costs and what to collect for it.
    pub hand_over: HandOver,
    /// Background that belongs to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Id>,
    /// Advice that is often given for it and that we refuse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Id>,
    /// Texts (our own, or literal message strings) whose first match must be this problem.
    pub samples: Vec<String>,
    /// Texts that look alike and must not match it first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counter_samples: Vec<String>,
    /// The day somebody last read the whole file against its sources, as YYYY-MM-DD.
    pub reviewed: String,
}

/// A number in its namespace, alone or as a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRef {
    /// The namespace (file name under `codes/`).
    pub namespace: Id,
    /// The number as `0x...` or in decimal.
    pub code: String,
    /// The extended number of a pair, in namespace `mstsc-extended`; absent: the code alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended: Option<String>,
    /// True when the code alone does not lead here (another problem owns it) but the pair or a message beside it does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
}

/// A literal text that the user may paste.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Language tag: `en`, `de`, `zh`, ...
    pub lang: String,
    /// The text. `*` stands for a name, a number or any few words.
    pub text: String,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of `sources.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
    /// True when we translated it ourselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub translated: bool,
    /// True when the text alone is too common to decide: it only helps beside a code or another message.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weak: bool,
}

/// What must stand beside a match before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Requires {
    /// The messages only count beside one of the codes.
    Code,
    /// The codes only count beside a word of Remote Desktop (they are shared with other products).
    RdpWord,
}

/// A cause of a problem: a prior word, or more where it differs from the cause's own grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CauseEntry {
    /// The prior word alone.
    Prior(Prior),
    /// With a note, or with a grade of its own.
    Noted(NotedCause),
}

/// A cause with a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotedCause {
    /// The prior word.
    pub prior: Prior,
    /// Why it stands here, or why so high or low.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The grade of the statement "this cause shows itself as this problem", where it differs from the cause's grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Ids of `sources.json` for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

impl CauseEntry {
    /// The prior word.
    pub fn prior(&self) -> Prior {
        match self {
            Self::Prior(prior) => *prior,
            Self::Noted(noted) => noted.prior,
        }
    }

    /// The note, grade and sources of this problem's own, where there are any.
    pub fn noted(&self) -> Option<&NotedCause> {
        match self {
            Self::Prior(_) => None,
            Self::Noted(noted) => Some(noted),
        }
    }
}

/// The short answer: each field is one printed line of at most 66 characters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Where the trouble sits.
    #[serde(rename = "where")]
    pub place: String,
    /// The one safe thing to try first.
    #[serde(rename = "try")]
    pub first: String,
    /// What not to do.
    pub do_not: String,
    /// What others say and better evidence contradicts, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disputed: Option<String>,
    /// The sentence to send to whoever administers the other side. HOST, USER and TIME stand for theirs.
    pub tell: String,
}

/// An ordered list of steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// What the list is.
    pub title: String,
    /// The whole time, as the source gives it, for example `90-120 minutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// What the list rests on.
    pub grade: Grade,
    /// Ids of `sources.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
    /// What to keep in mind when following it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The steps, in order.
    pub steps: Vec<ProcedureStep>,
}

/// One step of a procedure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureStep {
    /// What to do.
    pub text: String,
    /// The fix that does it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Id>,
    /// What to keep in mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tips: Vec<String>,
}

/// A note of some kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What kind of note it is.
    pub kind: NoteKind,
    /// The question, for `faq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The note.
    pub text: String,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of `sources.json`; may be empty only for `unverified`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// The kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
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
    /// A question people ask, with its answer.
    Faq,
}

/// A claim that better evidence contradicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disputed {
    /// What is claimed, in our words.
    pub claim: String,
    /// The likelihood the source gives it, in the source's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<String>,
    /// Who claims it: ids of `sources.json`.
    pub sources: Vec<Id>,
    /// What better evidence says, and why it is better.
    pub instead: String,
    /// Ids of `sources.json` for that; may be empty when `instead` is an argument from the claim itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub better: Vec<Id>,
}

/// The span of a dated regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// Builds or updates that show it.
    pub builds: Vec<String>,
    /// First day, as YYYY-MM-DD.
    pub from: String,
    /// Last day, where it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The update that ends it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed_by: Vec<String>,
}

/// What handing over takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Minutes until somebody else has solved it: the price the engine compares with. An estimate.
    pub minutes: f64,
    /// To whom, where nobody has said what is in whose hands.
    pub to: String,
    /// The sides on which they act.
    pub of: Vec<Side>,
    /// What to collect first, a sentence each, with the exact command where there is one.
    pub collect: Vec<super::Step>,
    /// What they are asked: requests, questions and conditions, no statement. What is known is put before it. HOST, USER and
    /// TIME stand for theirs.
    pub request: String,
}
