//! The command line of what is kept: `rdpfix session` and `rdpfix pending`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::ScriptShell;
use super::common_args::Common;

#[derive(Debug, Subcommand)]
pub(super) enum SessionCommand {
    /// List the sessions, the one used last first
    List {
        #[command(flatten)]
        common: Common,
    },
    /// Show what happened in one
    Show {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        common: Common,
    },
    /// Go on with one
    Resume {
        #[command(flatten)]
        which: Which,
        /// Ask by numbered lines (screen readers, Git Bash, remoting)
        #[arg(long)]
        simple: bool,
        /// Talk with a program, one JSON document a line (rdpfix help answers)
        #[arg(long, conflicts_with_all = ["simple", "json", "format", "output", "redact"])]
        ndjson: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Print the report of one: where the diagnosis stands
    Report {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        common: Common,
    },
    /// Print one that ended well as a case: a file that sharpens what a helpdesk is told (--knowledge)
    #[command(after_help = super::help::CASE)]
    Case {
        #[command(flatten)]
        which: Which,
        /// The cause, where the fix that worked does not decide it
        #[arg(long, value_name = "CAUSE")]
        cause: Option<String>,
        /// Write the case to a file instead of stdout; its name is the id of the case
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Let --output replace a file
        #[arg(long, requires = "output")]
        force: bool,
        /// Lay a directory of knowledge over the built-in one; may be given more than once
        #[arg(long, value_name = "DIR", value_parser = super::common_args::directory(), env = "RDPFIX_KNOWLEDGE", value_delimiter = super::common_args::PATH_DELIMITER)]
        knowledge: Vec<PathBuf>,
    },
    /// Delete one
    Delete {
        #[command(flatten)]
        which: Which,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Which session.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// The beginning of its id, the path of its file, or: last
    #[arg(value_name = "ID")]
    pub(super) id: OsString,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct PendingArgs {
    #[command(subcommand)]
    pub(super) command: Option<PendingCommand>,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Subcommand)]
pub(super) enum PendingCommand {
    /// Print the exact way back of one, and mark it as undone once somebody has checked
    Undo {
        /// The beginning of its id, or: last
        id: String,
        /// Print the way back as a script for this shell
        #[arg(long, value_enum, value_name = "SHELL", conflicts_with_all = ["json", "format"])]
        script: Option<ScriptShell>,
        /// Mark it as undone without asking: it was checked
        #[arg(long)]
        verified: bool,
        /// Ask nothing
        #[arg(long)]
        no_input: bool,
        /// Ask by numbered lines (screen readers, Git Bash, remoting)
        #[arg(long)]
        simple: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Print one script that undoes all that is open on a computer
    Script {
        /// The computer, as pending names it
        host: String,
        /// The shell
        #[arg(long, value_enum, value_name = "SHELL", default_value_t = ScriptShell::Cmd)]
        script: ScriptShell,
        /// Write the script to a file instead of stdout
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Let --output replace a file
        #[arg(long, requires = "output")]
        force: bool,
    },
}
