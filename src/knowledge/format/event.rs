//! `events.json`: what Event Viewer shows about Remote Desktop.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, OneOrMany, UniqueMap};
use crate::knowledge::words::{Grade, Side};

/// `events.json`: the events of the Windows logs that speak for or against a failure of Remote Desktop.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// Beginnings of words that say that the number after them is an event, in any language; `=` asks for the
    /// whole word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finds: Vec<String>,
    /// The events, by id of ours: the source in a word and the numbers.
    pub events: UniqueMap<Event>,
}

/// One event, or a few that say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The numbers in the column Event ID.
    pub numbers: Vec<u32>,
    /// The log, as it is called in commands (`wevtutil`).
    pub log: String,
    /// The column Source.
    pub source: String,
    /// Other names under which the source is shown or named, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finds: Vec<String>,
    /// Where the log lies.
    pub side: OneOrMany<Side>,
    /// The source writes about other programs as well: the event counts only beside a word of Remote Desktop, or
    /// where nothing else is pasted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// What it says, in our own words.
    pub meaning: String,
    /// What to keep in mind before it is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The fields whose code decides, the best first; a value of 0 decides nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<EventField>,
    /// A field without one of whose values the event is about something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<EventCondition>,
    /// The problem that it speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Id>,
    /// The cause that it speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Id>,
    /// What the meaning rests on.
    pub grade: Grade,
    /// Ids of `sources.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// A field of an event that holds a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventField {
    /// Its name in the XML of the event.
    pub field: String,
    /// What the text of the event calls it, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finds: Vec<String>,
    /// The namespace of the code.
    pub namespace: Id,
}

/// A field that must hold one of a few values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventCondition {
    /// Its name in the XML of the event.
    pub field: String,
    /// What the text of the event calls it, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finds: Vec<String>,
    /// The values with which it is about Remote Desktop.
    pub values: Vec<String>,
}
