//! The folder in which sessions are kept: making, opening, finding, listing and deleting them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::lock;
use super::log::{self, Kept, Sink, Stands, Summary, Unreadable};
use crate::file::{self, ReadError, private};
use crate::time::{self, Clock};

/// How a session file is named after its id.
const ENDING: &str = "ndjson";

/// The word for the session that was used last.
pub const LAST: &str = "last";

/// What rdpfix keeps for a user: `sessions/ID.ndjson` and `ledger.ndjson`.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

/// A session file that is written: locked, and read to its end.
#[derive(Debug)]
pub struct SessionFile {
    file: File,
}

/// A session in the folder.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its file.
    pub path: PathBuf,
    /// Where it stands.
    pub summary: Summary,
}

/// A session that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system says no.
    #[error("{path} cannot be used", path = .0.display())]
    Io(PathBuf, #[source] io::Error),
    /// Another process goes on with it.
    #[error("{path} is in use by another rdpfix", path = .0.display())]
    InUse(PathBuf),
    /// What is in it is not usable.
    #[error("{path} cannot be used", path = .0.display())]
    Unreadable(PathBuf, #[source] Unreadable),
    /// It is something else, and stays.
    #[error("{path} is not a session file of rdpfix", path = .0.display())]
    NoSession(PathBuf),
    /// There is none.
    #[error("there is no session '{0}'")]
    Unknown(String),
    /// There are several.
    #[error("'{name}' begins the ids of {count} sessions")]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// How many have it.
        count: usize,
    },
}

impl Store {
    /// What is kept under a folder, which need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder of the sessions.
    pub fn sessions(&self) -> PathBuf {
        self.root.join("sessions")
    }

    /// The ledger of temporary changes.
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger.ndjson")
    }

    /// Makes the file of a new session.
    ///
    /// # Errors
    /// When the folder or the file cannot be made.
    pub fn create(&self, clock: Clock) -> Result<(String, PathBuf, SessionFile), StoreError> {
        let dir = self.sessions();
        private::create_dir(&self.root)
            .and_then(|()| private::create_dir(&dir))
            .map_err(|error| StoreError::Io(dir.clone(), error))?;
        loop {
            let id = new_id(clock);
            let path = dir.join(&id).with_extension(ENDING);
            match create(&path) {
                // Two that began in the same moment: the next moment is another one.
                Err(StoreError::Io(_, error)) if error.kind() == ErrorKind::AlreadyExists => {}
                made => return made.map(|file| (id, path, file)),
            }
        }
    }

    /// All sessions, the one used last first.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, StoreError> {
        let mut listed: Vec<Listed> = self.files()?.into_iter().map(|(id, path)| listed(id, path)).collect();
        listed.sort_by(|a, b| b.summary.last.cmp(&a.summary.last).then_with(|| b.id.cmp(&a.id)));
        Ok(listed)
    }

    /// The file of a session: by the beginning of its id, by its path, or the last one.
    ///
    /// # Errors
    /// When there is none or more than one.
    pub fn find(&self, name: &OsStr) -> Result<PathBuf, StoreError> {
        let path = Path::new(name);
        if path.components().count() > 1 || is_named_as_session(path) {
            return Ok(path.to_owned());
        }
        let name = name.to_string_lossy().into_owned();
        if name == LAST {
            let last = self.list()?.into_iter().next();
            return last.map(|last| last.path).ok_or(StoreError::Unknown(name));
        }
        let begins = |id: &str| !name.is_empty() && folded(id).starts_with(&folded(&name));
        let mut found: Vec<_> = self.files()?.into_iter().filter(|(id, _)| begins(id)).collect();
        match found.len() {
            0 => Err(StoreError::Unknown(name)),
            1 => Ok(found.remove(0).1),
            count => Err(StoreError::Ambiguous { name, count }),
        }
    }

    /// Whether a file lies in the folder of the sessions.
    pub fn holds(&self, path: &Path) -> bool {
        let canonical = |dir: &Path| dir.canonicalize().ok();
        canonical(file::folder(path)).is_some_and(|dir| canonical(&self.sessions()) == Some(dir))
    }

    /// Deletes a session file: a regular file that begins with the first line of a session, of whatever version; or an
    /// empty one that is named as a session and lies among them, left by a run that was killed at once. Nothing else.
    ///
    /// # Errors
    /// When it is none, when another process has it, or it cannot be deleted.
    pub fn delete(&self, path: &Path) -> Result<(), StoreError> {
        let io = |error| StoreError::Io(path.to_owned(), error);
        let file = self.deletable(path)?;
        let locked = lock::take(|| Ok(file)).map_err(io)?;
        let file = locked.ok_or_else(|| StoreError::InUse(path.to_owned()))?;
        if !lock::is_at(path, &file).map_err(io)? {
            return Err(StoreError::NoSession(path.to_owned()));
        }
        fs::remove_file(path).map_err(|error| match error {
            error if lock::is_in_use(&error) => StoreError::InUse(path.to_owned()),
            error => io(error),
        })
    }

    /// The file at a path, if [`Store::delete`] may delete it.
    ///
    /// # Errors
    /// When it may not, or cannot be read.
    pub fn deletable(&self, path: &Path) -> Result<File, StoreError> {
        let io = |error| StoreError::Io(path.to_owned(), error);
        let no_session = || StoreError::NoSession(path.to_owned());
        let file = file::open(path).map_err(|error| match error {
            ReadError::Io(error) => io(error),
            _ => no_session(),
        })?;
        if !lock::is_at(path, &file).map_err(io)? {
            return Err(no_session());
        }
        let mut head = Vec::new();
        (&file).take(log::MAX_LINE as u64 + 1).read_to_end(&mut head).map_err(io)?;
        let left_empty = head.is_empty() && is_named_as_session(path) && self.holds(path);
        if log::begins(&head) || left_empty { Ok(file) } else { Err(no_session()) }
    }

    fn files(&self) -> Result<Vec<(String, PathBuf)>, StoreError> {
        let dir = self.sessions();
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::Io(dir, error)),
        };
        let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
        let sessions = paths.filter(|path| is_named_as_session(path));
        Ok(sessions.map(|path| (id_of(&path), path)).collect())
    }
}

