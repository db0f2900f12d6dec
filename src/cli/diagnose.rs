//! `rdpfix diagnose`: prompted where somebody can be asked, else a report on where it stands.

use super::answers::{Told, told};
use super::args::DiagnoseArgs;
use super::env::Surroundings;
use super::exit::Exit;
use super::kept::{self, Kept};
use super::look;
use super::output::{self, Output};
use super::{Base, Unusable, input};
use crate::intake::{self, Outcome as Read, Reading};
use crate::interview::{Added, Ending, Interview, Look, Looked, Setting};
use crate::knowledge::Knowledge;
use crate::knowledge::format::Problem;
use crate::knowledge::words::Side;
use crate::render::{self, Format, Style};
use crate::report::diagnosis::{DiagnosisReport, NextCard, SessionCard};
use crate::report::interview::cards;
use crate::session::log::{Begun, KeptPolicy, Line};
use crate::session::{Facts, Policy, Session, Weakening};
use crate::witness::person::{Desk, Simple, catch_interrupts};
use crate::witness::platform::{self, CannotPrompt, Front};
use crate::witness::{Gone, Person};

/// What a call tells.
struct Call<'k> {
    text: Option<String>,
    reading: Option<Reading>,
    problem: Option<&'k Problem>,
    facts: Facts,
    /// The host to look at.
    host: Option<look::Target>,
}

impl Call<'_> {
    /// Looks at the host before anything else, where nobody is there to see it. What flags told stands.
    fn look(&mut self, knowledge: &Knowledge, here: Side, timed: bool) -> Option<Looked> {
        let looked = look::take(self.host.as_ref()?, knowledge, here, timed);
        for (observation, given) in &looked.given {
            self.facts.answers.entry(observation.clone()).or_insert_with(|| given.clone());
        }
        Some(looked)
    }
}

pub(super) fn run(args: &DiagnoseArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let Told { problem, facts } = told(args, &base)?;
    let output = Output::new(&args.common, surroundings);
    let front = platform::can_prompt(&surroundings.prompting(args.no_input || output.is_json(), args.simple));
    let text = pasted(args, problem.is_some(), surroundings, front.is_ok())?;
    let reading = text.as_ref().map(|text| intake::read(text, base.lexicon(), None));
    let call = Call { text, reading, problem, facts, host: look::host(args)? };
    let exit = match front {
        Ok(front) => {
            let kept = Kept::with_person(args, surroundings, &base.knowledge)?;
            prompted(args, surroundings, &base, front, call, kept, &output)?
        }
        Err(why) => {
            note(why, args, &output);
            if args.session.is_some() {
                let kept = Kept::with_script(args, surroundings, &base.knowledge)?;
                scripted_in_session(args, surroundings, &base, call, kept, &output)?
            } else {
                scripted(args, &base, call, &output)?
            }
        }
    };
    Ok(exit.or_zero(args.common.exit_zero))
}

/// Goes on with a session: there somebody has to be asked.
pub(super) fn resume(args: &DiagnoseArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let json = Output::new(&args.common, surroundings).is_json();
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
    let policy = policy_of(begun.policy, true);
    let setting = unasked(base, policy, side(&begun), numbers);
    let mut interview = Interview::new(&setting, None, None, Facts::default());
    let set_aside = [damaged, interview.replay(&lines)].concat();
    let mut report = whole_report(base, &interview, policy);
    let last = lines.last().map(|line| line.at.clone()).unwrap_or_default();
    let first = lines.first().map(|line| line.at.clone()).unwrap_or_default();
    report.session = Some(SessionCard { id: begun.id.clone(), began: first, last, set_aside });
    let exit = exit(&report);
    output.redacted(&mut report)?;
    Ok(exit)
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

fn policy(args: &DiagnoseArgs, kept: &Kept, person: bool) -> Policy {
    let begun = kept.begun.policy;
    let policy = KeptPolicy {
        no_weakening: begun.no_weakening || args.no_weakening,
        allow_weakening: begun.allow_weakening || args.allow_weakening,
        assume_unknown: begun.assume_unknown || args.assume_unknown,
    };
    policy_of(policy, person)
}

fn policy_of(kept: KeptPolicy, person: bool) -> Policy {
    let weakening = match (kept.no_weakening, kept.allow_weakening || person) {
        (true, _) => Weakening::Never,
        (false, true) => Weakening::Offer,
        (false, false) => Weakening::Withhold,
    };
    Policy { weakening, go_on: false, assume_unknown: kept.assume_unknown, person }
}

fn side(begun: &Begun) -> Side {
    if begun.here == Side::Host.word() { Side::Host } else { Side::Client }
}

/// The problem that a text decides.
fn decided<'k>(base: &'k Base, reading: Option<&Reading>) -> Option<&'k Problem> {
    let reading = reading.filter(|reading| reading.outcome == Read::Match)?;
    reading.candidates.first().and_then(|candidate| base.knowledge.problems.get(&candidate.problem))
}

