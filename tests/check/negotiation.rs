//! What hosts choose and refuse, and what that says about Network Level Authentication.

use std::io::Write;

use crate::check::bytes::{failure, hex, selected, tsrequest};
use crate::check::certificates::GOOD;
use crate::check::fake::{Fake, Host, Reply, Takes, hold, nla_only, request};
use crate::check::watch::{PATIENT, Watched, watch};

/// A host that gives these answers and has nothing after them.
fn answers(takes: Takes) -> Watched {
    let fake = Fake::new(move |visit| {
        let Some(asked) = request(&mut visit.stream) else { return };
        let _ = visit.stream.write_all(&takes(asked));
        hold(&mut visit.stream);
    });
    watch(fake, PATIENT)
}

/// A host that gives these answers and speaks TLS and `CredSSP`.
fn speaks(takes: Takes) -> Watched {
    let reply = Reply::Bytes(tsrequest(6, None, None));
    let host = Host { takes, ..Host::new(vec![GOOD.to_vec()], reply) };
    watch(host.listen(), PATIENT)
}

fn facts(watched: &Watched) -> (Option<String>, Option<String>) {
    let facts = watched.report().facts;
    (facts.negotiation_flags, facts.negotiation_failure)
}

#[test]
fn every_failure_has_its_name_and_its_verdict() {
    let table: [(Takes, &str, &str); 8] = [
        (|_| failure(1), "SSL_REQUIRED_BY_SERVER", "unknown"),
        (|_| failure(2), "SSL_NOT_ALLOWED_BY_SERVER", "rdp-security-only"),
        (|_| failure(3), "SSL_CERT_NOT_ON_SERVER", "no-certificate"),
        (|_| failure(4), "INCONSISTENT_FLAGS", "unknown"),
        (|_| failure(5), "HYBRID_REQUIRED_BY_SERVER", "unknown"),
        (|_| failure(6), "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER", "unknown"),
        (|_| failure(7), "ENTRA_AUTH_REQUIRED_BY_SERVER", "entra-only"),
        (|_| failure(0xffff_ffff), "4294967295", "unknown"),
    ];
    for (takes, name, verdict) in table {
        let watched = answers(takes);
        watched.comes_to(name, &[("rdp", "rdp"), ("security", verdict)]);
        assert_eq!(facts(&watched), (None, Some(name.to_owned())));
        assert_eq!(watched.connections, 1, "{name}: a refusal is not argued with");
    }
}

#[test]
fn a_protocol_that_nobody_asked_for_is_unknown() {
    let watched = answers(|_| selected(0, 0x40));
    watched.comes_to("an unknown protocol", &[("rdp", "rdp"), ("security", "unknown")]);
    assert_eq!((facts(&watched).0.as_deref(), watched.connections), (Some("0x00"), 1));
}

#[test]
fn an_old_host_negotiates_nothing() {
    let watched = answers(|_| hex("0300000b06d00000123400"));
    watched.comes_to("no negotiation", &[("rdp", "rdp"), ("security", "legacy-no-negotiation")]);
    assert!(watched.report().has_fault());
    assert_eq!(watched.connections, 1);
}

#[test]
fn a_host_that_hangs_up_in_its_own_protocol_is_remote_desktop() {
    let watched = answers(|_| hex("0300000902f0802180"));
    watched.comes_to("MCS disconnect", &[("rdp", "rdp"), ("security", "unknown")]);
    let layers = watched.report().layers;
    assert_eq!(layers[3].detail.reveal(), "hangs up when asked for TLS and NLA");
}

#[test]
fn rdp_only_is_told_by_a_refusal_and_by_a_choice_that_was_not_asked_for() {
    let takes: [(&str, Takes); 2] = [("refusal", |_| failure(2)), ("choice", |_| selected(0, 0))];
    for (name, takes) in takes {
        let watched = answers(takes);
        watched.comes_to(name, &[("rdp", "rdp"), ("security", "rdp-security-only")]);
        assert_eq!(watched.connections, 1, "{name}");
    }
}

/// What is reached of a host whose TLS and `CredSSP` are in order, from TLS up.
const IN_ORDER: [(&str, &str); 5] =
    [("tls", "ok"), ("certificate", "ok"), ("credssp", "fixed"), ("clock", "unknown"), ("path", "unknown")];

#[test]
fn nla_is_required_where_less_is_refused() {
    let watched = speaks(nla_only);
    watched.comes_to("NLA only", &[&[("rdp", "rdp"), ("security", "nla-required")][..], &IN_ORDER].concat());
    assert_eq!(watched.connections, 2);
    let evidence = watched.report().layers[3].evidence.reveal();
    assert_eq!(
        evidence,
        "asked 0xb: chose 0x8, flags 0x1f; asked 0x1: refused with 5 HYBRID_REQUIRED_BY_SERVER"
    );
}

#[test]
fn nla_is_optional_where_less_is_taken() {
    let takes: [(&str, Takes, usize); 2] = [
        (
            "TLS is taken, and RDP security",
            |asked| selected(0, if asked & 2 == 0 { asked & 1 } else { 2 }),
            3,
        ),
        (
            "TLS is taken, RDP security is not",
            |asked| match asked & 3 {
                0 => failure(1),
                1 => selected(0, 1),
                _ => selected(0, 2),
            },
            3,
        ),
    ];
    for (name, takes, connections) in takes {
        let watched = speaks(takes);
        let expected = [&[("rdp", "rdp"), ("security", "nla-optional")][..], &IN_ORDER].concat();
        watched.comes_to(name, &expected);
        assert_eq!(watched.connections, connections, "{name}");
    }
}

#[test]
fn whether_nla_is_required_is_unknown_where_the_second_ask_hears_nothing_of_use() {
    let takes: [Takes; 3] = [
        |asked| if asked & 2 == 0 { hex("0300000902f0802180") } else { selected(0, 2) },
        |asked| if asked & 2 == 0 { selected(0, 0x40) } else { selected(0, 2) },
        |_| selected(0, 2),
    ];
    for takes in takes {
        let watched = speaks(takes);
        assert_eq!(watched.verdict("security"), "unknown", "{:?}", watched.seen.asks);
    }
}

#[test]
fn tls_without_nla_has_no_credssp() {
    let watched = speaks(|asked| if asked & 1 == 0 { failure(1) } else { selected(0, 1) });
    let expected = [
        ("rdp", "rdp"),
        ("security", "tls-without-nla"),
        ("tls", "ok"),
        ("certificate", "ok"),
        ("path", "unknown"),
    ];
    watched.comes_to("TLS only", &expected);
    assert_eq!(watched.connections, 2);
}
