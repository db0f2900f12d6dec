//! What is wrong with a knowledge file: all of it at once, each with its place.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The knowledge is not used.
    Fault,
    /// It is used; an author should look.
    Warning,
}

/// One fault of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path relative to `knowledge/`.
    pub file: String,
    /// The field, as a dotted path; empty for the file as a whole.
    pub field: String,
    /// What is wrong, as the end of a sentence that begins with file and field.
    pub message: String,
    /// How bad it is.
    pub severity: Severity,
}

impl Fault {
    /// A fault.
    pub fn new(file: impl Into<String>, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), field: field.into(), message: message.into(), severity: Severity::Fault }
    }

    /// A warning.
    pub fn warning(file: impl Into<String>, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(file, field, message) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Warning { "warning: " } else { "" };
        let colon = if self.field.is_empty() { "" } else { ": " };
        write!(f, "{severity}{}: {}{colon}{}", self.file, self.field, self.message)
    }
}

/// The nearest of some valid words, as `; did you mean 'x'?`, or nothing when none is near.
pub fn did_you_mean<'a>(word: &str, valid: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, valid).map(|near| format!("; did you mean '{near}'?")).unwrap_or_default()
}

/// The nearest of some valid words, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = valid.into_iter().map(|v| (strsim::jaro_winkler(word, v), v));
    let best = scored.fold(None, |best: Option<(f64, &str)>, (score, v)| match best {
        Some((top, _)) if top >= score => best,
        _ => Some((score, v)),
    });
    best.filter(|(score, v)| *score >= 0.75 && meant(word, v)).map(|(_, v)| v)
}

/// Whether a word may be a misspelling or the beginning of another: the score alone also likes what only begins alike.
fn meant(word: &str, valid: &str) -> bool {
    let letters = word.chars().count();
    strsim::osa_distance(word, valid) <= 1 + letters / 3 || letters >= 4 && valid.starts_with(word)
}
