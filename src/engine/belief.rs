//! What is known in a session, and how likely that makes each cause.

use super::model::{Model, Question};

/// A fix that does not repair a cause seems to help all the same so often: something else came back meanwhile. An estimate.
const BY_CHANCE: f64 = 0.1;

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The observation is in this state (index into [`Question::states`]).
    State(usize),
    /// Nobody knows. It shifts no belief and closes the question.
    Unknown,
}

/// What became of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Not tried yet.
    Untried,
    /// Tried, and the problem is still there.
    Failed,
    /// Cannot be done here.
    Cannot,
}

/// Everything known at one moment of a session.
///
/// Each step returns a new value. To change an earlier answer, start again and replay the others: weights
/// that were multiplied are never divided, so a replayed session is equal bit for bit.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Situation {
    /// P(cause and everything seen so far): not normalised, so that the sum says how likely this path was.
    weights: Vec<f64>,
    answers: Vec<Option<Answer>>,
    outcomes: Vec<Outcome>,
}

impl Situation {
    /// The situation before anything is known.
    pub fn start(model: &Model) -> Self {
        Self {
            weights: model.causes.iter().map(|cause| cause.prior).collect(),
            answers: vec![None; model.questions.len()],
            outcomes: vec![Outcome::Untried; model.fixes.len()],
        }
    }

    /// The situation once question `q` is answered.
    pub fn answered(&self, model: &Model, q: usize, answer: Answer) -> Self {
        debug_assert!(self.answers[q].is_none(), "a question is answered once; replay to change an answer");
        let mut next = self.clone();
        next.answers[q] = Some(answer);
        for (cause, weight) in next.weights.iter_mut().enumerate() {
            *weight *= likelihood(&model.questions[q], answer, cause);
        }
        next
    }

    /// The situation once fix `f` was tried and did not help.
    pub fn failed(&self, model: &Model, f: usize) -> Self {
        debug_assert!(self.outcomes[f] == Outcome::Untried, "a fix is tried once");
        let mut next = self.clone();
        next.outcomes[f] = Outcome::Failed;
        for (weight, works) in next.weights.iter_mut().zip(&model.fixes[f].works) {
            *weight *= 1.0 - works;
        }
        next
    }

    /// The situation once fix `f` has helped, but not for good: it speaks for what it repairs, and is not tried again.
    pub fn helped(&self, model: &Model, f: usize) -> Self {
        let mut next = self.clone();
        next.outcomes[f] = Outcome::Cannot;
        for (weight, works) in next.weights.iter_mut().zip(&model.fixes[f].works) {
            *weight *= works.max(BY_CHANCE);
        }
        next
    }

    /// The situation once it is clear that fix `f` cannot be done here. The belief stays as it is; for the
    /// fixes that wait for `f` it counts as done.
    pub fn cannot(&self, f: usize) -> Self {
        let mut next = self.clone();
        next.outcomes[f] = Outcome::Cannot;
        next
    }

    /// The situation once `cause` is known to be gone, as when a fix changed the error.
    pub fn ruled_out(&self, cause: usize) -> Self {
        let mut next = self.clone();
        next.weights[cause] = 0.0;
        next
    }

    /// The probability of each cause; the sum is one. When nothing fits what was seen, the cause is one
    /// that nobody listed.
    pub fn posterior(&self) -> Vec<f64> {
        let mass = self.mass();
        if mass > 0.0 {
            return self.weights.iter().map(|weight| weight / mass).collect();
        }
        let mut all_unlisted = vec![0.0; self.weights.len()];
        if let Some(unlisted) = all_unlisted.last_mut() {
            *unlisted = 1.0;
        }
        all_unlisted
    }

    /// The probability of everything seen so far.
    pub fn mass(&self) -> f64 {
        mass(&self.weights)
    }

    /// P(cause and everything seen so far), per cause.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The answer to each question; `None` while it is open.
    pub fn answers(&self) -> &[Option<Answer>] {
        &self.answers
    }

    /// What became of each fix.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Whether fix `f` is neither tried nor impossible.
    pub fn untried(&self, f: usize) -> bool {
        self.outcomes[f] == Outcome::Untried
    }

    /// The questions without an answer, in order.
    pub fn open_questions(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.answers.len()).filter(|&q| self.answers[q].is_none())
    }
}

/// The probability of `answer` given the cause: of the state and of there being an answer at all.
pub(super) fn likelihood(question: &Question, answer: Answer, cause: usize) -> f64 {
    match answer {
        Answer::State(state) => (1.0 - question.unknown) * question.given[state][cause],
        Answer::Unknown => question.unknown,
    }
}

/// The answers that are possible: the states in declared order, "don't know" last.
pub(super) fn possible_answers(question: &Question) -> impl Iterator<Item = Answer> + use<> {
    (0..question.states.len()).map(Answer::State).chain([Answer::Unknown])
}

/// The sum from left to right. `Iterator::sum` promises no order (and starts at minus zero).
pub(super) fn mass(weights: &[f64]) -> f64 {
    weights.iter().fold(0.0, |sum, weight| sum + weight)
}
