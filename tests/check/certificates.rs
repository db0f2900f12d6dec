//! Certificates: what stands in them, and what the roots of a computer say of them.

use proptest::prelude::*;
use proptest::sample::Index;
use rdpfix::witness::check::certificate::{Certificate, Key};
use rdpfix::witness::check::{Chain, Roots};
use rustls::pki_types::CertificateDer;

use crate::check::bytes::{Made, challenge, clock, pair, text, tsrequest};
use crate::check::fake::{Host, Reply};
use crate::check::watch::{PATIENT, ROOTS, Watched, watch, watch_named};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/", $name, ".der"))
    };
}

pub(crate) const GOOD: &[u8] = fixture!("good");
pub(crate) const WEAK: &[u8] = fixture!("weak");
pub(crate) const WEAK_SELF_SIGNED: &[u8] = fixture!("weak-self-signed");
pub(crate) const SELF_SIGNED: &[u8] = fixture!("self-signed");
pub(crate) const EXPIRED: &[u8] = fixture!("expired");
pub(crate) const NOT_YET_VALID: &[u8] = fixture!("not-yet-valid");
pub(crate) const PRIVATE: &[u8] = fixture!("private");
const ELLIPTIC: &[u8] = fixture!("elliptic");
const DESKTOP_ONLY: &[u8] = fixture!("desktop-only");
const CLIENT_ONLY: &[u8] = fixture!("client-only");
const INTERMEDIATE: &[u8] = fixture!("intermediate");
const THROUGH_ISSUER: &[u8] = fixture!("through-issuer");
const UNUSUAL_CURVE: &[u8] = fixture!("unusual-curve");

const ALL: [&[u8]; 13] = [
    GOOD,
    WEAK,
    WEAK_SELF_SIGNED,
    SELF_SIGNED,
    EXPIRED,
    NOT_YET_VALID,
    PRIVATE,
    ELLIPTIC,
    DESKTOP_ONLY,
    CLIENT_ONLY,
    INTERMEDIATE,
    THROUGH_ISSUER,
    UNUSUAL_CURVE,
];

const NAME: &str = "pc7.example.test";

/// Now, in Unix seconds.
pub(crate) fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("a clock that is set").as_secs()
}

fn read(der: &[u8]) -> Certificate {
    Certificate::parse(der).expect("a certificate")
}

#[test]
fn what_stands_in_a_certificate_is_read() {
    let good = read(GOOD);
    let expected = Certificate {
        subject: NAME.to_owned(),
        issuer: "rdpfix test root".to_owned(),
        names: [NAME, "pc7", "127.0.0.1", "::1"].map(str::to_owned).to_vec(),
        not_before: 1_577_836_800,
        not_after: 4_733_510_400,
        self_signed: false,
        key: Key::Rsa(2048),
        digest: "SHA-256",
        thumbprint: good.thumbprint.clone(),
        usage_fits: true,
    };
    assert_eq!(good, expected);
    let hexadecimal = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
    assert!(good.thumbprint.len() == 40 && good.thumbprint.chars().all(hexadecimal), "{}", good.thumbprint);
    let weak = read(WEAK);
    assert_eq!((weak.key, weak.digest, weak.is_weak()), (Key::Rsa(1024), "SHA-1", true));
    let own = read(SELF_SIGNED);
    assert_eq!((own.self_signed, own.is_weak(), own.names), (true, false, vec![NAME.to_owned()]));
    assert_eq!((read(ELLIPTIC).key, read(UNUSUAL_CURVE).digest), (Key::Curve(256), "SHA-512"));
    assert_eq!((read(DESKTOP_ONLY).usage_fits, read(CLIENT_ONLY).usage_fits), (true, false));
}

#[test]
fn names_and_addresses_are_covered_as_they_stand() {
    let good = read(GOOD);
    for covered in [NAME, "PC7.EXAMPLE.TEST", "pc7", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "pc7."] {
        assert!(good.covers(covered), "{covered}");
    }
    for other in ["pc8", "example.test", "127.0.0.2", "::2", "pc7.example.test.evil.test", ""] {
        assert!(!good.covers(other), "{other}");
    }
}

