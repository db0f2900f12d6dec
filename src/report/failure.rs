//! `rdpfix.error/1`: why a run could not be done (exit code 2).

use schemars::JsonSchema;
use serde::Serialize;

use super::header::VERSION;

/// A run that could not be done.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FailureReport {
    /// `rdpfix.error/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// What went wrong.
    pub error: Failure,
}

/// What went wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What, with its causes.
    pub message: String,
    /// What to type next.
    pub help: Option<String>,
}

impl FailureReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.error/1";

    /// A failure with the exit code 2.
    pub fn new(message: String, help: Option<String>) -> Self {
        Self { schema: Self::SCHEMA, version: VERSION, error: Failure { code: 2, message, help } }
    }
}
