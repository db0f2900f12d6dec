//! What a prompt is about, for whoever needs more than its words.

use crate::knowledge::format::{Fix, Id, Observation};
use crate::session::{Reason, Session};

/// What the next prompts are about. It holds until another subject is named.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s, 'k> {
    /// What is asked about.
    pub topic: Topic<'s>,
    /// The problem and what is known about it, once one is decided.
    pub session: Option<&'s Session<'k>>,
    /// How many questions were answered or skipped.
    pub questions: usize,
    /// How many fixes were tried.
    pub steps: usize,
}

/// What is asked about.
#[derive(Clone, Copy, Debug)]
pub enum Topic<'s> {
    /// A text of the error.
    Error,
    /// Which problem it is: for each choice from the first on its problem, where it is one.
    Choice(&'s [Option<&'s Id>]),
    /// The state of an observation.
    Question(&'s Observation, Reason),
    /// Which answer that was read or checked is wrong, and what holds instead.
    Correction,
    /// A fix: consent where it weakens security, then what became of it.
    Fix(&'s Fix),
    /// What was there before a fix that weakens security, and on which computer it was done.
    Before(&'s Fix),
    /// Whether a fix that weakens security is undone.
    Undo(&'s Fix),
    /// Why a fix cannot be done here.
    WhyNot(&'s Fix),
    /// Whether to hand over.
    HandOver,
    /// Nothing more: it is over.
    End,
}
