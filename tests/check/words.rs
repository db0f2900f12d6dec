//! The words that a look can say: all of them stand in the vocabulary, each has its kind, and faults say what they mean.

use rdpfix::knowledge::checks::{CHECKS, Word, words};
use rdpfix::knowledge::words::Side;
use rdpfix::sensitive::{Redact, Redactor};
use rdpfix::witness::check::certificate::{Certificate, Key};
use rdpfix::witness::check::seen::{
    Answered, Connected, Credssp, CredsspAnswer, Deep, Handshake, HostSays, Scan, Seen, Shown,
};
use rdpfix::witness::check::wire::tls::Version;
use rdpfix::witness::check::wire::x224::{Confirm, Stranger};
use rdpfix::witness::check::{
    Chain, CheckResult, Finding, Named, NoConnection, Scope, State, Target, certificate_faults, findings,
    judge,
};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, UNIX_EPOCH};

use crate::check::watch::report;

const DAY: i64 = 86_400;

/// A moment for all of these looks, in Unix seconds.
const MOMENT: u64 = 1_800_000_000;
const AT: i64 = 1_800_000_000;

fn chose(flags: u8, protocol: u32) -> Answered {
    Answered::Confirm(Confirm::Selected { flags, protocol })
}

fn refused(code: u32) -> Answered {
    Answered::Confirm(Confirm::Failure(code))
}

fn good() -> Certificate {
    Certificate {
        subject: "pc7.example.test".to_owned(),
        issuer: "somebody".to_owned(),
        names: vec!["pc7.example.test".to_owned()],
        not_before: AT - 100 * DAY,
        not_after: AT + 100 * DAY,
        self_signed: false,
        key: Key::Rsa(2048),
        digest: "SHA-256",
        thumbprint: "00".repeat(20),
        usage_fits: true,
    }
}

fn shown(certificate: Certificate, chain: Chain) -> Shown {
    Shown { certificate: Some(certificate), chain, length: 1 }
}

fn says() -> HostSays {
    HostSays {
        windows: Some((10, 0, 20348)),
        nb_computer: Some("PC7".to_owned()),
        nb_domain: Some("CONTOSO".to_owned()),
        dns_computer: Some("pc7.example.test".to_owned()),
        dns_domain: Some("example.test".to_owned()),
        ahead: Some(0.0),
    }
}

fn credssp(version: u32, host: HostSays) -> Credssp {
    Credssp::Answer(CredsspAnswer { version, error_code: None, host: Some(host) })
}

/// A deeper look at a host that is in perfect order.
fn in_order() -> Seen {
    let address = SocketAddr::from(([10, 0, 0, 7], 3389));
    let local = Some(SocketAddr::from(([10, 0, 0, 8], 50_000)));
    Seen {
        target: Target::parse("pc7.example.test").expect("a name"),
        scope: Scope::deep(),
        at: UNIX_EPOCH + Duration::from_secs(MOMENT),
        elapsed: Duration::from_millis(100),
        named: Named::Resolved { addresses: vec![address], in_all: 1 },
        connection: Some(Ok(Connected { address, local, took: Duration::from_millis(1) })),
        asks: vec![(0xb, chose(0x1f, 2)), (1, refused(5))],
        handshake: Some(Handshake::Done { version: Version::Tls13, suite: 0x1302 }),
        scan: None,
        certificate: Some(shown(good(), Chain::Trusted)),
        credssp: Some(credssp(6, says())),
        deep: Some(Deep {
            versions: vec![
                (Version::Tls10, Some(false)),
                (Version::Tls12, Some(true)),
                (Version::Tls13, None),
            ],
            rdstls: Some(chose(0, 4)),
            entra: Some(chose(0, 0x10)),
            udp: Some(true),
        }),
        connections: 2,
    }
}

/// The same with something else in it.
fn but(change: impl FnOnce(&mut Seen)) -> Seen {
    let mut seen = in_order();
    change(&mut seen);
    seen
}

fn names_and_connections() -> Vec<Seen> {
    let ended = |named: Named, connection: Option<NoConnection>| {
        but(|seen| {
            seen.named = named;
            seen.connection = connection.map(Err);
            seen.asks.clear();
            (seen.handshake, seen.certificate, seen.credssp) = (None, None, None);
            seen.deep = Some(Deep::default());
        })
    };
    let address = SocketAddr::from(([10, 0, 0, 7], 3389));
    let resolved = || Named::Resolved { addresses: vec![address], in_all: 1 };
    vec![
        ended(Named::NotFound, None),
        ended(Named::NoAnswer, None),
        ended(Named::NotChecked, None),
        ended(resolved(), Some(NoConnection::NotChecked)),
        ended(resolved(), Some(NoConnection::Refused)),
        ended(resolved(), Some(NoConnection::TimedOut)),
        ended(resolved(), Some(NoConnection::Unreachable)),
        ended(resolved(), Some(NoConnection::BlockedLocally)),
        but(|seen| {
            seen.target = Target::parse("10.0.0.7:3390").expect("an address");
            seen.named = Named::Literal(address);
            let own = Connected { address, local: Some(address), took: Duration::ZERO };
            seen.connection = Some(Ok(own));
        }),
        but(|seen| seen.target = Target::parse("pc7").expect("a name")),
        but(|seen| seen.target = Target::parse("alias.example.test").expect("a name")),
    ]
}

