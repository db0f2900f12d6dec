//! Hosts and what they say in `CredSSP`, from real Windows to what nobody sends.

use rdpfix::render::{Format, Style};
use rdpfix::witness::check::{Finding, Limits, findings};
use std::thread;

use crate::check::bytes::{
    LONG_LENGTHS, W10_1809, W2012R2_V3, W2012R2_V6, challenge, clock, hex, pair, selected, text, tsrequest,
};
use crate::check::certificates::{GOOD, now};
use crate::check::fake::{Host, Reply};
use crate::check::watch::{BRISK, PATIENT, Watched, watch, watch_named};

fn host(reply: Vec<u8>) -> Host {
    Host::new(vec![GOOD.to_vec()], Reply::Bytes(reply))
}

fn says(reply: Vec<u8>) -> Watched {
    watch(host(reply).listen(), PATIENT)
}

fn detail(watched: &Watched, id: &str) -> String {
    let layers = watched.report().layers;
    layers.iter().find(|layer| layer.id.word() == id).expect("the look is about it").detail.reveal()
}

/// From `CredSSP` up: its verdict, the clock's and the path's.
fn upper(watched: &Watched) -> [&'static str; 3] {
    ["credssp", "clock", "path"].map(|id| watched.verdict(id))
}

#[test]
fn what_is_no_answer_of_credssp_is_unknown() {
    let info = |length: [u8; 2], offset: [u8; 4]| {
        let mut message = challenge(&[text(pair::NB_COMPUTER, "PC7")]);
        message[40..42].copy_from_slice(&length);
        message[44..48].copy_from_slice(&offset);
        tsrequest(6, Some(&message), None)
    };
    let replies = [
        ("garbage", vec![0xff; 300]),
        ("a token that is no NTLM", tsrequest(6, Some(b"NTLMSSQ\0\x02\0\0\0"), None)),
        ("4 GiB of DER", hex("3084ffffffff")),
        ("16 MiB of DER", hex("3083ffffff")),
        ("a length without end", hex("3080a003020106")),
        ("target info that begins behind the end", info([4, 0], [0xff, 0xff, 0, 0])),
        ("target info that ends behind the end", info([0xff, 0xff], [56, 0, 0, 0])),
        ("target info whose offset overflows", info([0xff, 0xff], [0xff; 4])),
        ("no version", hex("3000")),
    ];
    for (name, reply) in replies {
        let watched = says(reply);
        assert_eq!(upper(&watched), ["unknown"; 3], "{name}");
        assert_eq!(detail(&watched, "credssp"), "an answer that means nothing", "{name}");
        assert_eq!((watched.verdict("security"), watched.connections), ("nla-required", 2), "{name}");
    }
}

#[test]
fn a_host_that_says_nothing_in_credssp_is_asked_nothing_more() {
    thread::scope(|threads| {
        let half = tsrequest(6, Some(&challenge(&[])), None)[..20].to_vec();
        for (name, reply) in [("silence", Reply::Nothing), ("half an answer", Reply::Bytes(half))] {
            threads.spawn(move || {
                let limits = Limits { step: std::time::Duration::from_millis(1500), ..BRISK };
                let watched = watch(Host::new(vec![GOOD.to_vec()], reply).listen(), limits);
                assert_eq!(upper(&watched), ["unknown"; 3], "{name}");
                assert_eq!(detail(&watched, "credssp"), "no answer", "{name}");
                assert_eq!((watched.verdict("security"), watched.connections), ("unknown", 1), "{name}");
            });
        }
    });
}

#[test]
fn a_host_that_closes_instead_of_an_answer_is_unknown() {
    let watched = watch(Host::new(vec![GOOD.to_vec()], Reply::Close).listen(), PATIENT);
    assert_eq!(upper(&watched), ["unknown"; 3]);
    assert_eq!(detail(&watched, "credssp"), "the connection is ended instead of an answer");
    assert_eq!((watched.verdict("tls"), watched.connections), ("ok", 2));
}

#[test]
fn the_fix_of_2018_shows_in_the_version() {
    let versions = [
        (1, "unknown"),
        (2, "not-fixed"),
        (3, "not-fixed"),
        (4, "not-fixed"),
        (5, "fixed"),
        (6, "fixed"),
        (99, "fixed"),
    ];
    for (version, verdict) in versions {
        let watched = says(tsrequest(version, Some(&challenge(&[])), None));
        assert_eq!(watched.verdict("credssp"), verdict, "{version}");
        assert_eq!(watched.report().facts.credssp_version, Some(version.into()));
        assert_eq!(watched.report().has_fault(), verdict == "not-fixed", "{version}");
    }
}

#[test]
fn a_refusal_is_a_fact() {
    let watched = says(tsrequest(6, None, Some(0xc000_005e)));
    assert_eq!(upper(&watched), ["fixed", "unknown", "unknown"]);
    let facts = watched.report().facts;
    assert_eq!((facts.credssp_version, facts.credssp_error.as_deref()), (Some(6), Some("0xc000005e")));
    assert_eq!(facts.computer, None);
}

#[test]
fn of_ten_thousand_pairs_the_first_few_are_read() {
    let named = |id, name: &str| text(id, name);
    let mut pairs = vec![named(pair::NB_COMPUTER, "PC7")];
    pairs.extend(vec![(9, Vec::new()); 10_000]);
    pairs.push(named(pair::DNS_COMPUTER, "late.example.test"));
    let watched = says(tsrequest(6, Some(&challenge(&pairs)), None));
    assert_eq!(watched.verdict("credssp"), "fixed");
    let facts = watched.report().facts;
    assert_eq!(facts.computer.expect("the first pair").reveal(), "PC7");
    assert_eq!(facts.dns_computer, None);
}

