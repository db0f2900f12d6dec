//! What a run keeps, and what it goes on from: the session file and the ledger of temporary changes.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::args::DiagnoseArgs;
use super::env::Surroundings;
use crate::interview::Keeping;
use crate::knowledge::Knowledge;
use crate::report::diagnosis::{DiagnosisReport, SessionCard};
use crate::report::header::VERSION;
use crate::report::pending;
use crate::session::ledger::{Books, Entry, Ledger};
use crate::session::log::{self, Begun, Event, KeptPolicy, Line, Log};
use crate::session::store::{self, SessionFile, Store};
use crate::text::{shell_path, shell_word};
use crate::time;

/// What a run keeps.
pub(super) struct Kept {
    /// The name of the file; `None` where nothing is kept.
    path: Option<PathBuf>,
    /// Whether it was named with the call.
    named: bool,
    /// The file, until the interview has it.
    file: Option<SessionFile>,
    /// What the file held when the run began; empty for a new one.
    pub(super) lines: Vec<Line>,
    /// What begins the file, or began it.
    pub(super) begun: Begun,
    /// Bytes of a last line that was not written to its end.
    cut: usize,
    /// The lines that cannot be read.
    damaged: Vec<String>,
    /// What is wrong with the rights of the file.
    shared: Option<String>,
    /// Why nothing is kept, where that was not wanted.
    lost: Option<String>,
    ledger: Option<Ledger>,
    /// Where sessions are kept.
    store: Option<Store>,
    books: Books,
    /// What of the ledger cannot be read.
    unread: Option<String>,
}

impl Kept {
    /// For a run in which somebody is asked: the file that was named, else a new one in the usual place.
    pub(super) fn with_person(
        args: &DiagnoseArgs,
        surroundings: &Surroundings,
        knowledge: &Knowledge,
    ) -> anyhow::Result<Self> {
        let store = surroundings.state_dir.as_ref().map(Store::new);
        let mut kept = Self::in_file(args, knowledge)?;
        if args.no_session {
            return Ok(kept);
        }
        if let (None, Some(store)) = (&args.session, &store) {
            match store.create(time::now) {
                Ok((id, path, file)) => {
                    (kept.begun.id, kept.path, kept.file) = (id, Some(path), Some(file));
                }
                Err(error) => kept.lost = Some(format!("{:#}", anyhow::Error::new(error))),
            }
        }
        kept.see_to_rights(store.as_ref());
        if store.is_none() && args.session.is_none() {
            kept.lost.clone_from(&surroundings.no_state_dir);
        }
        kept.ledger = store.as_ref().map(|store| Ledger::new(store.ledger(), time::now));
        kept.store = store;
        kept.read_ledger();
        Ok(kept)
    }

    /// For a run in which nobody is asked: the file that was named, or nothing at all.
    pub(super) fn with_script(
        args: &DiagnoseArgs,
        surroundings: &Surroundings,
        knowledge: &Knowledge,
    ) -> anyhow::Result<Self> {
        let mut kept = Self::in_file(args, knowledge)?;
        if kept.file.is_some() {
            let store = surroundings.state_dir.as_ref().map(Store::new);
            kept.see_to_rights(store.as_ref());
            kept.ledger = store.as_ref().map(|store| Ledger::new(store.ledger(), time::now));
            kept.store = store;
            kept.read_ledger();
        }
        Ok(kept)
    }

    fn in_file(args: &DiagnoseArgs, knowledge: &Knowledge) -> anyhow::Result<Self> {
        let begun = begun(args, knowledge);
        let mut kept = Self {
            path: args.session.clone(),
            named: args.session.is_some(),
            file: None,
            lines: Vec::new(),
            begun,
            cut: 0,
            damaged: Vec::new(),
            shared: None,
            lost: None,
            ledger: None,
            store: None,
            books: Books::default(),
            unread: None,
        };
        let Some(path) = &args.session else { return Ok(kept) };
        if path.exists() {
            let (held, file) = store::open(path)?;
            if let Some(Line { event: Event::Begun(begun), .. }) = held.lines.first() {
                kept.begun = begun.clone();
            }
            kept.damaged = damage(&held);
            (kept.lines, kept.cut, kept.file) = (held.lines, held.cut, Some(file));
        } else {
            kept.file = Some(store::create(path)?);
        }
        Ok(kept)
    }

