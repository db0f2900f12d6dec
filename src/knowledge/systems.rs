//! What is known about the systems of a case, and what applies to them.

use super::Knowledge;
use super::format::{Observation, Systems};
use super::words::Side;

/// The systems that are possible as far as something is known; an empty list means any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known(Systems);

impl Known {
    /// Whether something may apply: whatever is not known is possible.
    pub fn admits(&self, systems: &Systems) -> bool {
        self.narrowed(systems).is_some()
    }

    /// Whether something applies for certain: every system that is possible is among those it is about.
    pub fn settles(&self, systems: &Systems) -> bool {
        let pairs = self.0.axes().into_iter().zip(systems.axes());
        pairs.into_iter().all(|((_, known), (_, words))| {
            let covered = |one: &String| words.iter().any(|word| covers(word, one));
            words.is_empty() || (!known.is_empty() && known.iter().all(covered))
        })
    }

    /// What is possible once these systems are known, too; nothing where that contradicts what was known.
    #[must_use]
    pub fn narrowed(&self, systems: &Systems) -> Option<Self> {
        Some(Self(Systems {
            host: meet(&self.0.host, &systems.host)?,
            place: meet(&self.0.place, &systems.place)?,
            client: meet(&self.0.client, &systems.client)?,
            program: meet(&self.0.program, &systems.program)?,
        }))
    }

    /// The same with one more fact; one that contradicts what was known before tells nothing.
    #[must_use]
    pub fn with(self, systems: &Systems) -> Self {
        self.narrowed(systems).unwrap_or(self)
    }

    /// The same with the state of an observation, where that tells something.
    #[must_use]
    pub fn told(self, observation: &Observation, state: &str) -> Self {
        match observation.tells.get(state) {
            Some(systems) => self.with(systems),
            None => self,
        }
    }

    /// The states of an observation that are possible, in the order of its states.
    pub fn possible(&self, observation: &Observation) -> Vec<bool> {
        let admitted = |state: &String| observation.tells.get(state).is_none_or(|told| self.admits(told));
        observation.states.iter().map(admitted).collect()
    }

    /// Whether commands of Windows may be typed at a side. Only host and client can be another system.
    pub fn windows_at(&self, side: Side) -> bool {
        self.has_at(side, &["windows"])
    }

    /// Whether commands of a Unix shell may be typed at a side.
    pub fn unix_at(&self, side: Side) -> bool {
        self.has_at(side, &["linux", "mac"])
    }

    fn has_at(&self, side: Side, words: &[&str]) -> bool {
        let known = match side {
            Side::Host => &self.0.host,
            Side::Client => &self.0.client,
            Side::Network | Side::Domain | Side::Gateway => return true,
        };
        let is_one = |one: &String| words.iter().any(|word| covers(word, one));
        known.is_empty() || known.iter().any(is_one)
    }
}

impl Knowledge {
    /// The observations whose states tell something about systems, by id.
    pub fn telling(&self) -> impl Iterator<Item = &Observation> {
        self.telling_ids().iter().filter_map(|id| self.observations.get(id))
    }
}

/// Whether a word means another one, too: `linux` covers itself and `linux-xrdp`.
pub fn covers(word: &str, other: &str) -> bool {
    other.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// What two lists have in common, of two words of which one covers the other the narrower one. Nothing where
/// they exclude each other.
fn meet(known: &[String], words: &[String]) -> Option<Vec<String>> {
    if known.is_empty() || words.is_empty() {
        return Some([known, words].concat());
    }
    let narrower = |one: &String| {
        let of = |other: &String| {
            let both = [(one, other), (other, one)].into_iter().find(|(wide, narrow)| covers(wide, narrow));
            both.map(|(_, narrow)| narrow.clone())
        };
        words.iter().filter_map(of).collect::<Vec<_>>()
    };
    let common: Vec<String> = known.iter().flat_map(narrower).collect();
    (!common.is_empty()).then_some(common)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(words: &[&str]) -> Systems {
        Systems { host: words.iter().map(ToString::to_string).collect(), ..Systems::default() }
    }

    #[test]
    fn whatever_is_not_known_is_possible() {
        let known = Known::default();
        assert!(known.admits(&host(&["linux"])) && known.admits(&Systems::default()));
        assert!(!known.settles(&host(&["linux"])) && known.settles(&Systems::default()));
    }

    #[test]
    fn a_word_covers_the_longer_ones() {
        let xrdp = Known::default().with(&host(&["linux-xrdp"]));
        assert!(xrdp.admits(&host(&["linux"])) && xrdp.settles(&host(&["linux"])));
        assert!(!xrdp.admits(&host(&["linux-gnome"])) && !xrdp.admits(&host(&["lin"])));
        let linux = Known::default().with(&host(&["linux"]));
        assert!(linux.admits(&host(&["linux-xrdp"])) && !linux.settles(&host(&["linux-xrdp"])));
    }

    #[test]
    fn a_fact_that_contradicts_tells_nothing() {
        let linux = Known::default().with(&host(&["linux"]));
        assert_eq!(linux.clone().with(&host(&["windows"])), linux);
    }
}