#[test]
fn a_time_that_no_clock_has_is_no_time() {
    for ticks in [u64::MAX, 0, 1] {
        let watched =
            says(tsrequest(6, Some(&challenge(&[(pair::TIMESTAMP, ticks.to_le_bytes().to_vec())])), None));
        assert_eq!(upper(&watched), ["fixed", "unknown", "unknown"], "{ticks}");
        assert_eq!(detail(&watched, "clock"), "the host does not tell its time");
        assert_eq!(watched.report().facts.clock_skew_s, None);
        let page = rdpfix::render::report(&watched.report(), Format::Plain, &Style::default());
        assert!(!page.contains("ahead") && !page.contains("behind"), "{page}");
    }
}

#[test]
fn clocks_may_be_five_minutes_apart() {
    for (seconds, verdict, words) in [
        (0, "ok", "as this computer's"),
        (200, "ok", "the host's is 3 minutes ahead"),
        (420, "skewed", "the host's is 7 minutes ahead"),
        (-420, "skewed", "the host's is 7 minutes behind"),
        (-864_000, "skewed", "the host's is 10 days behind"),
    ] {
        let there = now().checked_add_signed(seconds).expect("a time of our days");
        let watched = says(tsrequest(6, Some(&challenge(&[clock(there)])), None));
        assert_eq!(watched.verdict("clock"), verdict, "{seconds}");
        // The pair was made before the connection: a busy machine may be a few seconds behind with it.
        let told = detail(&watched, "clock");
        assert!(told.contains(words) || seconds == 0, "{told}");
        let skew = watched.report().facts.clock_skew_s.expect("it tells its time");
        #[expect(clippy::cast_precision_loss, reason = "days in seconds")]
        let apart = (skew - seconds as f64).abs();
        assert!(apart < 20.0, "{skew} for {seconds}");
    }
}

/// What a real host says about itself: build, computer and domain in both ways of writing.
fn names(watched: &Watched) -> [Option<String>; 5] {
    let facts = watched.report().facts;
    let name = |name: Option<rdpfix::sensitive::Sensitive>| name.map(|name| name.reveal().to_owned());
    [
        facts.os_build,
        name(facts.computer),
        name(facts.dns_computer),
        name(facts.domain),
        name(facts.dns_domain),
    ]
}

#[test]
fn what_real_windows_says_is_told() {
    let alone = |build: &str, name: &str| [build, name, name, name, name].map(|text| Some(text.to_owned()));
    let of_2012 = says(hex(W2012R2_V6));
    assert_eq!(names(&of_2012), alone("6.3.9600", "iZ03dorfomy74rZ"));
    assert_eq!(upper(&of_2012), ["fixed", "skewed", "broker-or-inspection-suspected"]);
    let of_1809 = says(hex(W10_1809));
    assert_eq!(names(&of_1809), alone("10.0.17763", "DESKTOP-UAGCVKC"));
    assert_eq!(of_1809.verdict("credssp"), "fixed");
    let in_domain = says(hex(W2012R2_V3));
    let domain = ["6.3.9600", "SCVMM01", "scvmm01.pod51vmm.aci.lab", "pod51vmm", "pod51vmm.aci.lab"];
    assert_eq!(names(&in_domain), domain.map(|text| Some(text.to_owned())));
    assert_eq!(in_domain.verdict("credssp"), "not-fixed");
    assert!(found(&in_domain).contains(&("membership", "domain")));
    assert!(!found(&of_1809).contains(&("membership", "domain")));
    let long = says(hex(LONG_LENGTHS));
    assert_eq!((names(&long)[1].as_deref(), long.verdict("credssp")), (Some("DESKTOP-FAPRO"), "fixed"));
}

fn found(watched: &Watched) -> Vec<(&'static str, &'static str)> {
    let found = findings(&watched.seen, &watched.layers);
    found.into_iter().map(|Finding { check, word, .. }| (check, word)).collect()
}

#[test]
fn only_a_host_with_the_flag_of_windows_is_taken_for_windows() {
    let has_windows = |watched: &Watched| found(watched).contains(&("windows", "modern"));
    assert!(has_windows(&says(hex(W10_1809))), "Windows sends flags 0x1f");
    let other = Host { takes: |_| selected(0x07, 2), ..host(hex(W10_1809)) };
    let other = watch(other.listen(), PATIENT);
    assert!(!found(&other).iter().any(|(check, _)| *check == "windows"));
    assert_eq!(names(&other)[0].as_deref(), Some("10.0.17763"), "what it says is told all the same");
    let flag_alone = Host { takes: |_| selected(0x08, 2), ..host(hex(W10_1809)) };
    assert!(has_windows(&watch(flag_alone.listen(), PATIENT)));
}

#[test]
fn a_certificate_of_the_hosts_own_name_is_direct() {
    let names = [text(pair::NB_COMPUTER, "PC7"), text(pair::DNS_COMPUTER, "pc7.example.test"), clock(now())];
    let reply = tsrequest(6, Some(&challenge(&names)), None);
    let watched = watch_named(host(reply).listen(), "pc7.example.test");
    let verdicts: Vec<_> = watched.layers.iter().map(|layer| layer.verdict.word()).collect();
    assert_eq!(
        verdicts,
        ["resolved", "open", "rdp", "nla-required", "ok", "ok", "fixed", "ok", "direct"],
        "a host in perfect order"
    );
    assert!(!watched.report().has_fault());
}
