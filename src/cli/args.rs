//! The command line as clap sees it: flags, their help, nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[cfg(feature = "check")]
use super::check_args::CheckArgs;
use super::collect::CollectArgs;
use super::common_args::directory;
pub(super) use super::common_args::{Common, Here};
use super::evidence_args::{EvidenceArgs, moment};
use super::session_args::{PendingArgs, SessionCommand};
use crate::knowledge::Kind;
use crate::report::list::ListKind;
use crate::report::page::Shell;

/// From a Remote Desktop error to the likeliest cause and the ordered fixes.
#[derive(Debug, Parser)]
#[command(name = "rdpfix", bin_name = "rdpfix", version, long_version = super::help::version(), about)]
#[command(max_term_width = 80, disable_help_subcommand = true, arg_required_else_help = false)]
#[command(after_help = super::help::EXAMPLES, after_long_help = super::help::LONG)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Walk from an error to its likeliest cause and the fixes, step by step
    #[command(after_help = super::help::DIAGNOSE)]
    Diagnose(DiagnoseArgs),
    /// Say what a text or a code means, whose side it is on, and the one safe thing to try
    #[command(after_help = super::help::LOOKUP)]
    Lookup(LookupArgs),
    /// Show one problem, cause, observation, fix, topic or code
    Explain(ExplainArgs),
    /// Search problems, causes, fixes, topics and codes by words
    #[command(after_help = super::help::FIND)]
    Find(FindArgs),
    /// List what is known
    List(ListArgs),
    /// Look at a host: name, port, protocol, TLS, certificate, sign-in, clock
    #[cfg(feature = "check")]
    #[command(after_help = super::help::CHECK)]
    Check(CheckArgs),
    /// Read logs, connection files and the output of commands, and say what they answer
    #[command(after_help = super::help::EVIDENCE)]
    Evidence(EvidenceArgs),
    /// Print a read-only script that collects on another computer what open questions need
    #[command(after_help = super::help::COLLECT)]
    Collect(CollectArgs),
    /// Draw the decision tree of a problem
    Tree(TreeArgs),
    /// List, show, go on with and delete the sessions that are kept
    #[command(subcommand, after_help = super::help::SESSION)]
    Session(SessionCommand),
    /// Say which changes that weaken security are still in place, and how to undo them
    #[command(after_help = super::help::PENDING)]
    Pending(PendingArgs),
    /// Check knowledge files, or print their schemas
    #[command(subcommand)]
    Kb(KbCommand),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the man page
    Man,
    /// Print help on a command or a topic (help topics lists them)
    Help(HelpArgs),
    /// Answer the decision benchmark, a history per line
    #[command(hide = true)]
    BenchOracle {
        /// A model of the benchmark
        model: PathBuf,
    },
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub(super) struct DiagnoseArgs {
    /// The error as text or code; - reads it from standard input
    #[arg(value_name = "TEXT", allow_negative_numbers = true, help_heading = "Input")]
    pub(super) text: Vec<String>,
    /// The problem, where the text does not decide it (an id or a code)
    #[arg(long, value_name = "ID", help_heading = "Input")]
    pub(super) problem: Option<String>,
    /// Answer a question: observation=state, or observation=unknown
    #[arg(long, value_name = "ID=STATE", value_parser = pair, help_heading = "Answers")]
    pub(super) answer: Vec<(String, String)>,
    /// Say what became of a fix: worked, failed, changed, returns, cannot or cannot:REASON
    #[arg(long, value_name = "FIX=OUTCOME", value_parser = pair, help_heading = "Answers")]
    pub(super) tried: Vec<(String, String)>,
    /// Take problem, answers and tried fixes from a file (rdpfix help answers)
    #[arg(long, value_name = "FILE", help_heading = "Answers")]
    pub(super) answers: Option<PathBuf>,
    /// Ask nothing: print where the diagnosis stands
    #[arg(long, help_heading = "Answers")]
    pub(super) no_input: bool,
    /// Take what is not answered as not known, instead of stopping for it
    #[arg(long, help_heading = "Answers")]
    pub(super) assume_unknown: bool,
    /// Look at this host first, and answer what can be seen (rdpfix check says what is sent)
    #[cfg(feature = "check")]
    #[arg(long, value_name = "HOST", help_heading = "Answers")]
    pub(super) host: Option<String>,
    /// Read this file or folder first, and answer what it shows; may be given more than once
    #[arg(long, value_name = "PATH", help_heading = "Answers")]
    pub(super) evidence: Vec<PathBuf>,
    /// The moment of the attempt in those files, in UTC [default: the newest that failed]
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "evidence", help_heading = "Answers")]
    pub(super) at: Option<i64>,
    /// Which of the two computers this one is
    #[arg(long, value_enum, default_value_t = Here::Client, value_name = "SIDE", help_heading = "Answers")]
    pub(super) i_am: Here,
    /// Let a script have fixes that weaken security, after the safe ones that may well help
    #[arg(long, conflicts_with = "no_weakening", help_heading = "Answers")]
    pub(super) allow_weakening: bool,
    /// Never offer a fix that weakens security
    #[arg(long, help_heading = "Answers")]
    pub(super) no_weakening: bool,
    /// Ask by numbered lines (screen readers, Git Bash, remoting)
    #[arg(long, help_heading = "Answers")]
    pub(super) simple: bool,
    /// Talk with a program, one JSON document a line (rdpfix help answers)
    #[arg(long, conflicts_with_all = ["no_input", "simple", "json", "format", "output", "redact"], help_heading = "Answers")]
    pub(super) ndjson: bool,
    /// Keep the session in this file; where it is there, go on from it
    #[arg(long, value_name = "FILE", conflicts_with = "no_session", help_heading = "Session")]
    pub(super) session: Option<PathBuf>,
    /// Keep nothing: no session and no temporary change
    #[arg(long, help_heading = "Session")]
    pub(super) no_session: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

