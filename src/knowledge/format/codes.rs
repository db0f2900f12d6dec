//! `codes/NAMESPACE.json`: the numbers of one family.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;
use crate::knowledge::words::Grade;

/// The codes of one namespace.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeTable {
    /// Equal to the file name.
    pub namespace: Id,
    /// What the namespace is called in an answer.
    pub title: String,
    /// Where one meets its numbers.
    pub note: String,
    /// The namespace whose numbers it repeats, as a log of the client repeats the client's error codes: what leads
    /// to a problem there leads to it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Id>,
    /// The codes, by number.
    pub codes: Vec<Code>,
}

/// One number and what it is said to mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// `0x...` with upper-case digits.
    pub code: String,
    /// The symbolic name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// For a pair, the extended number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended: Option<String>,
    /// What it means, in our own words.
    pub meaning: String,
    /// What the meaning rests on.
    pub grade: Grade,
    /// Ids of `sources.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
    /// The problem it leads to, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Id>,
}
