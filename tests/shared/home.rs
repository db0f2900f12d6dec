//! Runs the built program with a state folder of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shared::program::{Run, command, finish};

/// A folder in which everything is kept, and the program that keeps it there.
pub(crate) struct Home {
    dir: tempfile::TempDir,
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
        let mut command = command(args);
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
