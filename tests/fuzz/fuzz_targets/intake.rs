//! Bytes of any kind are decoded and read without a panic, and no control character comes through.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rdpfix::intake::read;
use rdpfix::text::decode;
use rdpfix::lexicon::Lexicon;

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes);
    assert!(decoded.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
    read(&decoded.text, Lexicon::builtin(), None);
    read(&decoded.text, Lexicon::builtin(), Some("mstsc-disconnect"));
});
