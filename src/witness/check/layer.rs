//! The layers of a look, from the name up, and which of them a look needs.

use std::collections::BTreeSet;

/// One layer: each rests on those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerId {
    /// The name leads to an address.
    Name,
    /// The port takes a connection.
    Tcp,
    /// What listens there is Remote Desktop.
    Rdp,
    /// Which security protocols it takes.
    Security,
    /// Which TLS it speaks.
    Tls,
    /// What its certificate is worth.
    Certificate,
    /// Which `CredSSP` it has: whether the fix of CVE-2018-0886 is there.
    Credssp,
    /// Whether its clock goes as this one does.
    Clock,
    /// Whether something sits in between.
    Path,
    /// Whether it answers on UDP.
    Udp,
    /// Whether it takes RDSTLS.
    Rdstls,
    /// Whether it takes a sign-in by Microsoft Entra ID.
    Entra,
}

impl LayerId {
    /// All of them, in order.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Tcp,
        Self::Rdp,
        Self::Security,
        Self::Tls,
        Self::Certificate,
        Self::Credssp,
        Self::Clock,
        Self::Path,
        Self::Udp,
        Self::Rdstls,
        Self::Entra,
    ];

    /// The id in documents and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Tcp => "tcp",
            Self::Rdp => "rdp",
            Self::Security => "security",
            Self::Tls => "tls",
            Self::Certificate => "certificate",
            Self::Credssp => "credssp",
            Self::Clock => "clock",
            Self::Path => "path",
            Self::Udp => "udp",
            Self::Rdstls => "rdstls",
            Self::Entra => "entra",
        }
    }

    /// The layer of an id.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.word() == word)
    }

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
            let verdicts = crate::knowledge::checks::words(layer.word());
            assert!(verdicts.is_some(), "{layer:?} has no verdicts in the vocabulary");
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
