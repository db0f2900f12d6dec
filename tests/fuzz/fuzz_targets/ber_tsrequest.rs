//! An envelope is read or refused; its token lies within, and what is sent is read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::witness::check::wire::ntlm::parse_challenge;
use rdpfix::witness::check::wire::tsrequest::{message_length, parse, request};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = parse(bytes) {
        let length = message_length(bytes).expect("it was read").expect("it was read");
        assert!(length <= bytes.len() && length <= 64 * 1024);
        assert_eq!(parse(&bytes[..length]), Ok(read));
        if let Some(token) = read.token {
            assert!(token.len() < length);
            let _ = parse_challenge(token);
        }
    }
    if bytes.len() < 1024 {
        assert_eq!(parse(&request(bytes)).map(|read| read.token), Ok(Some(bytes)));
    }
});
