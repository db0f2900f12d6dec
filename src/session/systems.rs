//! The systems of a case: what applies as far as the facts say what host and client are.

use super::facts::Facts;
use crate::knowledge::Knowledge;
use crate::knowledge::chances::of_states;
use crate::knowledge::format::{Cause, Id, Observation, Problem, StateWords, Step, Systems};
use crate::knowledge::systems::Known;

/// A problem with what is known about the systems it is met on.
#[derive(Debug)]
pub(super) struct Case<'a> {
    knowledge: &'a Knowledge,
    problem: &'a Problem,
    facts: &'a Facts,
    /// The answers that tell of the systems, in the order of ids.
    telling: Vec<(&'a Observation, &'a str)>,
    known: Known,
}

impl<'a> Case<'a> {
    /// A problem and the facts so far.
    pub(super) fn new(knowledge: &'a Knowledge, problem: &'a Problem, facts: &'a Facts) -> Self {
        let answers = facts.answers.iter().filter_map(|(id, given)| {
            let observation = knowledge.observations.get(id).filter(|o| !o.tells.is_empty())?;
            Some((observation, given.state.as_str()))
        });
        let mut case =
            Self { knowledge, problem, facts, telling: answers.collect(), known: Known::default() };
        case.known = case.before(None);
        case
    }

    /// What is known from everything together.
    pub(super) fn known(self) -> Known {
        self.known
    }

    /// Whether something that is about these systems applies.
    pub(super) fn admits(&self, systems: &Systems) -> bool {
        self.known.admits(systems)
    }

    /// The causes of the problem that apply.
    pub(super) fn causes(&self) -> Vec<&'a Cause> {
        let causes = self.problem.causes.keys().filter_map(|id| self.knowledge.causes.get(id));
        causes.filter(|cause| self.admits(&cause.systems)).collect()
    }

    /// Whether an observation can be made here, and is not known from the systems already.
    pub(super) fn is_open(&self, observation: &Observation) -> bool {
        let answered = self.facts.answers.contains_key(&observation.id);
        let possible = || self.known.possible(observation).into_iter().filter(|possible| *possible).count();
        self.admits(&observation.systems) && (answered || possible() != 1)
    }

    /// The observations that tell by the systems which of the causes it can be.
    pub(super) fn parting(&self, causes: &[&Cause]) -> Vec<&'a Observation> {
        let bound: Vec<&Systems> =
            causes.iter().map(|cause| &cause.systems).filter(|s| !s.is_empty()).collect();
        if bound.is_empty() {
            return Vec::new();
        }
        let telling = self.knowledge.telling();
        telling.filter(|observation| parts(&self.around(observation), observation, &bound)).collect()
    }

    /// P(state) of an observation with a cause: only the systems that the cause is about can be seen.
    pub(super) fn chances(&self, observation: &Observation, cause: &Systems, words: &StateWords) -> Vec<f64> {
        if observation.tells.is_empty() {
            return of_states(&observation.states, words);
        }
        self.around(observation).with(cause).chances(observation, words)
    }

    /// What is possible when an observation is looked at: before its own answer, where it has one.
    fn around(&self, observation: &Observation) -> Known {
        if self.facts.answers.contains_key(&observation.id) {
            self.before(Some(&observation.id))
        } else {
            self.known.clone()
        }
    }

    /// What the problem and the answers tell, without those from `end` on by id. An answer is weighed against what
    /// the earlier ones have left possible, so that no two answers say the same thing twice.
    fn before(&self, end: Option<&Id>) -> Known {
        let implied = self.problem.implies.iter().filter_map(|(id, state)| {
            let observation = self.knowledge.observations.get(id)?;
            Some((observation, state.as_str()))
        });
        let earlier = self.telling.iter().copied().filter(|(o, _)| end.is_none_or(|end| o.id < *end));
        implied
            .chain(earlier)
            .fold(Known::default().with(&self.problem.systems), |known, (o, state)| known.told(o, state))
    }
}

/// Whether some states of an observation leave one of these possible and others do not.
fn parts(known: &Known, observation: &Observation, bound: &[&Systems]) -> bool {
    let left: Vec<Known> = after_each(known, observation).collect();
    bound.iter().any(|systems| {
        let admitted = left.iter().filter(|left| left.admits(systems)).count();
        admitted > 0 && admitted < left.len()
    })
}

/// What is known after each possible state of an observation.
fn after_each(known: &Known, observation: &Observation) -> impl Iterator<Item = Known> {
    observation.states.iter().filter_map(|state| match observation.tells.get(state) {
        Some(told) => known.narrowed(told),
        None => Some(known.clone()),
    })
}

/// The quickest observation that is still to be made and tells which of some steps apply. Nothing where somebody
/// was asked about it and did not know.
pub(super) fn deciding<'k>(
    knowledge: &'k Knowledge,
    facts: &Facts,
    known: &Known,
    steps: &[Step],
) -> Option<&'k Observation> {
    let open: Vec<&Systems> = steps.iter().filter_map(Step::systems).filter(|s| known.admits(s)).collect();
    let open: Vec<&Systems> = open.into_iter().filter(|systems| !known.settles(systems)).collect();
    if open.is_empty() {
        return None;
    }
    let telling: Vec<_> = knowledge.telling().filter(|o| parts(known, o, &open)).collect();
    if telling.iter().any(|o| facts.answers.contains_key(&o.id)) {
        return None;
    }
    telling.into_iter().min_by(|a, b| a.minutes.total_cmp(&b.minutes).then(a.id.cmp(&b.id)))
}
