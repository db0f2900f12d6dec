//! Topics, refused advice, families and sources.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Claim, Id, UniqueMap};
use crate::knowledge::words::{Grade, Prior};

/// `topics/ID.json`: background a person may open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Kebab-case, equal to the file name.
    pub id: Id,
    /// Former ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Id>,
    /// A headline.
    pub title: String,
    /// The topic in a sentence or two.
    pub summary: Claim,
    /// The rest, in order.
    pub sections: Vec<Section>,
    /// Tables, where data says it better.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
}

/// A headline and its statements.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The headline.
    pub heading: String,
    /// The statements.
    pub claims: Vec<Claim>,
}

/// A small table.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
    /// What it rests on.
    pub grade: Grade,
    /// Ids of `sources.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// `refused/ID.json`: advice that is given elsewhere and that we do not give.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Kebab-case, equal to the file name.
    pub id: Id,
    /// The advice in a line, as somebody would give it.
    pub title: String,
    /// Phrases that find it: each is a list of words that must all stand in a text of at most a few sentences.
    pub finds: Vec<String>,
    /// Why we do not give it.
    pub why: Claim,
    /// What to do instead.
    pub instead: String,
}

/// `families.json`: the symptom entry, what do you see.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Families(pub UniqueMap<Family>);

/// One kind of symptom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// What the person sees, at most 60 characters.
    pub title: String,
    /// Its place in the list.
    pub order: u32,
    /// Words of a vague complaint that point to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finds: Vec<String>,
    /// The question that follows, where one menu cannot hold all problems; absent: they are shown at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// The answers to it, in the order in which they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<Sign>,
}

/// What a person sees within a family: an answer to its question.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Kebab-case, unique in its family.
    pub id: Id,
    /// What the person sees, at most 60 characters.
    pub label: String,
    /// The problems that look like this, each with how often it is met: an estimate.
    pub problems: UniqueMap<Prior>,
}

/// `sources.json`: the bibliography, by id.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Sources(pub UniqueMap<Source>);

/// Where a statement comes from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the page, file or thread.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Address, or repository and path.
    pub url: String,
    /// The best grade a statement may take from it.
    pub grade: Grade,
    /// The day it was read, as YYYY-MM-DD; absent when only an excerpt was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// What to keep in mind about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
