//! The state of an interview: everything that going back has to restore.

use std::collections::BTreeSet;

use crate::intake::Reading;
use crate::knowledge::format::Id;
use crate::session::Facts;
use crate::session::log::EntryStep;

/// Everything that going back has to restore.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) problem: Option<Id>,
    pub(super) reading: Option<Reading>,
    pub(super) facts: Facts,
    pub(super) skipped: BTreeSet<Id>,
    pub(super) go_on: bool,
    pub(super) questions: usize,
    pub(super) steps: usize,
    /// What was begun and comes before the next step.
    pub(super) open: Option<Open>,
    /// How far the search for the problem has come.
    pub(super) search: Search,
    /// Weakenings of which the person said at the end that they stay for now.
    pub(super) left: BTreeSet<Id>,
}

/// What was begun and comes before the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// The word was typed: what happened?
    Consented(Id),
    /// What was there before a weakening, change by change.
    HowItWas(Id, Vec<Option<String>>),
    /// Is the weakening undone?
    Undo(Id),
    /// Why can the fix not be done here?
    WhyNot(Id),
    /// Why, in the person's own words?
    OwnReason(Id),
    /// Another error: which problem is it now?
    Changed,
}

/// The search for a problem: what was read, and the choices since.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    pub(super) reading: Option<Reading>,
    pub(super) path: Vec<EntryStep>,
}
