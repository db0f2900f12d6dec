//! What is counted in resolved cases: how often each cause was behind a problem, and how often people could tell what
//! they would be asked.
//!
//! Of the cases that are compiled in only the rows below are kept (a test holds them against `knowledge/cases/`); those
//! of an overlay are files, of which the causes are counted.

use super::Knowledge;

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

/// The cases that are compiled in, by problem, cause and source.
pub(super) static BUILTIN: &[Counted<'static>] = include!("generated/cases.in");

/// How often an observation was known, by id: in how many cases somebody told its state, and of how many whose problem it
/// bears on.
static KNOWN: &[(&str, u16, u16)] = include!("generated/known.in");

/// In how many cases the state of an observation was told, and of how many whose problem it bears on.
pub(crate) fn known(observation: &str) -> (u16, u16) {
    let found = KNOWN.binary_search_by(|(id, ..)| (*id).cmp(observation));
    found.map_or((0, 0), |at| (KNOWN[at].1, KNOWN[at].2))
}

impl Knowledge {
    /// The cases in which a problem was reported, by cause; those of overlays last.
    pub fn cases_of<'k>(&'k self, problem: &'k str) -> impl Iterator<Item = Counted<'k>> {
        let start = self.counted.partition_point(|case| case.problem < problem);
        let compiled = self.counted[start..].iter().take_while(move |case| case.problem == problem);
        let beside = self.cases.values().filter(move |case| case.problem == problem);
        let beside =
            beside.map(|case| Counted { problem: &case.problem, cause: &case.cause, source: &case.source });
        compiled.copied().chain(beside)
    }
}
