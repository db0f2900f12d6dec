//! `rdpfix lookup`: what a text or a code means.

use super::args::LookupArgs;
use super::env::Surroundings;
use super::exit::Exit;
use super::output::Output;
use super::{Base, Unusable, input};
use crate::intake;
use crate::knowledge::did_you_mean;
use crate::report::lookup::LookupReport;

pub(super) fn run(args: &LookupArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let output = Output::new(&args.common, surroundings);
    if let Some(from) = args.from.as_deref().filter(|from| !base.knowledge.codes.contains(from)) {
        let near = did_you_mean(from, base.knowledge.codes.ids());
        let known = base.knowledge.codes.ids().collect::<Vec<_>>().join(", ");
        return Err(Unusable::new(
            format!("there is no namespace '{from}'{near}"),
            format!("known: {known}"),
        )
        .into());
    }
    if args.text.is_empty() && surroundings.stdin_terminal {
        return Err(Unusable::new(
            "nothing to look up",
            "rdpfix lookup 0xc07, or: rdpfix lookup -   (paste it)",
        )
        .into());
    }
    let text = if args.text.is_empty() { input::stdin()? } else { input::text(&args.text)? };
    let look = |text: &str| {
        let reading = intake::read(text, base.lexicon(), args.from.as_deref());
        LookupReport::new(&base.knowledge, &reading, args.from.as_deref())
    };
    if args.each_line {
        let reports: Vec<_> = text.lines().map(look).collect();
        output.many(&reports)?;
        let matched = reports.iter().all(|report| report.outcome == "match");
        return Ok(exit(matched).or_zero(args.common.exit_zero));
    }
    let report = look(&text);
    output.report(&report)?;
    Ok(exit(report.outcome == "match").or_zero(args.common.exit_zero))
}

fn exit(matched: bool) -> Exit {
    if matched { Exit::Fine } else { Exit::Negative }
}
