//! The decision engine: which cause is likely, and what to do next.
//!
//! One fault is present, or one that nobody listed. Answers and failed fixes change the belief exactly
//! (Bayes); the next step is the one with the fewest expected minutes to the end of the session, looking
//! one step ahead over every fix, every question and handing over, and estimating the rest as "at most one
//! more question, then fixes by probability over cost, handed over at the best moment".
//!
//! Pure: no files, no clock, no environment, no randomness, and the same operations on doubles in the same
//! order everywhere, so that every machine takes the same decisions bit for bit.

// Numbers are compared exactly where bit-equal results are the point.
#![allow(clippy::float_cmp)]

pub mod belief;
pub mod bench;
pub mod decide;
mod lookahead;
pub mod model;
pub mod reasons;
pub mod tree;

pub use belief::{Answer, Outcome, Situation};
pub use decide::{Choice, Decision, Step, decide, plan, questions_by_value};
pub use model::{Cause, Fix, Model, Question, UNLISTED};
