//! The deeper look: TLS version by version, RDSTLS, Microsoft Entra ID, UDP. Each costs the host a line in its log.
#![expect(clippy::disallowed_methods, reason = "live checks are the place for the network")]

use std::net::{SocketAddr, UdpSocket};
use std::time::Instant;

use super::budget::{Limits, until};
use super::hello;
use super::layer::LayerId;
use super::look::{ASKED_FIRST, Look, first_address, sent_name};
use super::seen::{Answered, Deep, Handshake, Scan, Seen};
use super::wire::tls::Version;
use super::wire::{rdpeudp, x224};

/// Connections beyond those of the usual look: four versions, two protocols.
const MORE: usize = 6;

/// The limits of a deeper look: the same time, more connections.
pub(super) fn limits(usual: Limits) -> Limits {
    Limits { connections: usual.connections + MORE, ..usual }
}

/// Looks at all that the scope asks for. `answers`: the host speaks Remote Desktop.
pub(super) fn look(look: &mut Look<'_>, seen: &mut Seen, answers: bool) {
    let mut deep = Deep::default();
    if answers {
        // Alone and last of all asks for protocols: some servers hang up on them.
        if look.scope.has_versions() && seen.handshake.is_some() {
            deep.versions = versions(look, seen);
        }
        let mut alone = |layer, protocol| {
            let answered = look.scope.has(layer).then(|| look.ask_again(protocol)).flatten();
            answered.map(|(_, answered)| answered)
        };
        deep.rdstls = alone(LayerId::Rdstls, x224::RDSTLS);
        deep.entra = alone(LayerId::Entra, x224::RDSAAD);
    }
    if look.scope.has(LayerId::Udp) {
        let address = seen.connection.and_then(Result::ok).map(|connected| connected.address);
        deep.udp =
            address.or_else(|| first_address(&seen.named)).and_then(|address| udp(address, look.step()));
    }
    seen.deep = Some(deep);
}

/// Each version offered alone. One that does not answer ends it.
fn versions(look: &mut Look<'_>, seen: &Seen) -> Vec<(Version, Option<bool>)> {
    let mut found = Vec::new();
    for version in [Version::Tls10, Version::Tls11, Version::Tls12, Version::Tls13] {
        let Some((mut wire, Answered::Confirm(_))) = look.ask_again(ASKED_FIRST) else { break };
        wire.begin(look.step());
        let taken = match hello::scan(&mut wire, version, sent_name(&seen.target)).0 {
            Scan::Chose { version: chosen, .. } => Some(chosen == version),
            Scan::Failed(Handshake::Silent | Handshake::NotChecked) => None,
            Scan::Failed(_) => Some(false),
        };
        found.push((version, taken));
        look.silent |= taken.is_none();
    }
    found
}

/// Whether the answer to a SYN of RDP over UDP comes back; `None` where nothing could be sent.
fn udp(address: SocketAddr, end: Instant) -> Option<bool> {
    let here: SocketAddr = if address.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0_u16; 8], 0).into() };
    let socket = UdpSocket::bind(here).ok()?;
    socket.connect(address).ok()?;
    let [a, b, c, d, ..] = hello::random();
    socket.send(&rdpeudp::syn(u32::from_le_bytes([a, b, c, d]))).ok()?;
    let mut answer = [0; 2048];
    socket.set_read_timeout(Some(until(end)?)).ok()?;
    let read = socket.recv(&mut answer).unwrap_or(0);
    Some(rdpeudp::parse_answer(&answer[..read]).unwrap_or(false))
}
