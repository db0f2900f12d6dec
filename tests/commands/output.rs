//! Where answers go: a file, a pipe that nobody reads, a full disk; and how they look there.

use crate::shared::program::{command, finish, rdpfix, run};

#[test]
fn a_file_is_written_whole_and_never_over_another() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answer.txt");
    let to_file = ["lookup", "0xc07", "-o", path.to_str().unwrap()];
    let first = run(&to_file, b"");
    assert_eq!((first.code, first.stdout.as_str(), first.stderr.as_str()), (0, "", ""));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), rdpfix("lookup 0xc07").stdout);

    std::fs::write(&path, "mine").unwrap();
    run(&to_file, b"").refused_with(&["answer.txt exists already", "help: add --force to replace it"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(run(&[&to_file[..], &["--force"]].concat(), b"").code, 0);
    assert_ne!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");

    assert_eq!(rdpfix("lookup 0xc07 -o -").stdout, rdpfix("lookup 0xc07").stdout);
    assert_eq!(rdpfix("tree 0xc07 -o -").stdout, rdpfix("tree 0xc07").stdout);
}

#[test]
fn a_place_that_cannot_be_written_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("no-such-folder").join("answer.txt");
    let path = missing.to_str().unwrap();
    run(&["lookup", "0xc07", "-o", path], b"").refused_with(&["cannot write", "answer.txt", "caused by: "]);
    run(&["tree", "0xc07", "-o", path], b"").refused_with(&["cannot write", "answer.txt"]);
    let folder = dir.path().to_str().unwrap();
    run(&["lookup", "0xc07", "-o", folder, "--force"], b"").refused_with(&["is a folder"]);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left behind");
}

const PRINTING: [&[&str]; 8] = [
    &["lookup", "0xc07"],
    &["diagnose", "0xc07", "--no-input"],
    &["explain", "--all", "--json"],
    &["list", "codes"],
    &["--help"],
    &["--version"],
    &["help", "formats"],
    &["completions", "bash"],
];

/// Whoever read the beginning and left has what was wanted.
#[test]
fn a_reader_who_has_gone_is_no_error() {
    for args in PRINTING {
        let mut child = command(args);
        let mut child = child.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(stderr, "", "{args:?}");
        assert_ne!(output.status.code(), Some(2), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error() {
    for args in PRINTING {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = command(args);
        command.stdout(std::process::Stdio::from(full));
        let run = finish(command, b"");
        assert_eq!(run.code, 2, "{args:?}");
        assert!(
            run.stderr.starts_with("error: cannot write to standard output\ncaused by: "),
            "{args:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn colour_comes_by_the_conventions() {
    let coloured = |variables: &[(&str, &str)], flags: &str| {
        let line = format!("lookup 0xc07 --format terminal {flags}");
        let mut command = command(line.split_whitespace());
        command.envs(variables.iter().copied());
        finish(command, b"").stdout.contains('\u{1b}')
    };
    assert!(!coloured(&[], ""));
    assert!(coloured(&[], "--color always"));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "0")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], ""));
    assert!(coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], "--color never"));
    assert!(!rdpfix("lookup 0xc07 --color always").stdout.contains('\u{1b}'), "plain has no colour");
}

/// Lines to copy are never broken; everything else keeps to the width.
#[test]
fn prose_keeps_to_the_width() {
    for width in [30, 40, 60, 120] {
        let run = rdpfix(&format!("diagnose 0x904/0x7 --no-input --width {width}"));
        // A word that is longer than the width is not broken either.
        let broken = |line: &&str| line.len() > width && line.trim().contains(' ');
        for line in run.stdout.lines().filter(broken) {
            assert!(line.contains("--answer ") || line.contains("rdpfix diagnose"), "{width}: {line}");
        }
    }
    let report = rdpfix("diagnose 0x904/0x7 --no-input");
    for missing in
        rdpfix("diagnose 0x904/0x7 --no-input --json").json()["missing"].as_array().unwrap().iter().take(5)
    {
        assert!(report.stdout.contains(missing["flag"].as_str().unwrap()), "{missing}");
    }
}

#[test]
fn numbers_stand_in_the_text_where_they_are_asked_for() {
    let first = rdpfix("diagnose 0x904/0x7 --no-input --json").json()["ranking"][0]["posterior"].to_string();
    assert!(rdpfix("diagnose 0x904/0x7 --no-input --numbers").stdout.contains(&first));
    assert!(!rdpfix("diagnose 0x904/0x7 --no-input").stdout.contains(&first));
}

#[test]
fn fixes_that_are_not_offered_for_one_reason_stand_together() {
    let report = rdpfix("diagnose 0x904/0x7 --no-input");
    assert_eq!(report.stdout.matches("It weakens security").count(), 1, "{}", report.stdout);
}
