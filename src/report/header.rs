//! What every document begins with, and the words for likelihood.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::{self, Knowledge};

/// The version of the program, as it stands in every document.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Which knowledge an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KnowledgeRevision {
    /// The revision, with the overlays in use.
    pub revision: String,
    /// The day up to which the built-in knowledge follows its sources.
    pub as_of: String,
}

impl KnowledgeRevision {
    /// That of a knowledge base.
    pub fn of(knowledge: &Knowledge) -> Self {
        Self { revision: knowledge.revision(), as_of: knowledge::AS_OF.to_owned() }
    }

    /// The line for people.
    pub fn line(&self) -> String {
        format!("rdpfix {VERSION}, knowledge {} as of {}", self.revision, self.as_of)
    }
}

/// A probability in words. The bounds are ours; the numbers behind them are estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum Likelihood {
    /// .6 and above.
    #[serde(rename = "very likely")]
    VeryLikely,
    /// .3 and above.
    #[serde(rename = "likely")]
    Likely,
    /// .1 and above.
    #[serde(rename = "possible")]
    Possible,
    /// Below.
    #[serde(rename = "unlikely")]
    Unlikely,
}

impl Likelihood {
    /// The word for a probability.
    pub fn of(probability: f64) -> Self {
        // Of the number as it is shown: the last bits of one half-way decide nothing.
        match rounded(probability) {
            p if p >= 0.6 => Self::VeryLikely,
            p if p >= 0.3 => Self::Likely,
            p if p >= 0.1 => Self::Possible,
            _ => Self::Unlikely,
        }
    }

    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::VeryLikely => "very likely",
            Self::Likely => "likely",
            Self::Possible => "possible",
            Self::Unlikely => "unlikely",
        }
    }
}

/// A probability as documents carry it: three decimals.
pub fn rounded(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}

/// The filled part of a bar of ten.
pub fn tenths(probability: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=10")]
    let tenths = (probability * 10.0).round().clamp(0.0, 10.0) as u8;
    tenths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_at_their_bounds() {
        let words = [0.6, 0.59, 0.3, 0.1, 0.099].map(|p| Likelihood::of(p).word());
        assert_eq!(words, ["very likely", "likely", "likely", "possible", "unlikely"]);
    }
}
