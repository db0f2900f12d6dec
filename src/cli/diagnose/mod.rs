//! `rdpfix diagnose`: prompted where somebody can be asked, else a report on where it stands.

mod call;
mod dialogue;
mod prompted;
mod script;

use super::answers::told;
use super::args::DiagnoseArgs;
use super::env::Surroundings;
use super::evidence::Brought;
use super::exit::Exit;
use super::kept::{self, Kept};
use super::output::{self, Output};
use super::{Base, Unusable, host_check, input};
use crate::intake;
use crate::interview::{Course, Frame};
use crate::knowledge::words::Side;
use crate::report::diagnosis::{DiagnosisReport, NextCard, SessionCard};
use crate::session::log::{Begun, KeptPolicy, Line};
use crate::session::{Policy, Weakening};
use crate::witness::platform::{self, CannotPrompt};
use call::Call;

pub(super) fn run(args: &DiagnoseArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    if args.ndjson {
        return dialogue::run(args, surroundings);
    }
    let base = Base::load(&args.common.knowledge)?;
    let mut said = told(args, &base)?;
    let output = Output::new(&args.common, surroundings);
    let front = platform::can_prompt(&surroundings.prompting(args.no_input || output.is_json(), args.simple));
    let named = said.problem.is_some() || !args.evidence.is_empty();
    let text = pasted(args, named, surroundings, front.is_ok())?;
    let brought = Brought::begin(args, &base, &mut said, text.is_some())?;
    let reading = text.as_ref().map(|text| intake::read_failure(text, base.lexicon()));
    let notice = brought.as_ref().map(Brought::notice);
    let host = host_check::host(args)?;
    let call = Call { text, reading, problem: said.problem, facts: said.facts, host, notice };
    let exit = match front {
        Ok(front) => {
            let kept = Kept::with_person(args, surroundings, &base.knowledge)?;
            prompted::run(args, surroundings, &base, front, call, kept, &output)?
        }
        Err(why) => {
            note(why, args, &output);
            let kept = args.session.as_ref().map(|_| Kept::with_script(args, surroundings, &base.knowledge));
            script::run(args, surroundings, &base, call, kept.transpose()?, &output)?
        }
    };
    Ok(exit.or_zero(args.common.exit_zero))
}

/// Goes on with a session: there somebody has to be asked.
pub(super) fn resume(args: &DiagnoseArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let json = Output::new(&args.common, surroundings).is_json();
    if args.ndjson {
        return run(args, surroundings);
    }
    if let Err(why) = platform::can_prompt(&surroundings.prompting(json, args.simple)) {
        let message = format!("nobody can be asked: {why}");
        return Err(Unusable::new(message, "rdpfix session report ID").into());
    }
    run(args, surroundings)
}

/// The report of a session that is only read.
pub(super) fn report_of(
    base: &Base,
    (begun, lines, damaged): (Begun, Vec<Line>, Vec<String>),
    numbers: bool,
    output: &Output,
) -> anyhow::Result<Exit> {
    let frame = frame(base, policy(begun.policy, true), side(&begun), numbers);
    let (course, set_aside) = Course::resume(frame, &lines);
    let set_aside = [damaged, set_aside].concat();
    let mut report = report(base, &course, begun.policy.assume_unknown);
    let last = lines.last().map(|line| line.at.clone()).unwrap_or_default();
    let first = lines.first().map(|line| line.at.clone()).unwrap_or_default();
    report.session = Some(SessionCard { id: begun.id.clone(), began: first, last, set_aside });
    let exit = exit(&report);
    output.redacted(&mut report)?;
    Ok(exit)
}

/// The session that a file holds, for what is made of it.
pub(super) fn course_of<'b>(base: &'b Base, begun: &Begun, lines: &[Line]) -> Course<'b> {
    Course::resume(frame(base, policy(begun.policy, true), side(begun), false), lines).0
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

fn frame(base: &Base, policy: Policy, here: Side, numbers: bool) -> Frame<'_> {
    Frame { knowledge: &base.knowledge, lexicon: base.lexicon(), policy, here, numbers }
}

/// What the session file allows and what this call adds to it.
fn policy_with(begun: &Begun, args: &DiagnoseArgs, person: bool) -> Policy {
    let (begun, call) = (begun.policy, kept::policy(args));
    let policy_of_both = KeptPolicy {
        no_weakening: begun.no_weakening || call.no_weakening,
        allow_weakening: begun.allow_weakening || call.allow_weakening,
        assume_unknown: begun.assume_unknown || call.assume_unknown,
    };
    policy(policy_of_both, person)
}

fn policy(allowed: KeptPolicy, person: bool) -> Policy {
    let weakening = match (allowed.no_weakening, allowed.allow_weakening || person) {
        (true, _) => Weakening::Never,
        (false, true) => Weakening::Offer,
        (false, false) => Weakening::Withhold,
    };
    Policy { weakening, go_on: false, assume_unknown: allowed.assume_unknown, person }
}

fn side(begun: &Begun) -> Side {
    if begun.here == Side::Host.word() { Side::Host } else { Side::Client }
}

/// The report of a course, also where no problem is decided.
fn report(base: &Base, course: &Course, assume_unknown: bool) -> DiagnosisReport {
    course.report().unwrap_or_else(|| {
        let nothing = intake::read("", base.lexicon(), None);
        let reading = course.reading().unwrap_or(&nothing);
        DiagnosisReport::undecided(&base.knowledge, reading, assume_unknown).with_look(course.checked())
    })
}

/// What a report says to a script.
fn exit(report: &DiagnosisReport) -> Exit {
    match &report.next {
        NextCard::Ask { .. } => Exit::NeedsAnswer,
        NextCard::Fix { .. } => Exit::Fine,
        NextCard::HandOver { .. } => Exit::Negative,
        NextCard::Connected { temporary } if temporary.is_empty() => Exit::Fine,
        NextCard::Connected { .. } => Exit::Temporary,
    }
}
