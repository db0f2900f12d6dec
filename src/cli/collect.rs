//! `rdpfix collect`: prints a script that collects what open questions need. rdpfix runs none of it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Base;
use super::common_args::{Here, PATH_DELIMITER, directory};
use super::env::Surroundings;
use super::exit::Exit;
use super::output;
use crate::knowledge::commands::Shell;
use crate::render::json;
use crate::report::collect::CollectReport;

#[derive(Debug, Args)]
pub(super) struct CollectArgs {
    /// The computer on which the script is to be run
    #[arg(long, value_enum, value_name = "SIDE")]
    pub(super) side: Here,
    /// Only what the questions of this problem need (an id or a code)
    #[arg(long, value_name = "ID")]
    pub(super) problem: Option<String>,
    /// The shell that runs it
    #[arg(long, value_enum, default_value_t = CollectShell::Cmd, value_name = "SHELL")]
    pub(super) shell: CollectShell,
    /// Print the lines as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Show it, and write it to a new file; an existing file is never replaced
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Lay a directory of knowledge over the built-in one; may be given more than once
    #[arg(long, value_name = "DIR", value_parser = directory(), env = "RDPFIX_KNOWLEDGE", value_delimiter = PATH_DELIMITER)]
    pub(super) knowledge: Vec<PathBuf>,
}

/// The shells that can run the script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CollectShell {
    /// The command prompt: no execution policy stands in its way
    Cmd,
    /// Windows PowerShell
    Powershell,
}

pub(super) fn run(args: &CollectArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.knowledge)?;
    let problem = args.problem.as_deref().map(|id| base.problem(id)).transpose()?;
    let shell = if args.shell == CollectShell::Cmd { Shell::Cmd } else { Shell::PowerShell };
    let report = CollectReport::new(&base.knowledge, args.side.side(), problem, shell);
    let text = if args.json { json::document(&report) } else { report.script() };
    let Some(file) = &args.output else {
        output::print(&text)?;
        return Ok(Exit::Fine);
    };
    if surroundings.stdout_terminal {
        output::print(&text)?;
    }
    let written = if args.json { text } else { text.replace('\n', "\r\n") };
    output::write_new_file(file, &written)?;
    Ok(Exit::Fine)
}
