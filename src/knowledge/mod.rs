//! What is known about Remote Desktop failures: problems, causes, observations, fixes and the rest.
//!
//! The files under `knowledge/` are compiled in and parsed one by one when they are asked for; their
//! whole is validated by the catalogue test. Overlay directories are parsed and validated whole when
//! they are loaded. Whoever holds a [`Knowledge`] may rely on every reference in it.

pub mod cases;
pub mod chances;
pub mod checks;
pub mod clues;
pub mod collecting;
pub mod commands;
mod fault;
mod files;
pub mod format;
mod overlay;
pub mod schema;
pub mod systems;
mod units;
mod validate;
pub mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use fault::{Fault, Severity, did_you_mean, nearest};
pub use files::{BUILTIN, Kind};
pub use overlay::{LoadError, read_dir};
pub use units::Units;

use format::{
    Case, Cause, CodeTable, Collect, Events, Families, Fix, Observation, Problem, Refused, Sources, Topic,
};
use words::Grade;

/// The day up to which the built-in knowledge follows its sources, as YYYY-MM-DD.
pub const AS_OF: &str = "2026-11-30";

/// The revision of the built-in knowledge: grows whenever a statement, a code or an id changes.
pub const REVISION: u32 = 4;

/// Everything that is known.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// What the user sees.
    pub problems: Units<Problem>,
    /// What is really wrong.
    pub causes: Units<Cause>,
    /// What can be known.
    pub observations: Units<Observation>,
    /// What may repair it.
    pub fixes: Units<Fix>,
    /// Background.
    pub topics: Units<Topic>,
    /// Advice we do not give.
    pub refused: Units<Refused>,
    /// Numbers, by namespace.
    pub codes: Units<CodeTable>,
    /// Resolved cases, without those that are compiled in ([`Knowledge::cases_of`] has both).
    pub cases: Units<Case>,
    /// What is counted of the cases that are compiled in.
    counted: cases::Counts,
    collect: Units<Collect>,
    events: Units<Events>,
    families: Units<Families>,
    sources: Units<Sources>,
    overlays: Vec<String>,
    /// [`Knowledge::telling`], found when it is first asked for.
    telling: OnceLock<Vec<String>>,
}

impl Knowledge {
    /// What is compiled in. Nothing is parsed yet.
    ///
    /// # Panics
    /// Never: the build script gathers the files from their folders.
    pub fn builtin() -> Self {
        let mut knowledge = Self { counted: cases::BUILTIN, ..Self::default() };
        for (path, text) in files::BUILTIN.iter().copied() {
            let (kind, id) = Kind::of(path).expect("the build script takes files of a kind");
            match kind {
                Kind::Problem => knowledge.problems.push_builtin(id, path, text),
                Kind::Cause => knowledge.causes.push_builtin(id, path, text),
                Kind::Observation => knowledge.observations.push_builtin(id, path, text),
                Kind::Fix => knowledge.fixes.push_builtin(id, path, text),
                Kind::Topic => knowledge.topics.push_builtin(id, path, text),
                Kind::Refused => knowledge.refused.push_builtin(id, path, text),
                Kind::Case => knowledge.cases.push_builtin(id, path, text),
                Kind::Codes => knowledge.codes.push_builtin(id, path, text),
                Kind::Collect => knowledge.collect.push_builtin(id, path, text),
                Kind::Events => knowledge.events.push_builtin(id, path, text),
                Kind::Families => knowledge.families.push_builtin(id, path, text),
                Kind::Sources => knowledge.sources.push_builtin(id, path, text),
            }
        }
        knowledge
    }

    /// Knowledge made of nothing but the files given (path relative to the folder, text), with every
    /// fault found in it. For authors: `kb validate`.
    pub fn from_files(files: &[(String, String)]) -> (Self, Vec<Fault>) {
        let mut knowledge = Self::default();
        let mut faults = Vec::new();
        for (path, text) in files {
            if let Err(fault) = knowledge.insert(path, text) {
                faults.push(fault);
            }
        }
        faults.extend(knowledge.check());
        faults.sort();
        (knowledge, faults)
    }

    /// Lays the files of an overlay (path relative to its folder, text) over what is there, and returns every
    /// fault and warning of the result. For authors: `kb validate`.
    pub fn lay_over(&mut self, files: &[(String, String)]) -> Vec<Fault> {
        overlay::lay_files(self, files)
    }

    /// The built-in knowledge with overlay directories laid over it, in the order given.
    ///
    /// # Errors
    /// When a directory cannot be read, or when the result has a fault: all faults at once.
    pub fn with_overlays(dirs: &[std::path::PathBuf]) -> Result<Self, LoadError> {
        let mut knowledge = Self::builtin();
        for dir in dirs {
            overlay::lay_over(&mut knowledge, dir)?;
        }
        Ok(knowledge)
    }

    /// The events of the Windows logs.
    pub fn events(&self) -> &Events {
        static NONE: Events = Events { finds: Vec::new(), events: format::UniqueMap::EMPTY };
        self.events.get("events").unwrap_or(&NONE)
    }

    /// The lines with which files are collected.
    pub fn collect(&self) -> &Collect {
        static NONE: Collect = Collect(format::UniqueMap::EMPTY);
        self.collect.get("collect").unwrap_or(&NONE)
    }

