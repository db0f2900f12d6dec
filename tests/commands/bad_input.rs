//! Input that nobody meant: it is text that may be unknown, and never more than that.

use crate::shared::program::{rdpfix, run};

/// Reads bytes as a paste; whatever they are, the run is quick, silent and has one of two outcomes.
#[track_caller]
fn lookup(bytes: &[u8]) -> (i32, String) {
    let run = run(&["lookup", "-", "--json"], bytes);
    assert_eq!(run.stderr, "");
    let outcome = run.json()["outcome"].as_str().unwrap().to_owned();
    assert_eq!(run.code, i32::from(outcome != "match"));
    (run.code, outcome)
}

#[track_caller]
fn unknown(bytes: &[u8]) {
    assert_eq!(lookup(bytes), (1, "unknown".to_owned()));
}

#[test]
fn what_is_no_error_is_unknown() {
    unknown(b"");
    unknown(b"\r\n\r\n");
    unknown(b"0xDEADBEEF");
    unknown(b"the printer is on fire");
    unknown(b"99999999999999999999999999999999");
    for word in ["", " ", "-1", "--", "0x", "0x/0x"] {
        let run = run(&["lookup", "--json", "--", word], b"");
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{word:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_unknown() {
    unknown(&[0; 4096]);
    unknown(&(0..=255).collect::<Vec<u8>>());
    unknown(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00");
}

#[test]
fn a_paste_is_read_in_the_encodings_of_windows() {
    let text = "Es ist ein Authentifizierungsfehler f\u{fc}r J\u{fc}rgen aufgetreten.\r\nCode: 0xc07\r\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let known = |bytes: &[u8]| assert_eq!(lookup(bytes), (0, "match".to_owned()));
    known(text.as_bytes());
    known(&[b"\xEF\xBB\xBF", text.as_bytes()].concat());
    known(&[b"\xFF\xFE".to_vec(), wide(u16::to_le_bytes)].concat());
    known(&[b"\xFE\xFF".to_vec(), wide(u16::to_be_bytes)].concat());
    known(&text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>());
}

#[test]
fn fifty_megabytes_are_read() {
    let mut paste =
        b"2026-11-20 12:00:00 the service is running as it should, nothing to see here\r\n".repeat(660_000);
    assert!(paste.len() > 50_000_000);
    unknown(&paste);
    paste.splice(0..0, *b"Remote Desktop: Error code: 0xc07\r\n");
    assert_eq!(lookup(&paste), (0, "match".to_owned()));
}

#[test]
fn control_characters_never_come_out() {
    let hostile = "0xc07 \u{1b}]0;title\u{7} \u{1b}[31m SRV01\u{8}\u{202e}";
    for args in [["lookup", "-"], ["diagnose", "-"], ["lookup", "--each-line"]] {
        let run = run(&args, hostile.as_bytes());
        assert!(
            run.stdout.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)),
            "{}",
            run.stdout
        );
    }
    let run = run(&["explain", hostile, "--color", "always", "--format", "terminal"], b"");
    assert!(
        !run.stderr.contains(['\u{7}', '\u{8}', '\u{202e}']) && !run.stderr.contains("]0;"),
        "{}",
        run.stderr
    );
}

#[test]
fn ids_that_do_not_exist_come_with_the_nearest_that_does() {
    rdpfix("explain account-pasword")
        .refused_with(&["there is no 'account-pasword'", "did you mean 'account-password'?"]);
    rdpfix("diagnose --problem account-restriktion --no-input")
        .refused_with(&["there is no problem 'account-restriktion'", "did you mean 'account-restriction'?"]);
    rdpfix("lookup 7 --from mstsc-disconect")
        .refused_with(&["mstsc-disconect", "did you mean 'mstsc-disconnect'?"]);
    rdpfix("help exitcodes").refused_with(&["exitcodes", "did you mean 'exit-codes'?"]);
}

#[test]
fn flags_that_do_not_fit_are_named() {
    for (line, word) in [
        ("lookup 0xc07 --width 29", "29"),
        ("lookup 0xc07 --width 401", "401"),
        ("lookup 0xc07 --width wide", "wide"),
        ("lookup 0xc07 --format pdf", "pdf"),
        ("lookup 0xc07 --color sometimes", "sometimes"),
        ("lookup 0xc07 --json --format plain", "--format"),
        ("lookup 0xc07 --force", "--output"),
        ("diagnose 0xc07 --allow-weakening --no-weakening", "--no-weakening"),
        ("diagnose 0xc07 --i-am neither", "neither"),
        ("diagnose 0xc07 --answer account-kind", "account-kind"),
        ("diagnose 0xc07 --tried sync-clock", "sync-clock"),
        ("explain --all", "--json"),
        ("explain sync-clock --script sh", "sh"),
        ("list everything", "everything"),
        ("completions ksh", "ksh"),
    ] {
        let run = rdpfix(line);
        assert_eq!(run.code, 2, "{line}");
        assert!(
            run.stderr.contains(word) || run.json()["error"]["message"].as_str().unwrap().contains(word),
            "{line}"
        );
    }
    for line in ["lookup 0xc07 --width 30", "lookup 0xc07 --width 400"] {
        assert_eq!(rdpfix(line).code, 0, "{line}");
    }
}

/// Where JSON was asked for, an error is a document too, whoever finds it.
#[test]
fn an_error_is_a_document_where_json_was_asked_for() {
    for line in [
        "explain nonsense --json",
        "explain nonsense --format json",
        "lookup 0xc07 --widht 80 --json",
        "diagnose --json --answer account-kind=lokal",
        "kb validate no-such-folder --format=json",
        "tree nonsense --format json",
    ] {
        let run = rdpfix(line);
        assert_eq!((run.code, run.stderr.as_str()), (2, ""), "{line}");
        let document = run.json();
        assert_eq!(document["schema"], "rdpfix.error/1");
        assert_eq!(document["error"]["code"], 2, "{line}");
        assert!(!document["error"]["message"].as_str().unwrap().starts_with("error"), "{document}");
    }
}
