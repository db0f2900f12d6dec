//! Where something applies: on which host, in which surroundings, on which client, with which program.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The systems that a unit or a step is about, as words; a list that is left out means any.
///
/// The words are those that the states of observations tell (see [`Observation::tells`](super::Observation::tells)).
/// A word covers every longer one that continues it after a hyphen: `linux` covers `linux-xrdp`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Systems {
    /// What accepts Remote Desktop: `windows`, `windows-server`, `linux`, `linux-xrdp`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub host: Vec<String>,
    /// Where the host runs: `own`, `hyper-v`, `cloud`, `avd`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// What the client computer runs: `windows`, `linux`, `mac`, `mobile`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub client: Vec<String>,
    /// The program that connects: `mstsc`, `windows-app`, `mac-app`, `freerdp`, `web-gateway`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub program: Vec<String>,
}

impl Systems {
    /// Whether it applies everywhere.
    pub fn is_empty(&self) -> bool {
        self.axes().into_iter().all(|(_, words)| words.is_empty())
    }

    /// Name and words of each list.
    pub fn axes(&self) -> [(&'static str, &Vec<String>); 4] {
        [("host", &self.host), ("place", &self.place), ("client", &self.client), ("program", &self.program)]
    }
}
