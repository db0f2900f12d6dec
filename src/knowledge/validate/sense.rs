//! Sense: nothing that can never matter, nothing that cannot be told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::super::chances::{of_cause, of_states};
use super::super::fault::Fault;
use super::super::format::{Cause, Observation, Problem};
use super::super::{Knowledge, words::Prior};
use super::systems;

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = idle_units(knowledge);
    for observation in knowledge.observations.values() {
        faults.extend(unsettled(knowledge, observation));
    }
    for (id, problem) in knowledge.problems.iter() {
        let path = format!("problems/{id}.json");
        twins(knowledge, &path, problem, &mut faults);
        hopeless(knowledge, &path, problem, &mut faults);
    }
    faults
}

/// Units that nothing leads to: a fix that repairs nothing, an observation that separates nothing,
/// a cause that no problem shows, a fix for such causes only, background nobody is pointed to.
fn idle_units(knowledge: &Knowledge) -> Vec<Fault> {
    let causes: Vec<&Cause> = knowledge.causes.values().collect();
    let problems: Vec<&Problem> = knowledge.problems.values().collect();
    let shown: BTreeSet<_> = problems.iter().flat_map(|problem| problem.causes.keys()).collect();
    let topics: BTreeSet<_> = problems.iter().flat_map(|problem| &problem.topics).collect();
    let named = |causes: &mut dyn Iterator<Item = &&Cause>| -> BTreeSet<String> {
        let direct: BTreeSet<_> = causes.flat_map(|cause| cause.fixes.keys()).collect();
        let follow_ups = direct.iter().filter_map(|id| knowledge.fixes.get(id)).flat_map(|fix| &fix.then);
        follow_ups.chain(direct.iter().copied()).cloned().collect()
    };
    let repairing = named(&mut causes.iter());
    let reachable = named(&mut causes.iter().filter(|cause| shown.contains(&cause.id)));

    let mut faults = Vec::new();
    for observation in knowledge.observations.values() {
        faults.extend(idle_observation(knowledge, observation));
    }
    for id in knowledge.fixes.ids() {
        if !repairing.contains(id) {
            faults.push(Fault::new(format!("fixes/{id}.json"), "", "repairs nothing: no cause names it"));
        } else if !reachable.contains(id) {
            let message = "cannot be reached: no problem shows a cause that it repairs";
            faults.push(Fault::warning(format!("fixes/{id}.json"), "", message));
        }
    }
    for id in knowledge.causes.ids().filter(|id| !shown.contains(&(*id).to_owned())) {
        faults.push(Fault::warning(
            format!("causes/{id}.json"),
            "",
            "cannot be reached: no problem shows it",
        ));
    }
    for id in knowledge.topics.ids().filter(|id| !topics.contains(&(*id).to_owned())) {
        faults.push(Fault::warning(
            format!("topics/{id}.json"),
            "",
            "cannot be reached: no problem points to it",
        ));
    }
    faults
}

/// What an answer settles, all in all, leaves one state for each observation, and none but its own for itself.
fn unsettled(knowledge: &Knowledge, observation: &Observation) -> Vec<Fault> {
    let fault = |state: &String| {
        let mut settled = BTreeMap::from([(&observation.id, state)]);
        let mut open = vec![(&observation.id, state)];
        while let Some((id, state)) = open.pop() {
            let known = knowledge.observations.get(id).and_then(|known| known.settles.get(state));
            for (other, state) in known.into_iter().flatten() {
                match settled.insert(other, state) {
                    None => open.push((other, state)),
                    Some(before) if before == state => {}
                    Some(before) => {
                        let message = format!("leads to '{other}' being both {before} and {state}");
                        let path = format!("observations/{}.json", observation.id);
                        return Some(Fault::new(
                            path,
                            format!("settles.{}", settled[&observation.id]),
                            message,
                        ));
                    }
                }
            }
        }
        None
    };
    observation.settles.keys().filter_map(fault).collect()
}