    /// The kinds of symptoms.
    pub fn families(&self) -> &Families {
        static NONE: Families = Families(format::UniqueMap::EMPTY);
        self.families.get("families").unwrap_or(&NONE)
    }

    /// The bibliography.
    pub fn sources(&self) -> &Sources {
        static NONE: Sources = Sources(format::UniqueMap::EMPTY);
        self.sources.get("sources").unwrap_or(&NONE)
    }

    /// The revision with the overlays in use, as it stands in every document: `1` or `1+NAME`.
    pub fn revision(&self) -> String {
        let overlays = self.overlays.iter().map(|name| format!("+{name}"));
        std::iter::once(REVISION.to_string()).chain(overlays).collect()
    }

    /// Every fault and warning of the whole.
    pub fn check(&self) -> Vec<Fault> {
        let unparsed = self.parse_all();
        if !unparsed.is_empty() {
            // References into a file that cannot be read would only add noise.
            return unparsed;
        }
        validate::faults(self)
    }

    /// How many statements there are of each grade. A statement is whatever carries a grade in a unit, and a
    /// claim that better evidence contradicts; the grade of a source says what it may be cited for, so it is none.
    pub fn statements(&self) -> BTreeMap<Grade, usize> {
        let mut counts = BTreeMap::new();
        for (kind, _, _, document) in self.documents() {
            if kind != Kind::Sources {
                count_grades(&document, &mut counts);
            }
        }
        counts
    }

    /// Kind, path, id and content of every file, as JSON.
    fn documents(&self) -> Vec<(Kind, String, String, serde_json::Value)> {
        let mut documents = Vec::new();
        macro_rules! each {
            ($kind:expr, $units:expr) => {
                for id in $units.ids() {
                    let single = $kind.is_single();
                    let path = if single {
                        $kind.folder().to_owned()
                    } else {
                        format!("{}/{id}.json", $kind.folder())
                    };
                    let value = $units.text(id).and_then(|text| serde_json::from_str(text).ok());
                    documents.push(($kind, path, id.to_owned(), value.unwrap_or_default()));
                }
            };
        }
        each!(Kind::Problem, self.problems);
        each!(Kind::Cause, self.causes);
        each!(Kind::Observation, self.observations);
        each!(Kind::Fix, self.fixes);
        each!(Kind::Topic, self.topics);
        each!(Kind::Refused, self.refused);
        each!(Kind::Codes, self.codes);
        each!(Kind::Collect, self.collect);
        each!(Kind::Events, self.events);
        each!(Kind::Families, self.families);
        each!(Kind::Sources, self.sources);
        documents
    }

    fn insert(&mut self, path: &str, text: &str) -> Result<(), Fault> {
        let (kind, id) = Kind::of(path)?;
        self.telling = OnceLock::new();
        let owned = || (Cow::Owned(path.to_owned()), Cow::Owned(text.to_owned()));
        let (path, text) = owned();
        match kind {
            Kind::Problem => self.problems.insert(id, path, text),
            Kind::Cause => self.causes.insert(id, path, text),
            Kind::Observation => self.observations.insert(id, path, text),
            Kind::Fix => self.fixes.insert(id, path, text),
            Kind::Topic => self.topics.insert(id, path, text),
            Kind::Refused => self.refused.insert(id, path, text),
            Kind::Case => self.cases.insert(id, path, text),
            Kind::Codes => self.codes.insert(id, path, text),
            Kind::Collect => self.collect.insert(id, path, text),
            Kind::Events => self.events.insert(id, path, text),
            Kind::Families => self.families.insert(id, path, text),
            Kind::Sources => self.sources.insert(id, path, text),
        }
        Ok(())
    }

    /// The problem that is diagnosed where nothing names one.
    pub fn fallback(&self) -> Option<&Problem> {
        self.problems.values().find(|problem| problem.fallback)
    }

    /// The ids of the observations whose file has the field: the others need not be parsed for it.
    fn telling_ids(&self) -> &[String] {
        self.telling.get_or_init(|| self.observations.ids_with("\"tells\""))
    }

    fn parse_all(&self) -> Vec<Fault> {
        let mut faults = self.problems.parse_all();
        faults.extend(self.causes.parse_all());
        faults.extend(self.observations.parse_all());
        faults.extend(self.fixes.parse_all());
        faults.extend(self.topics.parse_all());
        faults.extend(self.refused.parse_all());
        faults.extend(self.cases.parse_all());
        faults.extend(self.codes.parse_all());
        faults.extend(self.collect.parse_all());
        faults.extend(self.events.parse_all());
        faults.extend(self.families.parse_all());
        faults.extend(self.sources.parse_all());
        faults
    }
}

/// Counts what stands under `grade`, and the entries of `disputed`, wherever they stand.
fn count_grades(value: &serde_json::Value, counts: &mut BTreeMap<Grade, usize>) {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let claims = value.as_array().filter(|_| key == "disputed").map_or(0, Vec::len);
                let grade = Grade::ALL.into_iter().find(|grade| key == "grade" && value == grade.word());
                if let Some(grade) = grade {
                    *counts.entry(grade).or_default() += 1;
                }
                if claims > 0 {
                    *counts.entry(Grade::Disputed).or_default() += claims;
                }
                count_grades(value, counts);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| count_grades(value, counts)),
        _ => {}
    }
}