    /// Rights are put right in the folder of the sessions; of another file it is said that others may read it.
    fn see_to_rights(&mut self, store: Option<&Store>) {
        let (Some(file), Some(path)) = (&self.file, &self.path) else { return };
        if store.is_some_and(|store| store.holds(path)) {
            file.make_private();
        }
        self.shared = file
            .shared()
            .map(|mode| format!("Others on this computer can open {} (mode {mode:04o}).", path.display()));
    }

    fn read_ledger(&mut self) {
        let Some(ledger) = &self.ledger else { return };
        let path = ledger.path().display();
        match ledger.read() {
            Ok(books) => {
                let own = &self.begun.id;
                self.books = books;
                self.books.open.retain(|entry| entry.session != *own);
                self.unread = unread(&path, &self.books.damaged);
            }
            Err(error) => {
                self.unread =
                    Some(format!("The ledger of temporary changes cannot be read: {path}: {error}."));
            }
        }
    }

    /// What is said before the first question: one quiet line each.
    pub(super) fn notices(&self) -> Vec<String> {
        let mut said = Vec::new();
        if let Some(path) = &self.path {
            let path = path.display();
            said.push(if self.lines.is_empty() {
                format!("Your answers are saved in {path} (turn this off with --no-session).")
            } else {
                format!("Resuming {path}.")
            });
        }
        if self.cut > 0 {
            said.push("Its last line is incomplete, so that question is asked again.".to_owned());
        }
        said.extend(self.lost.iter().map(|why| format!("Nothing is saved: {why}.")));
        said.extend(still_open(&self.books.open));
        said.extend(self.warnings());
        said
    }

    /// What a program is told before the first prompt. It named the file, if there is one, or needs none.
    pub(super) fn said_to_program(&self) -> Vec<String> {
        let lost = self.lost.iter().map(|why| format!("Nothing is saved: {why}."));
        lost.chain(still_open(&self.books.open)).chain(self.warnings()).collect()
    }

    /// What is said whether or not somebody is asked.
    pub(super) fn warnings(&self) -> impl Iterator<Item = String> {
        self.shared.iter().chain(&self.unread).cloned()
    }

    /// The damaged lines of the file, each in a sentence.
    pub(super) fn take_damaged(&mut self) -> Vec<String> {
        std::mem::take(&mut self.damaged)
    }

    /// Whether the first lines could be written. Whoever named a file wants it written; in the usual place the
    /// interview goes on without.
    pub(super) fn written(&mut self, written: io::Result<()>) -> anyhow::Result<()> {
        let (Err(error), Some(path)) = (written, &self.path) else { return Ok(()) };
        if self.named {
            return Err(anyhow::Error::new(error).context(format!("{} cannot be written", path.display())));
        }
        self.lost = Some(format!("{} cannot be written: {error}", path.display()));
        self.path = None;
        Ok(())
    }

    /// The word by which `session resume` finds it, as the shell takes it: the id where the file lies among the
    /// sessions, else its path. Nothing where no shell could be given it.
    pub(super) fn name(&self) -> Option<String> {
        let path = self.path.as_ref()?;
        if self.store.as_ref().is_some_and(|store| store.holds(path)) {
            return shell_word(&store::id_of(path));
        }
        // What has no separator would be looked for among the ids.
        let bare = path.parent().is_some_and(|folder| folder.as_os_str().is_empty());
        if bare { shell_path(&Path::new(".").join(path)) } else { shell_path(path) }
    }

