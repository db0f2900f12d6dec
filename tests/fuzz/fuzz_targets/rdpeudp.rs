//! A datagram is read or refused, and only one with the flags of an answer is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::witness::check::wire::rdpeudp::{parse_answer, syn};

fuzz_target!(|bytes: &[u8]| {
    if parse_answer(bytes) == Ok(true) {
        assert_eq!(bytes[7] & 5, 5);
        assert_eq!(parse_answer(&syn(u32::from(bytes[8]))), Ok(false));
    }
});
