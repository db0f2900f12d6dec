//! Input that was made to hurt, and the price of a look-up.

use crate::lexicon::{LEXICON, build};
use rdpfix::intake::{Outcome, decode, read};
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1 << 20;

/// Far above what optimised code takes, far below what anything worse than linear would.
const PATIENCE: Duration = Duration::from_secs(10);

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
    let start = Instant::now();
    let decoded = decode(&bytes);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(decoded.left_out > 48 * MEGABYTE && decoded.text.len() <= MEGABYTE + 1);
    let reading = read(&decoded.text, &LEXICON, None);
    assert_eq!(
        (reading.outcome, reading.candidates[0].problem.as_str()),
        (Outcome::Match, "account-restriction")
    );
}

#[test]
fn ten_times_the_knowledge_is_less_than_twice_the_work() {
    let text = "Remote Desktop Connection. An authentication error has occurred. The function requested is not supported. Remote computer: SRV-01. This could be due to CredSSP encryption oracle remediation. For more information, see https://go.microsoft.com/fwlink/?linkid=866660 Error code: 0x904";
    let cost = |copies: usize| {
        let lexicon = build(copies);
        let round = || {
            let start = Instant::now();
            for _ in 0..200 {
                std::hint::black_box(read(text, &lexicon, None));
            }
            start.elapsed()
        };
        (0..5).map(|_| round()).min().expect("five rounds")
    };
    let (small, large) = (cost(13), cost(126));
    assert!(large < small * 2, "about 100 problems: {small:?}, about 1,000: {large:?}");
}
