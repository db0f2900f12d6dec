//! How often each cause was behind a problem: counted in resolved cases.
//!
//! Of the cases that are compiled in only the rows below are kept (a test holds them against `knowledge/cases/`); those
//! of an overlay are files.

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
