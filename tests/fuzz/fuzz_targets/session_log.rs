//! Bytes of any kind as a session file and as a ledger are read or refused without a panic, and whatever is read
//! can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::session::{ledger, log};

fuzz_target!(|bytes: &[u8]| {
    ledger::balance(bytes);
    let Ok(kept) = log::parse(bytes) else { return };
    let mut again = Vec::new();
    for line in &kept.lines {
        serde_json::to_writer(&mut again, line).expect("a line is written");
        again.push(b'\n');
    }
    assert_eq!(log::parse(&again).expect("what was written is read").lines, kept.lines);
});
