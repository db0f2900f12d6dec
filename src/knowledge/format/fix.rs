//! `fixes/ID.json`: an action that may repair a cause. rdpfix prints it and never runs it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Step, Systems, UniqueMap};
use crate::knowledge::words::{Effort, Grade, Need, Reboot, Risk, Security, Side};

/// One repair, whole: what it costs, what it changes, how to check it and how to get back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// Kebab-case, equal to the file name.
    pub id: Id,
    /// Former ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Id>,
    /// At most 66 characters, imperative, without a full stop.
    pub title: String,
    /// Where it is done; every one of them has to be within reach.
    pub sides: Vec<Side>,
    /// Where it applies; elsewhere it is neither weighed, asked, offered nor printed.
    #[serde(default, skip_serializing_if = "Systems::is_empty")]
    pub systems: Systems,
    /// It only relieves: what is wrong may bring the trouble back, and "it comes back" is offered as an outcome.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub relief: bool,
    /// What it needs there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Minutes of work. An estimate; give this or `effort`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<f64>,
    /// The size of the work in a word; give this or `minutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<Effort>,
    /// What has to start again.
    pub reboot: Reboot,
    /// What can go wrong.
    pub risk: Risk,
    /// Whether it weakens a machine.
    pub security: Security,
    /// What to do, one action per step.
    pub steps: Vec<Step>,
    /// What it changes, as data: the exact lines are generated from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// What to know before doing it. Required where it weakens security or grants access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// How to see that it worked.
    pub verify: String,
    /// The way back beyond what `changes` generates; `null`, explicitly, when there is nothing to undo.
    #[serde(deserialize_with = "explicit")]
    #[schemars(required, extend("type" = ["string", "null"]))]
    pub undo: Option<String>,
    /// The fixes that must follow a temporary one: what really repairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Id>,
    /// What the outcome of trying it says of observations, by outcome (`worked`, `failed`, `changed`): their states.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    pub shows: UniqueMap<UniqueMap<String>>,
    /// What the fix rests on.
    pub grade: Grade,
    /// Ids of `sources.json`; may be empty only for `unverified`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// `null` is an answer, an absent field is not.
fn explicit<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(deserializer)
}

/// A change as data. For registry and service changes the lines that keep the old value, change,
/// verify and put the old value back are generated in `knowledge::commands`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Change {
    /// A registry value.
    Registry {
        /// Full path from the hive, as `HKLM\SOFTWARE\...`.
        key: String,
        /// Name of the value.
        name: String,
        /// Its type.
        #[serde(rename = "type")]
        value_type: RegistryType,
        /// New data: a number in decimal for `REG_DWORD`, hex bytes for `REG_BINARY`, entries joined by `\0` for
        /// `REG_MULTI_SZ`; `null` deletes the value.
        #[serde(deserialize_with = "explicit")]
        #[schemars(required, extend("type" = ["string", "null"]))]
        data: Option<String>,
    },
    /// A service.
    Service {
        /// Its short name.
        name: String,
        /// The state it is brought to.
        state: ServiceState,
    },
    /// A rule or rule group of Windows Firewall, by an identifier that no display language changes.
    Firewall {
        /// Rule name (`RemoteDesktop-UserMode-In-TCP`) or group (`@FirewallAPI.dll,-28752`).
        rule: String,
        /// Whether the rule is switched on.
        enabled: bool,
    },
    /// Anything else: written by hand, both ways.
    Text {
        /// What is changed, in a sentence.
        what: String,
        /// Lines for the command prompt.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cmd: Vec<String>,
        /// Lines for Windows PowerShell.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        powershell: Vec<String>,
        /// Menu path.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gui: Option<String>,
        /// The way back, in a sentence; `null`, explicitly, when there is none.
        #[serde(deserialize_with = "explicit")]
        #[schemars(required, extend("type" = ["string", "null"]))]
        undo: Option<String>,
    },
}

/// The types of registry values in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RegistryType {
    /// A 32-bit number.
    #[serde(rename = "REG_DWORD")]
    Dword,
    /// A string.
    #[serde(rename = "REG_SZ")]
    Sz,
    /// A list of strings.
    #[serde(rename = "REG_MULTI_SZ")]
    MultiSz,
    /// Bytes.
    #[serde(rename = "REG_BINARY")]
    Binary,
}

/// The states a service is brought to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ServiceState {
    /// Running, started if it was not.
    Running,
    /// Stopped.
    Stopped,
    /// Stopped and started again.
    Restarted,
}
