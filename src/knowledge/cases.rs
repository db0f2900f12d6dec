//! What is counted in resolved cases: how often each cause was behind a problem, what was known of it then, and how often
//! people could tell what they would be asked.
//!
//! Of the cases that are compiled in only the tables below are kept (tests hold them against `knowledge/cases/`); those of
//! an overlay are files.

use std::collections::BTreeMap;

use super::Knowledge;
use super::format::Case;

/// A case, as far as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted<'k> {
    /// What was reported.
    pub problem: &'k str,
    /// What it was.
    pub cause: &'k str,
    /// Where it stands.
    pub source: &'k str,
}

/// What is counted of the cases that are compiled in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// By problem, cause and source.
    cases: &'static [Counted<'static>],
    /// Observation, in how many cases its state was told, and of how many whose problem it bears on.
    known: &'static [(&'static str, u16, u16)],
    /// Cause, and what was known where it was behind: `OBSERVATION=STATE:CASES`, with blanks between.
    states: &'static [(&'static str, &'static str)],
}

pub(super) static BUILTIN: Counts = Counts {
    cases: include!("generated/cases.in"),
    known: include!("generated/known.in"),
    states: include!("generated/states.in"),
};

/// In how many cases of one cause each state was known, by observation and state.
pub type StateCounts<'k> = BTreeMap<&'k str, BTreeMap<&'k str, f64>>;

impl Knowledge {
    /// The cases in which a problem was reported, by cause; those of overlays last.
    pub fn cases_of<'k>(&'k self, problem: &'k str) -> impl Iterator<Item = Counted<'k>> {
        self.public_cases_of(problem).chain(self.own_cases_of(problem))
    }

    /// Those that are compiled in, or of files alone where nothing is.
    pub(crate) fn public_cases_of<'k>(&'k self, problem: &'k str) -> impl Iterator<Item = Counted<'k>> {
        let files = self.files_of(problem).filter(|_| self.counted.cases.is_empty());
        self.compiled_of(problem).iter().copied().chain(files)
    }

    /// Those of overlays: what the house itself met.
    pub(crate) fn own_cases_of<'k>(&'k self, problem: &'k str) -> impl Iterator<Item = Counted<'k>> {
        self.files_of(problem).filter(|_| !self.counted.cases.is_empty())
    }

    fn compiled_of(&self, problem: &str) -> &'static [Counted<'static>] {
        let all = self.counted.cases;
        let start = all.partition_point(|case| case.problem < problem);
        let end = start + all[start..].partition_point(|case| case.problem == problem);
        &all[start..end]
    }

    /// Cases that are files; one that is compiled in, too, is counted once.
    fn files_of<'k>(&'k self, problem: &'k str) -> impl Iterator<Item = Counted<'k>> {
        let files = self.cases.values().filter(move |case| case.problem == problem);
        let files =
            files.map(|case| Counted { problem: &case.problem, cause: &case.cause, source: &case.source });
        files.filter(move |case| self.compiled_of(problem).binary_search(case).is_err())
    }

    /// What was known in the cases of a cause, whatever was reported.
    pub fn states_of<'k>(&'k self, cause: &str) -> StateCounts<'k> {
        let mut counts = StateCounts::new();
        let mut add = |observation, state, cases: f64| {
            *counts.entry(observation).or_default().entry(state).or_default() += cases;
        };
        let compiled = self.counted.states.binary_search_by(|(id, _)| (*id).cmp(cause));
        for entry in compiled.iter().flat_map(|at| self.counted.states[*at].1.split(' ')) {
            let parts = entry.split_once('=').and_then(|(of, rest)| Some((of, rest.split_once(':')?)));
            let Some((observation, (state, cases))) = parts else { continue };
            add(observation, state, cases.parse().unwrap_or_default());
        }
        let compiled = |case: &Case| {
            let counted = Counted { problem: &case.problem, cause: &case.cause, source: &case.source };
            self.compiled_of(&case.problem).binary_search(&counted).is_ok()
        };
        for case in self.cases.values().filter(|case| case.cause == cause && !compiled(case)) {
            case.known.iter().for_each(|(observation, state)| add(observation, state, 1.0));
        }
        counts
    }

    /// In how many of the compiled-in cases the state of an observation was told, and of how many whose problem it bears
    /// on.
    pub(crate) fn known(&self, observation: &str) -> (u16, u16) {
        let known = self.counted.known;
        let found = known.binary_search_by(|(id, ..)| (*id).cmp(observation));
        found.map_or((0, 0), |at| (known[at].1, known[at].2))
    }
}