impl DiagnoseArgs {
    /// The arguments with which a session is gone on with: none but its file.
    pub(super) fn resuming(session: PathBuf, (simple, ndjson): (bool, bool), common: Common) -> Self {
        Self {
            text: Vec::new(),
            problem: None,
            answer: Vec::new(),
            tried: Vec::new(),
            answers: None,
            no_input: false,
            assume_unknown: false,
            #[cfg(feature = "check")]
            host: None,
            evidence: Vec::new(),
            at: None,
            i_am: Here::Client,
            allow_weakening: false,
            no_weakening: false,
            simple,
            ndjson,
            session: Some(session),
            no_session: false,
            common,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct LookupArgs {
    /// The error as text or code; - reads it from standard input
    #[arg(value_name = "TEXT", allow_negative_numbers = true, help_heading = "Input")]
    pub(super) text: Vec<String>,
    /// Read one text per line and write one document (or block) per line
    #[arg(long, help_heading = "Input")]
    pub(super) each_line: bool,
    /// Take numbers as codes of this namespace (rdpfix list namespaces)
    #[arg(long, value_name = "NAMESPACE", help_heading = "Input")]
    pub(super) from: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// An id, KIND/ID where two kinds share an id, or a code
    #[arg(value_name = "ID|CODE", required_unless_present = "all", allow_negative_numbers = true)]
    pub(super) id: Option<String>,
    /// Stream every problem with all that belongs to it, or every unit of a kind, one JSON document per line
    #[arg(long, value_enum, value_name = "KIND", conflicts_with = "id", requires = "json")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "problems")]
    pub(super) all: Option<AllOf>,
    /// Print everything about a problem, not one screen of it
    #[arg(long, conflicts_with = "script")]
    pub(super) full: bool,
    /// Print only the commands of a fix, as a script to read and copy
    #[arg(long, value_enum, value_name = "SHELL", conflicts_with_all = ["json", "format"])]
    pub(super) script: Option<ScriptShell>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What can be streamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AllOf {
    /// Problems, with causes, observations, fixes, topics and refused advice expanded in each
    Problems,
    /// Causes
    Causes,
    /// Observations
    Observations,
    /// Fixes
    Fixes,
    /// Topics
    Topics,
    /// Refused advice
    Refused,
    /// All of these, kind after kind
    Everything,
}

impl AllOf {
    /// The kind of unit, unless all are meant.
    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Self::Problems => Some(Kind::Problem),
            Self::Causes => Some(Kind::Cause),
            Self::Observations => Some(Kind::Observation),
            Self::Fixes => Some(Kind::Fix),
            Self::Topics => Some(Kind::Topic),
            Self::Refused => Some(Kind::Refused),
            Self::Everything => None,
        }
    }
}

impl ScriptShell {
    /// The shell of pages.
    pub(super) fn shell(self) -> Shell {
        match self {
            Self::Cmd => Shell::Cmd,
            Self::Powershell => Shell::PowerShell,
        }
    }
}

/// The shells whose lines can be printed as a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScriptShell {
    /// The command prompt
    Cmd,
    /// Windows PowerShell
    Powershell,
}

#[derive(Debug, Args)]
pub(super) struct FindArgs {
    /// The words, in any order
    #[arg(value_name = "WORDS", required = true, allow_negative_numbers = true)]
    pub(super) words: Vec<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// What to list
    #[arg(value_enum, default_value_t = ListWhat::Problems)]
    pub(super) what: ListWhat,
    /// Only those with all of these words in id or title
    #[arg(value_name = "WORD")]
    pub(super) words: Vec<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListWhat {
    /// What the user sees
    Problems,
    /// Numbers, by namespace
    Codes,
    /// What is really wrong
    Causes,
    /// What can be known
    Observations,
    /// What may repair it
    Fixes,
    /// Background
    Topics,
    /// Advice that is not given
    Refused,
    /// Kinds of symptoms
    Families,
    /// What the numbers are counted in
    Namespaces,
    /// The bibliography
    Sources,
}

impl From<ListWhat> for ListKind {
    fn from(what: ListWhat) -> Self {
        match what {
            ListWhat::Problems => Self::Problems,
            ListWhat::Codes => Self::Codes,
            ListWhat::Causes => Self::Causes,
            ListWhat::Observations => Self::Observations,
            ListWhat::Fixes => Self::Fixes,
            ListWhat::Topics => Self::Topics,
            ListWhat::Refused => Self::Refused,
            ListWhat::Families => Self::Families,
            ListWhat::Namespaces => Self::Namespaces,
            ListWhat::Sources => Self::Sources,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct TreeArgs {
    /// The problem, an id or a code
    #[arg(required_unless_present = "bench", conflicts_with = "bench")]
    pub(super) problem: Option<String>,
    /// Form of the tree
    #[arg(long, value_enum, default_value_t = TreeForm::Text, value_name = "FORM")]
    pub(super) format: TreeForm,
    /// Leave out branches rarer than this
    #[arg(long, default_value_t = 0.01, value_name = "P")]
    pub(super) prune: f64,
    /// Draw a model of the decision benchmark instead, in the benchmark's own words
    #[arg(long, value_name = "MODEL")]
    pub(super) bench: Option<PathBuf>,
    /// Let fixes that weaken security into the tree, after the safe ones that may well help
    #[arg(long)]
    pub(super) allow_weakening: bool,
    /// Write the tree to a file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Let --output replace a file
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// Lay a directory of knowledge over the built-in one; may be given more than once
    #[arg(long, value_name = "DIR", value_parser = directory(), env = "RDPFIX_KNOWLEDGE", value_delimiter = super::common_args::PATH_DELIMITER)]
    pub(super) knowledge: Vec<PathBuf>,
}

/// The forms of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TreeForm {
    /// Indented lines
    Text,
    /// A Mermaid flowchart
    Mermaid,
    /// A Graphviz graph
    Dot,
    /// rdpfix-tree/1
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum KbCommand {
    /// Check a folder of knowledge files, or the built-in knowledge, and report every fault
    #[command(after_help = super::help::VALIDATE)]
    Validate {
        /// A folder that holds a whole knowledge base
        dir: Option<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// Say how much is known, how deep, on what it rests and how old it is
    Coverage {
        #[command(flatten)]
        common: Common,
    },
    /// Print the JSON Schema of a kind of file or document
    Schema {
        /// The kind; without one, the kinds are listed
        kind: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    /// A command or a topic
    pub(super) topic: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (id, value) = text.split_once('=').ok_or_else(|| format!("'{text}' has no '='"))?;
    Ok((id.trim().to_owned(), value.trim().to_owned()))
}
