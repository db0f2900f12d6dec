//! Answers that cannot be taken, by flag and by file: named, with the nearest valid one.

use crate::shared::program::{Run, rdpfix, run};

fn with_file(text: &[u8], more: &[&str]) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.json");
    std::fs::write(&path, text).unwrap();
    let args = ["diagnose", "0xc07", "--no-input", "--answers", path.to_str().unwrap()];
    run(&[&args[..], more].concat(), b"")
}

fn file(inside: &str) -> Vec<u8> {
    format!(r#"{{"schema":"rdpfix.answers/1",{inside}}}"#).into_bytes()
}

#[test]
fn by_flag() {
    let diagnose = |more: &str| rdpfix(&format!("diagnose 0xc07 --no-input {more}"));
    diagnose("--answer account-kid=local").refused_with(&["'account-kid'", "did you mean 'account-kind'?"]);
    diagnose("--answer account-kind=lokal").refused_with(&[
        "no state 'lokal'",
        "did you mean 'local'?",
        "domain",
        "unknown",
    ]);
    diagnose("--answer account-kind=").refused_with(&["'account-kind' has no state ''"]);
    diagnose("--tried sync-clok=failed").refused_with(&["'sync-clok'", "did you mean 'sync-clock'?"]);
    diagnose("--tried sync-clock=faild").refused_with(&["'faild'", "did you mean 'failed'?", "worked"]);
    diagnose("--answer account-kind=local --answer account-kind=domain")
        .refused_with(&["'account-kind' is answered twice: local and domain"]);
    diagnose("--tried sync-clock=failed --tried sync-clock=worked")
        .refused_with(&["'sync-clock' is given two outcomes"]);
    // Said twice is said once.
    assert_eq!(
        diagnose("--answer account-kind=local --answer account-kind=local").code,
        diagnose("--answer account-kind=local").code
    );
}

#[test]
fn a_file_that_is_not_there_or_no_file() {
    rdpfix("diagnose 0xc07 --no-input --answers no-such-file.json")
        .refused_with(&["cannot read no-such-file.json", "caused by: "]);
    let dir = tempfile::tempdir().unwrap();
    run(&["diagnose", "0xc07", "--no-input", "--answers", dir.path().to_str().unwrap()], b"")
        .refused_with(&["cannot read"]);
}

#[test]
fn half_a_file() {
    let whole = file(r#""answers":{"account-kind":"local"}"#);
    assert_ne!(with_file(&whole, &[]).code, 2);
    for length in 0..whole.len() {
        with_file(&whole[..length], &[]).refused_with(&["answers.json is no answers file", "caused by: "]);
    }
}

#[test]
fn what_does_not_belong_in_the_file() {
    with_file(&file(r#""answer":{}"#), &[]).refused_with(&["unknown field `answer`"]);
    with_file(&file(r#""answers":{"account-kind":"local","account-kind":"local"}"#), &[])
        .refused_with(&["account-kind", "twice"]);
    with_file(&file(r#""answers":{},"answers":{}"#), &[]).refused_with(&["duplicate field `answers`"]);
    with_file(&file(r#""answers":{"account-kind":true}"#), &[]).refused_with(&["invalid type"]);
    with_file(&file(r#""tried":[{"fix":"sync-clock"}]"#), &[]).refused_with(&["missing field `outcome`"]);
    with_file(&file(r#""tried":[{"fix":"sync-clock","outcome":"gone"}]"#), &[])
        .refused_with(&["no outcome 'gone'"]);
    with_file(&file(r#""answers":{"account-kid":"local"}"#), &[])
        .refused_with(&["did you mean 'account-kind'?"]);
    with_file(br#"{"schema":"rdpfix.answers/2"}"#, &[])
        .refused_with(&["rdpfix.answers/2", "expected rdpfix.answers/1"]);
    with_file(b"[]", &[]).refused_with(&["is no answers file"]);
    with_file(&vec![b' '; (1 << 20) + 1], &[]).refused_with(&["larger than 1 MiB"]);
    with_file(b"\x00\xff\xfe\x01", &[]).refused_with(&["is no answers file"]);
}

#[test]
fn a_file_from_a_windows_shell_is_read() {
    let text = r#"{"schema":"rdpfix.answers/1","answers":{"account-kind":"local"}}"#;
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let plain = with_file(text.as_bytes(), &[]);
    assert_eq!(with_file(&wide, &[]).stdout, plain.stdout);
    assert_eq!(with_file(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), &[]).stdout, plain.stdout);
}

#[test]
fn file_and_flag_may_not_contradict_each_other() {
    with_file(&file(r#""answers":{"account-kind":"local"}"#), &["--answer", "account-kind=domain"])
        .refused_with(&["'account-kind' is answered twice"]);
    with_file(&file(r#""problem":"disconnect-0x904""#), &["--problem", "account-restriction"])
        .refused_with(&["disconnect-0x904", "account-restriction"]);
    with_file(&file(r#""problem":"disconnect-0x9o4""#), &[])
        .refused_with(&["did you mean 'disconnect-0x904'?"]);
    // The same problem by another name is the same problem.
    assert_ne!(with_file(&file(r#""problem":"account-restriction""#), &["--problem", "0xc07"]).code, 2);
}
