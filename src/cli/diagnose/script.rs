//! `rdpfix diagnose` where nobody is asked: one report, from what the call, the session file and the check say.

use super::super::args::DiagnoseArgs;
use super::super::env::Surroundings;
use super::super::exit::Exit;
use super::super::kept::{self, Kept};
use super::super::output::{self, Output};
use super::super::{Base, host_check};
use super::Call;
use crate::session::log::How;

pub(super) fn run<'k>(
    args: &DiagnoseArgs,
    surroundings: &Surroundings,
    base: &'k Base,
    mut call: Call<'k>,
    mut kept: Option<Kept>,
    output: &Output,
) -> anyhow::Result<Exit> {
    call.decide(base);
    let here = kept.as_ref().map_or(args.i_am.side(), |kept| super::side(&kept.begun));
    let policy = match &kept {
        Some(kept) => super::policy_with(&kept.begun, args, false),
        None => super::policy(kept::policy(args), false),
    };
    // Without a session file the same call gives the same bytes: no times.
    let timed = kept.is_some();
    let checked = call.host.as_ref().map(|host| host_check::run(host, &base.knowledge, here, timed));
    for warning in kept.iter().flat_map(Kept::warnings) {
        output::print_error(&format!("note: {}\n", crate::text::sanitise(&warning)));
    }
    let frame = super::frame(base, policy, here, args.common.numbers);
    let (mut course, set_aside) = call.course(frame, kept.as_mut(), surroundings)?;
    let written = checked.as_ref().map_or(Ok(()), |checked| course.check(checked));
    if let Some(kept) = &mut kept {
        kept.written(written)?;
    }
    course.end(How::Added);
    let mut report = super::report(base, &course, policy.assume_unknown);
    if let Some(kept) = &kept {
        report.session = Some(kept.card(set_aside));
        kept.complete(&base.knowledge, &mut report);
    }
    let exit =
        if report.problem.is_none() && policy.assume_unknown { Exit::Negative } else { super::exit(&report) };
    output.redacted(&mut report)?;
    Ok(exit)
}
