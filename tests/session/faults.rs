//! What can go wrong with files: no room, no rights, another process, another size, another name.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rdpfix::session::log::{About, Event, Log, parse};

use crate::session::play::{Disk, begun};
use crate::shared::home::Home;
use crate::shared::program::{Run, finish};

fn path_of(run: &Path) -> &str {
    run.to_str().unwrap()
}

/// An interview that ends at its first question, because nobody answers.
fn left_at_once(home: &Home, session: &[&str]) -> Run {
    let line = ["diagnose", "0xc07", "--simple"];
    finish(home.command(line.iter().chain(session)), b"")
}

#[test]
fn where_nothing_can_be_kept_that_is_said_and_the_interview_goes_on() {
    let home = Home::new();
    fs::write(home.state(), "in the way").unwrap();
    let run = left_at_once(&home, &[]);
    assert_eq!(run.code, 130, "{run:?}");
    assert_eq!(run.stderr.matches("Nothing is kept: ").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("QUESTION 1"), "{}", run.stderr);
    assert!(run.stdout.contains("rdpfix diagnose --problem account-restriction"), "{}", run.stdout);
    assert!(!run.stdout.contains("session resume"), "{}", run.stdout);
}

#[test]
fn without_a_home_nothing_is_kept_and_nothing_is_said() {
    let home = Home::new();
    let mut command = home.command(["diagnose", "0xc07", "--simple"]);
    command.env_remove("XDG_STATE_HOME").env_remove("LOCALAPPDATA").env_remove("HOME");
    let run = finish(command, b"");
    assert!(!run.stderr.contains("kept in") && !run.stderr.contains("Nothing is kept"), "{}", run.stderr);
    assert!(home.sessions().is_empty());
}

#[test]
fn a_named_file_that_cannot_be_written_is_refused_before_anything_is_asked() {
    let home = Home::new();
    let file = home.path().join("missing").join("s.ndjson");
    let run = left_at_once(&home, &["--session", path_of(&file)]);
    run.refused_with(&["s.ndjson cannot be used"]);
    assert!(!run.stderr.contains("QUESTION"), "{}", run.stderr);
}

/// Root may write everywhere: then there is nothing to see.
#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_write() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let dir = home.path().join("read-only");
    fs::create_dir(&dir).unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(dir.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write into a read-only folder");
        return;
    }
    left_at_once(&home, &["--session", path_of(&dir.join("s.ndjson"))]).refused_with(&["read-only"]);
    let mut command = home.command(["diagnose", "0xc07", "--simple"]);
    command.env("XDG_STATE_HOME", &dir).env("HOME", &dir);
    let run = finish(command, b"");
    assert!(run.stderr.contains("Nothing is kept: "), "{}", run.stderr);
}

/// For its owner alone.
#[cfg(unix)]
#[test]
fn files_and_folders_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    left_at_once(&home, &[]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.sessions()[0]), 0o600);
    assert_eq!(mode(&home.state()), 0o700);
    assert_eq!(mode(&home.state().join("sessions")), 0o700);
}

/// A file system of eight pages, all but one of them full: the pasted text does not fit any more.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_in_between_is_said_once() {
    struct Mounted<'p>(&'p Path);
    impl Drop for Mounted<'_> {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(self.0).status();
        }
    }
    let home = Home::new();
    let small = home.path().join("small");
    fs::create_dir(&small).unwrap();
    let mount = ["-t", "tmpfs", "-o", "size=32k", "rdpfix-test"];
    let mounted = Command::new("mount").args(mount).arg(&small).stderr(Stdio::null()).status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no file system can be mounted here");
        return;
    }
    let _mounted = Mounted(&small);
    fs::write(small.join("filler"), vec![0; 7 * 4096]).unwrap();
    let session = small.join("s.ndjson");
    let text = format!("{}\nError code: 0xc07", "-".repeat(6000));
    let mut command = home.command(["diagnose", "--simple", "--session", path_of(&session)]);
    command.stderr(Stdio::piped());
    let run = finish(command, text.as_bytes());
    assert_eq!(run.code, 130, "{run:?}");
    assert_eq!(run.stderr.matches("From here on nothing is kept").count(), 1, "{}", run.stderr);
    assert!(
        run.stdout.contains("To go on from here:\nrdpfix diagnose --problem account-restriction"),
        "{run:?}"
    );
    assert!(!run.stdout.contains("session resume"), "{}", run.stdout);
    let shown = home.run(&format!("session show {}", path_of(&session)));
    assert!(shown.stdout.contains("began on the client"), "{shown:?}");
}

