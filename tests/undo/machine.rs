//! A machine: registry, services and firewall rules, changed by lines only.

use std::collections::BTreeMap;

use rdpfix::knowledge::commands::Shell;

use crate::undo::tree::Tree;
use crate::undo::{prompt, shell};

/// What a line printed, or the error that it ended with: people see both in one stream.
pub(crate) type Printed = Result<String, String>;

/// The texts of Windows in one display language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Language {
    pub(crate) not_found: &'static str,
    pub(crate) no_default: &'static str,
}

pub(crate) const ENGLISH: Language = Language {
    not_found: "ERROR: The system was unable to find the specified registry key or value.",
    no_default: "    (Default)    REG_SZ    (value not set)",
};

pub(crate) const GERMAN: Language = Language {
    not_found: "FEHLER: Der angegebene Registrierungsschl\u{fc}ssel bzw. Wert wurde nicht gefunden.",
    no_default: "    (Standard)    REG_SZ    (Wert nicht gesetzt)",
};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Machine {
    pub(crate) registry: Tree,
    /// Running or not, by short name in small letters.
    pub(crate) services: BTreeMap<String, bool>,
    /// On or off, by name.
    pub(crate) rules: BTreeMap<String, bool>,
    pub(crate) language: Language,
}

impl Machine {
    pub(crate) fn new(language: Language) -> Self {
        let (registry, services, rules) = (Tree::default(), BTreeMap::new(), BTreeMap::new());
        Self { registry, services, rules, language }
    }

    /// Runs one line as it stands.
    pub(crate) fn run(&mut self, line: &str, shell: Shell) -> Printed {
        match shell {
            Shell::Cmd => prompt::run(self, line),
            Shell::PowerShell => shell::run(self, line),
        }
    }

    /// Runs lines one after the other, whatever becomes of them, and answers all that a person saw.
    pub(crate) fn see(&mut self, lines: &[String], shell: Shell) -> String {
        lines.iter().map(|line| self.run(line, shell).unwrap_or_else(|error| error)).collect()
    }

    /// Runs lines none of which may fail.
    pub(crate) fn must(&mut self, lines: &[String], shell: Shell) {
        for line in lines {
            self.run(line, shell).unwrap_or_else(|error| panic!("{line}\n{error}"));
        }
    }
}
