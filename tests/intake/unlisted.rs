//! Numbers that are written as codes and stand in no table; and numbers that are said to be of a namespace.

use rdpfix::intake::{Confidence, Outcome, Role, read};

use crate::intake::lexicon::LEXICON;

fn unlisted(text: &str) -> Vec<u32> {
    read(text, &LEXICON, None).unlisted
}

#[test]
fn what_is_written_as_a_code_and_known_to_nobody() {
    for (text, number) in [
        ("0xD99", 0xD99),
        ("3009", 3009),
        ("Error code: 0xD99", 0xD99),
        ("error 3009", 3009),
        ("Fehlercode: 3009", 3009),
        ("Remote Desktop failed with code 0xBC1 today", 0xBC1),
        ("0x80071234", 0x8007_1234),
        ("80071234", 0x8007_1234),
        ("-2147020236", 0x8007_1234),
        ("mstsc status 0xC0001234 error", 0xC000_1234),
    ] {
        assert_eq!(unlisted(text), [number], "{text}");
        let outcome = read(text, &LEXICON, None).outcome;
        assert_ne!(outcome, Outcome::Match, "{text}");
    }
    assert_eq!(unlisted("error 0xD99, error 0xD98, error 0xD99"), [0xD99, 0xD98]);
}

#[test]
fn what_is_known_damaged_small_or_no_code() {
    for text in [
        "0xc07",
        "Error code: 0x904 Extended error code: 0x7",
        "0x9044",
        "0xco7",
        "0x99",
        "error 42",
        "error on line 3009",
        "Remote Desktop 10.0.19041 error",
        "the server of 2019 has an error that nobody has seen so far in 1234 years",
        "remote desktop at 0x7ffde000 mapped",
        "",
    ] {
        assert_eq!(unlisted(text), [0_u32; 0], "{text}");
    }
    // Small numbers of another product are its own; a status has the same fields everywhere.
    assert_eq!(unlisted("PuTTY error 0xD99"), [0_u32; 0]);
}

#[test]
fn many_unknown_numbers_are_cut() {
    let lines: Vec<String> = (0..500).map(|n| format!("error 0x{:X}", 0xA000 + n)).collect();
    assert!(unlisted(&lines.join("\n")).len() <= 64);
}

#[test]
fn a_number_of_a_namespace_is_exact_however_small() {
    let reading = read("0x204", &LEXICON, Some("guacamole"));
    assert_eq!((reading.outcome, reading.candidates.len()), (Outcome::Match, 0));
    assert_eq!(reading.codes.len(), 1);
    let reading = read("error code 1287", &LEXICON, Some("mstsc-disconnect"));
    assert_eq!(reading.candidates[0].problem, "auth-0x507");
    assert_eq!(reading.candidates[0].confidence, Confidence::Exact);
    assert_eq!(reading.codes[0].role, Role::Error);
    // Of a pair alone nothing follows but a question.
    let reading = read("3", &LEXICON, Some("mstsc-disconnect"));
    assert_eq!((reading.outcome, reading.codes.len()), (Outcome::Ambiguous, 1));
    assert_eq!(reading.candidates[0].problem, "disconnected-by-other");
    let reading = read("7", &LEXICON, Some("mstsc-extended"));
    assert_eq!(reading.codes[0].role, Role::Extended);
    assert_eq!(reading.outcome, Outcome::Ambiguous);
}

#[test]
fn a_number_that_the_namespace_lacks_is_named_where_it_is() {
    let reading = read("0x507", &LEXICON, Some("guacamole"));
    assert_eq!((reading.outcome, reading.candidates.len()), (Outcome::Unknown, 0));
    assert_eq!(reading.codes.iter().map(|c| c.namespace.as_str()).collect::<Vec<_>>(), ["mstsc-disconnect"]);
    assert_eq!(reading.unlisted, [0_u32; 0]);
    let reading = read("77", &LEXICON, Some("guacamole"));
    assert_eq!((reading.codes.len(), reading.unlisted), (0, vec![77]));
}
