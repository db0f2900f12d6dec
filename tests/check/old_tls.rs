//! Hosts with TLS that clients of today refuse: they are told apart by what they say in the clear.

use rdpfix::witness::check::certificate::Key;
use std::io::{Read, Write};
use std::net::TcpStream;

use crate::check::bytes::{flight, record};
use crate::check::certificates::{WEAK, WEAK_SELF_SIGNED};
use crate::check::fake::{Fake, Visit, hold, leave_unread, nla_only, request};
use crate::check::watch::{PATIENT, Watched, watch};

/// Where the TLS of the system is tried as well, a host that chose old TLS sees one more connection.
const WITH_SYSTEM_TLS: usize = cfg!(any(windows, feature = "legacy-tls")) as usize;

const ALERT_HANDSHAKE_FAILURE: [u8; 2] = [2, 40];

/// Reads a TLS record and throws it away.
fn hello(stream: &mut TcpStream) -> Option<()> {
    let mut head = [0; 5];
    stream.read_exact(&mut head).ok()?;
    let mut content = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
    stream.read_exact(&mut content).ok()
}

fn alert(stream: &mut TcpStream) {
    if hello(stream).is_some() {
        let _ = stream.write_all(&record(21, &ALERT_HANDSHAKE_FAILURE));
        hold(stream);
    }
}

/// A host that insists on `CredSSP`: to the first hello it does one thing, to the second it says another.
fn host(first: fn(&mut TcpStream), second: Option<Vec<u8>>) -> Watched {
    let fake = Fake::new(move |Visit { stream, earlier }: &mut Visit| {
        let Some(asked) = request(stream) else { return };
        let _ = stream.write_all(&nla_only(asked));
        match (&second, *earlier) {
            (_, 0) => first(stream),
            (Some(said), 1) if hello(stream).is_some() => {
                let _ = stream.write_all(said);
                hold(stream);
            }
            _ => alert(stream),
        }
    });
    watch(fake, PATIENT)
}

#[test]
fn old_versions_and_old_suites_are_named_and_the_certificate_is_read() {
    let table = [
        ("1.0", 0x0301, 0xc014, "too-old"),
        ("1.1", 0x0302, 0x0035, "too-old"),
        ("1.2", 0x0303, 0xc028, "old-suites-only"),
        ("1.2", 0x0303, 0x003d, "old-suites-only"),
    ];
    let firsts: [fn(&mut TcpStream); 2] = [alert, |stream| leave_unread(stream)];
    for (version, number, suite, verdict) in table {
        for first in firsts {
            let watched = host(first, Some(flight(number, suite, WEAK)));
            let expected = [
                ("rdp", "rdp"),
                ("security", "nla-required"),
                ("tls", verdict),
                ("certificate", "name-mismatch"),
                ("path", "unknown"),
            ];
            if WITH_SYSTEM_TLS == 0 {
                watched.comes_to(version, &expected);
            } else {
                assert_eq!(watched.verdict("tls"), verdict, "{version}");
            }
            assert_eq!(watched.connections, 3 + WITH_SYSTEM_TLS, "{version}");
            let facts = watched.report().facts;
            assert_eq!(facts.tls_versions, [version]);
            let certificate = watched.seen.certificate().expect("it is sent in the clear");
            assert_eq!((certificate.key, certificate.digest), (Key::Rsa(1024), "SHA-1"));
        }
    }
}

#[test]
fn of_a_certificate_that_has_everything_wrong_all_is_told() {
    let watched = host(alert, Some(flight(0x0303, 0xc028, WEAK_SELF_SIGNED)));
    assert_eq!(watched.verdict("certificate"), "expired");
    let report = watched.report();
    let detail = report.layers[5].detail.reveal();
    let after = detail.strip_prefix("pc7, expired ").expect("whom it names, and the worst first");
    let holds = " days ago, name-mismatch (an address was typed), weak (RSA 1024, SHA-1), self-signed";
    assert!(after.ends_with(holds), "{detail}");
}

#[test]
fn a_host_that_drops_the_old_hello_too_is_dropped() {
    let watched = host(alert, None);
    let expected = [("rdp", "rdp"), ("security", "nla-required"), ("tls", "handshake-dropped")];
    watched.comes_to("two alerts", &expected);
    assert_eq!(watched.connections, 3);
    let detail = watched.report().layers[4].detail.reveal();
    assert_eq!(detail, "the host ends TLS with alert 40");
}

#[test]
fn an_old_hello_that_hears_garbage_says_no_more_than_the_first() {
    let watched = host(alert, Some(vec![0xff; 50]));
    assert_eq!((watched.verdict("tls"), watched.connections), ("handshake-dropped", 3));
    assert_eq!(watched.verdict("certificate"), "skipped");
}
