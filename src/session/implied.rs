//! What answers and outcomes of fixes say beside themselves.
//!
//! Whoever saw the port open has seen the host awake, and whoever tried another network in vain knows that it fails there,
//! too. The knowledge says so once (`settles` of an observation, `shows` of a fix), and nobody is asked again.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, Given, UNKNOWN, WitnessKind};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Id, Problem};

/// By implied observation the answer that says it; nothing where a fix or the problem does.
pub(super) type Tellers = BTreeMap<Id, Id>;

/// Adds to the facts what they imply, and says by which answers. What was implied before is worked out anew; an answer of a
/// witness stands against it, and what is implied in two ways that do not agree is left open.
pub(super) fn complete(knowledge: &Knowledge, problem: &Problem, facts: &mut Facts) -> Tellers {
    facts.answers.retain(|_, given| given.witness != WitnessKind::Implied);
    let mut tellers = Tellers::new();
    let mut disputed = BTreeSet::new();
    loop {
        let news = implied(knowledge, problem, facts);
        let mut grown = false;
        for (observation, state, teller) in news {
            match facts.answers.get(&observation) {
                Some(given) if given.witness == WitnessKind::Implied && given.state != state => {
                    disputed.insert(observation);
                }
                Some(given) if given.state != UNKNOWN => {}
                _ => {
                    let given = Given { state, witness: WitnessKind::Implied, evidence: None };
                    facts.answers.insert(observation.clone(), given);
                    tellers.extend(teller.map(|teller| (observation, teller)));
                    grown = true;
                }
            }
        }
        if !grown {
            break;
        }
    }
    for observation in disputed {
        facts.answers.remove(&observation);
        tellers.remove(&observation);
    }
    tellers
}

/// What the facts imply in one step: the observation, its state, and the answer that says so.
fn implied(knowledge: &Knowledge, problem: &Problem, facts: &Facts) -> Vec<(Id, String, Option<Id>)> {
    let settled = |id: &Id, state: &str| {
        let observation = knowledge.observations.get(id);
        let settles = observation.and_then(|observation| observation.settles.get(state));
        let settled = settles.into_iter().flatten().map(|(other, state)| (other.clone(), state.clone()));
        settled.collect::<Vec<_>>()
    };
    let own = problem.implies.iter().flat_map(|(id, state)| settled(id, state));
    let own = own.filter(|(id, _)| !problem.implies.contains(id)).map(|(id, state)| (id, state, None));
    let answers = facts.answers.iter().flat_map(|(id, given)| {
        settled(id, &given.state).into_iter().map(move |(other, state)| (other, state, Some(id.clone())))
    });
    let tried = facts.tried.iter().flat_map(|tried| {
        let fix = knowledge.fixes.get(&tried.fix);
        let shows = fix.and_then(|fix| fix.shows.get(tried.outcome.word()));
        shows.into_iter().flatten().map(|(id, state)| (id.clone(), state.clone(), None))
    });
    own.chain(answers).chain(tried).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowledge() -> Knowledge {
        Knowledge::builtin()
    }

    fn told(answers: &[(&str, &str, WitnessKind)]) -> Facts {
        let given = |state: &str, witness| Given { state: state.to_owned(), witness, evidence: None };
        let answers = answers.iter().map(|(id, state, witness)| ((*id).to_owned(), given(state, *witness)));
        Facts { answers: answers.collect(), ..Facts::default() }
    }

    /// Every implication of the knowledge: an observation, its state, and what it settles.
    fn settling(knowledge: &Knowledge) -> Vec<(Id, String, Id, String)> {
        let mut all = Vec::new();
        for observation in knowledge.observations.values() {
            for (state, settles) in &observation.settles {
                for (other, settled) in settles {
                    all.push((observation.id.clone(), state.clone(), other.clone(), settled.clone()));
                }
            }
        }
        all
    }

    #[test]
    fn an_answer_settles_what_it_says_of_others() {
        let knowledge = knowledge();
        let problem = knowledge.problems.get("black-screen").unwrap();
        let settling = settling(&knowledge);
        assert!(!settling.is_empty());
        for (id, state, other, settled) in
            settling.into_iter().filter(|row| !problem.implies.contains(&row.2))
        {
            let mut facts = told(&[(&id, &state, WitnessKind::Person)]);
            complete(&knowledge, problem, &mut facts);
            assert_eq!(facts.state(&other), Some(settled.as_str()), "{id} {state} settles {other}");
        }
    }

    #[test]
    fn the_answer_of_a_witness_stands_and_an_unknown_one_does_not() {
        let knowledge = knowledge();
        let problem = knowledge.problems.get("black-screen").unwrap();
        for (id, state, other, settled) in settling(&knowledge) {
            let observation = knowledge.observations.get(&other).unwrap();
            let Some(another) = observation.states.iter().find(|known| **known != settled) else { continue };
            let mut facts =
                told(&[(&id, &state, WitnessKind::Person), (&other, another, WitnessKind::Check)]);
            complete(&knowledge, problem, &mut facts);
            assert_eq!(facts.state(&other), Some(another.as_str()), "{id} {state} against {other}");
        }
    }

    #[test]
    fn what_was_implied_goes_with_the_answer_that_implied_it() {
        let knowledge = knowledge();
        let problem = knowledge.problems.get("black-screen").unwrap();
        let (id, state, ..) = settling(&knowledge).swap_remove(0);
        let mut facts = told(&[(&id, &state, WitnessKind::Person)]);
        complete(&knowledge, problem, &mut facts);
        facts.answers.remove(&id);
        complete(&knowledge, problem, &mut facts);
        assert!(facts.answers.is_empty(), "{facts:?}");
    }
}
