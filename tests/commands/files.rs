//! Files that the user names: read whole or refused, written whole and never over what is no regular file.

use std::fs;
use std::path::Path;

use crate::shared::program::{Run, command, rdpfix, run};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// `lookup --each-line --json` of these bytes, as documents.
fn each_line(list: &[u8]) -> Vec<serde_json::Value> {
    let run = run(&["lookup", "--each-line", "--json", "-"], list);
    assert_eq!(run.stderr, "");
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn there_are_as_many_documents_as_lines_in_their_order() {
    let codes = ["0x904", "0xc07", "nothing", "0x204"];
    let mut list = Vec::new();
    for number in 0..3_000 {
        // Longer than what is read of one paste, all in all.
        list.extend(format!("Error code: {} line {number:06} {:400}\n", codes[number % 4], "").into_bytes());
    }
    let documents = each_line(&list);
    assert_eq!(documents.len(), 3_000);
    for (number, document) in documents.iter().enumerate() {
        let expected = if number % 4 == 2 { "unknown" } else { "match" };
        assert_eq!(document["outcome"], expected, "{number}");
    }
}

#[test]
fn only_a_line_feed_ends_a_line() {
    assert_eq!(each_line("a 0x904\u{b}b\r\nc\u{2028}d\u{85}e\rf\n".as_bytes()).len(), 2);
}

#[test]
fn a_broken_byte_spoils_its_own_line_alone() {
    let message = "Un codage pr\u{e9}c\u{e8}de 0xc07";
    let (whole, broken) = (format!("{message}\n"), b"\xff\xff\xff 0xc07\n");
    let documents = each_line(&[whole.as_bytes(), broken, whole.as_bytes()].concat());
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0], documents[2]);
    assert_eq!(documents[0], each_line(whole.as_bytes())[0]);
}

#[test]
fn a_list_that_is_empty_or_too_long_is_refused_in_words() {
    run(&["lookup", "--each-line", "-"], b"").refused_with(&["the list is empty"]);
    let long = [b"0x904\n".to_vec(), vec![b'x'; (1 << 20) + 1], b"\n".to_vec()].concat();
    let run = run(&["lookup", "--each-line", "--json", "-"], &long);
    assert_eq!(run.code, 2);
    let (before, error) = run.stdout.split_once('\n').unwrap();
    assert!(
        before.contains("\"outcome\":\"match\"") && error.contains("rdpfix.error/1"),
        "the line before, then the error"
    );
    assert!(run.stdout.contains("line 2 is longer than 1048576 bytes"), "{}", run.stdout);
}

#[cfg(feature = "check")]
mod hosts {
    use super::*;

    fn plans(list: &[u8]) -> Run {
        run(&["check", "--hosts", "-", "--dry-run", "--json"], list)
    }

    fn named(run: &Run) -> Vec<String> {
        let hosts = run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        hosts.map(|plan| format!("{}:{}", plan["host"].as_str().unwrap(), plan["port"])).collect()
    }

    #[test]
    fn a_list_is_read_whole() {
        let comments = |bytes: usize| "# a comment\n".repeat(bytes / 12);
        let list = format!("{}127.0.0.19:9\n{}srv01\n", comments(983_031), comments(300_000));
        assert_eq!(named(&plans(list.as_bytes())), ["127.0.0.19:9", "srv01:3389"]);
        let huge = plans(comments(17 << 20).as_bytes());
        assert_eq!(huge.code, 2);
        assert!(huge.stdout.contains("larger than 16 MiB"), "{}", huge.stdout);
    }

    #[test]
    fn a_host_stands_once() {
        let run = plans(b"srv01\nSRV01:3389\nsrv01:3390\r\n 127.0.0.1\t\n127.0.0.1\nsrv01\n");
        assert_eq!(named(&run), ["srv01:3389", "srv01:3390", "127.0.0.1:3389"]);
    }

    #[test]
    fn control_characters_in_a_name_are_refused_and_not_removed() {
        for bad in [
            "srv\u{b}01",
            "srv01\u{b}",
            "srv\u{1b}[31m01",
            "srv\u{200b}01",
            "srv01\u{2028}srv02",
            "\u{85}srv01",
        ] {
            let run = plans(format!("srv00\n{bad}\n").as_bytes());
            assert_eq!(run.code, 2, "{bad:?}: {}", run.stdout);
            assert!(run.stdout.contains("line 2: "), "{bad:?}: {}", run.stdout);
        }
    }

