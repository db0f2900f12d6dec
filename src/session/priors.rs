//! How likely each cause of a problem is before anything is answered.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::engine;
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Cause, Problem};

/// So many cases are the words of authors about a problem worth ...
const PSEUDO_CASES: f64 = 20.0;

/// ... and all public cases of it together no more than this many: they are not drawn evenly. Both were chosen by
/// leaving one case out (log loss), with nothing known and with everything. What a house met itself is drawn as it comes
/// there, so each of its cases counts as one.
const MOST_CASES: f64 = 10.0;

/// The words of a text are not independent of each other: what they lean to counts by this power ...
const LEANING: f64 = 0.7;

/// ... and moves a cause by no more than this logarithm (a factor of about 7).
const MOST_LEANING: f64 = 2.0;

/// The priors: the authors' words, the cases that were counted, and what the words of the pasted text lean to.
pub(super) fn priors(
    knowledge: &Knowledge,
    problem: &Problem,
    causes: &[&Cause],
    facts: &Facts,
) -> Vec<engine::Cause> {
    let word = |cause: &Cause| problem.causes.get(&cause.id).map_or(0.0, |entry| entry.prior().value());
    let words: f64 = causes.iter().map(|cause| word(cause)).sum();
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for case in knowledge.public_cases_of(&problem.id) {
        *counts.entry(case.cause).or_default() += 1.0;
    }
    let share = (MOST_CASES / counts.values().sum::<f64>().max(MOST_CASES)).min(1.0);
    for count in counts.values_mut() {
        *count *= share;
    }
    for case in knowledge.own_cases_of(&problem.id) {
        *counts.entry(case.cause).or_default() += 1.0;
    }
    let counted = |cause: &Cause| counts.get(cause.id.as_str()).copied().unwrap_or_default();
    let weights: Vec<f64> = causes
        .iter()
        .map(|cause| (word(cause) / words * PSEUDO_CASES + counted(cause)) * leaning(causes, cause, facts))
        .collect();
    let total: f64 = weights.iter().sum();
    let unlisted = if causes.is_empty() { 1.0 } else { problem.unlisted.value() };
    let listed = causes.iter().zip(&weights).map(|(cause, weight)| engine::Cause {
        id: cause.id.clone(),
        prior: weight / total * (1.0 - unlisted),
    });
    listed.chain([engine::Cause { id: engine::UNLISTED.to_owned(), prior: unlisted }]).collect()
}

/// By what factor the words of the pasted text move a cause among the causes of its problem.
fn leaning(causes: &[&Cause], cause: &Cause, facts: &Facts) -> f64 {
    let known = |cause: &Cause| facts.leaning.get(&cause.id).copied();
    let all: Vec<f64> = causes.iter().filter_map(|cause| known(cause)).collect();
    let Some(own) = known(cause) else { return 1.0 };
    let mean = all.iter().sum::<f64>() / f64::from(u32::try_from(all.len()).unwrap_or(u32::MAX));
    let factor = ((own - mean) * LEANING).clamp(-MOST_LEANING, MOST_LEANING).exp();
    // The last bits of a power depend on the system, and a text leads to the same causes everywhere.
    (factor * 1000.0).round() / 1000.0
}
