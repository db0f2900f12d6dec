//! An answer to the first question is read or refused, and a verdict about a stranger stays.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::witness::check::wire::x224::{Confirm, connection_request, packet_length, parse_confirm, stranger};

fuzz_target!(|bytes: &[u8]| {
    if let Some(head) = bytes.first_chunk() {
        assert!(packet_length(*head).is_ok_and(|length| (7..=1024).contains(&length)) || parse_confirm(bytes).is_err());
    }
    if let Ok(Confirm::Selected { protocol, .. }) = parse_confirm(bytes) {
        assert_eq!(connection_request(protocol)[15..], bytes[15..19]);
    }
    for end in 0..bytes.len().min(16) {
        if let Some(who) = stranger(&bytes[..end]) {
            assert_eq!(stranger(bytes), Some(who));
        }
    }
});
