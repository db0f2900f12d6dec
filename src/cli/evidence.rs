//! `rdpfix evidence`: what files show; and `--evidence`, with which a diagnosis begins.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::answers::Told;
use super::args::DiagnoseArgs;
use super::env::Surroundings;
use super::evidence_args::EvidenceArgs;
use super::exit::Exit;
use super::output::Output;
use super::{Base, Unusable, input};
use crate::evidence::{self, Answers, Attempt, Bundle, Filter, Input, Suggested};
use crate::file;
use crate::knowledge::format::Id;
use crate::knowledge::words::Side;
use crate::report::evidence::{EvidenceReport, Outlook};
use crate::session::Given;
use crate::text::shell_path;

/// More files than this are not evidence of one failure.
const MOST_FILES: usize = 2_000;

/// The largest text from standard input.
const MOST_PIPED: u64 = 64 << 20;

pub(super) fn run(args: &EvidenceArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let output = Output::new(&args.common, surroundings);
    let brought = Brought::read(&args.paths, args.side.map(super::common_args::Here::side), args.at, &base)?;
    let mut report = brought.report(&base);
    let exit = if report.files.is_empty() { Exit::Negative } else { Exit::Fine };
    output.redacted(&mut report)?;
    Ok(exit.or_zero(args.common.exit_zero))
}

/// Files that were brought, and what they say.
pub(super) struct Brought {
    bundle: Bundle,
    unread: Vec<(String, String)>,
    attempts: Vec<Attempt>,
    at: Option<i64>,
    answers: Answers,
    suggested: Vec<Suggested>,
    paths: Vec<String>,
}

impl Brought {
    /// Reads files and folders.
    pub(super) fn read(
        paths: &[PathBuf],
        side: Option<Side>,
        at: Option<i64>,
        base: &Base,
    ) -> anyhow::Result<Self> {
        let filter = Filter::new(&base.knowledge);
        let (mut inputs, mut unread) = (Vec::new(), Vec::new());
        for path in paths {
            take(path, side, &filter, &mut inputs, &mut unread)?;
        }
        let bundle = Bundle::new(inputs);
        let attempts = evidence::attempts(&bundle);
        let asked = evidence::in_question(&attempts, at);
        let answers = evidence::answers(&base.knowledge, &bundle, asked);
        let suggested = evidence::suggested(&base.knowledge, base.lexicon(), &bundle, asked);
        let shown = |path: &PathBuf| shell_path(path).unwrap_or_else(|| "FILE".to_owned());
        let paths = paths.iter().map(shown).collect();
        Ok(Self { bundle, unread, attempts, at, answers, suggested, paths })
    }

    /// The files with which a diagnosis begins. Their answers are added where nothing else is said; the problem that they
    /// decide is taken where neither a text nor a name does.
    pub(super) fn begin<'k>(
        args: &DiagnoseArgs,
        base: &'k Base,
        said: &mut Told<'k>,
        has_text: bool,
    ) -> anyhow::Result<Option<Self>> {
        if args.evidence.is_empty() {
            return Ok(None);
        }
        let brought = Self::read(&args.evidence, None, args.at, base)?;
        for (observation, given) in brought.given() {
            said.facts.answers.entry(observation).or_insert(given);
        }
        if !has_text && said.problem.is_none() {
            said.problem = brought.problem().and_then(|id| base.knowledge.problems.get(id));
        }
        Ok(Some(brought))
    }

    fn report(&self, base: &Base) -> EvidenceReport {
        let outlook = Outlook {
            bundle: &self.bundle,
            unread: &self.unread,
            attempts: &self.attempts,
            in_question: evidence::in_question(&self.attempts, self.at),
            at: self.at,
            answers: &self.answers,
            suggested: &self.suggested,
            paths: &self.paths,
        };
        EvidenceReport::new(&base.knowledge, &outlook)
    }

    /// The answers, as a diagnosis takes them.
    fn given(&self) -> Vec<(Id, Given)> {
        self.answers.answered.iter().map(evidence::Answered::given).collect()
    }

    /// The problem that the files alone decide, where they point to one.
    fn problem(&self) -> Option<&str> {
        self.suggested.first().map(|found| found.problem.as_str())
    }

    /// What was brought, in a sentence for people; and what is open in it.
    pub(super) fn notice(&self) -> String {
        let understood = self.bundle.sources.iter().filter(|source| !source.found.shapes.is_empty()).count();
        let files = if understood == 1 { "1 file".to_owned() } else { format!("{understood} files") };
        let answers = match self.answers.answered.len() {
            0 => "it answers no question".to_owned(),
            1 => "1 question is answered".to_owned(),
            count => format!("{count} questions are answered"),
        };
        let aside = self.answers.aside.len() + self.answers.contradictions.len();
        let open = if aside > 0 {
            format!("; {aside} more are open (rdpfix evidence says why)")
        } else {
            String::new()
        };
        format!("Evidence: {files} read, {answers}{open}. Every menu lets you correct it.")
    }
}

/// Takes a file, or each file of a folder.
fn take(
    path: &Path,
    side: Option<Side>,
    filter: &Filter,
    inputs: &mut Vec<Input>,
    unread: &mut Vec<(String, String)>,
) -> anyhow::Result<()> {
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    if path == Path::new("-") {
        let bytes = input::named(path, MOST_PIPED)?;
        let found = evidence::read_bytes(&bytes, filter).context("cannot read standard input")?;
        inputs.push(Input { name: "standard input".to_owned(), side, found });
        return Ok(());
    }
    if !path.is_dir() {
        let file = file::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        return one(file, &shown(path), side, filter, (inputs, unread))
            .with_context(|| format!("cannot read {}", path.display()));
    }
    let (files, more) =
        file::walk(path, MOST_FILES).with_context(|| format!("cannot read {}", path.display()))?;
    if files.is_empty() {
        return Err(Unusable::new(format!("{} holds no file", path.display()), "rdpfix evidence FILE").into());
    }
    for path in files {
        let read = file::open(&path).map_err(anyhow::Error::from);
        let read = read.and_then(|file| Ok(one(file, &shown(&path), side, filter, (inputs, unread))?));
        if let Err(error) = read {
            unread.push((shown(&path), format!("it cannot be read: {error}")));
        }
    }
    if more {
        unread.push((shown(path), format!("it holds more than {MOST_FILES} files, or folders too deep")));
    }
    Ok(())
}

/// Reads a file, or each file of a zip archive.
fn one(
    mut file: File,
    name: &str,
    side: Option<Side>,
    filter: &Filter,
    (inputs, unread): (&mut Vec<Input>, &mut Vec<(String, String)>),
) -> io::Result<()> {
    if !evidence::is_archive(&mut file)? {
        inputs.push(Input { name: name.to_owned(), side, found: evidence::read_file(file, filter)? });
        return Ok(());
    }
    let (files, more) = evidence::read_archive(file, filter, MOST_FILES)?;
    for packed in files {
        let name = format!("{name}/{}", packed.name);
        match packed.found {
            Ok(found) => inputs.push(Input { name, side, found }),
            Err(why) => unread.push((name, why)),
        }
    }
    if more {
        unread.push((name.to_owned(), format!("it holds more than {MOST_FILES} files")));
    }
    Ok(())
}