fn scripted(args: &DiagnoseArgs, base: &Base, mut call: Call, output: &Output) -> anyhow::Result<Exit> {
    let looked = call.look(&base.knowledge, args.i_am.side(), false).map(|looked| looked.card);
    let reading = call.reading.as_ref();
    let Some(problem) = call.problem.or_else(|| decided(base, reading)) else {
        let nothing = intake::read("", base.lexicon(), None);
        let reading = reading.unwrap_or(&nothing);
        let report = DiagnosisReport::undecided(&base.knowledge, reading, args.assume_unknown);
        output.redacted(&mut report.with_look(looked))?;
        return Ok(if args.assume_unknown { Exit::Negative } else { Exit::NeedsAnswer });
    };
    let policy = policy_of(kept::policy(args), false);
    let session = Session::new(&base.knowledge, problem, call.facts.clone(), policy);
    let mut report = DiagnosisReport::new(&session, reading, args.common.numbers).with_look(looked);
    let exit = exit(&report);
    output.redacted(&mut report)?;
    Ok(exit)
}

/// The same from what a file holds, with what this call tells added to it.
fn scripted_in_session<'k>(
    args: &DiagnoseArgs,
    surroundings: &Surroundings,
    base: &'k Base,
    mut call: Call<'k>,
    mut kept: Kept,
    output: &Output,
) -> anyhow::Result<Exit> {
    call.problem = call.problem.or_else(|| decided(base, call.reading.as_ref()));
    let policy = policy(args, &kept, false);
    let looked = call.look(&base.knowledge, side(&kept.begun), true).map(|looked| looked.card);
    let setting = unasked(base, policy, side(&kept.begun), args.common.numbers);
    for warning in kept.warnings() {
        output::print_error(&format!("note: {}\n", crate::text::sanitise(&warning)));
    }
    let (mut interview, set_aside) = started(&setting, call, &mut kept, surroundings)?;
    interview.end_unasked();
    let mut report = whole_report(base, &interview, policy).with_look(looked);
    report.session = Some(kept.card(set_aside));
    kept.complete(&base.knowledge, &mut report);
    let exit = exit(&report);
    output.redacted(&mut report)?;
    Ok(exit)
}

/// What an interview works with in which nobody is asked.
fn unasked(base: &Base, policy: Policy, here: Side, numbers: bool) -> Setting<'_> {
    Setting {
        knowledge: &base.knowledge,
        lexicon: base.lexicon(),
        policy,
        here,
        elevated: None,
        numbers,
        screen: &|_| String::new(),
        look: None,
    }
}

fn whole_report(base: &Base, interview: &Interview, policy: Policy) -> DiagnosisReport {
    interview.report().unwrap_or_else(|| {
        let nothing = intake::read("", base.lexicon(), None);
        let reading = interview.reading().unwrap_or(&nothing);
        DiagnosisReport::undecided(&base.knowledge, reading, policy.assume_unknown)
    })
}