/// An observation is there to block fixes, to tell which systems it is about, to be implied by a problem, or to tell causes apart.
fn idle_observation(knowledge: &Knowledge, observation: &Observation) -> Option<Fault> {
    let id = &observation.id;
    let mentioned = knowledge.causes.values().any(|cause| cause.observations.contains(id));
    let added = knowledge.problems.values().any(|problem| problem.also_ask.contains(id));
    let used = |problem: &Problem| problem.implies.contains(id) || separates(knowledge, problem, observation);
    let message = if !mentioned && !added {
        "separates nothing: no cause mentions it"
    } else if !knowledge.problems.values().any(used) {
        "separates nothing: it is the same for every cause of every problem"
    } else {
        return None;
    };
    let idle = observation.blocks.is_empty() && !systems::is_needed(knowledge, observation);
    idle.then(|| Fault::new(format!("observations/{id}.json"), "", message))
}

/// Whether the states of an observation are likelier with one cause of the problem than with another.
fn separates(knowledge: &Knowledge, problem: &Problem, observation: &Observation) -> bool {
    let causes = problem.causes.keys().filter_map(|id| knowledge.causes.get(id));
    let mut rows = causes.filter_map(|cause| of_cause(problem, cause, observation));
    // The unlisted cause sees what every cause sees that says nothing.
    let otherwise = problem.also_ask.get(&observation.id).or(observation.otherwise.as_ref());
    let unlisted = otherwise.map(|words| of_states(&observation.states, words));
    rows.any(|row| Some(row) != unlisted)
}

/// What is open about two causes in a problem: everything that either mentions, what tells the systems where
/// one is bound to some, and nothing that is implied.
fn open<'k>(
    knowledge: &'k Knowledge,
    problem: &Problem,
    one: &Cause,
    other: &Cause,
) -> impl Iterator<Item = &'k Observation> {
    let bound = !one.systems.is_empty() || !other.systems.is_empty();
    let telling = bound.then(|| knowledge.telling().map(|o| &o.id)).into_iter().flatten();
    let named = one.observations.keys().chain(other.observations.keys()).chain(telling);
    let named: BTreeSet<_> = named.cloned().collect();
    let open: Vec<_> = named.into_iter().filter(|id| !problem.implies.contains(id)).collect();
    open.into_iter().filter_map(|id| knowledge.observations.get(&id))
}

/// Two causes that look alike in everything that can be asked should be one.
fn twins(knowledge: &Knowledge, path: &str, problem: &Problem, faults: &mut Vec<Fault>) {
    let causes: Vec<&Cause> = problem.causes.keys().filter_map(|id| knowledge.causes.get(id)).collect();
    for (index, one) in causes.iter().enumerate() {
        for other in &causes[index + 1..] {
            let alike = |o: &Observation| of_cause(problem, one, o) == of_cause(problem, other, o);
            if open(knowledge, problem, one, other).all(alike) {
                let message = format!("nothing separates '{}' from '{}'", one.id, other.id);
                faults.push(Fault::warning(path, "causes", message));
            }
        }
    }
}

/// A cause that stays behind another one even when every answer speaks for it as well as it can.
fn hopeless(knowledge: &Knowledge, path: &str, problem: &Problem, faults: &mut Vec<Fault>) {
    for (id, entry) in &problem.causes {
        for (rival, other) in problem.causes.iter().filter(|(rival, _)| *rival != id) {
            let gain = best_ratio(knowledge, problem, id, rival);
            let prior = |prior: Prior| prior.value();
            if prior(entry.prior()) * gain <= prior(other.prior()) {
                let message = format!("no answers can make it likelier than '{rival}'");
                faults.push(Fault::warning(path, format!("causes.{id}"), message));
            }
        }
    }
}

/// The most that all observations together can speak for one cause against another.
fn best_ratio(knowledge: &Knowledge, problem: &Problem, one: &str, other: &str) -> f64 {
    let (Some(a), Some(b)) = (knowledge.causes.get(one), knowledge.causes.get(other)) else {
        return f64::INFINITY;
    };
    let best = open(knowledge, problem, a, b).filter_map(|observation| {
        let (a, b) = (of_cause(problem, a, observation)?, of_cause(problem, b, observation)?);
        Some(a.into_iter().zip(b).map(|(x, y)| x / y).fold(1.0, f64::max))
    });
    best.product()
}