#[test]
fn a_clock_that_goes_back_changes_nothing() {
    static NOW: AtomicU64 = AtomicU64::new(1_795_947_300);
    fn backwards() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW.fetch_sub(3600, Ordering::Relaxed))
    }
    let disk = Disk::default();
    let mut log = Log::new(Box::new(disk.clone()), backwards, "");
    let events = [Event::Begun(begun()), Event::WentOn, Event::Reopened, Event::WentBack];
    for event in &events {
        log.keep(event, &About::default()).unwrap();
    }
    let kept = parse(&disk.bytes.borrow()).unwrap();
    let read: Vec<_> = kept.lines.iter().map(|line| line.event.clone()).collect();
    assert_eq!(read, events);
    assert!(kept.lines.is_sorted_by(|a, b| a.at <= b.at), "{:?}", kept.lines);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let file = home.path().join(std::ffi::OsStr::from_bytes(b"s\xff\xfe.ndjson"));
    let args = |command: &mut Command| {
        command.arg("--session").arg(&file);
    };
    let mut command =
        home.command(["diagnose", "0xc07", "--no-input", "--json", "--answer", "account-kind=local"]);
    args(&mut command);
    let run = finish(command, b"");
    assert_eq!((run.code, run.stderr.as_str()), (3, ""), "{run:?}");
    let mut command = home.command(["session", "show"]);
    command.arg(&file);
    let shown = finish(command, b"");
    assert!(shown.code == 0 && shown.stdout.contains("account-kind is local (script)"), "{shown:?}");
}

#[test]
fn a_hundred_megabytes_are_refused() {
    let home = Home::new();
    let file = home.path().join("huge.ndjson");
    fs::File::create(&file).unwrap().set_len(100 * 1024 * 1024).unwrap();
    for command in ["session show", "session report", "diagnose 0xc07 --no-input --session"] {
        home.run(&format!("{command} {}", path_of(&file))).refused_with(&["huge.ndjson", "104857600 bytes"]);
    }
    assert_eq!(fs::metadata(&file).unwrap().len(), 100 * 1024 * 1024, "it is not touched");
}

#[test]
fn a_file_of_something_else_is_refused_and_stays() {
    let home = Home::new();
    let file = home.path().join("notes.ndjson");
    fs::write(&file, "buy milk\n").unwrap();
    for command in
        ["session show", "session report", "session delete --yes", "diagnose 0xc07 --no-input --session"]
    {
        home.run(&format!("{command} {}", path_of(&file)))
            .refused_with(&["notes.ndjson", "not a session file"]);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "buy milk\n");
}

#[test]
fn a_newer_schema_and_a_damaged_line_are_said() {
    let home = Home::new();
    left_at_once(&home, &[]);
    let file = home.sessions().remove(0);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("rdpfix.session/1", "rdpfix.session/9", 1)).unwrap();
    home.run("session report last").refused_with(&["rdpfix.session/9", "newer version"]);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(2, "{\"at\":\"now\",\"eve");
    fs::write(&file, lines.join("\n") + "\n").unwrap();
    home.run("session report last").refused_with(&["line 3 is damaged"]);
    let shown = home.run("session show last");
    assert_eq!(shown.code, 1, "{shown:?}");
    assert!(
        shown.stdout.contains("Line 3: ") && shown.stdout.contains("left (next: ask)"),
        "{}",
        shown.stdout
    );
}

#[test]
fn a_last_line_that_was_cut_is_said_and_gone_on_from() {
    let home = Home::new();
    left_at_once(&home, &[]);
    let file = home.sessions().remove(0);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, &text[..text.len() - 9]).unwrap();
    let run = finish(home.command(["session", "resume", "last", "--simple"]), b"");
    assert!(run.stderr.contains("Its last line was not written to its end"), "{}", run.stderr);
    assert_eq!(run.code, 130, "{run:?}");
    assert_eq!(home.run("session show last").code, 0, "the cut line is gone");
}

#[test]
fn two_at_once_are_one_too_many() {
    let home = Home::new();
    let file = home.path().join("s.ndjson");
    let mut first = home.command(["diagnose", "0xc07", "--simple", "--session", path_of(&file)]);
    let mut first = first.spawn().unwrap();
    let mut said = BufReader::new(first.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("QUESTION 1")), "the first one asks");
    for command in ["diagnose --no-input --session", "session delete --yes"] {
        home.run(&format!("{command} {}", path_of(&file))).refused_with(&["s.ndjson is in use"]);
    }
    let shown = home.run(&format!("session show {}", path_of(&file)));
    assert_eq!(shown.code, 0, "reading takes no lock: {shown:?}");
    first.kill().unwrap();
    first.wait().unwrap();
    let again = home.run(&format!("diagnose --no-input --session {}", path_of(&file)));
    assert_eq!(again.code, 3, "the lock ends with the process: {again:?}");
}
