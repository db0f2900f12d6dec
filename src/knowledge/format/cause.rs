//! `causes/ID.json`: what is really wrong, shared by problems.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, OneOrMany, Systems, UniqueMap, Validity};
use crate::knowledge::words::{Chance, Grade, Side, Works};

/// One whole story: what is wrong, what one would see if it were so, and what repairs it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Kebab-case, equal to the file name. Names the trouble, not the fix.
    pub id: Id,
    /// Former ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Id>,
    /// At most 60 characters, lower-case start, no full stop: it stands in a ranking.
    pub title: String,
    /// Why this leads to the failure.
    pub explanation: String,
    /// Where it sits.
    pub side: OneOrMany<Side>,
    /// Where it applies; elsewhere it is neither weighed, asked, offered nor printed.
    #[serde(default, skip_serializing_if = "Systems::is_empty")]
    pub systems: Systems,
    /// What one would see if this is it: observation, state, word.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub observations: UniqueMap<StateWords>,
    /// What repairs it: fix and how often it works.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub fixes: UniqueMap<Works>,
    /// Why there is no fix: who has to act instead. Only for a cause without fixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<String>,
    /// Only for an update that broke something: which builds, since when, until when, fixed by what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Validity>,
    /// What the story rests on.
    pub grade: Grade,
    /// Ids of `sources.json`; may be empty only for `unverified`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// Words for the states of an observation. For one of yes and no, the bare word is that of yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StateWords {
    /// The word for `yes`.
    Yes(Chance),
    /// A word for each state that is named; the others share what is left.
    Named(UniqueMap<Chance>),
}

impl StateWords {
    /// The word of a state, if it is named.
    pub fn word(&self, state: &str) -> Option<Chance> {
        match self {
            Self::Yes(chance) => (state == "yes").then_some(*chance),
            Self::Named(map) => map.get(state).copied(),
        }
    }

    /// The states named.
    pub fn states(&self) -> Vec<&str> {
        match self {
            Self::Yes(_) => vec!["yes"],
            Self::Named(map) => map.keys().map(String::as_str).collect(),
        }
    }
}
