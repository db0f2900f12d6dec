//! The command line: the only home of clap and anyhow, and the one place where a run ends.
#![expect(clippy::disallowed_types, reason = "anyhow is for this edge")]

mod answers;
mod args;
mod ask;
#[cfg(feature = "check")]
mod check;
#[cfg(feature = "check")]
mod check_args;
mod collect;
mod common_args;
mod completions;
mod cores;
mod diagnose;
mod env;
mod evidence;
mod evidence_args;
mod exit;
mod explain;
mod find;
mod help;
#[cfg(feature = "check")]
mod host_check;
#[cfg(not(feature = "check"))]
#[path = "no_host_check.rs"]
mod host_check;
mod input;
mod kb;
mod kept;
mod list;
mod lookup;
mod output;
mod pending;
mod session;
mod session_args;
mod session_case;
mod topics;
mod tree;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::panic::UnwindSafe;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser};

use crate::intake;
use crate::knowledge::format::Problem;
use crate::knowledge::{Kind, Knowledge};
use crate::lexicon::Lexicon;
use crate::render::{Format, json};
use crate::report::failure::{FailureReport, without_names};
use crate::search::did_you_mean;
use crate::text::{sanitise, shell_word_or};
use crate::witness::person::leave_on_interrupt;
use crate::witness::platform;
use args::{Cli, Command};
use env::Surroundings;
use exit::Exit;

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let exit = guarded(whole_run);
    platform::leave_console();
    exit
}

/// A panic anywhere ends the run like any other error: what was answered is in the session file by then.
fn guarded(run: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    std::panic::catch_unwind(run).unwrap_or_else(|_| {
        output::print_error("error: rdpfix itself is at fault; what was answered is kept\n");
        Exit::Unusable.into()
    })
}

fn whole_run() -> ExitCode {
    let surroundings = Surroundings::read();
    if cfg!(windows) {
        // Elsewhere the system ends a program with what a shell shows as 130.
        leave_on_interrupt();
    }
    let words = words();
    let cli = match Cli::try_parse_from(&words).or_else(|error| looked_up(error, &words)) {
        Ok(cli) => cli,
        Err(error) => return usage(harmless(error, &words)),
    };
    let Some(command) = cli.command else { return bare(&surroundings) };
    let (wants_json, redacts) = (command.wants_json(), command.redacts());
    match run(command, &surroundings) {
        Ok(exit) => exit.into(),
        Err(error) if redacts => failed_without_names(&error, wants_json),
        Err(error) => failed(&error, wants_json),
    }
}

fn run(command: Command, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    match command {
        Command::Diagnose(args) => diagnose::run(&args, surroundings),
        Command::Lookup(args) => lookup::run(&args, surroundings),
        Command::Explain(args) => explain::run(&args, surroundings),
        Command::Find(args) => find::run(&args, surroundings),
        Command::List(args) => list::run(&args, surroundings),
        #[cfg(feature = "check")]
        Command::Check(args) => check::run(&args, surroundings),
        Command::Evidence(args) => evidence::run(&args, surroundings),
        Command::Collect(args) => collect::run(&args, surroundings),
        Command::Tree(args) => tree::run(&args),
        Command::Session(command) => session::run(command, surroundings),
        Command::Pending(args) => pending::run(&args, surroundings),
        Command::Kb(command) => kb::run(&command, surroundings),
        Command::Completions(args) => completions::completions(args.shell),
        Command::Man => completions::man(),
        Command::Help(args) => help::run(args.topic.as_deref(), surroundings),
        Command::BenchOracle { model } => tree::oracle(&model),
    }
}

impl Command {
    /// Whether errors are told without names: where that is asked for, and in the forms that hide them.
    fn redacts(&self) -> bool {
        self.common().is_some_and(|common| {
            common.redact || common.format.is_some_and(Format::hides_names) && !common.no_redact
        })
    }

    fn wants_json(&self) -> bool {
        let tree = matches!(self, Self::Tree(args) if args.format == args::TreeForm::Json);
        let collect = matches!(self, Self::Collect(args) if args.json);
        self.is_dialogue()
            || tree
            || collect
            || self.common().is_some_and(|common| common.json || common.format == Some(Format::Json))
    }

    /// Whether a program reads and answers line by line.
    fn is_dialogue(&self) -> bool {
        matches!(
            self,
            Self::Diagnose(args::DiagnoseArgs { ndjson: true, .. })
                | Self::Session(session_args::SessionCommand::Resume { ndjson: true, .. })
        )
    }

