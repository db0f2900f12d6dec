//! Words against counts: what an author calls likely or rare, and what resolved cases show.

use super::super::Knowledge;
use super::super::fault::Fault;
use super::super::format::{Cause, Problem};

/// A word is contradicted where, if it held, cases would show such a count, or one further off, no oftener than this. Of
/// some two thousand words that are held against cases chance alone contradicts a handful at most: what is reported is
/// plain. Cases of one place or one vendor are no even draw, which speaks for strictness, too.
const CHANCE: f64 = 0.002;

/// Fewer cases contradict nothing, however they fall.
const LEAST_CASES: usize = 4;

/// The words that the counted cases contradict, those of overlays among them.
pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, problem) in knowledge.problems.iter() {
        priors(knowledge, id, problem, &mut faults);
    }
    for (id, cause) in knowledge.causes.iter() {
        states(knowledge, id, cause, &mut faults);
    }
    faults
}

/// How common the causes of a problem are called, against how often each was behind it.
fn priors(knowledge: &Knowledge, id: &str, problem: &Problem, faults: &mut Vec<Fault>) {
    let listed = |case: &super::super::cases::Counted| problem.causes.contains(case.cause);
    let cases: Vec<_> = knowledge.cases_of(id).filter(listed).collect();
    let sum: f64 = problem.causes.iter().map(|(_, entry)| entry.prior().value()).sum();
    for (cause, entry) in &problem.causes {
        let (word, seen) = (entry.prior(), cases.iter().filter(|case| case.cause == cause).count());
        if is_contradicted(seen, cases.len(), word.value() / sum) {
            let message =
                format!("is called '{}', and was behind {seen} of {} cases", word.word(), cases.len());
            faults.push(Fault::warning(format!("problems/{id}.json"), format!("causes.{cause}"), message));
        }
    }
}

/// How often the states of observations are called to be seen with a cause, against how often they were told.
fn states(knowledge: &Knowledge, id: &str, cause: &Cause, faults: &mut Vec<Fault>) {
    for (observation, counts) in knowledge.states_of(id) {
        let known = knowledge.observations.get(observation).zip(cause.observations.get(observation));
        let Some((unit, words)) = known else { continue };
        let told: usize = counts.values().copied().map(whole).sum();
        for state in &unit.states {
            let seen = counts.get(state.as_str()).copied().map_or(0, whole);
            let Some(word) = words.word(state).filter(|word| is_contradicted(seen, told, word.value()))
            else {
                continue;
            };
            let message =
                format!("'{state}' is called '{}', and was told in {seen} of {told} cases", word.word());
            let field = format!("observations.{observation}");
            faults.push(Fault::warning(format!("causes/{id}.json"), field, message));
        }
    }
}

/// A count of cases.
fn whole(cases: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "cases are counted one by one"
    )]
    let whole = cases.round() as usize;
    whole
}

/// Whether so many of so many cases contradict a share.
fn is_contradicted(seen: usize, of: usize, share: f64) -> bool {
    of >= LEAST_CASES && share < 1.0 && tail(seen, of, share) < CHANCE
}

/// The chance of a count as far off, on its side of what a share lets one expect: the tail of the binomial distribution.
fn tail(seen: usize, of: usize, share: f64) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let above = number(seen) > share * number(of);
    let is_further = |k: usize| if above { k >= seen } else { k <= seen };
    let (mut ways, mut sum) = (0.0, 0.0);
    for k in 0..=of {
        if k > 0 {
            ways += (number(of - k + 1) / number(k)).ln();
        }
        if is_further(k) {
            sum += (ways + number(k) * share.ln() + number(of - k) * (1.0 - share).ln()).exp();
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_binomial_distribution() {
        for (seen, of, share, expected) in
            [(4, 4, 0.2, 0.0016), (0, 4, 0.5, 0.0625), (2, 8, 0.8, 0.001_231), (1, 30, 0.29, 0.000_456)]
        {
            assert!(
                (tail(seen, of, share) - expected).abs() < 1e-5,
                "{seen} of {of}: {}",
                tail(seen, of, share)
            );
        }
    }

    #[test]
    fn few_cases_and_what_may_well_be_contradict_nothing() {
        assert!(!is_contradicted(0, 3, 0.97), "three cases are too few");
        assert!(!is_contradicted(3, 10, 0.5));
        assert!(is_contradicted(0, 20, 0.5) && is_contradicted(20, 20, 0.05));
        assert!(!is_contradicted(0, 10, 1.0 / 3.0), "one in sixty");
    }
}
