//! The command line of `rdpfix evidence`.

use std::path::PathBuf;

use clap::Args;

use super::common_args::{Common, Here};
use crate::time;

#[derive(Debug, Args)]
pub(super) struct EvidenceArgs {
    /// Files, folders or zip archives of files; - reads one from standard input
    #[arg(value_name = "PATH", required = true, help_heading = "Input")]
    pub(super) paths: Vec<PathBuf>,
    /// From which of the two computers all of them come, where they do not tell
    #[arg(long, value_enum, value_name = "SIDE", help_heading = "Input")]
    pub(super) side: Option<Here>,
    /// The moment of the attempt that is asked about, in UTC [default: the newest that failed]
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = "Input")]
    pub(super) at: Option<i64>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// A moment as `--at` takes it: RFC 3339, or the same without zone, in UTC. In milliseconds of Unix time.
pub(super) fn moment(text: &str) -> Result<i64, String> {
    let bare = text.strip_suffix('Z').unwrap_or(text);
    let whole = if bare.len() == 16 { format!("{bare}:00") } else { text.to_owned() };
    let seconds = time::unix(&whole).or_else(|| time::unix(&format!("{whole}Z")));
    seconds.map(|seconds| seconds * 1000).ok_or_else(|| format!("'{text}' is no time: 2026-11-29T10:15Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_and_without_its_zone() {
        for written in
            ["1970-01-02T00:00:00Z", "1970-01-02T00:00", "1970-01-02 00:00:00", "1970-01-02T02:00:00+02:00"]
        {
            assert_eq!(moment(written), Ok(86_400_000), "{written}");
        }
        assert!(moment("yesterday").is_err());
    }
}