fn negotiations() -> Vec<Seen> {
    let first = |answered: Answered| {
        but(|seen| {
            seen.asks = vec![(0xb, answered)];
            (seen.handshake, seen.certificate, seen.credssp) = (None, None, None);
        })
    };
    let strangers = [Stranger::Ssh, Stranger::Http, Stranger::Other].map(Answered::Stranger);
    let ends = [
        Answered::Garbled,
        Answered::Silent,
        Answered::Reset,
        Answered::Closed,
        Answered::NoConnection,
        Answered::NotChecked,
        Answered::Confirm(Confirm::NoNegotiation),
        Answered::Confirm(Confirm::Disconnected),
        chose(0, 0),
        chose(0, 1),
        chose(0, 0x40),
    ];
    let deep = |answered: fn() -> Answered| {
        but(|seen| {
            let both = (Some(answered()), Some(answered()));
            seen.deep = Some(Deep { rdstls: both.0, entra: both.1, udp: Some(false), versions: Vec::new() });
        })
    };
    let mut all: Vec<Seen> =
        strangers.into_iter().chain(ends).chain((1..=8).map(refused)).map(first).collect();
    all.extend([
        but(|seen| seen.asks[1].1 = chose(0, 1)),
        but(|seen| seen.asks.truncate(1)),
        deep(|| refused(2)),
        deep(|| Answered::Silent),
        but(|seen| seen.deep = Some(Deep::default())),
    ]);
    all
}

fn handshakes() -> Vec<Seen> {
    let failed = |handshake: Handshake, scan: Option<Scan>| {
        but(|seen| {
            (seen.handshake, seen.scan) = (Some(handshake), scan);
            (seen.certificate, seen.credssp) = (None, None);
        })
    };
    let chosen = |version, suite| Some(Scan::Chose { version, suite });
    let mut all = vec![
        failed(Handshake::Dropped, chosen(Version::Tls12, 0xc028)),
        failed(Handshake::Alert(40), chosen(Version::Tls10, 0x0035)),
        failed(Handshake::Alert(40), chosen(Version::Tls12, 0xc030)),
        failed(Handshake::NothingInCommon, Some(Scan::Failed(Handshake::Garbled))),
    ];
    for handshake in [
        Handshake::Dropped,
        Handshake::Alert(40),
        Handshake::Silent,
        Handshake::Garbled,
        Handshake::NothingInCommon,
        Handshake::NotChecked,
    ] {
        all.push(failed(handshake, None));
    }
    all
}

fn certificate_with(change: impl FnOnce(&mut Certificate), chain: Chain) -> Seen {
    let mut certificate = good();
    change(&mut certificate);
    but(|seen| seen.certificate = Some(shown(certificate, chain)))
}

fn certificates() -> Vec<Seen> {
    vec![
        certificate_with(|own| own.not_after = AT - DAY, Chain::Trusted),
        certificate_with(|own| own.not_before = AT + DAY, Chain::Trusted),
        certificate_with(|own| own.names = vec!["other.example.test".to_owned()], Chain::Trusted),
        certificate_with(|own| own.key = Key::Rsa(1024), Chain::Trusted),
        certificate_with(|own| own.digest = "SHA-1", Chain::Trusted),
        certificate_with(|own| own.self_signed = true, Chain::Unknown),
        certificate_with(|_| (), Chain::Untrusted),
        certificate_with(|_| (), Chain::Unknown),
        but(|seen| seen.certificate = Some(Shown { certificate: None, chain: Chain::Unknown, length: 1 })),
        but(|seen| seen.certificate = None),
    ]
}

