//! The result of one check: what was observed, the verdict of each layer, and the observations of knowledge that it
//! answers. `report` describes it; nothing is concluded there.

use super::answers::{self, Answered, Suggested};
use super::findings::{Finding, findings};
use super::judge::{Layer, judge};
use super::seen::Seen;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Side;

/// The result of one check.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// What was observed.
    pub seen: Seen,
    /// The layers that were checked, from the name up.
    pub layers: Vec<Layer>,
    /// All words that were found: verdicts, then what is finer.
    pub findings: Vec<Finding>,
    /// The side that this computer is.
    pub here: Side,
}

impl CheckResult {
    /// Judges what was observed from the side that this computer is.
    pub fn new(seen: Seen, here: Side) -> Self {
        let layers = judge(&seen);
        let findings = findings(&seen, &layers);
        Self { seen, layers, findings, here }
    }

    /// The observations that it answers, by id.
    pub fn answers(&self, knowledge: &Knowledge) -> Vec<Answered> {
        answers::answers(knowledge, &self.findings, self.here)
    }

    /// The problems that it points to, the lowest layer first, each once.
    pub fn suggested(&self, knowledge: &Knowledge) -> Vec<Suggested> {
        answers::suggested(knowledge, &self.findings)
    }
}