/// What the roots of these tests say of a chain, at this moment.
fn judged(chain: &[&[u8]]) -> Chain {
    let chain: Vec<_> = chain.iter().map(|der| der.to_vec()).collect();
    ROOTS.judge(&chain, &read(&chain[0]), i64::try_from(now()).expect("a time of our days"))
}

#[test]
fn a_chain_is_trusted_where_a_root_stands_at_its_end() {
    for trusted in [GOOD, ELLIPTIC, DESKTOP_ONLY] {
        assert_eq!(judged(&[trusted]), Chain::Trusted, "{}", read(trusted).thumbprint);
    }
    assert_eq!(judged(&[THROUGH_ISSUER, INTERMEDIATE]), Chain::Trusted);
    assert_eq!(judged(&[THROUGH_ISSUER]), Chain::Untrusted, "the issuer is missing, and nothing is fetched");
    assert_eq!(judged(&[PRIVATE]), Chain::Untrusted);
    assert_eq!(
        judged(&[PRIVATE, fixture!("other-root")]),
        Chain::Untrusted,
        "a root that the host brings along"
    );
    assert_eq!(judged(&[SELF_SIGNED]), Chain::Untrusted);
}

#[test]
fn dates_do_not_hide_who_signed_it() {
    assert_eq!(judged(&[EXPIRED]), Chain::Trusted);
    assert_eq!(judged(&[NOT_YET_VALID]), Chain::Trusted);
}

#[test]
fn what_cannot_be_judged_is_unknown() {
    assert_eq!(judged(&[UNUSUAL_CURVE]), Chain::Unknown, "an algorithm that is not supported");
    assert_eq!(judged(&[WEAK]), Chain::Unknown, "SHA-1 is not supported");
    assert_eq!(judged(&[CLIENT_ONLY]), Chain::Unknown, "a usage that has nothing to do with it");
    let good = read(GOOD);
    assert_eq!(Roots::default().judge(&[GOOD.to_vec()], &good, 0), Chain::Unknown, "no roots");
    assert_eq!(ROOTS.judge(&[], &good, 0), Chain::Unknown, "no chain");
    assert_eq!(ROOTS.judge(&[vec![0x30, 0]], &good, 0), Chain::Unknown, "no certificate");
}

#[test]
fn a_list_of_roots_with_garbage_in_it_holds_the_rest() {
    let list = [&[0xff; 9][..], fixture!("root"), &[]].map(|der| CertificateDer::from(der.to_vec()));
    assert_eq!(Roots::of(&list).judge(&[GOOD.to_vec()], &read(GOOD), 2_000_000_000), Chain::Trusted);
}

/// A host in order but for its certificate, looked at by its name.
fn shows(chain: &[&[u8]]) -> Watched {
    let names = [text(pair::NB_COMPUTER, "PC7"), clock(now())];
    let reply = Reply::Bytes(tsrequest(6, Some(&challenge(&names)), None));
    watch_named(Host::new(chain.iter().map(|der| der.to_vec()).collect(), reply).listen(), NAME)
}

#[test]
fn every_fault_of_a_certificate_is_seen_over_tls() {
    let table: [(&[&[u8]], &str, &str); 9] = [
        (&[GOOD], "ok", "pc7.example.test, until 2120-01-01"),
        (&[THROUGH_ISSUER, INTERMEDIATE], "ok", "pc7.example.test, until 2120-01-01"),
        (&[EXPIRED], "expired", "pc7.example.test, expired "),
        (&[NOT_YET_VALID], "not-yet-valid", "pc7.example.test, not-yet-valid, for "),
        (&[WEAK], "weak", "pc7.example.test, weak (RSA 1024, SHA-1)"),
        (&[SELF_SIGNED], "self-signed", "pc7.example.test, self-signed, until 2120-01-01"),
        (&[PRIVATE], "untrusted", "pc7.example.test, untrusted"),
        (&[UNUSUAL_CURVE], "ok", "pc7.example.test, until 2120-01-01"),
        (&[CLIENT_ONLY], "ok", "pc7.example.test, not meant for Remote Desktop by its usages"),
    ];
    for (chain, verdict, detail) in table {
        let watched = shows(chain);
        assert_eq!(watched.verdict("certificate"), verdict, "{detail}");
        assert_eq!(watched.verdict("path"), "direct", "{detail}");
        let told = watched.report().layers[5].detail.reveal();
        assert!(told.starts_with(detail), "{told} for {detail}");
    }
}

