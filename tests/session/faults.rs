//! What can go wrong with files: no room, no rights, another process, another size, another name.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rdpfix::interview::{Added, Checked, Course, Frame, Keeping, Start};
use rdpfix::knowledge::Knowledge;
use rdpfix::lexicon::Lexicon;
use rdpfix::report::check::LookCard;
use rdpfix::sensitive::{Kind, Sensitive};
use rdpfix::session::log::{About, Event, Log, parse};
use rdpfix::session::{Facts, Given, WitnessKind};

use crate::session::play::{Disk, begun, clock};
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
    assert_eq!(run.stderr.matches("Nothing is saved: ").count(), 1, "{}", run.stderr);
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
    assert!(!run.stderr.contains("kept in") && !run.stderr.contains("Nothing is saved"), "{}", run.stderr);
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
    assert!(run.stderr.contains("Nothing is saved: "), "{}", run.stderr);
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
    assert_eq!(run.stderr.matches("From here on nothing is saved").count(), 1, "{}", run.stderr);
    assert!(
        run.stdout.contains("To go on from here:\nrdpfix diagnose --problem account-restriction"),
        "{run:?}"
    );
    assert!(!run.stdout.contains("session resume"), "{}", run.stdout);
    let shown = home.run(&format!("session show {}", path_of(&session)));
    assert!(shown.stdout.contains("began on the client"), "{shown:?}");
}

/// The answers of an expired certificate, from a check.
fn expired() -> Vec<(String, Given)> {
    let answer = |(id, state): (&str, &str)| {
        (id.to_owned(), Given { state: state.to_owned(), witness: WitnessKind::Check, evidence: None })
    };
    [("certificate-state", "expired"), ("port-reachable", "open"), ("tls-versions-host", "modern")]
        .map(answer)
        .into()
}

/// What a call and a check add is known to the end, also where the first of it cannot be written any more.
#[test]
fn what_cannot_be_written_is_known_all_the_same() {
    let knowledge = Knowledge::builtin();
    let start = crate::interview::person::Start::default();
    let (policy, here) = (start.policy, start.here);
    let frame = Frame { knowledge: &knowledge, lexicon: Lexicon::builtin(), policy, here, numbers: false };
    let begin = || Course::begin(frame, Start { problem: Some("disconnect-0x904"), ..Start::default() });
    let keeping = |disk: &Disk| Keeping {
        log: Some(Log::new(Box::new(disk.clone()), clock, "")),
        ..Keeping::default()
    };
    let known = |course: &Course| {
        let answers = course.session().unwrap().facts.answers.clone();
        let told = answers.into_iter().filter(|(_, given)| given.witness != WitnessKind::Implied);
        told.collect::<std::collections::BTreeMap<_, _>>()
    };
    let all = expired().into_iter().collect();

    let mut called = begin();
    let added = Added {
        facts: Facts { answers: expired().into_iter().collect(), ..Facts::default() },
        ..Added::default()
    };
    called.write_on(keeping(&Disk::dying(3, false)), &added).unwrap_err();
    assert_eq!(known(&called), all);

    let (mut checked, disk) = (begin(), Disk::default());
    checked.write_beginning(keeping(&disk), begun(), None).unwrap();
    disk.left.set(Some(3));
    let card = LookCard {
        host: Sensitive::new(Kind::Host, "srv01"),
        port: 3389,
        seen_from: "this computer as the client".to_owned(),
        layers: Vec::new(),
    };
    checked.check(&Checked { card, given: expired() }).unwrap_err();
    assert_eq!(known(&checked), all);
    assert!(!checked.is_saved());
}

