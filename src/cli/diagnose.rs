//! `rdpfix diagnose`: prompted where somebody can be asked, else a report on where it stands.

use super::answers::{Told, told};
use super::args::{DiagnoseArgs, Here};
use super::env::Surroundings;
use super::exit::Exit;
use super::output::{self, Output};
use super::{Base, input};
use crate::intake::{self, Outcome as Read, Reading};
use crate::knowledge::format::Problem;
use crate::knowledge::words::Side;
use crate::render::{self, Format, Style};
use crate::report::diagnosis::{DiagnosisReport, NextCard};
use crate::session::interview::{Ending, Interview, Setting};
use crate::session::{Facts, Policy, Session, Weakening};
use crate::witness::person::{Desk, Simple, catch_interrupts};
use crate::witness::platform::{self, CannotPrompt, Front};
use crate::witness::{Gone, Person};

pub(super) fn run(args: &DiagnoseArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let Told { problem: named, facts } = told(args, &base)?;
    let output = Output::new(&args.common, surroundings);
    let front = platform::can_prompt(&surroundings.prompting(args.no_input || output.is_json(), args.simple));
    let text = pasted(args, named.is_some(), surroundings, front.is_ok())?;
    let reading = text.map(|text| intake::read(&text, base.lexicon(), None));
    let exit = match front {
        Ok(front) => prompted(args, surroundings, &base, front, reading, named, facts, &output)?,
        Err(why) => {
            note(why, args, &output);
            scripted(args, &base, reading.as_ref(), named, facts, &output)?
        }
    };
    Ok(exit.or_zero(args.common.exit_zero))
}

/// Started by a double click: the wizard, and the window stays until Enter.
pub(super) fn double_clicked(surroundings: &Surroundings) -> Exit {
    use clap::Parser;
    let cli = super::args::Cli::parse_from(["rdpfix", "diagnose"]);
    let Some(super::args::Command::Diagnose(args)) = cli.command else { return Exit::Unusable };
    let exit = run(&args, surroundings).unwrap_or_else(|error| {
        super::failed(&error, false);
        Exit::Unusable
    });
    output::print_error("\nPress Enter to close this window.\n");
    let _ = std::io::stdin().read_line(&mut String::new());
    exit
}

/// The text that was given, unless somebody will be asked for it.
fn pasted(
    args: &DiagnoseArgs,
    named: bool,
    surroundings: &Surroundings,
    prompts: bool,
) -> anyhow::Result<Option<String>> {
    if !args.text.is_empty() {
        return input::text(&args.text).map(Some);
    }
    // A runbook that names the problem has nothing to pipe, and must not wait for it.
    let piped = !named && !prompts && !surroundings.stdin_terminal;
    if piped { input::stdin().map(Some) } else { Ok(None) }
}

/// Why nobody is asked, where the user did not say so.
fn note(why: CannotPrompt, args: &DiagnoseArgs, output: &Output) {
    let silent =
        args.no_input || output.is_json() || matches!(why, CannotPrompt::NoInputEnv | CannotPrompt::Ci);
    if !silent {
        output::print_error(&format!("note: {why}\n"));
    }
}

fn policy(args: &DiagnoseArgs, person: bool) -> Policy {
    let weakening = match (args.no_weakening, args.allow_weakening || person) {
        (true, _) => Weakening::Never,
        (false, true) => Weakening::Offer,
        (false, false) => Weakening::Withhold,
    };
    Policy { weakening, go_on: false, assume_unknown: args.assume_unknown, person }
}

/// The problem that a text decides.
fn decided<'k>(base: &'k Base, reading: Option<&Reading>) -> Option<&'k Problem> {
    let reading = reading.filter(|reading| reading.outcome == Read::Match)?;
    reading.candidates.first().and_then(|candidate| base.knowledge.problems.get(&candidate.problem))
}

fn scripted(
    args: &DiagnoseArgs,
    base: &Base,
    reading: Option<&Reading>,
    named: Option<&Problem>,
    facts: Facts,
    output: &Output,
) -> anyhow::Result<Exit> {
    let Some(problem) = named.or_else(|| decided(base, reading)) else {
        let nothing = intake::read("", base.lexicon(), None);
        let reading = reading.unwrap_or(&nothing);
        output.redacted(&mut DiagnosisReport::undecided(&base.knowledge, reading, args.assume_unknown))?;
        return Ok(if args.assume_unknown { Exit::Negative } else { Exit::NeedsAnswer });
    };
    let session = Session::new(&base.knowledge, problem, facts, policy(args, false));
    let mut report = DiagnosisReport::new(&session, reading, args.common.numbers);
    let exit = exit(&report);
    output.redacted(&mut report)?;
    Ok(exit)
}

fn exit(report: &DiagnosisReport) -> Exit {
    match &report.next {
        NextCard::Ask { .. } => Exit::NeedsAnswer,
        NextCard::Fix { .. } => Exit::Fine,
        NextCard::HandOver { .. } => Exit::Negative,
        NextCard::Connected { temporary } if temporary.is_empty() => Exit::Fine,
        NextCard::Connected { .. } => Exit::Temporary,
    }
}

#[expect(clippy::too_many_arguments, reason = "everything a run was given, handed on once")]
fn prompted(
    args: &DiagnoseArgs,
    surroundings: &Surroundings,
    base: &Base,
    front: Front,
    reading: Option<Reading>,
    named: Option<&Problem>,
    facts: Facts,
    output: &Output,
) -> anyhow::Result<Exit> {
    catch_interrupts();
    let colour = surroundings.colour(args.common.color, surroundings.stderr_terminal);
    let style = Style { width: surroundings.width(args.common.width, surroundings.stderr_terminal), colour };
    let format = if surroundings.stderr_terminal { Format::Terminal } else { Format::Plain };
    let screen = |page: &_| render::page(page, format, &style);
    let setting = Setting {
        knowledge: &base.knowledge,
        lexicon: base.lexicon(),
        policy: policy(args, true),
        here: if args.i_am == Here::Host { Side::Host } else { Side::Client },
        elevated: platform::elevated(),
        numbers: args.common.numbers,
        screen: &screen,
    };
    match front {
        Front::Desk => talk(&mut Desk::new(colour), &setting, reading, named, facts, output),
        Front::Simple => talk(&mut Simple::new(), &setting, reading, named, facts, output),
    }
}

fn talk<P: Person>(
    person: &mut P,
    setting: &Setting,
    reading: Option<Reading>,
    named: Option<&Problem>,
    facts: Facts,
    output: &Output,
) -> anyhow::Result<Exit> {
    let mut interview = Interview::new(setting, reading, named.map(|problem| problem.id.as_str()), facts);
    match interview.run(person) {
        Ok(Ending::Finished) => {
            let mut report = interview.report();
            let exit = report.as_ref().map_or(Exit::Negative, exit);
            if let Some(report) = &mut report {
                output.redacted(report)?;
            }
            Ok(if exit == Exit::NeedsAnswer { Exit::Negative } else { exit })
        }
        Ok(Ending::Cancelled) | Err(Gone::Interrupted) => cancelled(&interview),
        Err(Gone::Lost(error)) => {
            cancelled(&interview)?;
            Err(anyhow::Error::new(error).context("the terminal is gone"))
        }
    }
}

/// Nothing that was answered is lost: the line that goes on from here.
fn cancelled(interview: &Interview) -> anyhow::Result<Exit> {
    if let Some(line) = interview.go_on_line() {
        output::print(&format!("Cancelled. To go on from here:\n{line}\n"))?;
    }
    Ok(Exit::Cancelled)
}
