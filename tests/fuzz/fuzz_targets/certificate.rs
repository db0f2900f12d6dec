//! A certificate is read or refused, its texts are harmless and short, and any chain is judged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::text::sanitise;
use rdpfix::witness::check::Roots;
use rdpfix::witness::check::certificate::Certificate;
use rustls_pki_types::CertificateDer;
use std::sync::LazyLock;

static ROOTS: LazyLock<Roots> = LazyLock::new(|| {
    Roots::of(&[CertificateDer::from(include_bytes!("../../check/fixtures/root.der").to_vec())])
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = Certificate::parse(bytes) else { return };
    for text in read.names.iter().chain([&read.subject, &read.issuer]) {
        assert_eq!(*text, sanitise(text));
        assert!(text.chars().count() <= 255);
        read.covers(text);
    }
    assert!(read.names.len() <= 64 && read.thumbprint.len() == 40);
    let intermediate = include_bytes!("../../check/fixtures/intermediate.der").to_vec();
    for now in [i64::MIN, 0, 1_800_000_000, i64::MAX] {
        ROOTS.judge(&[bytes.to_vec(), intermediate.clone()], &read, now);
    }
});