fn hosts() -> Vec<Seen> {
    let with = |change: fn(&mut HostSays)| {
        let mut host = says();
        change(&mut host);
        but(|seen| seen.credssp = Some(credssp(6, host)))
    };
    let mut all: Vec<Seen> =
        (1..=6).map(|version| but(|seen| seen.credssp = Some(credssp(version, says())))).collect();
    all.extend(
        [Credssp::Silent, Credssp::Dropped, Credssp::Garbled].map(|end| but(|seen| seen.credssp = Some(end))),
    );
    all.extend([
        with(|host| host.ahead = Some(301.0)),
        with(|host| host.ahead = Some(-301.0)),
        with(|host| host.ahead = None),
        with(|host| host.dns_computer = Some("srv01.example.test".to_owned())),
        with(|host| host.nb_domain = Some("pc7".to_owned())),
        with(|host| host.windows = Some((6, 1, 7601))),
        with(|host| host.windows = Some((5, 2, 3790))),
        with(|host| host.windows = Some((10, 0, 22631))),
        with(|host| host.windows = Some((10, 0, 17763))),
    ]);
    all
}

/// Looks that end in every way that there is.
fn all() -> Vec<Seen> {
    let mut all = vec![in_order()];
    all.extend(names_and_connections());
    all.extend(negotiations());
    all.extend(handshakes());
    all.extend(certificates());
    all.extend(hosts());
    all
}

#[test]
fn what_a_look_can_say_is_the_vocabulary() {
    let mut said = BTreeSet::new();
    for seen in all() {
        said.extend(
            findings(&seen, &judge(&seen)).into_iter().map(|Finding { check, word, .. }| (check, word)),
        );
    }
    let vocabulary = CHECKS.iter().flat_map(|(check, words)| words.iter().map(move |word| (*check, *word)));
    let vocabulary: BTreeSet<_> = vocabulary.collect();
    let unlisted: Vec<_> = said.difference(&vocabulary).collect();
    let unsaid: Vec<_> = vocabulary.difference(&said).collect();
    assert!(
        unlisted.is_empty() && unsaid.is_empty(),
        "not in the list: {unlisted:?}; never said: {unsaid:?}"
    );
    assert_eq!(words("tls7"), None);
}

/// Verdicts that are a reason why nobody gets in, or not for long.
const FAULTS: &[(&str, &[&str])] = &[
    ("certificate", &["expired", "not-yet-valid"]),
    ("clock", &["skewed"]),
    ("credssp", &["not-fixed"]),
    ("name", &["not-found", "resolver-unreachable"]),
    ("rdp", &["closed", "not-rdp", "not-rdp-http", "not-rdp-ssh", "reset", "silent"]),
    ("security", &["legacy-no-negotiation", "no-certificate"]),
    ("tcp", &["blocked-locally", "refused", "timed-out", "unreachable"]),
    ("tls", &["handshake-dropped", "handshake-garbled", "handshake-silent", "too-old"]),
];

/// Verdicts to know of.
const NOTES: &[(&str, &[&str])] = &[
    ("certificate", &["name-mismatch", "self-signed", "untrusted", "weak"]),
    ("path", &["broker-or-inspection-suspected"]),
    ("security", &["nla-optional", "rdp-security-only", "tls-without-nla"]),
    ("tls", &["old-suites-only"]),
];

fn of_kind(kind: State) -> BTreeSet<(&'static str, &'static str)> {
    let layers = all().into_iter().flat_map(|seen| judge(&seen));
    layers
        .filter(|layer| layer.state() == kind)
        .map(|layer| (layer.id.word(), layer.verdict.word()))
        .collect()
}

