//! Why: the numbers behind the sentences of a report.

use super::belief::{Answer, Situation};
use super::decide::{Decision, Step};
use super::model::{Model, Question, SAFE_FIRST};

/// An answer is odd when the likeliest listed cause explains it at most this well, compared with an
/// unlisted one.
const ODD: f64 = 0.25;

/// Two causes that a question tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The likelier one.
    pub a: usize,
    /// The other one.
    pub b: usize,
}

/// How the probability of a cause changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The cause.
    pub cause: usize,
    /// Its probability before.
    pub before: f64,
    /// Its probability after.
    pub after: f64,
}

/// The two causes (the unlisted one included) that question `q` separates best, weighted by how likely both
/// are; `None` when it separates none.
pub fn strongest_pair(model: &Model, situation: &Situation, q: usize) -> Option<Pair> {
    let posterior = situation.posterior();
    let question = &model.questions[q];
    let mut best = (0.0, None);
    for a in 0..posterior.len() {
        for b in a + 1..posterior.len() {
            let strength = posterior[a] * posterior[b] * distance(question, a, b);
            if strength > best.0 {
                best = (strength, Some((a, b)));
            }
        }
    }
    let (a, b) = best.1?;
    Some(if posterior[b] > posterior[a] { Pair { a: b, b: a } } else { Pair { a, b } })
}

/// When the decision is to ask: the expected minutes of the best option that is not this question.
pub fn without_question(decision: &Decision) -> Option<f64> {
    let Step::Ask(_) = decision.step else { return None };
    let others = decision.choices.iter().filter(|choice| choice.step != decision.step);
    others.map(|choice| choice.minutes).min_by(f64::total_cmp)
}

/// What changed between two posteriors, the largest change first; of equal ones the first cause first.
pub fn shift(before: &[f64], after: &[f64]) -> Vec<Shift> {
    let pairs = before.iter().zip(after).enumerate();
    let mut shifts: Vec<Shift> =
        pairs.map(|(cause, (&before, &after))| Shift { cause, before, after }).collect();
    let moved = |shift: &Shift| (shift.after - shift.before).abs();
    shifts.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    shifts
}

/// The answered questions whose answer the likeliest listed cause explains badly: worth checking again.
pub fn odd_answers(model: &Model, situation: &Situation) -> Vec<usize> {
    let unlisted = model.unlisted();
    let Some(best) = likeliest(&situation.weights()[..unlisted]) else { return Vec::new() };
    let odd = |question: &Question, state: usize| {
        let given = &question.given[state];
        given[best] <= ODD * given[unlisted] && given[unlisted] > 0.0
    };
    let answers = situation.answers().iter().enumerate();
    answers
        .filter_map(|(q, answer)| match answer {
            Some(Answer::State(state)) if odd(&model.questions[q], *state) => Some(q),
            _ => None,
        })
        .collect()
}

/// The fixes that must have been tried, or be impossible, before `fix` may be offered, in the order of the model.
pub fn before(model: &Model, situation: &Situation, fix: usize) -> Vec<usize> {
    let bar = SAFE_FIRST * situation.mass();
    let likely = situation.weights().iter().zip(&model.safe).filter(|(weight, _)| **weight >= bar);
    let safe = likely.filter(|_| model.fixes[fix].weakens).flat_map(|(_, safe)| safe);
    let mut first: Vec<usize> = model.fixes[fix].after.iter().chain(safe).copied().collect();
    first.sort_unstable();
    first.dedup();
    first
}

/// Those of [`before`] that are still to be tried.
pub fn waiting_for(model: &Model, situation: &Situation, fix: usize) -> Vec<usize> {
    before(model, situation, fix).into_iter().filter(|&first| situation.untried(first)).collect()
}

/// How differently two causes answer a question: the total variation distance of their answers, for a
/// yes/no question the difference of P(yes).
fn distance(question: &Question, a: usize, b: usize) -> f64 {
    question.given.iter().fold(0.0, |sum, given| sum + (given[a] - given[b]).abs()) / 2.0
}

/// The first index with the largest weight above zero.
fn likeliest(weights: &[f64]) -> Option<usize> {
    let mut best = (0.0, None);
    for (cause, &weight) in weights.iter().enumerate() {
        if weight > best.0 {
            best = (weight, Some(cause));
        }
    }
    best.1
}
