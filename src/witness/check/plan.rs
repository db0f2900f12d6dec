//! What a look would send, byte by byte, before anything is sent.

use super::layer::{LayerId, Scope};
use super::look::{ASKED_FIRST, sent_name};
use super::target::Target;
use super::wire::{ntlm, rdpeudp, tsrequest, x224};

/// One connection, or one packet, that a look may make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it is for: the layers that it shows.
    pub shows: Vec<LayerId>,
    /// Whether it is made only after something that came before: an answer, or one that did not come.
    pub only_if: Option<OnlyIf>,
    /// What goes out, in order.
    pub sends: Vec<Sent>,
}

/// When a connection is made at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlyIf {
    /// The host chose TLS or `CredSSP`.
    ChoseTls,
    /// The host took less than `CredSSP`.
    TookLess,
    /// TLS failed on the first connection.
    TlsFailed,
    /// The host answers at all.
    Answers,
}

/// Something that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A question to this computer's own resolver.
    Lookup,
    /// The connection request of Remote Desktop, whole.
    ConnectionRequest(Vec<u8>),
    /// A TLS client hello with fresh random bytes; the name that it holds, if any.
    ClientHello {
        /// The name.
        name: Option<String>,
        /// The versions that are offered.
        versions: &'static str,
    },
    /// The rest of the TLS handshake, and within it this message, whole.
    CredSsp(Vec<u8>),
    /// A packet over UDP; the first bytes and how many there are. A random number stands in it.
    Datagram(usize),
}

/// What a look of this scope may send to a target, in order. Not everything is sent to every host.
pub fn plan(target: &Target, scope: &Scope) -> Vec<Planned> {
    let mut planned = Vec::new();
    if target.address.is_none() {
        planned.push(Planned { shows: vec![LayerId::Name], only_if: None, sends: vec![Sent::Lookup] });
    }
    if scope.has(LayerId::Tcp) {
        planned.push(first(target, scope));
    }
    let request = |protocols| Sent::ConnectionRequest(x224::connection_request(protocols).to_vec());
    let hello = |versions| Sent::ClientHello { name: sent_name(target).map(str::to_owned), versions };
    let mut later = |shows: &[LayerId], only_if, sends| {
        planned.push(Planned { shows: shows.to_vec(), only_if: Some(only_if), sends });
    };
    if scope.has(LayerId::Tls) {
        let shows = [LayerId::Tls, LayerId::Certificate];
        later(&shows, OnlyIf::TlsFailed, vec![request(ASKED_FIRST), hello("1.0 to 1.2, every suite")]);
    }
    if scope.has(LayerId::Security) {
        later(&[LayerId::Security], OnlyIf::ChoseTls, vec![request(x224::SSL)]);
        later(&[LayerId::Security], OnlyIf::TookLess, vec![request(0)]);
    }
    if scope.has_versions() {
        for version in ["1.0 alone", "1.1 alone", "1.2 alone", "1.3 alone"] {
            later(&[LayerId::Tls], OnlyIf::ChoseTls, vec![request(ASKED_FIRST), hello(version)]);
        }
    }
    for (layer, protocol) in [(LayerId::Rdstls, x224::RDSTLS), (LayerId::Entra, x224::RDSAAD)] {
        if scope.has(layer) {
            later(&[layer], OnlyIf::Answers, vec![request(protocol)]);
        }
    }
    if scope.has(LayerId::Udp) {
        let datagram = Sent::Datagram(rdpeudp::syn(0).len());
        planned.push(Planned { shows: vec![LayerId::Udp], only_if: None, sends: vec![datagram] });
    }
    planned
}

/// The connection that goes as a client of today would go.
fn first(target: &Target, scope: &Scope) -> Planned {
    let mut sends = Vec::new();
    if scope.has(LayerId::Rdp) {
        sends.push(Sent::ConnectionRequest(x224::connection_request(ASKED_FIRST).to_vec()));
    }
    if scope.has(LayerId::Tls) {
        sends.push(Sent::ClientHello { name: sent_name(target).map(str::to_owned), versions: "1.2 and 1.3" });
    }
    if scope.has(LayerId::Credssp) {
        sends.push(Sent::CredSsp(tsrequest::request(&ntlm::negotiate())));
    }
    let shows = [
        LayerId::Tcp,
        LayerId::Rdp,
        LayerId::Security,
        LayerId::Tls,
        LayerId::Certificate,
        LayerId::Credssp,
        LayerId::Clock,
        LayerId::Path,
    ];
    Planned { shows: shows.into_iter().filter(|layer| scope.has(*layer)).collect(), only_if: None, sends }
}
