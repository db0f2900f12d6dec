//! Input that was made to hurt. What a look-up costs is measured by the benchmark `lookup`.

use crate::intake::lexicon::LEXICON;
use rdpfix::intake::{Outcome, read};
use rdpfix::text::decode;
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1 << 20;

/// No measure of speed: what is worse than linear would not come back at all.
const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn a_megabyte_of_anything_is_read_in_time() {
    let unit = [
        "7",
        "a",
        "[",
        "0x904 ",
        "0x90x ",
        "?a",
        "a?b?c",
        "\u{9519}",
        "remote computer ",
        "error ",
        "an authentication error ",
        "\\",
        "1.",
        "<tag>",
        "-2147483648 ",
    ];
    for unit in unit {
        let text = unit.repeat(MEGABYTE / unit.len());
        let start = Instant::now();
        read(&text, &LEXICON, None);
        assert!(start.elapsed() < PATIENCE, "{unit:?} took {:?}", start.elapsed());
    }
}

#[test]
fn fifty_megabytes_are_cut_before_they_are_decoded() {
    let mut bytes = b"Error code: 0x904\r\n".repeat(50 * MEGABYTE / 19);
    bytes.extend_from_slice(b"Remote Desktop, error code: 0xc07");
    let decoded = decode(&bytes);
    assert!(decoded.left_out > 48 * MEGABYTE && decoded.text.len() <= MEGABYTE + 1);
    let reading = read(&decoded.text, &LEXICON, None);
    assert_eq!(
        (reading.outcome, reading.candidates[0].problem.as_str()),
        (Outcome::Match, "account-restriction")
    );
}
