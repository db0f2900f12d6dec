//! Runs the built program in clean surroundings.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_rdpfix");

/// What decides colour, width or prompting, and must not leak in from whoever runs the tests.
/// Without a home nothing is kept: no test writes into that of whoever runs it.
const SCRUBBED: [&str; 16] = [
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "TERM",
    "TERM_PROGRAM",
    "CI",
    "COLUMNS",
    "COMPUTERNAME",
    "MSYSTEM",
    "RDPFIX_KNOWLEDGE",
    "RDPFIX_NO_INPUT",
    "RUST_BACKTRACE",
    "XDG_STATE_HOME",
    "LOCALAPPDATA",
    "HOME",
];

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A run with these words, separated by blanks, and nothing on standard input.
pub(crate) fn rdpfix(line: &str) -> Run {
    run(&line.split_whitespace().collect::<Vec<_>>(), b"")
}

/// A run with these arguments and these bytes on standard input. Bytes and codes, whatever they say,
/// never make the program panic.
pub(crate) fn run(args: &[&str], stdin: &[u8]) -> Run {
    finish(command(args), stdin)
}

/// The program in clean surroundings.
pub(crate) fn clean() -> Command {
    let mut command = Command::new(PROGRAM);
    for name in SCRUBBED {
        command.env_remove(name);
    }
    command
}

/// A command in clean surroundings, to be changed before [`finish`].
pub(crate) fn command<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = clean();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
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
        assert!(self.stderr.starts_with("error: "), "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "no '{word}' in: {}", self.stderr);
        }
    }
}

/// The folder of the knowledge that is compiled in.
pub(crate) fn knowledge() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")
}

/// The files of a kind (`problems`, `fixes`...) with their contents, by name.
pub(crate) fn files_of(folder: &str) -> Vec<(PathBuf, Value)> {
    let entries = std::fs::read_dir(knowledge().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    // By id: with the ending, `a-b.json` would come before `a.json`.
    paths.sort_by_key(|path| path.file_stem().map(ToOwned::to_owned));
    let read = |path: PathBuf| {
        let value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path, value)
    };
    paths.into_iter().map(read).collect()
}

/// The ids of a kind, in order.
pub(crate) fn ids_of(folder: &str) -> Vec<String> {
    let id = |(path, _): (PathBuf, Value)| path.file_stem().unwrap().to_string_lossy().into_owned();
    files_of(folder).into_iter().map(id).collect()
}

/// Those that are tried one process at a time: all of them, and under Wine, where a process takes a hundred
/// times as long to start, one in twenty-five.
pub(crate) fn tried<T>(all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    all.into_iter().step_by(if cfg!(windows) { 25 } else { 1 })
}

/// A folder of one file, to be laid over the built-in knowledge.
pub(crate) fn overlay(path: &str, file: &Value) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, file.to_string()).unwrap();
    dir
}

/// A shipped file under another id.
pub(crate) fn copy(path: &str, id: &str) -> Value {
    let text = std::fs::read_to_string(knowledge().join(path)).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["id"] = Value::from(id);
    file
}
