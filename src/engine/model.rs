//! What the engine reasons over: one problem, as numbers.

/// The id of the cause that stands for every cause nobody listed. It is the last cause of every model.
pub const UNLISTED: &str = "unlisted";

/// One problem with its causes, questions and fixes. Exactly one cause is present.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The id of the problem.
    pub id: String,
    /// The causes; the last one is [`UNLISTED`].
    pub causes: Vec<Cause>,
    /// The questions, in the order in which ties between them are settled.
    pub questions: Vec<Question>,
    /// The fixes, in the order in which ties between them are settled.
    pub fixes: Vec<Fix>,
    /// What handing over costs, in minutes; infinite when handing over is only for the very end.
    pub hand_over: f64,
    /// Per cause, the safe fixes that help enough to come before every fix that weakens security, for as long as
    /// the cause has a probability of at least [`SAFE_FIRST`]. Empty where [`Fix::after`] says all there is to say.
    pub safe: Vec<Vec<usize>>,
}

/// The safe fixes of every cause that is at least this likely come before any fix that weakens security. Our own judgement:
/// below it a cause is one of those that nobody would look at first.
pub const SAFE_FIRST: f64 = 0.05;

/// What may be wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The id of the cause.
    pub id: String,
    /// The probability before anything is known; those of a model sum to one.
    pub prior: f64,
}

/// An observation that can still be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The id of the observation.
    pub id: String,
    /// Minutes it takes to find out.
    pub cost: f64,
    /// The probability that the answer is "don't know", the same for every cause.
    pub unknown: f64,
    /// The ids of the two to six states.
    pub states: Vec<String>,
    /// `given[state][cause]`: the probability of the state, given the cause and that there is an answer.
    pub given: Vec<Vec<f64>>,
}

/// An action that may repair a cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The id of the fix.
    pub id: String,
    /// Minutes it takes, with reboot, risk and follow-up.
    pub cost: f64,
    /// `works[cause]`: the probability that it repairs the cause.
    pub works: Vec<f64>,
    /// Whether it weakens security.
    pub weakens: bool,
    /// The fixes that must have failed, or be impossible, before this one may be offered; see [`Model::safe`] too.
    pub after: Vec<usize>,
}

impl Model {
    /// The index of the unlisted cause.
    ///
    /// # Panics
    /// When the model has no causes.
    pub fn unlisted(&self) -> usize {
        self.causes.len().checked_sub(1).expect("a model has at least the unlisted cause")
    }
}
