//! How often a cause was behind a problem in resolved public cases.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::Knowledge;

/// The counted cases behind a likelihood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CasesCard {
    /// The cases of the problem in which it was this cause.
    pub seen: usize,
    /// All resolved cases of the problem that are known.
    pub of: usize,
    /// Where those with this cause stand.
    pub sources: Vec<String>,
}

impl CasesCard {
    /// The cases of a cause under a problem; nothing where no case of the problem is known.
    pub fn new(knowledge: &Knowledge, problem: &str, cause: &str) -> Option<Self> {
        let all: Vec<_> = knowledge.cases_of(problem).collect();
        let own = all.iter().filter(|case| case.cause == cause);
        let sources: Vec<String> = own.map(|case| case.source.to_owned()).collect();
        (!all.is_empty()).then_some(Self { seen: sources.len(), of: all.len(), sources })
    }

    /// The same in words, where it was seen at all.
    pub fn words(&self) -> Option<String> {
        let cases = if self.of == 1 { "case" } else { "cases" };
        (self.seen > 0).then(|| format!("{} of {} {cases}", self.seen, self.of))
    }
}
