//! Runs the built program with a state folder of its own.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A folder in which everything is kept, and the program that keeps it there.
pub(crate) struct Home {
    dir: tempfile::TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// Where the program keeps what it keeps.
    pub(crate) fn state(&self) -> PathBuf {
        self.dir.path().join("rdpfix")
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The sessions that are there.
    pub(crate) fn sessions(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.state().join("sessions")) else { return Vec::new() };
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut paths: Vec<_> =
            paths.filter(|path| path.extension().is_some_and(|e| e == "ndjson")).collect();
        paths.sort();
        paths
    }

    /// The program in clean surroundings, to be changed before [`finish`].
    pub(crate) fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rdpfix"));
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM", "CI", "COLUMNS", "MSYSTEM", "TERM_PROGRAM"] {
            command.env_remove(name);
        }
        for name in ["RDPFIX_KNOWLEDGE", "RDPFIX_NO_INPUT", "HOME", "COMPUTERNAME"] {
            command.env_remove(name);
        }
        command.env("XDG_STATE_HOME", self.dir.path()).env("LOCALAPPDATA", self.dir.path());
        if cfg!(target_os = "macos") {
            command.env("HOME", self.dir.path());
        }
        command
    }

    /// A run with these words, separated by blanks.
    pub(crate) fn run(&self, line: &str) -> Run {
        finish(self.command(line.split_whitespace()), b"")
    }

    /// An interview on plain lines with these answers.
    pub(crate) fn interview(&self, line: &str, answers: &str) -> Run {
        finish(self.command(line.split_whitespace()), answers.as_bytes())
    }
}

/// Starts a program. Wine now and then refuses with an "internal error" (1359) while many start at once; that is no
/// fault of the program, which never ran.
fn started(command: &mut Command) -> std::process::Child {
    let refused = |error: &std::io::Error| cfg!(windows) && error.raw_os_error() == Some(1359);
    for _ in 0..5 {
        match command.spawn() {
            Err(error) if refused(&error) => std::thread::sleep(std::time::Duration::from_millis(300)),
            child => return child.expect("the program starts"),
        }
    }
    command.spawn().expect("the program starts")
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command, stdin: &[u8]) -> Run {
    let mut child = started(&mut command);
    let mut input = child.stdin.take().expect("standard input is piped");
    let output = std::thread::scope(|scope| {
        // A program that wants no input closes it; that is its right.
        scope.spawn(move || drop(input.write_all(stdin)));
        child.wait_with_output().expect("the program ends")
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let run = Run {
        code: output.status.code().expect("the program ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    assert!(!run.stderr.contains("panicked"), "{command:?}: {}", run.stderr);
    run
}

impl Run {
    /// The document on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// An error that names every one of the words, on standard error alone.
    #[track_caller]
    pub(crate) fn refused_with(&self, words: &[&str]) {
        assert_eq!((self.code, self.stdout.as_str()), (2, ""), "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "no '{word}' in: {}", self.stderr);
        }
    }
}
