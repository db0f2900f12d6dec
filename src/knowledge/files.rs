//! The files that are compiled in, and what kind each is.
//!
//! The build script (`src/build.rs`) gathers what stands under `knowledge/`, so no file is forgotten.

use super::fault::Fault;

/// A kind of knowledge file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `problems/ID.json`
    Problem,
    /// `causes/ID.json`
    Cause,
    /// `observations/ID.json`
    Observation,
    /// `fixes/ID.json`
    Fix,
    /// `topics/ID.json`
    Topic,
    /// `refused/ID.json`
    Refused,
    /// `cases/ID.json`
    Case,
    /// `codes/NAMESPACE.json`
    Codes,
    /// `collect.json`
    Collect,
    /// `events.json`
    Events,
    /// `families.json`
    Families,
    /// `sources.json`
    Sources,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Problem,
        Self::Cause,
        Self::Observation,
        Self::Fix,
        Self::Topic,
        Self::Refused,
        Self::Case,
        Self::Codes,
        Self::Collect,
        Self::Events,
        Self::Families,
        Self::Sources,
    ];

    /// The kind's name in messages and for `kb schema`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Cause => "cause",
            Self::Observation => "observation",
            Self::Fix => "fix",
            Self::Topic => "topic",
            Self::Refused => "refused",
            Self::Case => "case",
            Self::Codes => "codes",
            Self::Collect => "collect-table",
            Self::Events => "event-table",
            Self::Families => "families",
            Self::Sources => "sources",
        }
    }

    /// The folder of the kind, or the file itself where it is a single one.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Problem => "problems",
            Self::Cause => "causes",
            Self::Observation => "observations",
            Self::Fix => "fixes",
            Self::Topic => "topics",
            Self::Refused => "refused",
            Self::Case => "cases",
            Self::Codes => "codes",
            Self::Collect => "collect.json",
            Self::Events => "events.json",
            Self::Families => "families.json",
            Self::Sources => "sources.json",
        }
    }

    /// Whether it is one file, and no folder.
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Collect | Self::Events | Self::Families | Self::Sources)
    }

    /// Kind and id of a path relative to `knowledge/`.
    pub fn of(path: &str) -> Result<(Self, &str), Fault> {
        let single = Self::ALL.into_iter().find(|kind| kind.is_single() && kind.folder() == path);
        if let Some(kind) = single {
            return Ok((kind, path.trim_end_matches(".json")));
        }
        let parts =
            path.split_once('/').and_then(|(folder, name)| Some((folder, name.strip_suffix(".json")?)));
        let known = parts.and_then(|(folder, id)| {
            Self::ALL.into_iter().find(|kind| kind.folder() == folder).map(|kind| (kind, id))
        });
        known.filter(|(_, id)| !id.contains('/')).ok_or_else(|| {
            let folders = Self::ALL.map(Self::folder).join(", ");
            Fault::new(path, "", format!("is no knowledge file: expected ID.json in one of {folders}"))
        })
    }
}

/// Path (relative to `knowledge/`) and text of every file compiled in, by path: all but the cases, of which
/// [`super::cases`] keeps what is counted.
pub static BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/knowledge.in"));
