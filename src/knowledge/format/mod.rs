//! The shape of the files under `knowledge/`: a serde mirror without logic.
//!
//! Every struct refuses unknown fields and every map refuses a key that stands twice, so that a
//! slip of the pen is a fault and not a silence. What the files may say to each other is checked
//! in `validate`.

mod background;
mod case;
mod cause;
mod codes;
mod collect;
mod event;
mod fix;
mod map;
mod observation;
mod problem;
mod systems;
mod witness;

pub use background::{Families, Family, Refused, Section, Sign, Source, Sources, Table, Topic};
pub use case::{Case, CaseGrade};
pub use cause::{Cause, StateWords};
pub use codes::{Code, CodeTable};
pub use collect::{Brings, Collect, CollectLine};
pub use event::{Event, EventCondition, EventField, Events};
pub use fix::{Change, Fix, RegistryType, ServiceState};
pub use map::{OneOrMany, UniqueMap};
pub use observation::{Ask, Blocks, Observation, Role};
pub use problem::{
    Answer, CauseEntry, CodeRef, Disputed, HandOver, Message, Note, NoteKind, Problem, Procedure,
    ProcedureStep, Requires, Validity,
};
pub use systems::Systems;
pub use witness::{EventClue, FactClue, Way};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{Grade, Side};

/// The id of a unit: its file name without `.json`, lower-case `a-z0-9-`.
pub type Id = String;

/// A sentence (or a few) with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Plain ASCII English that ends with a full stop.
    pub text: String,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of `sources.json`; may be empty only for `unverified`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// One action for a person: a bare sentence, or a sentence with the exact way to do it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Step {
    /// One sentence, one action.
    Text(String),
    /// A sentence with commands to copy; both shells where both can do it.
    Exact(ExactStep),
}

/// A step with commands. Commands are printed verbatim, never wrapped, never run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExactStep {
    /// One sentence, one action.
    pub text: String,
    /// Lines for the command prompt (cmd.exe).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cmd: Vec<String>,
    /// Lines for Windows PowerShell 5.1 and later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub powershell: Vec<String>,
    /// Lines for a Unix shell (clients that are not Windows).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sh: Vec<String>,
    /// Menu path as `A > B > C`, GUI words in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gui: Option<String>,
    /// Where the lines are typed, unless at the one side of the fix: its system says which of them are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Side>,
    /// Where the step applies; elsewhere it is left out.
    #[serde(default, skip_serializing_if = "Systems::is_empty")]
    pub systems: Systems,
}

impl Step {
    /// The sentence.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Exact(exact) => &exact.text,
        }
    }

    /// The exact way, where the author gave one.
    pub fn exact(&self) -> Option<&ExactStep> {
        match self {
            Self::Text(_) => None,
            Self::Exact(exact) => Some(exact),
        }
    }

    /// Where it applies, unless everywhere.
    pub fn systems(&self) -> Option<&Systems> {
        self.exact().map(|exact| &exact.systems).filter(|systems| !systems.is_empty())
    }
}
