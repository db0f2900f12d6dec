//! `rdpfix list`: what is known, by id and title.

use super::Base;
use super::args::ListArgs;
use super::env::Surroundings;
use super::exit::Exit;
use super::output::Output;
use crate::report::list::ListReport;

pub(super) fn run(args: &ListArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    Output::new(&args.common, surroundings).report(&ListReport::new(&base.knowledge, args.what.into()))?;
    Ok(Exit::Fine)
}
