//! One process at a time.
//!
//! The lock lies on the file itself, so that it holds under every name of the file, and it ends with the process,
//! however that ends. On Unix it is `flock`, which others need not heed to read. On Windows the file is opened so that
//! nobody else may open it for writing (`file::private`).

use std::fs::File;
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How long and how often a lock is tried that others hold for a moment only.
const PAUSE: Duration = Duration::from_millis(50);
const ATTEMPTS: usize = 60;

/// The file that `open` gives, locked; `None` when somebody else has it.
pub(super) fn take(open: impl FnOnce() -> io::Result<File>) -> io::Result<Option<File>> {
    match open() {
        Ok(file) => Ok(is_ours(&file)?.then_some(file)),
        Err(error) if is_in_use(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Locks what is only ever locked for a moment.
pub(super) fn wait(open: impl Fn() -> io::Result<File>) -> io::Result<File> {
    for _ in 0..ATTEMPTS {
        if let Some(file) = take(&open)? {
            return Ok(file);
        }
        sleep(PAUSE);
    }
    Err(io::Error::new(io::ErrorKind::WouldBlock, "another process keeps it locked"))
}

#[cfg(unix)]
fn is_ours(file: &File) -> io::Result<bool> {
    use std::fs::TryLockError;
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Opening it was the lock.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
fn is_ours(_file: &File) -> io::Result<bool> {
    Ok(true)
}

/// Whether Windows refuses because somebody else writes or reads it (`ERROR_SHARING_VIOLATION`).
pub(super) fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error() == Some(32)
}

/// Whether the name still leads to that very file, and not through a link.
#[cfg(unix)]
pub(super) fn is_at(path: &Path, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (named, open) = (path.symlink_metadata()?, file.metadata()?);
    Ok((named.dev(), named.ino()) == (open.dev(), open.ino()))
}

/// Whether the name leads to a file, and not through a link.
#[cfg(not(unix))]
pub(super) fn is_at(path: &Path, _file: &File) -> io::Result<bool> {
    Ok(path.symlink_metadata()?.is_file())
}
