//! TLS of the system, for hosts whose suites no library of today accepts: on Windows it is the one that Remote Desktop
//! itself uses.
//!
//! As with the other way nothing is authenticated here, so nothing secret may go through it.

use native_tls::{HandshakeError, Protocol, TlsConnector};

use std::time::Instant;

use super::budget::Wire;
use super::credssp;
use super::seen::Credssp;

/// Shakes hands by the means of the system and asks for `CredSSP`. `None` where that fails, too.
pub(super) fn credssp(mut wire: Wire, name: &str, end: impl Fn() -> Instant) -> Option<Credssp> {
    let connector = TlsConnector::builder()
        .danger_accept_invalid_certs(true)
        .danger_accept_invalid_hostnames(true)
        .min_protocol_version(Some(Protocol::Tlsv10))
        .build()
        .ok()?;
    wire.begin(end());
    let mut tls = match connector.connect(name, wire) {
        Ok(tls) => tls,
        // Reads never return without having waited, so there is nothing to go on with.
        Err(HandshakeError::Failure(_) | HandshakeError::WouldBlock(_)) => return None,
    };
    tls.get_mut().begin(end());
    let answer = credssp::ask(&mut tls);
    let _ = tls.shutdown();
    Some(answer)
}
