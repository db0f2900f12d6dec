//! The command line of `rdpfix check`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::common_args::{Common, Here};
use crate::witness::check::LayerId;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The host: a name or an address, with :PORT where it is not 3389
    #[arg(required_unless_present_any = ["hosts", "list_checks"], help_heading = "Input")]
    pub(super) host: Option<String>,
    /// Look at one host per line of a file (- for standard input), and print them in that order
    #[arg(long, value_name = "FILE", conflicts_with = "host", help_heading = "Input")]
    pub(super) hosts: Option<PathBuf>,
    /// How many hosts of --hosts are looked at at once
    #[arg(long, value_name = "N", default_value_t = 8, requires = "hosts", value_parser = clap::value_parser!(u16).range(1..=64), help_heading = "Input")]
    pub(super) jobs: u16,
    /// Look deeper: every version of TLS, RDSTLS, Microsoft Entra ID, UDP (up to 10 connections)
    #[arg(long, conflicts_with = "only", help_heading = "Checks")]
    pub(super) deep: bool,
    /// Look at one layer and what it rests on
    #[arg(long, value_name = "ID", value_parser = layer(), help_heading = "Checks")]
    pub(super) only: Option<String>,
    /// Seconds for everything about one host
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=60), help_heading = "Checks")]
    pub(super) timeout: u16,
    /// Send nothing: print what would be sent, byte by byte
    #[arg(long, help_heading = "Checks")]
    pub(super) dry_run: bool,
    /// List what can be looked at
    #[arg(long, help_heading = "Checks")]
    pub(super) list_checks: bool,
    /// Which of the two computers this one is
    #[arg(long, value_enum, default_value_t = Here::Client, value_name = "SIDE", help_heading = "Checks")]
    pub(super) i_am: Here,
    #[command(flatten)]
    pub(super) common: Common,
}

fn layer() -> PossibleValuesParser {
    PossibleValuesParser::new(LayerId::ALL.map(LayerId::word))
}
