//! The ledger: what weakens security and is still in place, over all sessions.
//!
//! One file, appended to (NDJSON): an entry when a weakening was done, another line when it is undone. rdpfix never
//! changes a machine, so nobody but this ledger remembers what a technician promised to take back.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lock;
use crate::file::{self, ReadError, private};
use crate::knowledge::Knowledge;
use crate::knowledge::commands::{self, Before, read_before};
use crate::knowledge::format::{Change, Fix, Id};
use crate::time::{self, Clock};

/// The version of the lines.
pub const SCHEMA: &str = "rdpfix.ledger/1";

/// After that a weakening is overdue: a working day and its night. It is there for the repair alone, and what
/// still stands the next morning was forgotten or needs another look. Our own judgement.
pub const EXPIRES_AFTER: Duration = Duration::from_hours(24);

/// Largest ledger that is read: some ten thousand entries.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Longest line that is read, as in a session file.
const MAX_LINE: usize = super::log::MAX_LINE;

/// A weakening that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Session and fix: done again in the same session, it is the same entry.
    pub id: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// When it becomes overdue.
    pub expires: String,
    /// The fix.
    pub fix: Id,
    /// What it does.
    pub title: String,
    /// The problem it was done for.
    pub problem: Option<Id>,
    /// The session in which it was done.
    pub session: String,
    /// The computer on which it was done.
    pub machine: String,
    /// What it changed, and what was there before.
    pub changes: Vec<Changed>,
    /// The way back beyond the changes, in words.
    pub undo: Option<String>,
    /// How the fix is seen to be in place.
    pub verify: String,
    /// The fixes that repair what it goes around.
    pub then: Vec<Id>,
}

/// One change of a weakening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    /// The change.
    pub change: Change,
    /// What was there before.
    pub before: Before,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Line {
    /// It was done.
    Weakened {
        schema: String,
        #[serde(flatten)]
        entry: Box<Entry>,
    },
    /// It is undone.
    Undone { schema: String, id: String, at: String },
}

/// What is in a ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Books {
    /// The entries that are open, the first done first.
    pub open: Vec<Entry>,
    /// Numbers of the lines that cannot be read, counted from 1: whatever stood there is not among the others.
    pub damaged: Vec<usize>,
}

/// Where the ledger is, and whose clock it goes by.
#[derive(Clone, Debug)]
pub struct Ledger {
    path: PathBuf,
    clock: Clock,
}

/// What a weakening was done for, and where.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The session.
    pub session: &'a str,
    /// The problem.
    pub problem: Option<&'a str>,
    /// The computer.
    pub machine: &'a str,
}

impl Entry {
    /// The entry of a fix. `printed`: what its Keep lines showed, by change.
    pub fn new(fix: &Fix, done: Circumstances, printed: &[Option<String>], clock: Clock) -> Self {
        let now = clock();
        let before = |(index, change): (usize, &Change)| {
            let printed = printed.get(index).and_then(Option::as_deref);
            let before = printed.and_then(|printed| read_before(change, printed)).unwrap_or(Before::Unknown);
            Changed { change: change.clone(), before }
        };
        Self {
            id: Self::id(done.session, &fix.id),
            at: time::rfc3339(now),
            expires: time::rfc3339(time::after(now, EXPIRES_AFTER)),
            fix: fix.id.clone(),
            title: fix.title.clone(),
            problem: done.problem.map(str::to_owned),
            session: done.session.to_owned(),
            machine: done.machine.to_owned(),
            changes: fix.changes.iter().enumerate().map(before).collect(),
            undo: fix.undo.clone(),
            verify: fix.verify.clone(),
            then: fix.then.clone(),
        }
    }

    /// The id of a weakening in a session: a word for every shell, whatever the session is called.
    pub fn id(session: &str, fix: &str) -> String {
        let id = format!("{session}-{fix}");
        let part = |(at, c): (usize, char)| {
            let plain = is_plain(c) && (at > 0 || c != '-');
            if plain { c.to_string() } else { format!("_{:x}_", u32::from(c)) }
        };
        id.char_indices().map(part).collect()
    }

