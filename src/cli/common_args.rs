//! The flags that commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::knowledge::words::Side;
use crate::render::Format;

/// What separates directories in `RDPFIX_KNOWLEDGE`.
pub(super) const PATH_DELIMITER: char = if cfg!(windows) { ';' } else { ':' };

/// What every command takes.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub(super) struct Common {
    /// Print JSON (the same as --format json)
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    pub(super) json: bool,
    /// Form of the answer [default: terminal, plain when piped]
    #[arg(long, value_name = "FORM", value_parser = format_parser(), help_heading = "Output")]
    pub(super) format: Option<Format>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN", help_heading = "Output")]
    pub(super) color: Colour,
    /// Show probabilities as numbers too
    #[arg(long, help_heading = "Output")]
    pub(super) numbers: bool,
    /// Columns for prose [default: those of the terminal, at most 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(30..=400), help_heading = "Output")]
    pub(super) width: Option<u16>,
    /// Write the answer to a file instead of stdout
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(super) output: Option<PathBuf>,
    /// Let --output replace a file
    #[arg(long, requires = "output", help_heading = "Output")]
    pub(super) force: bool,
    /// Hide names of hosts, users, domains and addresses [default for markdown and html]
    #[arg(long, overrides_with = "no_redact", help_heading = "Output")]
    pub(super) redact: bool,
    /// Keep names
    #[arg(long, overrides_with = "redact", help_heading = "Output")]
    pub(super) no_redact: bool,
    /// Exit with 0 where it would be 1, 3 or 4
    #[arg(long, help_heading = "Output")]
    pub(super) exit_zero: bool,
    /// Lay a directory of knowledge over the built-in one; may be given more than once
    #[arg(long, value_name = "DIR", value_parser = directory(), env = "RDPFIX_KNOWLEDGE", value_delimiter = PATH_DELIMITER, help_heading = "Knowledge")]
    pub(super) knowledge: Vec<PathBuf>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal that has it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A directory; an empty one is taken too, since an empty variable counts as not set.
pub(super) fn directory() -> impl clap::builder::TypedValueParser<Value = PathBuf> {
    use clap::builder::{OsStringValueParser, TypedValueParser};
    OsStringValueParser::new().map(PathBuf::from)
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name()))
        .map(|name| Format::parse(&name).expect("only the names of forms are accepted"))
}

/// Which of the two computers this one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Here {
    /// The one that connects
    Client,
    /// The one that is connected to
    Host,
}

impl Here {
    /// The side.
    pub(super) fn side(self) -> Side {
        match self {
            Self::Client => Side::Client,
            Self::Host => Side::Host,
        }
    }
}
