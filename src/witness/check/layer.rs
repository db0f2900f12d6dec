//! The layers of a look, from the name up, and which of them a look needs.

use std::collections::BTreeSet;

pub use crate::knowledge::checks::LayerId;

impl LayerId {
    /// Whether it belongs to a deeper look only.
    pub const fn is_deep(self) -> bool {
        matches!(self, Self::Udp | Self::Rdstls | Self::Entra)
    }

    /// The layers without which it cannot be looked at.
    const fn needs(self) -> &'static [Self] {
        match self {
            Self::Name => &[],
            Self::Tcp | Self::Udp => &[Self::Name],
            Self::Rdp => &[Self::Name, Self::Tcp],
            Self::Security | Self::Tls | Self::Rdstls | Self::Entra => &[Self::Name, Self::Tcp, Self::Rdp],
            Self::Certificate | Self::Credssp => &[Self::Name, Self::Tcp, Self::Rdp, Self::Tls],
            Self::Clock => &[Self::Name, Self::Tcp, Self::Rdp, Self::Tls, Self::Credssp],
            Self::Path => &[Self::Name, Self::Tcp, Self::Rdp, Self::Tls, Self::Certificate, Self::Credssp],
        }
    }
}

/// The layers that a look is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    layers: BTreeSet<LayerId>,
    /// Whether every version of TLS is tried, too.
    versions: bool,
}

impl Scope {
    /// What every look is about.
    pub fn usual() -> Self {
        Self { layers: LayerId::ALL.into_iter().filter(|layer| !layer.is_deep()).collect(), versions: false }
    }

    /// Everything, the TLS versions one by one among it.
    pub fn deep() -> Self {
        Self { layers: LayerId::ALL.into_iter().collect(), versions: true }
    }

    /// One layer and what it rests on.
    pub fn only(layer: LayerId) -> Self {
        Self { layers: layer.needs().iter().copied().chain([layer]).collect(), versions: false }
    }

    /// Whether it is about a layer.
    pub fn has(&self, layer: LayerId) -> bool {
        self.layers.contains(&layer)
    }

    /// Whether every version of TLS is tried.
    pub const fn has_versions(&self) -> bool {
        self.versions
    }

    /// Its layers, in order.
    pub fn layers(&self) -> impl Iterator<Item = LayerId> {
        self.layers.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_layer_needs_comes_before_it_and_needs_no_more() {
        for layer in LayerId::ALL {
            for needed in layer.needs() {
                assert!(*needed < layer, "{needed:?} before {layer:?}");
                assert!(needed.needs().iter().all(|further| layer.needs().contains(further)), "{layer:?}");
            }
        }
    }

    #[test]
    fn layers_are_found_by_their_words() {
        for layer in LayerId::ALL {
            assert_eq!(LayerId::parse(layer.word()), Some(layer));
            assert_eq!(crate::knowledge::checks::words(layer.word()), Some(layer.verdicts()));
        }
        assert_eq!(LayerId::parse("tls2"), None);
    }

    #[test]
    fn one_layer_asks_for_no_more_than_it_rests_on() {
        assert!(!Scope::only(LayerId::Tls).has(LayerId::Security));
        assert!(Scope::only(LayerId::Clock).has(LayerId::Credssp));
        assert_eq!(Scope::usual().layers().count(), 9);
        assert_eq!(Scope::deep().layers().count(), 12);
    }
}