/// A file that may not grow: the answers of the check do not fit any more.
#[cfg(all(target_os = "linux", feature = "check"))]
#[test]
fn a_check_that_cannot_be_written_names_the_file() {
    let home = Home::new();
    let session = home.path().join("s.ndjson");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new("sh");
    let line = "trap '' XFSZ; ulimit -f 1; exec \"$0\" diagnose cannot-connect-0x204 --no-input --session \"$1\" --host \"$2\"";
    command.args(["-c", line, env!("CARGO_BIN_EXE_rdpfix"), path_of(&session), &format!("127.0.0.1:{port}")]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let run = finish(command, b"");
    run.refused_with(&["s.ndjson cannot be written"]);
    let kept = fs::read_to_string(&session).unwrap();
    assert!(kept.contains("cannot-connect-0x204"), "the beginning fits: {kept}");
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
        home.command(["diagnose", "0xc07", "--no-input", "--json", "--answer", "host-join=workgroup"]);
    args(&mut command);
    let run = finish(command, b"");
    assert_eq!((run.code, run.stderr.as_str()), (3, ""), "{run:?}");
    let mut command = home.command(["session", "show"]);
    command.arg(&file);
    let shown = finish(command, b"");
    assert!(shown.code == 0 && shown.stdout.contains("host-join is workgroup (script)"), "{shown:?}");
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
    let report = home.run("session report last --json");
    assert_eq!(report.code, 3, "{report:?}");
    assert!(
        report.json()["session"]["set_aside"][0]
            .as_str()
            .unwrap()
            .starts_with("Line 3 of the session file is damaged")
    );
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
    assert!(run.stderr.contains("Its last line is incomplete"), "{}", run.stderr);
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

/// A session with one answer, in a file of its own.
fn answered(home: &Home) -> std::path::PathBuf {
    let file = home.path().join("a.ndjson");
    let run = home
        .run(&format!("diagnose 0xc07 --no-input --answer host-join=workgroup --session {}", path_of(&file)));
    assert_eq!(run.code, 3, "{run:?}");
    file
}

#[cfg(unix)]
#[test]
fn a_session_under_another_name_is_the_same_session() {
    let home = Home::new();
    let file = home.path().join("a.ndjson");
    let mut first = home.command(["diagnose", "0xc07", "--simple", "--session", path_of(&file)]);
    let mut first = first.spawn().unwrap();
    let mut said = BufReader::new(first.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("QUESTION 1")), "the first one asks");
    let (link, hard) = (home.path().join("link.ndjson"), home.path().join("hard.ndjson"));
    std::os::unix::fs::symlink(&file, &link).unwrap();
    fs::hard_link(&file, &hard).unwrap();
    for other in [&link, &hard] {
        home.run(&format!("diagnose --no-input --session {}", path_of(other))).refused_with(&["is in use"]);
    }
    home.run(&format!("session delete --yes {}", path_of(&hard))).refused_with(&["is in use"]);
    home.run(&format!("session delete --yes {}", path_of(&link))).refused_with(&["not a session file"]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(home.run(&format!("diagnose --no-input --session {}", path_of(&link))).code, 3);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3, "no lock is left behind");
}

/// Two that wrote over each other left half a line: the answers around it are all there, and the next ones too.
#[test]
fn a_damaged_session_goes_on_from_its_whole_lines() {
    let home = Home::new();
    let file = answered(&home);
    let text = fs::read_to_string(&file).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(2, "{\"at\":\"2026\",\"event\":\"answ{\"at\":\"");
    fs::write(&file, lines.join("\n") + "\n").unwrap();
    for round in 0..2 {
        let line = format!(
            "diagnose --no-input --json --answer account-password=blank --session {}",
            path_of(&file)
        );
        let run = home.run(&line);
        assert_eq!(run.code, 0, "{round}: {run:?}");
        let report = run.json();
        let told = report["answers"].as_array().unwrap().iter().filter(|a| a["witness"] != "implied");
        assert_eq!(told.count(), 2, "{round}");
        assert_eq!(report["session"]["set_aside"].as_array().unwrap().len(), 1, "{round}");
    }
}

/// `mktemp`, or a run that was killed before it wrote anything.
#[test]
fn an_empty_file_is_begun() {
    let home = Home::new();
    let file = home.path().join("tmp.x");
    fs::write(&file, "").unwrap();
    let run = home.run(&format!("diagnose 0xc07 --no-input --session {}", path_of(&file)));
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(home.run(&format!("session show {}", path_of(&file))).code, 0);
}

#[test]
fn nothing_but_a_session_is_deleted() {
    let home = Home::new();
    left_at_once(&home, &[]);
    let text = fs::read_to_string(home.sessions().remove(0)).unwrap();
    let key = ("key.pem", b"my private key, no newline".to_vec());
    let big = ("big.ndjson", vec![b'x'; 17_000_000]);
    let empty = ("empty.ndjson", Vec::new());
    let torn = ("torn.ndjson", text.as_bytes()[..60].to_vec());
    let report = ("report.ndjson", b"{\"event\":\"begun\",\"schema\":\"rdpfix.report/1\"}\n".to_vec());
    for (name, bytes) in [key, big, empty, torn, report] {
        let file = home.path().join(name);
        fs::write(&file, &bytes).unwrap();
        home.run(&format!("session delete --yes {}", path_of(&file)))
            .refused_with(&[name, "not a session file"]);
        assert_eq!(fs::read(&file).unwrap(), bytes, "{name}");
    }
    home.run(&format!("session delete --yes {}", path_of(home.path()))).refused_with(&["not a session file"]);
    #[cfg(unix)]
    {
        let pipe = home.path().join("pipe.ndjson");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        home.run(&format!("session delete --yes {}", path_of(&pipe))).refused_with(&["not a session file"]);
        assert!(pipe.exists());
    }
    let newer = text.replacen("rdpfix.session/1", "rdpfix.session/9", 1);
    let damaged = text.clone() + "rubbish\n";
    let among = home.state().join("sessions").join("20260101-000000-0001.ndjson");
    for (file, text) in [
        (home.path().join("newer.x"), newer.as_str()),
        (home.path().join("damaged.x"), damaged.as_str()),
        (among, ""),
    ] {
        fs::write(&file, text).unwrap();
        assert_eq!(
            home.run(&format!("session delete --yes {}", path_of(&file))).code,
            0,
            "{}",
            file.display()
        );
        assert!(!file.exists());
    }
}

#[test]
fn a_wrong_session_leaves_nothing_behind() {
    let home = Home::new();
    let file = home.path().join("notes.txt");
    fs::write(&file, "buy milk\n").unwrap();
    home.run(&format!("diagnose 0xc07 --no-input --session {}", path_of(&file))).refused_with(&["notes.txt"]);
    home.run(&format!("diagnose 0xc07 --no-input --session {}", path_of(home.path())))
        .refused_with(&["cannot be used"]);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

/// Where others could read what was kept, that is put right in the usual place and said elsewhere.
#[cfg(unix)]
#[test]
fn rights_of_others_are_taken_away_or_said() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    left_at_once(&home, &[]);
    let (kept, folder) = (home.sessions().remove(0), home.state().join("sessions"));
    open(&kept, 0o666);
    open(&folder, 0o777);
    finish(home.command(["session", "resume", "last", "--simple"]), b"");
    left_at_once(&home, &[]);
    assert_eq!((mode(&kept), mode(&folder)), (0o600, 0o700));

    let file = answered(&home);
    open(&file, 0o644);
    let run = home.run(&format!("diagnose --no-input --session {}", path_of(&file)));
    assert!(
        run.stderr.contains("note: Others on this computer can open") && run.stderr.contains("mode 0644"),
        "{run:?}"
    );
    assert_eq!(mode(&file), 0o644, "whoever named it decides");
}

#[cfg(not(target_os = "macos"))]
#[test]
fn a_place_that_is_no_whole_path_is_said() {
    let home = Home::new();
    let name = if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_STATE_HOME" };
    let mut command = home.command(["diagnose", "0xc07", "--simple"]);
    command.env_remove("HOME").env(name, "relative");
    let run = finish(command, b"");
    assert!(
        run.stderr.contains(&format!("Nothing is saved: {name} is not an absolute path")),
        "{}",
        run.stderr
    );
}

#[cfg(windows)]
#[test]
fn ids_are_found_in_any_case() {
    let home = Home::new();
    left_at_once(&home, &[]);
    let id = home.sessions()[0].file_stem().unwrap().to_string_lossy().to_uppercase();
    assert_eq!(home.run(&format!("session show {id}")).code, 0);
}