    /// The flags that all commands with reports have.
    fn common(&self) -> Option<&args::Common> {
        Some(match self {
            Self::Diagnose(args) => &args.common,
            Self::Lookup(args) => &args.common,
            Self::Explain(args) => &args.common,
            Self::Find(args) => &args.common,
            Self::List(args) => &args.common,
            #[cfg(feature = "check")]
            Self::Check(args) => &args.common,
            Self::Evidence(args) => &args.common,
            Self::Kb(args::KbCommand::Validate { common, .. } | args::KbCommand::Coverage { common }) => {
                common
            }
            Self::Session(
                session_args::SessionCommand::List { common }
                | session_args::SessionCommand::Show { common, .. }
                | session_args::SessionCommand::Resume { common, .. }
                | session_args::SessionCommand::Report { common, .. },
            ) => common,
            Self::Pending(args) => match &args.command {
                Some(session_args::PendingCommand::Undo { common, .. }) => common,
                _ => &args.common,
            },
            _ => return None,
        })
    }
}

/// The command line. `/?` and `-?` ask for help, as they do of every program of Windows.
fn words() -> Vec<OsString> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    for word in words.iter_mut().skip(1).take_while(|word| *word != "--") {
        if word == "/?" || word == "-?" {
            *word = OsString::from("--help");
        }
    }
    words
}

/// The same error without anything that a terminal would act upon: clap repeats what was typed as it is.
fn harmless(error: clap::Error, words: &[OsString]) -> clap::Error {
    let clean: Vec<String> = words.iter().map(|word| sanitise(&word.to_string_lossy())).collect();
    if words.iter().zip(&clean).all(|(word, clean)| word == clean.as_str()) {
        return error;
    }
    let same = Cli::try_parse_from(&clean).err().filter(clap::Error::use_stderr);
    same.unwrap_or_else(|| {
        let message = error.render().to_string();
        let message = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
        clap::Error::raw(error.kind(), sanitise(message) + "\n")
    })
}

/// A usage error, or help that was asked for.
fn usage(error: clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let shown = error.print().context("cannot write to standard output");
        return shown.map_or_else(|error| failed(&error, false), |()| Exit::Fine.into());
    }
    if asks_for_json(std::env::args_os().skip(1)) {
        let message = error.render().to_string();
        let message = message.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        return failed(&Unusable::new(message, "rdpfix --help").into(), true);
    }
    let _ = sensible(error).print();
    Exit::Unusable.into()
}

/// Whether a command line that could not be understood asks for JSON.
fn asks_for_json(mut args: impl Iterator<Item = OsString>) -> bool {
    let mut before = OsString::new();
    args.any(|arg| {
        let json = ["--json", "--ndjson"].iter().any(|word| arg == *word)
            || arg == "--format=json"
            || before == "--format" && arg == "json";
        before = arg;
        json
    })
}

/// A code or a text where a command is expected is looked up; the error stays where the word is nearly a command, or
/// names nothing.
fn looked_up(error: clap::Error, words: &[OsString]) -> Result<Cli, clap::Error> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return Err(error);
    };
    let first = words.get(1).is_some_and(|first| *first == **word);
    let values = words.iter().skip(1).take_while(|value| !value.to_string_lossy().starts_with("--"));
    let text = values.map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(" ");
    if !first || near_command(word).is_some() || !names_something(&text) {
        return Err(error);
    }
    let lookup = words.iter().take(1).cloned().chain([OsString::from("lookup")]);
    Cli::try_parse_from(lookup.chain(words.iter().skip(1).cloned()))
}

/// Whether a text is read as anything.
fn names_something(text: &str) -> bool {
    let reading = intake::read(text, Lexicon::builtin(), None);
    reading.outcome != intake::Outcome::Unknown || !reading.codes.is_empty()
}

/// The command of which a word is a misspelling: the same first letter, and at most two letters wrong.
fn near_command(word: &str) -> Option<String> {
    let cli = Cli::command();
    let names = cli.get_subcommands().filter(|command| !command.is_hide_set()).map(clap::Command::get_name);
    let near =
        |name: &&str| name.chars().next() == word.chars().next() && strsim::osa_distance(name, word) <= 2;
    names.into_iter().find(near).map(str::to_owned)
}

/// A usage error with a suggestion that makes sense: the command that was nearly typed, else how to look the word up.
fn sensible(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand).cloned() else {
        return error;
    };
    error.remove(ContextKind::SuggestedSubcommand);
    if let Some(command) = near_command(&word) {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![command]));
    } else {
        let word = shell_word_or(&word, "TEXT");
        let tips = [format!("to look it up: rdpfix lookup {word}"), format!("to search: rdpfix find {word}")];
        let tips = tips.into_iter().map(Into::into).collect();
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    }
    error
}

/// No command: short help; the wizard when the window is ours alone (started by a double click).
fn bare(surroundings: &Surroundings) -> ExitCode {
    if surroundings.stdin_terminal && platform::console_is_ours_alone() {
        return diagnose::double_clicked(surroundings).into();
    }
    if surroundings.stdout_terminal {
        let shown = output::print(help::SHORT);
        return if shown.is_ok() { Exit::Fine } else { Exit::Unusable }.into();
    }
    output::print_error(help::SHORT);
    Exit::Unusable.into()
}

