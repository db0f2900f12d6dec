//! From the words of an observation to the probability of each of its states.

use super::format::{Cause, Observation, Problem, StateWords};
use super::systems::Known;

/// No state of more than two is rarer than this: a slip of the tongue must never settle a case.
const FLOOR: f64 = 0.03;

/// P(state | cause) for every state, in the order of `states`; the sum is 1.
///
/// Two states: the word's value v and 1 - v. More: a named state gets its word's value, the others
/// share what is left equally, none under 0.03, and everything is divided by the sum.
pub fn of_states(states: &[String], words: &StateWords) -> Vec<f64> {
    if let [first, second] = states {
        return match (words.word(first), words.word(second)) {
            (Some(word), _) => vec![word.value(), 1.0 - word.value()],
            (None, Some(word)) => vec![1.0 - word.value(), word.value()],
            (None, None) => vec![0.5, 0.5],
        };
    }
    let named: Vec<_> =
        states.iter().map(|state| words.word(state).map(super::words::Chance::value)).collect();
    let left = 1.0 - named.iter().flatten().sum::<f64>();
    let open: f64 = named.iter().map(|value| if value.is_none() { 1.0 } else { 0.0 }).sum();
    let share = left / open.max(1.0);
    let raw: Vec<f64> = named.iter().map(|value| value.unwrap_or(share).max(FLOOR)).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|value| value / sum).collect()
}

/// P(state | cause) under a problem: by the cause's own words, else by what is seen otherwise. Nothing for
/// an observation that only blocks fixes.
pub fn of_cause(problem: &Problem, cause: &Cause, observation: &Observation) -> Option<Vec<f64>> {
    let otherwise = problem.also_ask.get(&observation.id).or(observation.otherwise.as_ref());
    let words = cause.observations.get(&observation.id).or(otherwise)?;
    Some(Known::default().with(&cause.systems).chances(observation, words))
}

impl Known {
    /// P(state) for words of an observation, where only the possible states can be seen. Where none is possible
    /// the words stand as they are: what contradicts what was known tells nothing.
    pub fn chances(&self, observation: &Observation, words: &StateWords) -> Vec<f64> {
        let plain = of_states(&observation.states, words);
        if observation.tells.is_empty() {
            return plain;
        }
        let possible = self.possible(observation);
        let left: Vec<f64> =
            plain.iter().zip(&possible).map(|(p, can)| if *can { *p } else { 0.0 }).collect();
        let sum: f64 = left.iter().sum();
        if sum > 0.0 && possible.contains(&false) { left.iter().map(|p| p / sum).collect() } else { plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::words::Chance;

    fn states(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_states_are_a_word_and_its_rest() {
        let yes_no = states(&["yes", "no"]);
        assert_eq!(of_states(&yes_no, &StateWords::Yes(Chance::Usually)), [0.80, 1.0 - 0.80]);
        let words = StateWords::Named([("no".to_owned(), Chance::Always)].into_iter().collect());
        assert_eq!(of_states(&yes_no, &words), [1.0 - 0.97, 0.97]);
    }

    #[test]
    fn more_states_share_what_is_left() {
        let words = StateWords::Named([("a".to_owned(), Chance::Usually)].into_iter().collect());
        let of = of_states(&states(&["a", "b", "c"]), &words);
        assert!((of[0] - 0.80).abs() < 1e-12 && (of[1] - 0.10).abs() < 1e-12);
        let full = StateWords::Named([("a".to_owned(), Chance::Always)].into_iter().collect());
        let of = of_states(&states(&["a", "b", "c", "d"]), &full);
        assert!((of.iter().sum::<f64>() - 1.0).abs() < 1e-12 && of[3] > 0.02);
    }
}