fn pairs(table: &[(&'static str, &'static [&'static str])]) -> BTreeSet<(&'static str, &'static str)> {
    table.iter().flat_map(|(layer, words)| words.iter().map(|word| (*layer, *word))).collect()
}

fn found(seen: &Seen, check: &str) -> Option<&'static str> {
    findings(seen, &judge(seen)).iter().find(|finding| finding.check == check).map(|finding| finding.word)
}

#[test]
fn a_certificate_is_usable_and_warned_about_only_where_that_is_so() {
    let client_only = certificate_with(|own| own.usage_fits = false, Chain::Trusted);
    assert_eq!(found(&client_only, "certificate-use"), None);
    assert_eq!(found(&in_order(), "certificate-use"), Some("usable"));
    let own = |not_before| {
        certificate_with(|own| (own.not_before, own.self_signed) = (not_before, true), Chain::Unknown)
    };
    assert_eq!(found(&own(AT - DAY), "certificate-warning"), Some("untrusted"));
    assert_eq!(found(&own(AT + DAY), "certificate-warning"), None, "its dates are warned about, too");
    let early = certificate_with(|own| own.not_before = AT + DAY, Chain::Trusted);
    assert_eq!(found(&early, "certificate-warning"), Some("expired"), "or not yet valid, as clients say");
}

#[test]
fn faults_and_notes_are_exactly_these() {
    assert_eq!(of_kind(State::Fault), pairs(FAULTS));
    assert_eq!(of_kind(State::Note), pairs(NOTES));
    assert!(of_kind(State::Unknown).iter().all(|(_, word)| *word == "unknown"));
    assert!(of_kind(State::NotChecked).iter().all(|(_, word)| *word == "not-checked"));
    assert!(of_kind(State::Skipped).iter().all(|(_, word)| *word == "skipped"));
}

#[test]
fn a_fault_and_a_note_say_what_they_mean_and_whose_side_they_are_on() {
    let mut told = BTreeSet::new();
    for seen in all().iter().filter(|seen| seen.target.address.is_none()) {
        let document: serde_json::Value =
            serde_json::from_str(&rdpfix::render::json::document(&report(seen))).expect("JSON");
        for layer in document["layers"].as_array().expect("layers") {
            let text = |field: &str| layer[field].as_str().unwrap_or_default().to_owned();
            let name = format!("{} {}", text("id"), text("verdict"));
            assert!(!text("detail").is_empty() && !text("detail").ends_with('.'), "{name}");
            if matches!(layer["state"].as_str(), Some("fault" | "note")) {
                assert!(text("means").len() > 20 && text("means").ends_with('.'), "{name}");
                assert!(layer["sides"].as_array().is_some_and(|sides| !sides.is_empty()), "{name}");
                told.insert(name);
            } else {
                assert!(layer["sides"].as_array().is_some_and(Vec::is_empty), "{name}");
            }
        }
    }
    assert_eq!(told.len(), pairs(FAULTS).len() + pairs(NOTES).len());
}

fn words_of(seen: &Seen) -> Vec<&'static str> {
    certificate_faults(seen).into_iter().map(Word::word).collect()
}

#[test]
fn of_a_certificate_the_worst_is_the_verdict_and_all_is_told() {
    let bad = |change: fn(&mut Certificate)| {
        certificate_with(
            |own| {
                own.names = vec!["other.example.test".to_owned()];
                own.digest = "SHA-1";
                change(own);
            },
            Chain::Untrusted,
        )
    };
    let expired = bad(|own| (own.not_after, own.self_signed) = (AT - 3 * DAY, true));
    assert_eq!(words_of(&expired), ["expired", "name-mismatch", "weak", "self-signed"]);
    let early = bad(|own| own.not_before = AT + 3 * DAY);
    assert_eq!(words_of(&early), ["not-yet-valid", "name-mismatch", "weak", "untrusted"]);
    for (seen, verdict, detail) in [
        (
            expired,
            "expired",
            "pc7.example.test, expired 3 days ago, name-mismatch, weak (RSA 2048, SHA-1), self-signed",
        ),
        (
            early,
            "not-yet-valid",
            "pc7.example.test, not-yet-valid, for 3 days, name-mismatch, weak (RSA 2048, SHA-1), untrusted",
        ),
    ] {
        let layer =
            report(&seen).layers.into_iter().find(|layer| layer.id.word() == "certificate").expect("a layer");
        assert_eq!((layer.verdict.word(), layer.detail.reveal().as_str()), (verdict, detail));
    }
}

#[test]
fn a_look_from_the_host_says_so() {
    let knowledge = rdpfix::knowledge::Knowledge::builtin();
    let result = CheckResult::new(in_order(), Side::Host);
    let report = rdpfix::report::check::report(&result, &knowledge);
    assert_eq!(report.seen_from, "this computer as the host itself");
    assert!(report.command.reveal().ends_with(" --i-am host"));
}

/// The line is pasted into a shell, which takes brackets and more for its own.
#[test]
fn the_line_to_go_on_with_is_words_of_a_shell() {
    let command = |host: &str| {
        let target = Target::parse(host).expect("a host");
        report(&but(|seen| seen.target = target)).command
    };
    for (host, word, redacted) in [
        ("srv01:3390", "srv01:3390", "HOST-1:3390"),
        ("[fe80::1]:3390", "'[fe80::1]:3390'", "'[ADDRESS-1]:3390'"),
        ("fe80::1%eth0", "'fe80::1%eth0'", "'ADDRESS-1'"),
    ] {
        let mut line = command(host);
        // On Windows a percent sign has no safe form.
        let word = match cfg!(windows) {
            true if host.contains('%') => "HOST".to_owned(),
            true => word.replace('\'', ""),
            false => word.to_owned(),
        };
        assert!(line.reveal().ends_with(&format!(" --host {word}")), "{}", line.reveal());
        line.redact(&mut Redactor::new());
        assert!(
            cfg!(windows) || line.reveal().ends_with(&format!(" --host {redacted}")),
            "{}",
            line.reveal()
        );
    }
}