/// An interview at its beginning, or where a file leads, and what of that file has no place any more.
fn started<'a>(
    setting: &'a Setting<'a>,
    call: Call,
    kept: &mut Kept,
    surroundings: &Surroundings,
) -> anyhow::Result<(Interview<'a>, Vec<String>)> {
    let keeping = kept.keeping(surroundings);
    let problem = call.problem.map(|problem| problem.id.as_str());
    if kept.lines.is_empty() {
        let mut interview = Interview::new(setting, call.reading, problem, call.facts);
        let written = interview.begin_keeping(keeping, kept.begun.clone(), call.text.as_deref());
        kept.written(written)?;
        return Ok((interview, Vec::new()));
    }
    let mut interview = Interview::new(setting, None, None, Facts::default());
    let set_aside = [kept.take_damaged(), interview.replay(&kept.lines)].concat();
    let mut added = Added { text: call.text.as_deref(), problem, facts: call.facts };
    if let Some(known) = interview.problem() {
        if let Some(other) = problem.filter(|problem| *problem != known) {
            let message = format!("the session is about {known}, and this call about {other}");
            return Err(Unusable::new(message, "name another file with --session").into());
        }
        (added.text, added.problem) = (None, None);
    }
    let written = interview.go_on_keeping(keeping, &added);
    kept.written(written)?;
    Ok((interview, set_aside))
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

fn prompted(
    args: &DiagnoseArgs,
    surroundings: &Surroundings,
    base: &Base,
    front: Front,
    mut call: Call,
    kept: Kept,
    output: &Output,
) -> anyhow::Result<Exit> {
    catch_interrupts();
    let colour = surroundings.colour(args.common.color, surroundings.stderr_terminal);
    let style = Style { width: surroundings.width(args.common.width, surroundings.stderr_terminal), colour };
    let format = if surroundings.stderr_terminal { Format::Terminal } else { Format::Plain };
    let screen = |page: &_| render::page(page, format, &style);
    let here = side(&kept.begun);
    let host = call.host.take();
    let host = host.as_ref().map(|host| (host, || look::take(host, &base.knowledge, here, true)));
    let setting = Setting {
        knowledge: &base.knowledge,
        lexicon: base.lexicon(),
        policy: policy(args, &kept, true),
        here,
        look: host.as_ref().map(|(host, take)| Look {
            announcement: look::announced(host),
            waiting: look::waiting(host),
            take,
        }),
        elevated: platform::elevated(),
        numbers: args.common.numbers,
        screen: &screen,
    };
    match front {
        Front::Desk => talk(&mut Desk::new(colour), &setting, call, kept, surroundings, output),
        Front::Simple => talk(&mut Simple::new(), &setting, call, kept, surroundings, output),
    }
}

fn talk<P: Person>(
    person: &mut P,
    setting: &Setting,
    call: Call,
    mut kept: Kept,
    surroundings: &Surroundings,
    output: &Output,
) -> anyhow::Result<Exit> {
    let (mut interview, set_aside) = started(setting, call, &mut kept, surroundings)?;
    let name = kept.name();
    let first = kept.notices().into_iter().chain(set_aside);
    let told =
        first.map(|line| (setting.screen)(&cards::notice(line))).try_for_each(|line| person.show(&line));
    match told.and_then(|()| interview.run(person)) {
        Ok(Ending::Finished) => {
            let mut report = interview.report();
            let exit = report.as_ref().map_or(Exit::Negative, exit);
            if let Some(report) = &mut report {
                kept.complete(setting.knowledge, report);
                output.redacted(report)?;
            }
            Ok(if exit == Exit::NeedsAnswer { Exit::Negative } else { exit })
        }
        Ok(Ending::Cancelled) | Err(Gone::Interrupted) => cancelled(&interview, name),
        Err(Gone::Lost(error)) => {
            cancelled(&interview, name)?;
            Err(anyhow::Error::new(error).context("the terminal is gone"))
        }
    }
}

/// Nothing that was answered is lost: the lines that go on from here.
fn cancelled(interview: &Interview, name: Option<String>) -> anyhow::Result<Exit> {
    let something = interview.problem().is_some() || interview.reading().is_some();
    let kept =
        name.filter(|_| interview.keeps() && something).map(|name| format!("rdpfix session resume {name}"));
    match (interview.go_on_line(), kept) {
        (Some(line), None) | (None, Some(line)) => {
            output::print(&format!("Cancelled. To go on from here:\n{line}\n"))?;
        }
        (Some(line), Some(kept)) => {
            output::print(&format!("Cancelled. To go on from here:\n{line}\nor, as it is kept:\n{kept}\n"))?;
        }
        (None, None) => {}
    }
    Ok(Exit::Cancelled)
}
