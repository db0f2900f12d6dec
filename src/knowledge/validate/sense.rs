//! Sense: nothing that can never matter, nothing that cannot be told apart.

use std::collections::BTreeSet;

use super::super::chances::of_states;
use super::super::fault::Fault;
use super::super::format::{Cause, Problem};
use super::super::{Knowledge, words::Prior};

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = idle_units(knowledge);
    for (id, problem) in knowledge.problems.iter() {
        let path = format!("problems/{id}.json");
        twins(knowledge, &path, problem, &mut faults);
        hopeless(knowledge, &path, problem, &mut faults);
    }
    faults
}

/// Units that nothing leads to: a fix that repairs nothing, an observation that separates nothing,
/// a cause that no problem shows, background and refused advice nobody is pointed to.
fn idle_units(knowledge: &Knowledge) -> Vec<Fault> {
    let causes: Vec<&Cause> = knowledge.causes.values().collect();
    let problems: Vec<&Problem> = knowledge.problems.values().collect();
    let follow_ups = knowledge.fixes.values().flat_map(|fix| &fix.then);
    let fixes: BTreeSet<_> = causes.iter().flat_map(|cause| cause.fixes.keys()).chain(follow_ups).collect();
    let shown: BTreeSet<_> = problems.iter().flat_map(|problem| problem.causes.keys()).collect();
    let asked: BTreeSet<_> = causes.iter().flat_map(|cause| cause.observations.keys()).collect();
    let also: BTreeSet<_> = problems.iter().flat_map(|problem| problem.also_ask.keys()).collect();
    let topics: BTreeSet<_> = problems.iter().flat_map(|problem| &problem.topics).collect();

    let mut faults = Vec::new();
    for (id, observation) in knowledge.observations.iter() {
        let id = id.to_owned();
        if !asked.contains(&id) && !also.contains(&id) && observation.blocks.is_empty() {
            faults.push(Fault::new(
                format!("observations/{id}.json"),
                "",
                "separates nothing: no cause mentions it",
            ));
        }
    }
    for id in knowledge.fixes.ids().filter(|id| !fixes.contains(&(*id).to_owned())) {
        faults.push(Fault::new(format!("fixes/{id}.json"), "", "repairs nothing: no cause names it"));
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

/// Two causes that look alike in everything and are repaired alike should be one.
fn twins(knowledge: &Knowledge, path: &str, problem: &Problem, faults: &mut Vec<Fault>) {
    let causes: Vec<&Cause> = problem.causes.keys().filter_map(|id| knowledge.causes.get(id)).collect();
    for (index, one) in causes.iter().enumerate() {
        for other in &causes[index + 1..] {
            if one.observations == other.observations {
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
    let named: BTreeSet<_> = a.observations.keys().chain(b.observations.keys()).collect();
    let open = named.into_iter().filter(|id| !problem.implies.contains(id));
    let observations = open.filter_map(|id| knowledge.observations.get(id));
    let best = observations.filter_map(|observation| {
        let otherwise = problem.also_ask.get(&observation.id).or(observation.otherwise.as_ref())?;
        let of = |cause: &Cause| {
            let words = cause.observations.get(&observation.id).unwrap_or(otherwise);
            of_states(&observation.states, words)
        };
        let ratios = of(a).into_iter().zip(of(b)).map(|(x, y)| x / y);
        Some(ratios.fold(1.0, f64::max))
    });
    best.product()
}
