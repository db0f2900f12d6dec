//! A flight is read or refused, keeps no more than it was given, and is final once it is complete.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::witness::check::wire::tls::{parse_flight, suite_is_modern, suite_name};

fuzz_target!(|bytes: &[u8]| {
    let Ok(flight) = parse_flight(bytes) else { return };
    let kept: usize = flight.certificates.iter().map(Vec::len).sum();
    assert!(kept <= bytes.len() && flight.certificates.len() <= 10);
    assert!(!flight.complete || flight.version.is_some() || flight.alert.is_some());
    if let Some(suite) = flight.suite {
        assert!(!suite_is_modern(suite) || suite_name(suite).is_some());
    }
    // What came before was good too, and what comes after a complete flight changes nothing.
    assert!(parse_flight(&bytes[..bytes.len() / 2]).is_ok());
    if flight.complete {
        assert_eq!(parse_flight(&[bytes, &[0xff]].concat()), Ok(flight));
    }
});
