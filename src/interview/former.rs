//! Ids of an older knowledge: `was` leads from a former id to the one of today.

use crate::knowledge::Knowledge;
use crate::knowledge::format::Id;
use crate::session::UNKNOWN;

/// Finds units by today's ids and by former ones.
#[derive(Clone, Copy)]
pub(super) struct Former<'k>(pub(super) &'k Knowledge);

impl Former<'_> {
    pub(super) fn problem(self, id: &str) -> Option<Id> {
        let known = self.0.problems.contains(id).then(|| id.to_owned());
        known.or_else(|| renamed(self.0.problems.values().map(|unit| (&unit.id, &unit.was)), id))
    }

    pub(super) fn fix(self, id: &str) -> Option<Id> {
        let known = self.0.fixes.contains(id).then(|| id.to_owned());
        known.or_else(|| renamed(self.0.fixes.values().map(|unit| (&unit.id, &unit.was)), id))
    }

    /// The observation, if it still has the state.
    pub(super) fn state(self, id: &str, state: &str) -> Option<(Id, String)> {
        let known = self.0.observations.contains(id).then(|| id.to_owned());
        let units = || self.0.observations.values().map(|unit| (&unit.id, &unit.was));
        let id = known.or_else(|| renamed(units(), id))?;
        let states = &self.0.observations.get(&id)?.states;
        (state == UNKNOWN || states.iter().any(|known| known == state)).then(|| (id, state.to_owned()))
    }
}

fn renamed<'k>(mut units: impl Iterator<Item = (&'k Id, &'k Vec<Id>)>, id: &str) -> Option<Id> {
    units.find(|(_, was)| was.iter().any(|former| former == id)).map(|(id, _)| id.clone())
}
