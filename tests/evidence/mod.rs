//! Files as a witness: what is read of them, what that answers, and that nothing damaged or hostile does harm.
//!
//! `files/` holds small files of the shapes that Windows and its clients write, `samples.json` what real logs and files
//! must show; those lie outside of the project (`../shared/evidence/samples`), and their test skips where they are not.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

mod answers;
mod archives;
mod collected;
mod damage;
mod diagnosis;
mod samples;
mod scenarios;
mod writing;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shared::program::{Run, command, finish};

/// A file or folder of `tests/evidence/files`.
pub(crate) fn files(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence/files").join(name)
}

/// A run with paths among its arguments.
pub(crate) fn with(args: &[&std::ffi::OsStr]) -> Run {
    finish(command(args), b"")
}

/// The document of `rdpfix evidence` on some paths.
pub(crate) fn evidence(paths: &[PathBuf], more: &[&str]) -> Value {
    let mut args: Vec<&std::ffi::OsStr> = vec!["evidence".as_ref(), "--json".as_ref()];
    args.extend(more.iter().map(|word| std::ffi::OsStr::new(*word)));
    args.extend(paths.iter().map(|path| path.as_os_str()));
    let run = with(&args);
    assert_eq!(run.stderr, "", "{paths:?}");
    run.json()
}

/// The state that a document gives to an observation.
pub(crate) fn state<'d>(document: &'d Value, observation: &str) -> Option<&'d str> {
    let answers = document["answers"].as_array().unwrap();
    answers.iter().find(|answer| answer["observation"] == observation)?["state"].as_str()
}