    /// The same where the file was named with the call: such a name is no time.
    pub(super) fn named(&self) -> Option<String> {
        self.name().filter(|_| self.named)
    }

    /// Adds to a report what only a run that keeps something may say.
    pub(super) fn complete(&self, knowledge: &Knowledge, report: &mut DiagnosisReport) {
        let now = time::rfc3339(time::now());
        report.pending = pending::cards(knowledge, &self.books.open, &now);
    }

    /// What the report says of the session, where its file was named.
    pub(super) fn card(&self, set_aside: Vec<String>) -> SessionCard {
        let now = time::rfc3339(time::now());
        let began = self.lines.first().map_or_else(|| now.clone(), |line| line.at.clone());
        // A clock that went back ends no session before it began.
        let last = self.lines.last().map(|line| line.at.clone()).unwrap_or_default().max(now);
        SessionCard { id: self.begun.id.clone(), began, last, set_aside }
    }

    /// Hands everything over to the interview.
    pub(super) fn keeping(&mut self, surroundings: &Surroundings) -> Keeping {
        let last = self.lines.last().map(|line| line.at.clone()).unwrap_or_default();
        let log = self.file.take().map(|file| Log::new(Box::new(file), time::now, last));
        Keeping {
            log,
            ledger: self.ledger.clone(),
            session: self.begun.id.clone(),
            this_computer: surroundings.computer.clone(),
        }
    }
}

/// A sentence for each line of a file that cannot be read.
fn damage(held: &log::Kept) -> Vec<String> {
    let sentence = |(line, why): &(usize, String)| {
        format!("Line {line} of the session file is damaged and left out: {why}.")
    };
    held.damaged.iter().map(sentence).collect()
}

/// What is said of lines of the ledger that cannot be read.
fn unread(path: &impl std::fmt::Display, damaged: &[usize]) -> Option<String> {
    let first = damaged.first()?;
    let more = if damaged.len() > 1 { format!(" and {} more", damaged.len() - 1) } else { String::new() };
    Some(format!(
        "Line {first}{more} of the ledger of temporary changes cannot be read ({path}): what stood there may still be in \
         place. See: rdpfix pending"
    ))
}

/// A session file that is only read: what begins it, its lines, and a sentence for each that is damaged.
pub(super) fn read(path: &Path) -> anyhow::Result<(Begun, Vec<Line>, Vec<String>)> {
    let held = log::read(path).with_context(|| format!("{} cannot be used", path.display()))?;
    let Some(Line { event: Event::Begun(begun), .. }) = held.lines.first() else {
        anyhow::bail!("{} does not begin a session", path.display());
    };
    Ok((begun.clone(), held.lines.clone(), damage(&held)))
}

fn begun(args: &DiagnoseArgs, knowledge: &Knowledge) -> Begun {
    Begun {
        schema: crate::session::log::SCHEMA.to_owned(),
        id: store::new_id(time::now),
        version: VERSION.to_owned(),
        knowledge: knowledge.revision(),
        here: args.i_am.side().word().to_owned(),
        policy: policy(args),
    }
}

/// What the flags allow.
pub(super) fn policy(args: &DiagnoseArgs) -> KeptPolicy {
    KeptPolicy {
        no_weakening: args.no_weakening,
        allow_weakening: args.allow_weakening,
        assume_unknown: args.assume_unknown,
    }
}

/// What other sessions left in place.
fn still_open(open: &[Entry]) -> Option<String> {
    let first = open.first()?;
    let now = time::rfc3339(time::now());
    let overdue = open.iter().filter(|entry| entry.overdue(&now)).count();
    let overdue = if overdue > 0 { format!(" ({overdue} overdue)") } else { String::new() };
    let more = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
    let title = &first.title;
    Some(format!(
        "Still in place from before{overdue}: {title}, on {}{more}. See: rdpfix pending",
        first.machine
    ))
}
