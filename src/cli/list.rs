//! `rdpfix list`: what is known, by id and title.

use super::Base;
use super::args::ListArgs;
use super::env::Surroundings;
use super::exit::Exit;
use super::output::Output;
use crate::report::list::ListReport;

pub(super) fn run(args: &ListArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let report = ListReport::new(&base.knowledge, args.what.into()).with_words(&args.words);
    Output::new(&args.common, surroundings).report(&report)?;
    let exit = if report.items.is_empty() { Exit::Negative } else { Exit::Fine };
    Ok(exit.or_zero(args.common.exit_zero))
}
