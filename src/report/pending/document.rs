//! `rdpfix.pending/1`: what weakens security and is still in place, over all sessions.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::Knowledge;
use crate::knowledge::commands::{self, Before, Shell as CommandShell};
use crate::knowledge::format::Change;
use crate::report::header::{KnowledgeRevision, VERSION};
use crate::report::units::Pointer;
use crate::sensitive::{Kind, Redact, Redactor, Sensitive};
use crate::session::ledger::{Books, Changed, Entry};
use crate::session::store::is_generated;

/// What is still in place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PendingReport {
    /// `rdpfix.pending/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// Overdue ones first, then by the time when they were done.
    pub entries: Vec<PendingCard>,
    /// Numbers of the lines of the ledger that cannot be read: what stood there is not listed.
    pub damaged: Vec<usize>,
    /// Whether people get the whole way back of each.
    #[serde(skip)]
    pub(super) whole: bool,
}

/// One weakening that is still in place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PendingCard {
    /// What `pending undo` takes; its beginning is enough.
    pub id: String,
    /// When it was done, in UTC (RFC 3339).
    pub at: String,
    /// When it is overdue.
    pub expires: String,
    /// Whether it is by now.
    pub overdue: bool,
    /// The fix.
    pub fix: String,
    /// What it did.
    pub title: String,
    /// The problem for which it was done.
    pub problem: Option<String>,
    /// The session in which it was done.
    pub session: String,
    /// The computer on which it was done.
    pub machine: Sensitive,
    /// What it changed, each with its way back.
    pub changes: Vec<PendingChange>,
    /// The way back beyond the changes, in words.
    pub undo: Option<String>,
    /// The fixes that repair what it goes around.
    pub then: Vec<Pointer>,
}

/// One change and the exact way back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PendingChange {
    /// What was changed.
    pub what: String,
    /// What was there before.
    pub before: Before,
    /// The way back in words, for changes that are described only.
    pub undo: Option<String>,
    /// For the command prompt.
    pub cmd: BackCard,
    /// For Windows PowerShell.
    pub powershell: BackCard,
}

/// The way back in one shell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BackCard {
    /// The lines that lead back.
    pub undo: Vec<String>,
    /// The lines that show whether one is there.
    pub checks: Vec<CheckCard>,
}

/// A line that shows whether the old state is back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckCard {
    /// The line.
    pub line: String,
    /// What it shows then.
    pub expect: String,
}

impl PendingReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.pending/1";

    /// What is open at a time (RFC 3339, UTC).
    pub fn new(knowledge: &Knowledge, books: &Books, now: &str) -> Self {
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            entries: cards(knowledge, &books.open, now),
            damaged: books.damaged.clone(),
            whole: false,
        }
    }

    /// One of them with its whole way back.
    #[must_use]
    pub fn only(mut self, id: &str) -> Self {
        self.entries.retain(|card| card.id == id);
        self.whole = true;
        self
    }
}

/// The cards of entries: overdue ones first, then by time.
pub fn cards(knowledge: &Knowledge, entries: &[Entry], now: &str) -> Vec<PendingCard> {
    let mut cards: Vec<PendingCard> = entries.iter().map(|entry| card(knowledge, entry, now)).collect();
    cards.sort_by_key(|card| !card.overdue);
    cards
}

fn card(knowledge: &Knowledge, entry: &Entry, now: &str) -> PendingCard {
    let pointer = |id: &String| {
        let title = knowledge.fixes.get(id).map_or_else(String::new, |fix| fix.title.clone());
        Pointer { id: id.clone(), title }
    };
    PendingCard {
        id: entry.id.clone(),
        at: entry.at.clone(),
        expires: entry.expires.clone(),
        overdue: entry.overdue(now),
        fix: entry.fix.clone(),
        title: entry.title.clone(),
        problem: entry.problem.clone(),
        session: entry.session.clone(),
        machine: Sensitive::new(Kind::Host, &entry.machine),
        changes: entry.changes.iter().map(change).collect(),
        undo: entry.undo.clone(),
        then: entry.then.iter().map(pointer).collect(),
    }
}

fn change(changed: &Changed) -> PendingChange {
    let undo = match &changed.change {
        Change::Text { undo, .. } => undo.clone(),
        _ => None,
    };
    PendingChange {
        what: crate::report::units::what(&changed.change),
        before: changed.before.clone(),
        undo,
        cmd: back(changed, CommandShell::Cmd),
        powershell: back(changed, CommandShell::PowerShell),
    }
}

fn back(changed: &Changed, shell: CommandShell) -> BackCard {
    let checks = commands::verify_back(&changed.change, &changed.before, shell);
    BackCard {
        undo: commands::way_back(&changed.change, &changed.before, shell),
        checks: checks
            .into_iter()
            .map(|check| CheckCard { line: check.line, expect: check.expect })
            .collect(),
    }
}

/// What was there before, after `it`: `was absent`, `was REG_DWORD 0x0`.
pub fn was(before: &Before) -> String {
    match before {
        Before::AbsentKey { .. } => "was absent, and so was its key".to_owned(),
        Before::AbsentValue => "was absent".to_owned(),
        Before::Value { value_type, data } => format!("was {value_type} {data}"),
        Before::Running => "was running".to_owned(),
        Before::Stopped => "was stopped".to_owned(),
        Before::Rules { on, off } => format!("was on for {} rules and off for {}", on.len(), off.len()),
        Before::Unknown => "was not noted".to_owned(),
    }
}

impl Redact for PendingReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.entries.redact(redactor);
    }
}

impl Redact for PendingCard {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.machine.redact(redactor);
        if !is_generated(&self.session) {
            let hidden = redactor.placeholder(&Sensitive::new(Kind::Id, &self.session));
            self.id = format!("{hidden}-{}", self.fix);
            self.session = hidden;
        }
        self.changes.redact(redactor);
    }
}

impl Redact for PendingChange {
    /// Paths and names may stand in what was there before. Lines that put it back are left out with it: with a
    /// placeholder in its place they would be wrong, and somebody might run them.
    fn redact(&mut self, redactor: &mut Redactor) {
        let mut hide = |text: &mut String| {
            *text = redactor.placeholder(&Sensitive::new(Kind::Text, text.as_str()));
        };
        match &mut self.before {
            Before::Value { value_type, data } if !is_number(value_type) => hide(data),
            Before::Rules { on, off } => on.iter_mut().chain(off).for_each(hide),
            _ => return,
        }
        for back in [&mut self.cmd, &mut self.powershell] {
            back.undo.clear();
            back.checks.clear();
        }
    }
}

/// Whether a type of the registry holds a number, which names nobody.
fn is_number(value_type: &str) -> bool {
    matches!(value_type, "REG_DWORD" | "REG_QWORD" | "REG_DWORD_BIG_ENDIAN")
}