/// Windows compares names without regard to case.
fn folded(name: &str) -> String {
    if cfg!(windows) { name.to_lowercase() } else { name.to_owned() }
}

fn is_named_as_session(path: &Path) -> bool {
    path.extension().is_some_and(|ending| folded(&ending.to_string_lossy()) == ENDING)
}

fn listed(id: String, path: PathBuf) -> Listed {
    let (began, last) = (String::new(), String::new());
    let unreadable = Summary { began, last, problem: None, host: None, stands: Stands::Unreadable };
    let summary = log::summary(&path).unwrap_or(unreadable);
    Listed { id, path, summary }
}

/// The id of a session, after the name of its file.
pub fn id_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether an id is one of [`new_id`], which names nobody: a file that somebody named may hold anything in its name.
pub fn is_generated(id: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = id.split('-').collect();
    matches!(parts[..], [day, second, apart] if digits(day, 8) && digits(second, 6) && digits(apart, 4))
}

/// An id that nobody else has: the second, and what tells apart those that begin in one.
pub fn new_id(clock: Clock) -> String {
    let now = clock();
    let nanos = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    // Wrapped on purpose: it only has to differ, and the file is made only where there is none.
    let apart = (nanos >> 4).wrapping_mul(0x9E37_79B1) ^ std::process::id().wrapping_mul(0x85EB_CA77);
    format!("{}-{:04x}", time::compact(now), (apart ^ (apart >> 16)) & 0xffff)
}

/// Makes a session file where there is none.
///
/// # Errors
/// When there is one, or it cannot be made.
pub fn create(path: &Path) -> Result<SessionFile, StoreError> {
    let locked = lock::take(|| private::options().create_new(true).open(path));
    let file = locked.map_err(|error| StoreError::Io(path.to_owned(), error))?;
    private::sync_dir(file::folder(path));
    file.map(|file| SessionFile { file }).ok_or_else(|| StoreError::InUse(path.to_owned()))
}

/// Opens a session file to go on in it: reads it, and cuts off a last line that was not written to its end. One that is
/// empty is begun.
///
/// # Errors
/// When another process has it, when it cannot be read or written, or is no session.
pub fn open(path: &Path) -> Result<(Kept, SessionFile), StoreError> {
    let io = |error| StoreError::Io(path.to_owned(), error);
    let unreadable = |error: Unreadable| match error {
        Unreadable::Read(ReadError::Io(error)) => io(error),
        other => StoreError::Unreadable(path.to_owned(), other),
    };
    // Opened for reading first: what is no regular file is never opened for writing.
    file::open(path).map_err(|error| unreadable(error.into()))?;
    let locked = lock::take(|| private::options().open(path)).map_err(io)?;
    let mut file = locked.ok_or_else(|| StoreError::InUse(path.to_owned()))?;
    let kept = match log::bytes(&file).map_err(unreadable)? {
        bytes if bytes.is_empty() => Kept::default(),
        bytes => log::parse(&bytes).map_err(unreadable)?,
    };
    if kept.cut > 0 {
        file.set_len(kept.whole).map_err(io)?;
    }
    file.seek(SeekFrom::End(0)).map_err(io)?;
    Ok((kept, SessionFile { file }))
}

impl SessionFile {
    /// Takes the rights of everybody but its owner off the file.
    pub fn make_private(&self) {
        private::owner_alone(&self.file);
    }

    /// The mode of the file, where others than its owner may read or write it.
    pub fn shared(&self) -> Option<u32> {
        private::shared(&self.file)
    }
}

impl Write for SessionFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink for SessionFile {
    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
}
