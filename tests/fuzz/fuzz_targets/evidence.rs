//! A file of any bytes is read: no panic, and no more is kept than is there.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use rdpfix::evidence::{Filter, read_bytes};
use rdpfix::knowledge::Knowledge;

fuzz_target!(|bytes: &[u8]| {
    static FILTER: OnceLock<Filter> = OnceLock::new();
    let filter = FILTER.get_or_init(|| Filter::new(&Knowledge::builtin()));
    let found = read_bytes(bytes, filter).expect("bytes in memory are read");
    assert!(found.events.len() <= found.records && found.records <= bytes.len());
});
