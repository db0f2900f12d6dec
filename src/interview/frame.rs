//! What a diagnosis works with.

use crate::knowledge::Knowledge;
use crate::knowledge::words::Side;
use crate::lexicon::Lexicon;
use crate::session::Policy;

/// What a diagnosis works with, the same from its beginning to its end.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// What is known about failures.
    pub knowledge: &'a Knowledge,
    /// How texts are read.
    pub lexicon: &'a Lexicon,
    /// What is allowed.
    pub policy: Policy,
    /// Which of the two computers this one is.
    pub here: Side,
    /// Probabilities as numbers too.
    pub numbers: bool,
}
