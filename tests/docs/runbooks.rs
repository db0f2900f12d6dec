//! The runbooks under `examples/`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::docs::rdpfix;
use crate::shared::keep::read;

/// Runs sh in a directory of its own that holds a copy of `examples/`, with rdpfix on the path.
#[cfg(unix)]
pub(crate) fn sh(args: &[&str]) -> std::process::Output {
    use std::path::Path;
    use std::process::{Command, Stdio};

    let program = Path::new(env!("CARGO_BIN_EXE_rdpfix")).parent().unwrap();
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("examples")).unwrap();
    for entry in std::fs::read_dir(crate::shared::keep::root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        std::fs::copy(&path, dir.path().join("examples").join(path.file_name().unwrap())).unwrap();
    }
    let mut command = Command::new("sh");
    command.args(args).current_dir(dir.path()).stdin(Stdio::null());
    command.env_clear().env("PATH", format!("{}:/usr/bin:/bin", program.display()));
    command.output().unwrap()
}

/// A runbook run to the end: exit code, what it prints, and the report beside it.
#[cfg(unix)]
#[test]
fn runbook_sh() {
    let run = |error: &str, flags: &str| {
        // What the runbook writes is shown after what it prints.
        let script =
            r#"code=0; examples/runbook.sh report.json "$@" || code=$?; cat report.json; exit $code"#;
        let args = ["-c", script, "sh", error].into_iter().chain(flags.split_whitespace());
        let output = sh(&args.collect::<Vec<_>>());
        let stdout = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), stdout, String::from_utf8(output.stderr).unwrap())
    };
    let cases = [
        (
            "0x904/0x7",
            "",
            3,
            "RESULT: an answer is missing. Run again with one of the --answer flags below.",
            "ask",
        ),
        (
            "0x904/0x7",
            "--answer certificate-state=expired --answer failure-stage=before-sign-in",
            0,
            "RESULT: a fix is next, or it connects.",
            "fix",
        ),
        (
            "0xc07",
            "--tried set-account-password=worked",
            0,
            "RESULT: a fix is next, or it connects.",
            "connected",
        ),
        (
            "a \"quoted\" text",
            "--assume-unknown",
            1,
            "RESULT: nothing more to do from here, hand it over.",
            "hand-over",
        ),
        (
            "credssp-encryption-oracle",
            "--allow-weakening --tried allow-vulnerable-credssp=worked",
            4,
            "RESULT: it connects, but a temporary weakening must be undone.",
            "connected",
        ),
    ];
    for (error, flags, code, first, kind) in cases {
        let (ended, stdout, stderr) = run(error, flags);
        assert_eq!((ended, stderr.as_str()), (code, ""), "{error} {flags}\n{stdout}");
        let (text, report) = stdout.split_once("{\n").unwrap();
        assert_eq!(text.lines().next(), Some(first), "{error} {flags}");
        let report: Value = serde_json::from_str(&format!("{{{report}")).unwrap();
        assert_eq!(report["next"]["kind"], kind, "{error} {flags}");
    }
    let (ended, stdout, stderr) = run("0x904", "--answer nonsense=yes");
    assert_eq!((ended, stdout.as_str()), (2, ""));
    assert!(stderr.contains("there is no observation 'nonsense'"), "{stderr}");
}

/// What the PowerShell runbook reads is in the reports, and its flags are flags of `diagnose`. It is not run: there
/// is no PowerShell for it here.
#[test]
fn runbook_ps1() {
    let script = read("examples/runbook.ps1");
    assert!(script.is_ascii());
    let help = rdpfix().args(["diagnose", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let flags = words(&script, "'--");
    assert!(flags.len() > 4, "{flags:?}");
    for flag in flags {
        assert!(
            help.contains(&format!("--{flag} <")) || help.contains(&format!("--{flag}\n")),
            "--{flag}\n{help}"
        );
    }

    let cases: [&[&str]; 4] = [
        &["0x904", "--no-input"],
        &["0x904", "--no-input", "--assume-unknown"],
        &["hello", "--no-input", "--assume-unknown"],
        &["0x904", "--no-input", "--answer", "nonsense=yes"],
    ];
    let documents = cases.map(|args| {
        let output = rdpfix().arg("diagnose").args(args).arg("--json").output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    });
    let holds = |start: &str, field: &str| {
        documents.iter().any(|document| document.pointer(start).is_some_and(|v| v.get(field).is_some()))
    };
    for (variable, start) in [
        ("$result.", ""),
        ("$result.next.", "/next"),
        ("$fix.", "/plan/0"),
        ("$item.", "/missing/0"),
        ("$failed.error.", "/error"),
    ] {
        let fields = words(&script, variable);
        assert!(!fields.is_empty(), "{variable} is not used");
        for field in fields {
            // Fixes and missing answers are both walked as $item.
            assert!(
                holds(start, &field) || variable == "$item." && holds("/plan/0", &field),
                "{variable}{field}"
            );
        }
    }
}

/// The words that follow a mark.
fn words(text: &str, mark: &str) -> BTreeSet<String> {
    let word = |rest: &str| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    text.split(mark).skip(1).map(word).collect()
}
