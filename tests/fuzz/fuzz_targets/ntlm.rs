//! A challenge is read or refused; no name is longer than it may be, and no time is absurd.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::witness::check::wire::ntlm::{parse_challenge, unix_seconds};

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = parse_challenge(bytes) else { return };
    let names = read.names;
    for name in [names.nb_computer, names.nb_domain, names.dns_computer, names.dns_domain, names.dns_tree] {
        assert!(name.is_none_or(|name| name.chars().count() <= 256));
    }
    assert!(read.target.chars().count() <= 256);
    if let Some(seconds) = read.timestamp.and_then(unix_seconds) {
        assert!((631_152_000.0..=7_258_118_400.0).contains(&seconds));
    }
});
