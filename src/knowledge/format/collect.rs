//! `collect.json`: which command of Windows shows what a witness needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FactClue, Id, UniqueMap};
use crate::knowledge::words::{Grade, Need, Side};

/// `collect.json`: the lines of the script that `rdpfix collect` prints, by id. Every fact and event that a witness
/// names is brought by exactly one line.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Collect(pub UniqueMap<CollectLine>);

/// One file of the collected folder, and the commands whose output it holds.
///
/// Commands are one line each and only read. In braces stand the parts that are filled in: `{key}` and `{value}` of a
/// registry value, `{service}`, `{log}` and `{query}` of an event log, and what the person who runs the script knows:
/// `{host}`, `{gateway}`, `{domain}`, `{rdp-file}`. A command with parts of a witness stands once for each witness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CollectLine {
    /// The computers on which it is run: `host`, `client`.
    pub sides: Vec<Side>,
    /// The name of the file in the folder: `a-z0-9-` with `.txt` or `.xml`.
    pub file: String,
    /// What it reads: a sentence.
    pub reads: String,
    /// What it needs, beside a command prompt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// What it shows.
    pub brings: Brings,
    /// The commands, for the command prompt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cmd: Vec<String>,
    /// The commands for Windows PowerShell, where those of the command prompt do not work there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub powershell: Vec<String>,
    /// Instead of `cmd` where a witness asks whether a registry value is absent: only a whole key shows that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whole: Vec<String>,
    /// Of the output only lines with this text are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
    /// Lines of the output that begin with one of these are dropped: secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<String>,
    /// Ids of lines whose output is needed to understand this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Id>,
    /// What a person puts into the folder, where no command shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<String>,
    /// How well it is known that the commands show this.
    pub grade: Grade,
    /// Ids of `sources.json` for the commands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// What a line shows: facts, or events of one log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Brings {
    /// Facts; a `*` in a name stands for any text. Of lines that fit, the one that names most letters brings it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactClue>,
    /// The log whose events it shows, as `events.json` calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Sources that write to this log and of whose events `events.json` does not say the log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<String>,
    /// True for a log of attempts to connect: its events are brought wherever an event is asked about, since an event
    /// counts only beside an attempt.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attempts: bool,
}