#[test]
fn a_certificate_for_somebody_else_is_a_mismatch_and_a_hint() {
    let names = [text(pair::DNS_COMPUTER, "srv01.example.test")];
    let reply = Reply::Bytes(tsrequest(6, Some(&challenge(&names)), None));
    let watched = watch_named(Host::new(vec![GOOD.to_vec()], reply).listen(), "srv01.example.test");
    assert_eq!(watched.verdict("certificate"), "name-mismatch");
    assert_eq!(watched.verdict("path"), "broker-or-inspection-suspected");
}

#[test]
fn a_certificate_that_is_none_is_unknown() {
    let broken = [&[0xff; 40][..], &[0x30, 0], &GOOD[..100]];
    for der in broken {
        let watched = watch(Host::new(vec![der.to_vec()], Reply::Close).listen(), PATIENT);
        assert_eq!((watched.verdict("tls"), watched.verdict("certificate")), ("ok", "unknown"));
        assert!(watched.report().facts.certificate.is_none());
    }
}

/// Names that try to do something: escapes, an end of text, a change of direction, a break of line.
const ACTING: &str = "pc7\u{1b}[31m\0\u{202e}\r\nevil";

#[test]
fn text_from_a_certificate_is_harmless() {
    let made =
        Made { subject: ACTING, issuer: ACTING, names: vec![b"pc7\x1b[2J", b"a\0b", b"good.example.test"] };
    let read = read(&made.der());
    assert_eq!((read.subject.as_str(), read.issuer.as_str()), ("pc7 evil", "pc7 evil"));
    assert_eq!(read.names, ["good.example.test"], "a name that no host can have is for nobody");
    let nameless = Made { names: Vec::new(), ..made };
    assert_eq!(self::read(&nameless.der()).names, Vec::<String>::new());
}

#[test]
fn of_ten_thousand_names_a_few_are_kept() {
    let names: Vec<String> = (0..10_000).map(|number| format!("h{number}.example.test")).collect();
    let made = Made { subject: "many", issuer: "many", names: names.iter().map(String::as_bytes).collect() };
    let der = made.der();
    let read = read(&der);
    assert!((1..=64).contains(&read.names.len()), "{}", read.names.len());
    // A message of the handshake holds no more than 64 KiB: of that size nobody shows it over TLS.
    let watched = watch(Host::new(vec![der], Reply::Close).listen(), PATIENT);
    assert_eq!(watched.verdict("tls"), "handshake-garbled");
    let fits = Made { names: made.names[..2000].to_vec(), ..made };
    let watched = watch(Host::new(vec![fits.der()], Reply::Close).listen(), PATIENT);
    assert_eq!((watched.verdict("tls"), watched.verdict("certificate")), ("ok", "name-mismatch"));
    assert!(watched.report().facts.certificate.expect("it is shown").names.len() <= 64);
}

proptest! {
    #[test]
    fn a_bent_certificate_is_read_or_refused(
        which in 0..ALL.len(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..12),
        end in prop::option::of(any::<Index>()),
    ) {
        let mut der = ALL[which].to_vec();
        for (place, value) in changes {
            let place = place.index(der.len());
            der[place] = value;
        }
        if let Some(end) = end {
            der.truncate(end.index(der.len()));
        }
        if let Ok(read) = Certificate::parse(&der) {
            let texts = read.names.iter().chain([&read.subject, &read.issuer]);
            for text in texts {
                prop_assert!(text.chars().count() <= 255 && *text == rdpfix::text::sanitise(text), "{:?}", text);
            }
            ROOTS.judge(&[der, INTERMEDIATE.to_vec()], &read, i64::MAX);
        }
    }

    #[test]
    fn any_bytes_are_a_certificate_or_none(noise: Vec<u8>) {
        let _ = Certificate::parse(&noise);
        ROOTS.judge(&[noise.clone(), noise], &read(GOOD), i64::MIN);
    }
}