    #[test]
    fn a_list_without_a_host_is_refused() {
        for list in ["", "\n\n", "# srv01\n"] {
            let run = plans(list.as_bytes());
            assert_eq!(run.code, 2, "{list:?}");
            assert!(run.stdout.contains("standard input names no host"), "{}", run.stdout);
        }
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_never_hang_and_are_never_read_without_end() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let overlay = dir.path().join("overlay");
    fs::create_dir_all(overlay.join("topics")).unwrap();
    std::os::unix::fs::symlink(&pipe, overlay.join("topics").join("mine.json")).unwrap();
    for line in ["diagnose 0xc07 --no-input --answers", "diagnose 0xc07 --no-input --session", "session show"]
    {
        for path in [text(&pipe), "/dev/zero"] {
            let run = rdpfix(&format!("{line} {path}"));
            assert_eq!(run.code, 2, "{line} {path}: {run:?}");
        }
    }
    rdpfix("diagnose 0xc07 --no-input --answers /dev/zero")
        .refused_with(&["it is a device or socket, not a regular file"]);
    rdpfix(&format!("lookup 0xc07 --knowledge {}", text(&overlay)))
        .refused_with(&["mine.json", "it is a pipe, not a regular file"]);
    assert!(!Path::new("/dev/zero.lock").exists());
}

/// What a shell hands over for `<(command)`.
#[cfg(unix)]
#[test]
fn answers_come_through_a_pipe_that_somebody_writes() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = fs::OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            use std::io::Write;
            let mut writer = writer;
            writer.write_all(br#"{"schema":"rdpfix.answers/1","#).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(900));
            writer.write_all(br#""answers":{"account-kind":"local"}}"#).unwrap();
        });
        let run = run(&["diagnose", "0xc07", "--no-input", "--json", "--answers", text(&pipe)], b"");
        assert_eq!(run.json()["answers"][0]["state"], "local", "{run:?}");
    });
}

/// Beside the place of an answer, nothing that is there is touched.
#[test]
fn what_stands_beside_an_answer_stays() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ticket.md");
    let beside = dir.path().join("ticket.md.part");
    fs::write(&beside, "precious").unwrap();
    assert_eq!(run(&["lookup", "0xc07", "-o", text(&path)], b"").code, 0);
    assert_eq!(fs::read_to_string(&beside).unwrap(), "precious");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn only_a_regular_file_is_replaced_and_keeps_its_mode() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let write =
        |path: &Path, more: &[&str]| run(&[&["lookup", "0xc07", "-o", text(path)], more].concat(), b"");
    fs::write(at("victim"), "mine").unwrap();
    symlink(at("victim"), at("link.md")).unwrap();
    symlink(at("nowhere"), at("dangling.md")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    for (name, word) in
        [("link.md", "a symbolic link"), ("dangling.md", "a symbolic link"), ("pipe", "a pipe")]
    {
        for more in [&[][..], &["--force"]] {
            write(&at(name), more).refused_with(&[
                name,
                word,
                "only a regular file is replaced",
                "- for standard output",
            ]);
        }
    }
    assert_eq!(fs::read_to_string(at("victim")).unwrap(), "mine");
    assert!(!at("nowhere").exists() && at("link.md").is_symlink());
    assert!(fs::symlink_metadata(at("pipe")).unwrap().file_type().is_fifo());

    for mode in [0o600, 0o640, 0o666] {
        fs::write(at("p.md"), "old").unwrap();
        fs::set_permissions(at("p.md"), fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(write(&at("p.md"), &["--force"]).code, 0);
        assert_eq!(fs::metadata(at("p.md")).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[test]
fn many_may_write_the_same_file_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("conc.md");
    let whole = rdpfix("lookup 0xc07").stdout;
    let children: Vec<_> = (0..10)
        .map(|_| command(["lookup", "0xc07", "--force", "-o", text(&path)]).spawn().unwrap())
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[cfg(windows)]
#[test]
fn names_of_devices_are_refused_with_the_reason() {
    for name in ["NUL", "con", "aux.md"] {
        rdpfix(&format!("lookup 0xc07 -o {name}"))
            .refused_with(&[name, "Windows keeps this name for a device"]);
    }
}

/// The exit code tells a script what came out, whether or not somebody read it.
#[test]
fn a_reader_who_has_gone_changes_no_exit_code() {
    for (line, code) in
        [("lookup 0xc07", 0), ("lookup nonsense", 1), ("diagnose 0x904 --no-input", 3), ("list codes", 0)]
    {
        assert_eq!(rdpfix(line).code, code, "{line}");
        let args: Vec<&str> = line.split_whitespace().collect();
        let mut child = command(&args).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{line}");
    }
}
