//! `observations/ID.json`: one fact that can be known, whoever tells it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fix, Id, StateWords, Step, Systems, UniqueMap, Way};
use crate::knowledge::words::{Need, Security, Side, Who};

/// One fact with its states. A question to a person, a live check and an evidence file are three
/// witnesses of the same observation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Kebab-case, equal to the file name.
    pub id: Id,
    /// Former ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Id>,
    /// Two to six states in the order in which they are offered; `unknown` is implied and not listed.
    pub states: Vec<String>,
    /// Where it applies; elsewhere it is neither weighed, asked, offered nor printed.
    #[serde(default, skip_serializing_if = "Systems::is_empty")]
    pub systems: Systems,
    /// What a state tells about the systems of the case: only what this applies to counts from then on.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub tells: UniqueMap<Systems>,
    /// What a state says of other observations, by state: their states. Whoever answers it has answered those, too. Only
    /// what is so in every case by the meaning of both questions.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub settles: UniqueMap<UniqueMap<String>>,
    /// How a person is asked.
    pub ask: Ask,
    /// What is seen with every cause that does not mention it, and with the unlisted one.
    /// May be absent only for an observation that does nothing but block fixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<StateWords>,
    /// Of one group only the observation answered first weighs, and the others are not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Id>,
    /// Minutes it takes a person to find out. An estimate.
    pub minutes: f64,
    /// Who can tell.
    pub who: Who,
    /// True for what a person is asked before anything else, where the problem has a use for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
    /// What people write that tells a state, by state: patterns of words (`knowledge/words/README.md`).
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub said: UniqueMap<Vec<String>>,
    /// The other ways to learn it, in the order in which they are believed: the first that says something counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Way>,
    /// States that make fixes impossible here.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub blocks: UniqueMap<Blocks>,
    /// For the question who can act on a side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Ids of `sources.json` for the way to find out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// A question for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The question, at most 110 characters, with a question mark.
    pub prompt: String,
    /// How to find out, with the exact commands. Read-only, always.
    pub how: Vec<Step>,
    /// A label for every state, at most 60 characters.
    pub labels: UniqueMap<String>,
}

/// What a state makes impossible: every fix on one of `sides` that has one of `needs` and, where
/// `weakens` is set, weakens security. An empty list means any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blocks {
    /// Sides that cannot be acted on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<Side>,
    /// Needs that cannot be met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// True when only fixes that weaken security are meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weakens: bool,
    /// The reason shown where a fix is not offered.
    pub because: String,
}

impl Observation {
    /// Whether a file, or the output of a command, can answer it.
    pub fn is_printed(&self) -> bool {
        self.witnesses.iter().any(Way::is_evidence)
    }
}

/// The states of an observation that tell who can act on a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The side.
    pub side: Side,
    /// The state that says: the person at the desk can.
    pub own: String,
    /// The state that says: somebody else can.
    pub other: String,
}

impl Blocks {
    /// True when the state makes this fix impossible.
    pub fn stop(&self, fix: &Fix) -> bool {
        let side = self.sides.is_empty() || self.sides.iter().any(|side| fix.sides.contains(side));
        let need = self.needs.is_empty() || self.needs.iter().any(|need| fix.needs.contains(need));
        side && need && (!self.weakens || fix.security == Security::Weakens)
    }
}
