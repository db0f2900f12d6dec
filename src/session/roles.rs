//! Who can act on which side: the person at the desk, or somebody else.

use super::{KNOWN_CAUSE, Session};
use crate::knowledge::words::Side;

/// Who acts on a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person at the desk.
    Own,
    /// Somebody else, who is at hand.
    Other,
}

impl Session<'_> {
    /// Who acts on a side, as far as somebody said.
    pub fn role(&self, side: Side) -> Option<Role> {
        self.knowledge.observations.values().find_map(|observation| {
            let role = observation.role.as_ref().filter(|role| role.side == side)?;
            let state = self.facts.state(&observation.id)?;
            if state == role.own { Some(Role::Own) } else { (state == role.other).then_some(Role::Other) }
        })
    }

    /// The sides on which somebody else has to act when this is handed over: those of the cause that is known, else those
    /// that the problem names, without what the person at the desk can do. Empty where that leaves nobody.
    pub fn other_sides(&self) -> Vec<Side> {
        let known = self.ranking().into_iter().next().filter(|(_, probability)| *probability >= KNOWN_CAUSE);
        let cause = known.and_then(|(cause, _)| self.cause(cause));
        let sides = cause.map_or(self.problem.hand_over.of.as_slice(), |cause| cause.side.as_slice());
        sides.iter().copied().filter(|side| self.role(*side) != Some(Role::Own)).collect()
    }
}
