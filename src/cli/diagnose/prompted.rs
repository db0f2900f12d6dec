//! `rdpfix diagnose` with a person: the interview, and the report at its end.

use super::super::args::DiagnoseArgs;
use super::super::env::Surroundings;
use super::super::exit::Exit;
use super::super::kept::Kept;
use super::super::output::{self, Output};
use super::super::{Base, host_check};
use super::Call;
use crate::interview::{Check, Course, Ending, Interview, Setting};
use crate::render::{self, Format, Style};
use crate::report::interview::cards;
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
    let style = Style { width: surroundings.width(args.common.width, surroundings.stderr_terminal), colour };
    let format = if surroundings.stderr_terminal { Format::Terminal } else { Format::Plain };
    let screen = |page: &_| render::page(page, format, &style);
    let here = super::side(&kept.begun);
    let host = call.host.take();
    let host = host.as_ref().map(|host| (host, || host_check::run(host, &base.knowledge, here, true)));
    let check = host.as_ref().map(|(host, run)| Check {
        announcement: host_check::announced(host),
        waiting: host_check::waiting(host),
        run,
    });
    let setting = Setting { elevated: platform::elevated(), screen: &screen, check };
    let policy = super::policy_with(&kept.begun, args, true);
    let frame = super::frame(base, policy, here, args.common.numbers);
    let (mut course, set_aside) = call.course(frame, Some(&mut kept), surroundings)?;
    let notices: Vec<String> = kept.notices().into_iter().chain(set_aside).collect();
    let ending = match front {
        Front::Desk => talk(&mut Desk::new(colour), &mut course, &setting, &notices),
        Front::Simple => talk(&mut Simple::new(), &mut course, &setting, &notices),
    };
    ended(ending, base, &course, &kept, output)
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
    output: &Output,
) -> anyhow::Result<Exit> {
    match ending {
        Ok(Ending::Finished) => finished(base, course, kept, output),
        Ok(Ending::Cancelled) | Err(Gone::Interrupted) => cancelled(course, kept),
        Err(Gone::Lost(error)) => {
            cancelled(course, kept)?;
            Err(anyhow::Error::new(error).context("the terminal is gone"))
        }
    }
}

fn finished(base: &Base, course: &Course, kept: &Kept, output: &Output) -> anyhow::Result<Exit> {
    let Some(mut report) = course.report() else { return Ok(Exit::Negative) };
    let exit = super::exit(&report);
    kept.complete(&base.knowledge, &mut report);
    output.redacted(&mut report)?;
    Ok(if exit == Exit::NeedsAnswer { Exit::Negative } else { exit })
}

/// Nothing that was answered is lost: the lines that go on from here.
fn cancelled(course: &Course, kept: &Kept) -> anyhow::Result<Exit> {
    let something = course.problem().is_some() || course.reading().is_some();
    let saved = kept.name().filter(|_| course.is_saved() && something);
    let saved = saved.map(|name| format!("rdpfix session resume {name}"));
    match (course.go_on_line(), saved) {
        (Some(line), None) | (None, Some(line)) => {
            output::print(&format!("Cancelled. To go on from here:\n{line}\n"))?;
        }
        (Some(line), Some(saved)) => {
            output::print(&format!(
                "Cancelled. To go on from here:\n{line}\nor, as it is saved:\n{saved}\n"
            ))?;
        }
        (None, None) => {}
    }
    Ok(Exit::Cancelled)
}
