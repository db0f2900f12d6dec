//! The witnesses of an observation other than a person, as its file names them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, UniqueMap};
use crate::knowledge::clues::FactKind;
use crate::knowledge::words::Side;

/// A witness other than a person: a live check, a fact of an evidence file or an event of a log, and how its result
/// maps to states. Exactly one of `check`, `fact` and `event` is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// The name of the live check (`src/knowledge/checks/table.rs` lists them with their results).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// A fact that a file shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactClue>,
    /// An event of a Windows log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventClue>,
    /// The side from which it must be looked at to count: a port that is open seen from the host itself says
    /// nothing about the way to it. For a file, the computer that it comes from. Absent: from anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_from: Option<Side>,
    /// Result to state; a result that is not named leaves the question open. For facts and events a result is a
    /// value (numbers in decimal or with 0x), a range `0..300`, a pattern with `*`, or `absent` where the list
    /// that the fact belongs to is there without it.
    pub map: UniqueMap<String>,
    /// Ids of `sources.json` for what the results mean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// Which fact of a file is meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactClue {
    /// What kind of fact.
    pub kind: FactKind,
    /// Its name: a registry value with its whole key, the short name of a service, a key of an .rdp file... A `*`
    /// stands for any text.
    pub name: String,
}

/// Which event of a Windows log is meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventClue {
    /// The source as it stands in the XML of the event (`Provider Name`).
    pub source: String,
    /// The numbers.
    pub numbers: Vec<u32>,
    /// Fields that must hold one of a few values, written as results are.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub only: UniqueMap<Vec<String>>,
    /// The fields whose value is the result: the first that is there and not 0. Without one the result is the number of
    /// the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// True for what counts only beside an attempt that is known: a restart, sleep, or what many programs write.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside_attempt: bool,
}

impl Way {
    /// Whether a file can be this witness.
    pub const fn is_evidence(&self) -> bool {
        self.fact.is_some() || self.event.is_some()
    }
}
