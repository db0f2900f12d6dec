//! Where answers go: stdout or a file, whole or not at all.

use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::Unusable;
use super::common_args::{Colour, Common};
use super::env::Surroundings;
use crate::file::{NewFile, WriteError};
use crate::render::{self, Format, Style};
use crate::report::page::{Page, ToPage};
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

    /// Whether sensitive values are hidden.
    pub(super) fn redacts(&self) -> bool {
        self.redact
    }

    /// Prints a report without sensitive values.
    pub(super) fn report<T: ToPage>(&self, report: &T) -> anyhow::Result<()> {
        self.write(&render::report(report, self.format, &self.style))
    }

    /// Prints a page as it is.
    pub(super) fn page(&self, page: &Page) -> anyhow::Result<()> {
        self.write(&render::page(page, self.format, &self.style))
    }

    /// Prints a report, without its sensitive values where they are to be hidden.
    pub(super) fn redacted<T: ToPage + Redact>(&self, report: &mut T) -> anyhow::Result<()> {
        if self.redact {
            report.redact(&mut Redactor::new());
        }
        self.report(report)
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
            _ => self.redacted_stream(reports.into_iter()).map(drop),
        }
    }

    /// Many reports, each printed as soon as it is there. One redactor hides them all, so that a name keeps its
    /// placeholder. Breaks, and asks for no further report, where nobody reads any more.
    #[cfg(feature = "check")]
    pub(super) fn redacted_stream<T: ToPage + Redact>(
        &self,
        reports: impl Iterator<Item = T>,
    ) -> anyhow::Result<ControlFlow<()>> {
        let mut redactor = Redactor::new();
        let mut stream = self.stream()?;
        for mut report in reports {
            if self.redact {
                report.redact(&mut redactor);
            }
            if stream.put(self.part(&report))?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        stream.finish()?;
        Ok(ControlFlow::Continue(()))
    }

    /// Begins an answer of many parts.
    pub(super) fn stream(&self) -> anyhow::Result<Stream<'_>> {
        let file = match &self.file {
            Some((path, force)) if path != Path::new("-") => Some(begin_file(path, *force)?),
            _ => None,
        };
        Ok(Stream { output: self, file, pages: Vec::new(), count: 0 })
    }

    /// A report as one part of many.
    pub(super) fn part<T: ToPage>(&self, report: &T) -> Part {
        match self.format {
            Format::Json => Part::Text(render::json::line(report)),
            Format::Html => Part::Page(report.ticket()),
            format => Part::Text(render::report(report, format, &self.style)),
        }
    }

    /// Prints a text that is an answer already.
    pub(super) fn write(&self, text: &str) -> anyhow::Result<()> {
        match &self.file {
            Some((path, force)) => write_file(path, *force, text),
            None => print(text),
        }
    }
}

/// One part of an answer of many.
pub(super) enum Part {
    /// As it is printed.
    Text(String),
    /// What becomes a section of the one HTML document.
    Page(Page),
}

/// An answer of many parts, printed as they come; into a file all at once.
pub(super) struct Stream<'o> {
    output: &'o Output,
    file: Option<NewFile>,
    pages: Vec<Page>,
    count: usize,
}

impl Stream<'_> {
    /// Adds a part; breaks where nobody reads any more.
    pub(super) fn put(&mut self, part: Part) -> anyhow::Result<ControlFlow<()>> {
        let between = self.count > 0 && self.output.format != Format::Json;
        self.count += 1;
        match part {
            Part::Page(page) => {
                self.pages.push(page);
                Ok(ControlFlow::Continue(()))
            }
            Part::Text(text) if between => self.write(&format!("\n{text}")),
            Part::Text(text) => self.write(&text),
        }
    }

    /// How many parts there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Ends it: the file is in its place now.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        if self.output.format == Format::Html {
            let document = render::html::document(&std::mem::take(&mut self.pages));
            self.write(&document).map(drop)?;
        }
        self.file.map_or(Ok(()), finish_file)
    }

    fn write(&mut self, text: &str) -> anyhow::Result<ControlFlow<()>> {
        let Some(file) = &mut self.file else { return to_stdout(text) };
        file.write_all(text.as_bytes()).context("cannot write the file")?;
        Ok(ControlFlow::Continue(()))
    }
}

/// Prints a page that no flag sets: for a person at a terminal, else plain.
pub(super) fn print_page(page: &Page, surroundings: &Surroundings) -> anyhow::Result<()> {
    let terminal = surroundings.stdout_terminal;
    let format = if terminal { Format::Terminal } else { Format::Plain };
    let style = Style {
        width: surroundings.width(None, terminal),
        colour: terminal && surroundings.colour(Colour::Auto, terminal),
    };
    print(&render::page(page, format, &style))
}

/// Prints to stdout. That nobody reads it any more is no error and changes no exit code.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    to_stdout(text).map(drop)
}

fn to_stdout(text: &str) -> anyhow::Result<ControlFlow<()>> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(error).context("cannot write to standard output"),
    }
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

/// Writes a file, whole or not at all; `-` is standard output.
pub(super) fn write_file(path: &Path, force: bool, text: &str) -> anyhow::Result<()> {
    if path == Path::new("-") {
        return print(text);
    }
    let mut file = begin_file(path, force)?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    finish_file(file)
}

/// Writes a file that is not there yet, whole or not at all; `-` is standard output.
pub(super) fn write_new_file(path: &Path, text: &str) -> anyhow::Result<()> {
    if path == Path::new("-") {
        return print(text);
    }
    let mut file = NewFile::begin(path, false).map_err(|error| match error {
        WriteError::Exists(_) => Unusable::new(error.to_string(), "name a file that is not there yet").into(),
        other => unwritten(other),
    })?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    finish_file(file)
}

fn begin_file(path: &Path, force: bool) -> anyhow::Result<NewFile> {
    NewFile::begin(path, force).map_err(unwritten)
}

fn finish_file(file: NewFile) -> anyhow::Result<()> {
    file.finish().map_err(unwritten)
}

/// Why there is no file, and what to type instead.
fn unwritten(error: WriteError) -> anyhow::Error {
    let help = match &error {
        WriteError::Io(..) => return error.into(),
        WriteError::Exists(_) => "add --force to replace it",
        WriteError::NotRegular(..) | WriteError::Name { .. } => "name another file, or - for standard output",
    };
    Unusable::new(error.to_string(), help).into()
}
