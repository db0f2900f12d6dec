//! One process at a time.
//!
//! The lock is the system's: it ends with the process, however that ends. It lies on a file of its own beside the
//! one it guards, because on Windows a locked file cannot be read by others. That file stays: whoever removed it
//! could remove the one on which somebody else has just waited.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::private;

/// How long and how often a lock is tried that others hold for a moment only.
const PAUSE: Duration = Duration::from_millis(50);
const ATTEMPTS: usize = 60;

/// A lock, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// The name of the file on which the lock of another lies.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    path.with_file_name(name)
}

/// Locks; `None` when somebody else has it.
pub(super) fn take(path: &Path) -> io::Result<Option<Lock>> {
    let file = private::options().create(true).truncate(false).open(beside(path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Locks what is only ever locked for a moment.
pub(super) fn wait(path: &Path) -> io::Result<Lock> {
    for _ in 0..ATTEMPTS {
        if let Some(lock) = take(path)? {
            return Ok(lock);
        }
        sleep(PAUSE);
    }
    Err(io::Error::new(io::ErrorKind::WouldBlock, "another process keeps it locked"))
}
