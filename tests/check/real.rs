//! Real servers: started by `.ci/real-hosts`, which says where by `RDPFIX_REAL_HOSTS`. Elsewhere these tests skip aloud.

use std::collections::BTreeMap;

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::words::Side;
use rdpfix::report::check::CheckReport;
use rdpfix::witness::check::{
    CheckResult, Limits, Means, Roots, Scope, Target, look, system_dialler, system_resolver,
};

/// What is expected of a server: the verdicts of its layers from `security` on, and its exit.
struct Expected {
    last: u8,
    verdicts: [&'static str; 6],
    fault: bool,
    connections: usize,
    versions: &'static [&'static str],
}

const SKIPPED: &str = "skipped";

/// The clock of the last one is seven minutes ahead, and so is the certificate that it has just made.
const EXPECTED: [Expected; 11] = [
    server(11, ["tls-without-nla", "ok", "name-mismatch", SKIPPED, SKIPPED, "unknown"], false, 2, &["1.3"]),
    server(12, ["rdp-security-only", SKIPPED, SKIPPED, SKIPPED, SKIPPED, SKIPPED], false, 1, &[]),
    server(13, ["tls-without-nla", "ok", "name-mismatch", SKIPPED, SKIPPED, "unknown"], false, 2, &["1.2"]),
    server(
        14,
        ["tls-without-nla", "too-old", "name-mismatch", SKIPPED, SKIPPED, "unknown"],
        true,
        3,
        &["1.1"],
    ),
    server(15, ["tls-without-nla", "ok", "expired", SKIPPED, SKIPPED, "unknown"], true, 2, &["1.3"]),
    server(17, ["no-certificate", SKIPPED, SKIPPED, SKIPPED, SKIPPED, SKIPPED], true, 1, &[]),
    server(
        18,
        ["tls-without-nla", "old-suites-only", "name-mismatch", SKIPPED, SKIPPED, "unknown"],
        false,
        3,
        &["1.2"],
    ),
    server(22, ["nla-required", "ok", "name-mismatch", "fixed", "ok", "direct"], false, 2, &["1.3"]),
    server(23, ["tls-without-nla", "ok", "name-mismatch", SKIPPED, SKIPPED, "unknown"], false, 2, &["1.3"]),
    server(24, ["rdp-security-only", SKIPPED, SKIPPED, SKIPPED, SKIPPED, SKIPPED], false, 1, &[]),
    server(28, ["nla-required", "ok", "not-yet-valid", "fixed", "skewed", "direct"], true, 2, &["1.3"]),
];

const fn server(
    last: u8,
    verdicts: [&'static str; 6],
    fault: bool,
    connections: usize,
    versions: &'static [&'static str],
) -> Expected {
    Expected { last, verdicts, fault, connections, versions }
}

/// Whether the servers run here.
fn run_here() -> bool {
    let here = std::env::var_os("RDPFIX_REAL_HOSTS").is_some();
    if !here {
        println!("skipped: no real servers here; .ci/real-hosts starts them and runs this");
    }
    here
}

fn seen(last: u8, scope: &Scope) -> CheckReport {
    let target = Target::parse(&format!("127.0.0.{last}")).expect("it is an address");
    let means = Means {
        resolver: system_resolver(),
        dialler: system_dialler(),
        roots: Roots::of_this_computer,
        limits: Limits::USUAL,
    };
    let seen = look(&target, scope, &means);
    rdpfix::report::check::report(&CheckResult::new(seen, Side::Client), &Knowledge::builtin())
}

#[test]
fn every_server_is_seen_as_it_is() {
    if !run_here() {
        return;
    }
    for expected in EXPECTED {
        let report = seen(expected.last, &Scope::usual());
        let verdicts: BTreeMap<_, _> =
            report.layers.iter().map(|layer| (layer.id.word(), layer.verdict.word())).collect();
        let server = format!("127.0.0.{}: {report:#?}", expected.last);
        assert_eq!(
            (verdicts["name"], verdicts["tcp"], verdicts["rdp"]),
            ("literal", "open", "rdp"),
            "{server}"
        );
        let upper =
            ["security", "tls", "certificate", "credssp", "clock", "path"].map(|layer| verdicts[layer]);
        assert_eq!(upper, expected.verdicts, "{server}");
        assert_eq!(report.has_fault(), expected.fault, "{server}");
        assert_eq!(report.connections, expected.connections, "{server}");
        assert_eq!(report.facts.tls_versions, expected.versions, "{server}");
        assert!(report.elapsed_ms < 10_000, "{server}");
    }
    println!("real hosts: {} looked at", EXPECTED.len());
}

#[test]
fn the_certificates_are_read_as_they_were_made() {
    if !run_here() {
        return;
    }
    let told = |last: u8| {
        let report = seen(last, &Scope::usual());
        let layer = report.layers.iter().find(|layer| layer.id.word() == "certificate").unwrap();
        (report.facts.certificate.clone().unwrap(), layer.detail.reveal())
    };
    let (weak, detail) = told(14);
    assert_eq!((weak.subject.reveal(), weak.key.as_str(), weak.signature), ("WIN7-OLD", "RSA 1024", "SHA-1"));
    for word in ["name-mismatch", "weak", "self-signed"] {
        assert!(detail.contains(word), "{detail}");
    }
    let (issued, detail) = told(13);
    assert_eq!(
        (issued.issuer.reveal(), issued.self_signed, issued.trusted),
        ("Lab authority", false, Some(false))
    );
    assert!(detail.contains("untrusted") && !detail.contains("self-signed"), "{detail}");
    let (expired, detail) = told(15);
    assert!(expired.not_after < expired.not_before.replace("20", "30"), "{expired:?}");
    assert!(detail.contains("expired 30 days ago") || detail.contains("expired 29 days ago"), "{detail}");
    let (good, _) = told(11);
    let names: Vec<_> = good.names.iter().map(rdpfix::sensitive::Sensitive::reveal).collect();
    assert_eq!((names, good.self_signed, good.usage_fits), (vec!["rdp1.lab.test"], true, true));
}

#[test]
fn what_the_host_says_about_itself_is_read() {
    if !run_here() {
        return;
    }
    for (last, skew) in [(22, 0.0), (28, 420.0)] {
        let facts = seen(last, &Scope::usual()).facts;
        assert_eq!(facts.credssp_version, Some(6), "{facts:?}");
        assert!(facts.os_build.is_some() && facts.computer.is_some(), "{facts:?}");
        let ahead = facts.clock_skew_s.unwrap();
        assert!((ahead - skew).abs() < 5.0, "{ahead}");
    }
}

#[test]
fn a_deeper_look_tells_every_version_of_tls() {
    if !run_here() {
        return;
    }
    let versions: [(u8, &[&str]); 4] =
        [(11, &["1.2", "1.3"]), (13, &["1.2"]), (14, &["1.0", "1.1"]), (22, &["1.2", "1.3"])];
    for (last, versions) in versions {
        let report = seen(last, &Scope::deep());
        assert_eq!(report.facts.tls_versions, versions, "127.0.0.{last}: {report:#?}");
        let verdict = |id| report.layers.iter().find(|layer| layer.id.word() == id).unwrap().verdict.word();
        assert_eq!((verdict("rdstls"), verdict("entra")), ("refused", "refused"), "127.0.0.{last}");
        assert!(report.connections <= 10, "{}", report.connections);
    }
}
