//! From findings to answers: which observations a look has answered, and which problems it points to.
//!
//! Both are knowledge: an observation says which result of which check is which of its states, a problem says which
//! results suggest it. A result that is not named leaves the question open.

use super::findings::Finding;
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Id, Observation, Problem};
use crate::knowledge::words::Side;

/// An observation that a look has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The observation.
    pub observation: Id,
    /// Its state.
    pub state: String,
    /// What it was read from.
    pub finding: Finding,
}

/// A problem that a look points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The problem.
    pub problem: Id,
    /// Why.
    pub finding: Finding,
}

/// The observations that the findings answer, by id. `here` is the side that this computer is: what counts only from
/// the client does not count from the host.
pub fn answers(knowledge: &Knowledge, findings: &[Finding], here: Side) -> Vec<Answered> {
    let answer = |observation: &Observation| {
        let (state, finding) = state_of(observation, findings, here)?;
        Some(Answered { observation: observation.id.clone(), state, finding })
    };
    knowledge.observations.values().filter_map(answer).collect()
}

/// The state that the first way says which has anything to say.
fn state_of(observation: &Observation, findings: &[Finding], here: Side) -> Option<(String, Finding)> {
    let counts = observation.witnesses.iter().filter(|way| way.seen_from.is_none_or(|side| side == here));
    counts.into_iter().find_map(|way| {
        let check = way.check.as_ref()?;
        let finding = findings.iter().find(|finding| finding.check == check)?;
        way.map.get(finding.word).map(|state| (state.clone(), *finding))
    })
}

/// The problems that the findings suggest: in the order of the findings, each problem once.
pub fn suggested(knowledge: &Knowledge, findings: &[Finding]) -> Vec<Suggested> {
    let mut suggested: Vec<Suggested> = Vec::new();
    let points = |problem: &Problem, finding: &Finding| {
        let words = problem.suggested_by.get(finding.check);
        words.is_some_and(|words| words.iter().any(|word| word == finding.word))
    };
    for finding in findings {
        for problem in knowledge.problems.values().filter(|problem| points(problem, finding)) {
            if !suggested.iter().any(|earlier| earlier.problem == problem.id) {
                suggested.push(Suggested { problem: problem.id.clone(), finding: *finding });
            }
        }
    }
    suggested
}
