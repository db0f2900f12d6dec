//! `rdpfix diagnose` with a person: the interview, and the report at its end.

use std::rc::Rc;

use super::super::args::{Common, DiagnoseArgs};
use super::super::env::Surroundings;
use super::super::exit::Exit;
use super::super::kept::Kept;
use super::super::output::{self, Output};
use super::super::{Base, host_check};
use super::Call;
use crate::interview::{Check, Course, Ending, Interview, Setting};
use crate::render::{self, Format, Style};
use crate::report::interview::cards;
use crate::report::page::Page;
use crate::session::store::LAST;
use crate::time;
use crate::witness::person::{Desk, Simple, catch_interrupts};
use crate::witness::platform::{self, Front};
use crate::witness::{Gone, Person};

pub(super) fn run(
    args: &DiagnoseArgs,
    surroundings: &Surroundings,
    base: &Base,
    front: Front,
    mut call: Call,
    mut kept: Kept,
    output: &Output,
) -> anyhow::Result<Exit> {
    catch_interrupts();
    let colour = surroundings.colour(args.common.color, surroundings.stderr_terminal);
    let screen = screen(args.common.width, surroundings, colour);
    let here = super::side(&kept.begun);
    let host = call.host.take();
    let host = host.as_ref().map(|host| (host, || host_check::run(host, &base.knowledge, here, true)));
    let check = host.as_ref().map(|(host, run)| Check {
        announcement: host_check::announced(host),
        waiting: host_check::waiting(host),
        run,
    });
    let setting = Setting { elevated: platform::elevated(), screen, check };
    let policy = super::policy_with(&kept.begun, args, true);
    let frame = super::frame(base, policy, here, args.common.numbers);
    let end = End { began: kept.card(Vec::new()).began, whole: wants_report(args, surroundings) };
    let brought = call.notice.take();
    let (mut course, set_aside) = call.course(frame, Some(&mut kept), surroundings)?;
    let notices: Vec<String> = kept.notices().into_iter().chain(brought).chain(set_aside).collect();
    let ending = match front {
        Front::Desk => talk(&mut Desk::new(colour), &mut course, &setting, &notices),
        Front::Simple => talk(&mut Simple::new(), &mut course, &setting, &notices),
    };
    ended(ending, base, &course, &kept, &end, output)
}

/// Sets pages for the width that the terminal has when they are shown.
fn screen(width: Option<u16>, surroundings: &Surroundings, colour: bool) -> Rc<dyn Fn(&Page) -> String> {
    let surroundings = surroundings.clone();
    let terminal = surroundings.stderr_terminal;
    let format = if terminal { Format::Terminal } else { Format::Plain };
    Rc::new(move |page| {
        render::page(page, format, &Style { width: surroundings.width(width, terminal), colour })
    })
}

fn talk<P: Person>(
    person: &mut P,
    course: &mut Course,
    setting: &Setting,
    notices: &[String],
) -> Result<Ending, Gone> {
    for notice in notices {
        person.show(&(setting.screen)(&cards::notice(notice)))?;
    }
    Interview::new(course, setting).run(person)
}

fn ended(
    ending: Result<Ending, Gone>,
    base: &Base,
    course: &Course,
    kept: &Kept,
    end: &End,
    output: &Output,
) -> anyhow::Result<Exit> {
    match ending {
        Ok(Ending::Finished) => finished(base, course, kept, end, output),
        Ok(Ending::Cancelled) | Err(Gone::Interrupted) => cancelled(course, kept),
        Err(Gone::Lost(error)) => {
            cancelled(course, kept)?;
            Err(anyhow::Error::new(error).context("the terminal is gone"))
        }
    }
}

/// How the end is told.
struct End {
    /// When the session began.
    began: String,
    /// The whole report is wanted, not one screen.
    whole: bool,
}

/// Whether the report itself is wanted: where a form or a file was named, and where no person reads standard output.
fn wants_report(args: &DiagnoseArgs, surroundings: &Surroundings) -> bool {
    let Common { format, output, .. } = &args.common;
    format.is_some() || output.is_some() || !surroundings.stdout_terminal
}

fn finished(base: &Base, course: &Course, kept: &Kept, end: &End, output: &Output) -> anyhow::Result<Exit> {
    let Some(mut report) = course.report() else { return Ok(Exit::Negative) };
    let exit = super::exit(&report);
    kept.complete(&base.knowledge, &mut report);
    if end.whole || output.redacts() {
        output.redacted(&mut report)?;
    } else {
        let saved = kept.name().filter(|_| course.is_saved());
        let line = saved.map_or_else(
            || format!("{} --no-input", report.command),
            // It is the one used last, and its id would break the line on a small screen.
            |name| format!("rdpfix session report {}", if name == kept.begun.id { LAST } else { &name }),
        );
        let ticket = format!("{line} --format html -o ticket.html");
        output.page(&report.end_page(minutes_since(&end.began), &ticket))?;
    }
    Ok(if exit == Exit::NeedsAnswer { Exit::Negative } else { exit })
}

/// Minutes from a moment of the session until now, where the clock makes sense of them.
fn minutes_since(began: &str) -> Option<u64> {
    let seconds = time::unix(&time::rfc3339(time::now()))?.checked_sub(time::unix(began)?)?;
    u64::try_from(seconds).ok().map(|seconds| seconds / 60)
}

/// Nothing that was answered is lost: one line says how to go on.
fn cancelled(course: &Course, kept: &Kept) -> anyhow::Result<Exit> {
    let something = course.problem().is_some() || course.reading().is_some();
    let saved = kept.name().filter(|_| course.is_saved() && something);
    let said = match (saved, course.go_on_line()) {
        (Some(name), _) => format!("Your answers are saved. To go on: rdpfix session resume {name}\n"),
        (None, Some(line)) if course.is_saved() => {
            format!("Your answers are saved. To go on from here:\n{line}\n")
        }
        (None, Some(line)) => format!("Your answers are not saved. To go on from here:\n{line}\n"),
        (None, None) => return Ok(Exit::Cancelled),
    };
    output::print(&said)?;
    Ok(Exit::Cancelled)
}
