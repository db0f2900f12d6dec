//! Completion scripts and the man page, from the same definition as the parser.

use anyhow::Context;
use clap::CommandFactory;

use super::args::Cli;
use super::exit::Exit;
use super::output;

pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "rdpfix", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

pub(super) fn man() -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page).context("cannot write the man page")?;
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Fine)
}
