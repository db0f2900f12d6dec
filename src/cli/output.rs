//! Where answers go: stdout or a file, whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::Unusable;
use super::args::Common;
use super::env::Surroundings;
use crate::render::{self, Format, Style};
use crate::report::page::ToPage;
use crate::sensitive::{Redact, Redactor};

/// How the answer of a run is printed.
pub(super) struct Output {
    format: Format,
    style: Style,
    redact: bool,
    file: Option<(PathBuf, bool)>,
}

impl Output {
    /// From the flags and the surroundings.
    pub(super) fn new(common: &Common, surroundings: &Surroundings) -> Self {
        let terminal = surroundings.stdout_terminal && common.output.is_none();
        let default = if terminal { Format::Terminal } else { Format::Plain };
        let format = if common.json { Format::Json } else { common.format.unwrap_or(default) };
        let style = Style {
            width: surroundings.width(common.width, terminal),
            colour: format == Format::Terminal && surroundings.colour(common.color, terminal),
        };
        let redact = common.redact || format.hides_names() && !common.no_redact;
        Self { format, style, redact, file: common.output.clone().map(|path| (path, common.force)) }
    }

    /// Whether scripts read the answer.
    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Prints a report without sensitive values.
    pub(super) fn report<T: ToPage>(&self, report: &T) -> anyhow::Result<()> {
        self.write(&render::report(report, self.format, &self.style))
    }

    /// Prints a report, without its sensitive values where they are to be hidden.
    pub(super) fn redacted<T: ToPage + Redact>(&self, report: &mut T) -> anyhow::Result<()> {
        if self.redact {
            report.redact(&mut Redactor::new());
        }
        self.report(report)
    }

    /// One document or block of many, as one piece.
    pub(super) fn many<T: ToPage>(&self, reports: &[T]) -> anyhow::Result<()> {
        self.write(&render::reports(reports, self.format, &self.style))
    }

    /// One document or block of many, without sensitive values where they are to be hidden; `stream` for one per line.
    #[cfg(feature = "check")]
    pub(super) fn redacted_many<T: ToPage + Redact>(
        &self,
        mut reports: Vec<T>,
        stream: bool,
    ) -> anyhow::Result<()> {
        match reports.as_mut_slice() {
            [one] if !stream => self.redacted(one),
            _ => self.redacted_stream(reports.into_iter()),
        }
    }

    /// Many reports, each printed as soon as it is there; into a file all at once. One redactor hides them all, so that
    /// a name keeps its placeholder.
    #[cfg(feature = "check")]
    pub(super) fn redacted_stream<T: ToPage + Redact>(
        &self,
        reports: impl Iterator<Item = T>,
    ) -> anyhow::Result<()> {
        let mut redactor = Redactor::new();
        let mut whole = String::new();
        for (index, mut report) in reports.enumerate() {
            if self.redact {
                report.redact(&mut redactor);
            }
            let text = match self.format {
                Format::Json => render::json::line(&report),
                format => {
                    let between = if index == 0 { "" } else { "\n" };
                    format!("{between}{}", render::report(&report, format, &self.style))
                }
            };
            match &self.file {
                Some(_) => whole.push_str(&text),
                None => print(&text)?,
            }
        }
        if self.file.is_some() { self.write(&whole) } else { Ok(()) }
    }

    /// Prints a text that is an answer already.
    pub(super) fn write(&self, text: &str) -> anyhow::Result<()> {
        match &self.file {
            Some((path, force)) => write_file(path, *force, text),
            None => print(text),
        }
    }
}

/// Prints to stdout.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).context("cannot write to standard output")
}

/// Prints to stderr; nobody can be told if that fails.
pub(super) fn print_error(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Whether whoever read our output has had enough, which is no error.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    io.into_iter().any(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Writes a new file beside its place and moves it there, so that it is whole or not there.
pub(super) fn write_file(path: &Path, force: bool, text: &str) -> anyhow::Result<()> {
    if path == Path::new("-") {
        return print(text);
    }
    if path.exists() && !force {
        let message = format!("{} exists already", path.display());
        return Err(Unusable::new(message, "add --force to replace it").into());
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write()
        .inspect_err(|_| drop(std::fs::remove_file(&part)))
        .with_context(|| format!("cannot write {}", path.display()))
}
