//! A resolved public case.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;

/// What somebody reported, what was known, and what it turned out to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Kebab-case, equal to the file name.
    pub id: Id,
    /// The problem that the opening describes.
    pub problem: Id,
    /// One to four texts in the manner of the opening, in own words: what the readers of prose learn from.
    pub said: Vec<String>,
    /// The states of observations, as far as the source tells them.
    pub known: BTreeMap<Id, String>,
    /// What it was.
    pub cause: Id,
    /// The fix that cured it; nothing where no fix of the knowledge says it.
    pub fixed_by: Option<Id>,
    /// The year of the report, where it is known.
    pub year: Option<u16>,
    /// Client and host in a few words.
    pub systems: BTreeMap<String, String>,
    /// `OWNER/REPO#NUMBER`, the address of the page, or where else it is kept.
    pub source: String,
    /// Who says that this was the cause.
    pub grade: CaseGrade,
}

/// Who says what the cause of a case was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CaseGrade {
    /// Whoever had the trouble.
    ConfirmedByPoster,
    /// Maintainers, or others with the same trouble.
    ConfirmedByOthers,
    /// A help page of a vendor.
    Vendor,
}
