//! `rdpfix find`: the units that some words find.

use super::Base;
use super::args::FindArgs;
use super::env::Surroundings;
use super::exit::Exit;
use super::output::Output;
use crate::report::find::FindReport;

pub(super) fn run(args: &FindArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let report = FindReport::new(&base.knowledge, &args.words.join(" "));
    Output::new(&args.common, surroundings).report(&report)?;
    let exit = if report.items.is_empty() { Exit::Negative } else { Exit::Fine };
    Ok(exit.or_zero(args.common.exit_zero))
}