    /// Whether it is overdue at a time (RFC 3339). A time that cannot be read never lets one be forgotten.
    pub fn overdue(&self, now: &str) -> bool {
        match (time::unix(&self.expires), time::unix(now)) {
            (Some(expires), Some(now)) => expires <= now,
            _ => true,
        }
    }

    /// Whether its changes may become lines of a script, and its ids words of a line: a ledger is a file that anything
    /// may have written to.
    fn is_sound(&self) -> bool {
        let ids = [&self.id, &self.fix].into_iter().chain(&self.then);
        let is_word = |id: &String| !id.is_empty() && !id.starts_with('-') && id.chars().all(is_plain);
        let sound = |changed: &Changed| commands::sound(&changed.change).is_ok();
        ids.into_iter().all(is_word) && self.changes.iter().all(sound)
    }

    /// The titles of the fixes that repair, by today's knowledge.
    pub fn repairs<'k>(&self, knowledge: &'k Knowledge) -> Vec<&'k Fix> {
        self.then.iter().filter_map(|id| knowledge.fixes.get(id)).collect()
    }
}

/// Whether no shell acts upon a character.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

impl Ledger {
    /// The ledger in that file, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>, clock: Clock) -> Self {
        Self { path: path.into(), clock }
    }

    /// The clock it goes by.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Adds an entry; one with the same id takes the place of the earlier one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn weakened(&self, entry: Entry) -> io::Result<()> {
        self.append(&Line::Weakened { schema: SCHEMA.to_owned(), entry: Box::new(entry) })
    }

    /// Marks an entry as undone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn undone(&self, id: &str) -> io::Result<()> {
        let at = time::rfc3339((self.clock)());
        self.append(&Line::Undone { schema: SCHEMA.to_owned(), id: id.to_owned(), at })
    }

    /// What is open. Without a file nothing is.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or is larger than a ledger ever is.
    pub fn read(&self) -> Result<Books, ReadError> {
        match file::regular(&self.path, MAX_FILE) {
            Ok(bytes) => Ok(balance(&bytes)),
            Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(Books::default()),
            Err(error) => Err(error),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn append(&self, line: &Line) -> io::Result<()> {
        let dir = file::folder(&self.path);
        private::create_dir(dir)?;
        let is_new = !self.path.exists();
        let mut file = lock::wait(|| private::options().create(true).open(&self.path))?;
        private::owner_alone(&file);
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        // After a line that was not written to its end: what it lacks must not be made up by this one.
        if file.seek(SeekFrom::End(0))? > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                bytes.insert(0, b'\n');
            }
        }
        file.write_all(&bytes)?;
        file.sync_data()?;
        if is_new {
            private::sync_dir(dir);
        }
        Ok(())
    }
}

/// Goes through the lines of a ledger. A BOM is what an editor put there.
pub fn balance(bytes: &[u8]) -> Books {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut books = Books::default();
    let mut open: BTreeMap<String, (usize, Entry)> = BTreeMap::new();
    for (number, piece) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        let line = (piece.len() <= MAX_LINE).then(|| serde_json::from_slice(piece).ok()).flatten();
        match line {
            Some(Line::Weakened { schema, entry }) if schema == SCHEMA && entry.is_sound() => {
                let first = open.get(&entry.id).map_or(number, |(first, _)| *first);
                open.insert(entry.id.clone(), (first, *entry));
            }
            Some(Line::Undone { schema, id, .. }) if schema == SCHEMA => {
                open.remove(&id);
            }
            _ if piece.iter().all(u8::is_ascii_whitespace) => {}
            _ => books.damaged.push(number),
        }
    }
    let mut entries: Vec<(usize, Entry)> = open.into_values().collect();
    entries.sort_by_key(|(first, _)| *first);
    books.open = entries.into_iter().map(|(_, entry)| entry).collect();
    books
}
