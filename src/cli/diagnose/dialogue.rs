//! `rdpfix diagnose --ndjson`: the interview with a program that answers for a person.
//!
//! The same answers give the same bytes: nothing of this computer, and no time, stands in a line.

use std::io::{self, BufRead, ErrorKind, Write};
use std::rc::Rc;

use super::super::answers::told;
use super::super::args::DiagnoseArgs;
use super::super::env::Surroundings;
use super::super::evidence::Brought;
use super::super::exit::Exit;
use super::super::kept::Kept;
use super::super::{Base, Unusable, host_check, input};
use super::Call;
use crate::intake;
use crate::interview::{Check, Course, Ending, Interview, Program, Setting};
use crate::render::{self, Format, Style};
use crate::report::dialogue::{EndCard, Turn};
use crate::report::header::KnowledgeRevision;
use crate::report::interview::cards;
use crate::report::page::Page;
use crate::witness::{Gone, Person};

pub(super) fn run(args: &DiagnoseArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    if args.text == ["-"] || args.answers.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        let help = "give the text as an argument, or as the answer to the first prompt";
        return Err(Unusable::new("with --ndjson standard input holds the answers", help).into());
    }
    let base = Base::load(&args.common.knowledge)?;
    let mut said = told(args, &base)?;
    let text = (!args.text.is_empty()).then(|| input::text(&args.text)).transpose()?;
    let reading = text.as_ref().map(|text| intake::read_failure(text, base.lexicon()));
    let brought = Brought::begin(args, &base, &mut said, text.is_some())?;
    let (host, notice) = (host_check::host(args)?, brought.as_ref().map(Brought::notice));
    let call = Call { text, reading, problem: said.problem, facts: said.facts, host, notice };
    let kept = Kept::with_person(args, surroundings, &base.knowledge)?;
    let revision = KnowledgeRevision::of(&base.knowledge);
    let mut program = Program::new(io::stdin().lock(), io::stdout().lock(), revision);
    let exit = talk(args, surroundings, &base, call, kept, &mut program)?;
    Ok(exit.or_zero(args.common.exit_zero))
}

fn talk(
    args: &DiagnoseArgs,
    surroundings: &Surroundings,
    base: &Base,
    mut call: Call,
    mut kept: Kept,
    program: &mut Program<impl BufRead, impl Write>,
) -> anyhow::Result<Exit> {
    let style = Style { width: surroundings.width(args.common.width, false), colour: false };
    let screen: Rc<dyn Fn(&Page) -> String> = Rc::new(move |page| render::page(page, Format::Plain, &style));
    let here = super::side(&kept.begun);
    let host = call.host.take();
    let host = host.as_ref().map(|host| (host, || host_check::run(host, &base.knowledge, here, false)));
    let check = host.as_ref().map(|(host, run)| Check {
        announcement: host_check::announced(host),
        waiting: host_check::waiting(host),
        run,
    });
    // Where the program runs says nothing of where the person sits.
    let setting = Setting { elevated: None, screen: Rc::clone(&screen), check };
    let mut elsewhere = surroundings.clone();
    elsewhere.computer = None;
    let frame = super::frame(base, super::policy_with(&kept.begun, args, true), here, args.common.numbers);
    let brought = call.notice.take();
    let (mut course, set_aside) = call.course(frame, Some(&mut kept), &elsewhere)?;
    for notice in kept.said_to_program().iter().chain(&brought).chain(&set_aside) {
        program.show(&screen(&cards::notice(notice)))?;
    }
    let ending = Interview::new(&mut course, &setting).run(program);
    ended(ending, base, &course, &kept, program)
}

/// The last line. A program that reads no more has left like one that answers no more.
fn ended(
    ending: Result<Ending, Gone>,
    base: &Base,
    course: &Course,
    kept: &Kept,
    program: &mut Program<impl BufRead, impl Write>,
) -> anyhow::Result<Exit> {
    let finished = match ending {
        Ok(ending) => ending == Ending::Finished,
        Err(Gone::Interrupted) => false,
        Err(Gone::Lost(error)) if error.kind() == ErrorKind::BrokenPipe => return Ok(Exit::Cancelled),
        Err(Gone::Lost(error)) => return Err(anyhow::Error::new(error).context("the program is gone")),
    };
    let mut report = course.report();
    if let Some(report) = &mut report {
        kept.complete(&base.knowledge, report);
    }
    let exit = match &report {
        Some(report) if finished => super::exit(report),
        _ if finished => Exit::Negative,
        _ => Exit::Cancelled,
    };
    let exit = if exit == Exit::NeedsAnswer { Exit::Negative } else { exit };
    let turn = if finished { Turn::Done } else { Turn::Left };
    let resume = kept.named().filter(|_| course.is_saved());
    let resume = resume.map(|name| format!("rdpfix session resume {name} --ndjson"));
    let end = EndCard { exit: exit.code(), report: report.map(Box::new), resume };
    match program.end(turn, end) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("cannot write to standard output"))
        }
        _ => Ok(exit),
    }
}
