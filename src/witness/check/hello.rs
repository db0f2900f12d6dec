//! A look at the beginning of TLS without any key: which version and suite the host chooses, and its certificate.
//!
//! Up to TLS 1.2 the certificate is sent in the clear, so hosts whose only suites no library of today accepts still
//! show what they are.

use std::io::{Read, Write};

use super::ask::ended;
use super::budget::Wire;
use super::seen::{Answered, Handshake, Scan};
use super::wire::tls::{self, Flight, Suites, Version};

/// What is read at once.
const PIECE: usize = 4096;

/// Offers one version with every suite, and reads what comes back until nothing more can be learned.
pub(super) fn scan(wire: &mut Wire, version: Version, name: Option<&str>) -> (Scan, Vec<Vec<u8>>) {
    let hello = tls::client_hello(version, Suites::All, name, random(), random());
    if let Err(error) = wire.write_all(&hello) {
        return (Scan::Failed(handshake(&ended(&error))), Vec::new());
    }
    let mut bytes = Vec::new();
    let mut flight = Flight::default();
    let end = read_flight(wire, &mut bytes, &mut flight);
    let chose = flight.version.zip(flight.suite).map(|(version, suite)| Scan::Chose { version, suite });
    let failed = match flight.alert {
        Some((_, description)) => Handshake::Alert(description),
        None => end.unwrap_or(Handshake::Dropped),
    };
    (chose.unwrap_or(Scan::Failed(failed)), flight.certificates)
}

/// Reads into `flight` until it is complete; how it ended, where it ended before.
fn read_flight(wire: &mut Wire, bytes: &mut Vec<u8>, flight: &mut Flight) -> Option<Handshake> {
    let mut piece = [0; PIECE];
    loop {
        match wire.read(&mut piece) {
            Ok(0) => return Some(Handshake::Dropped),
            Ok(more) => bytes.extend_from_slice(&piece[..more]),
            Err(error) => return Some(handshake(&ended(&error))),
        }
        match tls::parse_flight(bytes) {
            Ok(so_far) => *flight = so_far,
            Err(_) => return Some(Handshake::Garbled),
        }
        if flight.complete {
            return None;
        }
    }
}

fn handshake(answered: &Answered) -> Handshake {
    match answered {
        Answered::Silent => Handshake::Silent,
        Answered::Garbled => Handshake::Garbled,
        Answered::NotChecked => Handshake::NotChecked,
        _ => Handshake::Dropped,
    }
}

/// Fresh bytes for a hello. Nothing secret follows from them; they only must not repeat.
pub(super) fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    // The system's generator does not fail once it is there; if it did, a hello with zeros is still a hello.
    let _ = rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes);
    bytes
}