/// What went wrong, its causes one per line, and what to type next.
fn failed(error: &anyhow::Error, wants_json: bool) -> ExitCode {
    told(error, wants_json, &|message| message)
}

/// The same without what was typed and what lies on this disk.
fn failed_without_names(error: &anyhow::Error, wants_json: bool) -> ExitCode {
    let typed: Vec<String> =
        std::env::args_os().skip(1).flat_map(|word| values(&word.to_string_lossy())).collect();
    told(error, wants_json, &|message| without_names(&message, &typed))
}

/// What of a word of the command line may be a name: all of it, or the value of the option that it is (`--output=NAME`,
/// `-oNAME`).
fn values(word: &str) -> Vec<String> {
    let value = word.split_once('=').map(|(_, value)| value);
    let short = || word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
    let behind = short().and_then(|rest| Some(rest.split_at_checked(rest.chars().next()?.len_utf8())?.1));
    let whole = (!word.starts_with('-')).then_some(word);
    [whole, behind, value].into_iter().flatten().filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn told(error: &anyhow::Error, wants_json: bool, said: &dyn Fn(String) -> String) -> ExitCode {
    if output::is_broken_pipe(error) {
        return Exit::Fine.into();
    }
    let help = error.downcast_ref::<Unusable>().and_then(|unusable| unusable.help.clone());
    let chain: Vec<String> = error.chain().map(|cause| said(sanitise(&cause.to_string()))).collect();
    if wants_json {
        let report = FailureReport::new(chain.join(": "), help.clone());
        // Where standard output is what failed, standard error is left.
        if output::print(&json::document(&report)).is_ok() {
            return Exit::Unusable.into();
        }
    }
    let mut text = format!("error: {}\n", chain[0]);
    for cause in &chain[1..] {
        writeln!(text, "caused by: {cause}").expect("writing to a string");
    }
    if let Some(help) = help {
        writeln!(text, "help: {help}").expect("writing to a string");
    }
    output::print_error(&text);
    Exit::Unusable.into()
}

/// Input that cannot be used, with what to type instead.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Unusable {
    message: String,
    help: Option<String>,
}

impl Unusable {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// The knowledge of a run and the lexicon that belongs to it.
struct Base {
    knowledge: Knowledge,
    own: Option<Lexicon>,
}

impl Base {
    fn load(dirs: &[PathBuf]) -> anyhow::Result<Self> {
        let overlays: Vec<PathBuf> = overlays(dirs).cloned().collect();
        if overlays.is_empty() {
            return Ok(Self { knowledge: Knowledge::builtin(), own: None });
        }
        let knowledge = Knowledge::with_overlays(&overlays)?;
        let own = Some(lexicon(&knowledge));
        Ok(Self { knowledge, own })
    }

    fn lexicon(&self) -> &Lexicon {
        self.own.as_ref().unwrap_or_else(|| Lexicon::builtin())
    }

    /// The problem of an id or a code.
    fn problem(&self, id: &str) -> anyhow::Result<&Problem> {
        let reading = intake::read(id, self.lexicon(), None);
        let decided =
            (reading.outcome == intake::Outcome::Match).then(|| reading.candidates.first()).flatten();
        let problem = decided.and_then(|candidate| self.knowledge.problems.get(&candidate.problem));
        problem.ok_or_else(|| {
            let near = did_you_mean(&self.knowledge, id, self.knowledge.problems.ids(), &[Kind::Problem]);
            Unusable::new(format!("there is no problem '{id}'{near}"), "rdpfix list problems").into()
        })
    }
}

/// The overlay directories of a command line; an empty name is an environment variable that is not set.
fn overlays(dirs: &[PathBuf]) -> impl Iterator<Item = &PathBuf> {
    dirs.iter().filter(|dir| !dir.as_os_str().is_empty())
}

/// The lexicon of a knowledge base that is not the built-in one.
fn lexicon(knowledge: &Knowledge) -> Lexicon {
    let (problems, tables) = (knowledge.problems.values(), knowledge.codes.values());
    Lexicon::build(problems, tables, knowledge.refused.values(), knowledge.families(), knowledge.events())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_form_of_an_option() {
        for (word, names) in [
            ("srv01", &["srv01"][..]),
            ("--output=zoe.json", &["zoe.json"]),
            ("-ozoe.json", &["zoe.json"]),
            ("-o=zoe.json", &["=zoe.json", "zoe.json"]),
            ("a=b", &["a=b", "b"]),
            ("--json", &[]),
            ("-o", &[]),
            ("-", &[]),
        ] {
            assert_eq!(values(word), names, "{word}");
        }
    }

    #[test]
    fn a_panic_ends_as_an_error() {
        assert_eq!(guarded(|| panic!("on purpose")), ExitCode::from(2));
        assert_eq!(guarded(|| ExitCode::from(3)), ExitCode::from(3));
    }
}
