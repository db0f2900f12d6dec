//! `rdpfix.faults/1`: what is wrong with knowledge files.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::{Fault, Severity};
use crate::report::header::VERSION;
use crate::report::page::{Page, Shell, ToPage};

/// The faults of a folder.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FaultsReport {
    /// `rdpfix.faults/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// How many files were read.
    pub files: usize,
    /// What makes the knowledge unusable.
    pub faults: Vec<FaultCard>,
    /// What an author should look at.
    pub warnings: Vec<FaultCard>,
    /// The command to type instead, where the folder looks like one that is not meant to stand alone.
    pub hint: Option<String>,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FaultCard {
    /// The file.
    pub file: String,
    /// The field; empty for the whole file.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

impl FaultsReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.faults/1";

    /// The report on what was found.
    pub fn new(files: usize, found: &[Fault]) -> Self {
        let of = |severity: Severity| {
            let cards = found.iter().filter(|fault| fault.severity == severity).map(|fault| FaultCard {
                file: fault.file.clone(),
                field: fault.field.clone(),
                message: fault.message.clone(),
            });
            cards.collect()
        };
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            files,
            faults: of(Severity::Fault),
            warnings: of(Severity::Warning),
            hint: None,
        }
    }

    /// The same with the command to type instead.
    #[must_use]
    pub fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

impl ToPage for FaultsReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let line = |card: &FaultCard| {
            let field = if card.field.is_empty() { String::new() } else { format!("{}: ", card.field) };
            format!("{}: {field}{}", card.file, card.message)
        };
        for fault in &self.faults {
            page.text(0, line(fault));
        }
        for warning in &self.warnings {
            page.text(0, format!("warning: {}", line(warning)));
        }
        page.text(
            0,
            format!("{} files, {} faults, {} warnings.", self.files, self.faults.len(), self.warnings.len()),
        );
        if let Some(hint) = &self.hint {
            page.text(0, "Files that are laid over the built-in knowledge are checked together with it:");
            page.command(2, Shell::Cmd, [hint]);
        }
        page
    }
}
