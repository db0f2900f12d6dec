//! Hosts that do what no host should: each look ends in time, connects little, and says what it can say.

use rdpfix::witness::check::seen::Handshake;
use rdpfix::witness::check::{Dialler, LayerId, Limits, Means, Scope, Target, judge, look};
use std::io::{ErrorKind, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::check::bytes::{claims, hex, record, selected, server_hello};
use crate::check::fake::{Fake, Visit, drip, flood, hold, leave_unread, nla_only, request};
use crate::check::watch::{BRISK, HASTY, PATIENT, always, means, watch};

/// What a host does to the first connection, and what a look comes to. Only what is no `skipped` is named.
struct Case {
    name: &'static str,
    does: fn(&mut TcpStream),
    comes_to: &'static [(&'static str, &'static str)],
}

const fn rdp(
    name: &'static str,
    does: fn(&mut TcpStream),
    comes_to: &'static [(&'static str, &'static str)],
) -> Case {
    Case { name, does, comes_to }
}

/// Sends this at once and waits for the visitor to leave.
fn say(stream: &mut TcpStream, bytes: &[u8]) {
    let _ = stream.write_all(bytes);
    hold(stream);
}

fn echo(stream: &mut TcpStream) {
    let mut back = stream.try_clone().expect("a second handle");
    let _ = std::io::copy(stream, &mut back);
}

/// Hosts that never answer as Remote Desktop does.
const STRANGERS: &[Case] = &[
    rdp("silent", hold, &[("rdp", "silent")]),
    rdp(
        "one byte at a time",
        |stream| drip(stream, &selected(0x1f, 8), Duration::from_millis(100)),
        &[("rdp", "silent")],
    ),
    rdp("garbage", |stream| say(stream, &[0xff, 0, 0x80, 7].repeat(50)), &[("rdp", "not-rdp")]),
    rdp("two bytes of garbage", |stream| say(stream, &[0, 0]), &[("rdp", "silent")]),
    rdp("a flood of garbage", |stream| flood(stream, &[0xee, 0x55]), &[("rdp", "not-rdp")]),
    rdp("a flood that begins like TPKT", |stream| flood(stream, &hex("03000013")), &[("rdp", "not-rdp")]),
    rdp("TPKT of 65535 bytes", |stream| say(stream, &hex("0300ffff0ed0000012340003")), &[("rdp", "not-rdp")]),
    rdp("TPKT of no bytes", |stream| say(stream, &hex("03000000")), &[("rdp", "not-rdp")]),
    rdp("half an answer", |stream| say(stream, &selected(0, 2)[..11]), &[("rdp", "silent")]),
    rdp("a reset before anything is read", |stream| leave_unread(stream), &[("rdp", "reset")]),
    rdp(
        "a reset in the middle of the request",
        |stream| {
            let _ = std::io::Read::read_exact(stream, &mut [0; 10]);
            leave_unread(stream);
        },
        &[("rdp", "reset")],
    ),
    rdp("closed after the request", |stream| assert_eq!(request(stream), Some(0xb)), &[("rdp", "closed")]),
    rdp(
        "HTTP",
        |stream| say(stream, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        &[("rdp", "not-rdp-http")],
    ),
    rdp("HTML", |stream| say(stream, b"<!DOCTYPE html><title>x</title>"), &[("rdp", "not-rdp-http")]),
    rdp("SSH", |stream| say(stream, b"SSH-2.0-OpenSSH_9.6\r\n"), &[("rdp", "not-rdp-ssh")]),
    rdp("an echo", echo, &[("rdp", "not-rdp")]),
];

#[test]
fn strangers_are_asked_once_and_named() {
    thread::scope(|threads| {
        for case in STRANGERS {
            threads.spawn(|| {
                let does = case.does;
                let watched = watch(Fake::new(move |visit| does(&mut visit.stream)), HASTY);
                watched.comes_to(case.name, case.comes_to);
                assert_eq!(watched.connections, 1, "{}", case.name);
            });
        }
    });
}

#[test]
fn a_host_that_closes_at_once_closed_or_reset() {
    // Which of the two is seen depends on whether the request was on its way already.
    let watched = watch(Fake::new(|_| ()), HASTY);
    assert!(matches!(watched.verdict("rdp"), "closed" | "reset"), "{}", watched.verdict("rdp"));
    assert_eq!(watched.connections, 1);
}

/// A host that insists on `CredSSP`, and on TLS does something else than TLS.
fn in_tls(does: fn(&mut TcpStream)) -> Fake {
    Fake::new(move |Visit { stream, .. }: &mut Visit| {
        let Some(asked) = request(stream) else { return };
        let answer = nla_only(asked);
        let chose = answer[11] == 2;
        if stream.write_all(&answer).is_ok() && chose {
            does(stream);
        } else {
            hold(stream);
        }
    })
}

/// Hosts whose TLS never comes up.
const TLS_GARBLED: &[(&str, &str)] =
    &[("rdp", "rdp"), ("security", "nla-required"), ("tls", "handshake-garbled")];
const TLS_SILENT: &[(&str, &str)] = &[("rdp", "rdp"), ("security", "unknown"), ("tls", "handshake-silent")];
const TLS_DROPPED: &[(&str, &str)] =
    &[("rdp", "rdp"), ("security", "nla-required"), ("tls", "handshake-dropped")];

/// With the connections that each of them may cost.
const IN_TLS: &[(Case, usize)] = &[
    (rdp("a reset", |stream| leave_unread(stream), TLS_DROPPED), 3),
    (rdp("silence", hold, TLS_SILENT), 1),
    (rdp("half a record", |stream| say(stream, &hex("160303004a0200")), TLS_SILENT), 1),
    (
        rdp(
            "one byte at a time",
            |stream| drip(stream, &record(22, &[0; 40]), Duration::from_millis(150)),
            TLS_SILENT,
        ),
        1,
    ),
    (rdp("garbage", |stream| say(stream, &[0xff; 200]), TLS_GARBLED), 2),
    (rdp("a flood of garbage", |stream| flood(stream, &[0x41]), TLS_GARBLED), 2),
    (
        rdp(
            "a record of 64 KiB",
            |stream| say(stream, &[&hex("160303ffff")[..], &[2; 20_000]].concat()),
            TLS_GARBLED,
        ),
        2,
    ),
    (rdp("a flood of hello requests", |stream| flood(stream, &record(22, &[0; 4])), TLS_GARBLED), 2),
    (rdp("a flood of warnings", |stream| flood(stream, &record(21, &[1, 112])), TLS_GARBLED), 2),
    (
        rdp(
            "a certificate message of 10 MB",
            |stream| {
                let begins = [server_hello(0x303, 0xc02b), claims(11, 10_000_000, &[0; 500])].concat();
                let _ = stream.write_all(&record(22, &begins));
                flood(stream, &record(22, &[0; 1000]));
            },
            TLS_GARBLED,
        ),
        2,
    ),
    (
        rdp(
            "a message that never ends, in small records",
            |stream| {
                let begins = [server_hello(0x303, 0xc02b), claims(11, 0xffff, &[])].concat();
                let _ = stream.write_all(&record(22, &begins));
                drip(stream, &record(22, &[0]).repeat(1000), Duration::from_millis(20));
            },
            TLS_SILENT,
        ),
        1,
    ),
];

#[test]
fn tls_that_never_comes_up_ends_in_time() {
    thread::scope(|threads| {
        for (case, connections) in IN_TLS {
            threads.spawn(move || {
                let watched = watch(in_tls(case.does), Limits { step: Duration::from_secs(1), ..BRISK });
                watched.comes_to(case.name, case.comes_to);
                assert_eq!(watched.connections, *connections, "{}", case.name);
            });
        }
    });
}

#[test]
fn after_silence_nothing_more_is_asked() {
    // The first connection is reset in TLS, and the second one, which offers everything old, hears nothing.
    let fake = Fake::new(|Visit { stream, earlier }: &mut Visit| {
        let Some(asked) = request(stream) else { return };
        let _ = stream.write_all(&nla_only(asked));
        if *earlier == 0 { leave_unread(stream) } else { hold(stream) }
    });
    let watched = watch(fake, HASTY);
    assert_eq!(watched.seen.handshake, Some(Handshake::Dropped));
    assert_eq!((watched.verdict("tls"), watched.connections), ("handshake-dropped", 2));

    // The second connection hears nothing at all.
    let fake = Fake::new(|Visit { stream, earlier }: &mut Visit| match request(stream) {
        Some(asked) if *earlier == 0 => {
            let _ = stream.write_all(&nla_only(asked));
            leave_unread(stream);
        }
        _ => hold(stream),
    });
    assert_eq!(watch(fake, HASTY).connections, 2);
}

#[test]
fn a_deeper_look_ends_after_silence_too() {
    let fake = in_tls(hold);
    let target = fake.target();
    let watched = crate::check::watch::watch_as(fake, &target, &Scope::deep(), HASTY);
    assert_eq!((watched.verdict("tls"), watched.connections), ("handshake-silent", 1));
    assert_eq!((watched.verdict("rdstls"), watched.verdict("entra")), ("skipped", "skipped"));
}

#[test]
fn ipv6_is_looked_at_like_ipv4() {
    // A computer without IPv6 has nothing to try it on.
    let Ok(fake) = Fake::on("[::1]:0", |visit| say(&mut visit.stream, b"SSH-2.0-x\r\n")) else { return };
    let watched = watch(fake, HASTY);
    watched.comes_to("IPv6", &[("rdp", "not-rdp-ssh")]);
    assert_eq!(watched.report().facts.address.expect("it connected").reveal(), "::1");
}

#[test]
fn of_fifty_addresses_the_ninth_is_never_tried() {
    let fake = Fake::new(|visit| hold(&mut visit.stream));
    let port = fake.address().port();
    let refusing = |last: u8| IpAddr::from([127, 0, 0, last]);
    let mut addresses: Vec<IpAddr> = (2..=9).map(refusing).collect();
    addresses.push(fake.address().ip());
    addresses.extend((10..51).map(refusing));
    let target = Target::parse(&format!("farm.example.test:{port}")).expect("a name");
    let seen = look(&target, &Scope::usual(), &Means { resolver: always(addresses), ..means(Limits::USUAL) });
    let layers = judge(&seen);
    assert_eq!(
        (layers[0].verdict.word(), layers[1].verdict.word(), layers[2].verdict.word()),
        ("resolved", "refused", "skipped")
    );
    assert_eq!(fake.connections(), 0);
    assert_eq!(crate::check::watch::report(&seen).facts.addresses, Some(50));
}

#[test]
fn a_closed_port_is_refused() {
    let closed =
        TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("loopback is there");
    let target = Target::parse(&closed.to_string()).expect("an address");
    let seen = look(&target, &Scope::usual(), &means(Limits::USUAL));
    let verdicts: Vec<_> = judge(&seen).iter().map(|layer| layer.verdict.word()).collect();
    assert_eq!(verdicts[..3], ["literal", "refused", "skipped"]);
    assert_eq!(seen.connections, 1);
}

#[test]
fn a_resolver_that_hangs_is_left_alone() {
    let hangs = Arc::new(|_: &str, _| {
        thread::sleep(Duration::from_secs(30));
        Ok(Vec::new())
    });
    let begun = Instant::now();
    let target = Target::parse("pc7.example.test").expect("a name");
    let seen = look(&target, &Scope::usual(), &Means { resolver: hangs, ..means(HASTY) });
    assert!(begun.elapsed() < HASTY.total + Duration::from_secs(3));
    let verdicts: Vec<_> = judge(&seen).iter().map(|layer| layer.verdict.word()).collect();
    assert_eq!(verdicts, [&["resolver-unreachable"][..], &["skipped"; 8]].concat());
    assert_eq!(seen.connections, 0);
}

/// The listener goes while its connection is being made, so that the system reports the reset as the end of connecting.
fn resets_while_connecting() -> (Target, Dialler) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let target = Target::parse(&listener.local_addr().expect("it is bound").to_string()).expect("an address");
    let held = Mutex::new(Some(listener));
    let dialler: Dialler = Arc::new(move |to, limit| {
        let stream = TcpStream::connect_timeout(&to, limit)?;
        drop(held.lock().expect("nobody panics").take());
        // Where the system does not report it on the socket, the first read meets it.
        let begun = Instant::now();
        while begun.elapsed() < limit.min(Duration::from_millis(50)) {
            if let Some(error) = stream.take_error()? {
                return Err(error);
            }
            thread::yield_now();
        }
        Ok(stream)
    });
    (target, dialler)
}

#[test]
fn a_reset_while_connecting_is_an_open_port_each_time() {
    for turn in 0..200 {
        let (target, dialler) = resets_while_connecting();
        let seen = look(&target, &Scope::only(LayerId::Rdp), &Means { dialler, ..means(PATIENT) });
        let verdicts: Vec<_> = judge(&seen).iter().map(|layer| layer.verdict.word()).collect();
        assert_eq!(verdicts, ["literal", "open", "reset"], "turn {turn}");
    }
}

/// Windows repeats a refused connection for two seconds, for each address of a name and in every time limit from three
/// seconds on.
#[test]
fn a_refusal_that_takes_two_seconds_is_a_refusal() {
    let slow: Dialler = Arc::new(|_, limit| {
        let repeats = Duration::from_millis(2011);
        thread::sleep(repeats.min(limit));
        Err(if limit < repeats { ErrorKind::TimedOut } else { ErrorKind::ConnectionRefused }.into())
    });
    let dual = always(vec![IpAddr::from([127, 0, 0, 1]), IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])]);
    for seconds in [4, 10] {
        let limits = Limits::within(Duration::from_secs(seconds));
        let means = Means { dialler: Arc::clone(&slow), resolver: Arc::clone(&dual), ..means(limits) };
        for host in ["dual.example.test", "10.0.0.7"] {
            let seen = look(&Target::parse(host).expect(host), &Scope::usual(), &means);
            assert_eq!(judge(&seen)[1].verdict.word(), "refused", "{host} in {seconds} s");
        }
    }
}

#[test]
fn a_computer_without_descriptors_gives_no_verdict_on_the_host() {
    let full =
        Arc::new(|_, _| Err(std::io::Error::from_raw_os_error(if cfg!(windows) { 10024 } else { 24 })));
    let means = Means { dialler: full, ..means(PATIENT) };
    let seen = look(&Target::parse("10.0.0.7").expect("an address"), &Scope::usual(), &means);
    let report = crate::check::watch::report(&seen);
    assert!(!report.has_fault() && report.is_unchecked());
    assert_eq!(
        (report.layers[1].state.word(), report.layers[1].verdict.word()),
        ("not-checked", "not-checked")
    );
    assert!(report.observations.iter().all(|observed| observed.id != "port-reachable"));
    assert!(report.suggests.is_empty());
}
