//! Reading a file whose name came from outside.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::name::{Kind, kind};

/// How often a pipe is tried that is silent for the moment.
const PAUSE: Duration = Duration::from_millis(20);

/// So many pauses in a row, ten seconds, and the other end is taken to have nothing to say.
const PAUSES: usize = 500;

/// A file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not a regular file.
    #[error("it is {}, not a regular file", .0.word())]
    NotRegular(Kind),
    /// It holds more than is ever read of such a file.
    #[error("it is larger than {}", size(*.0))]
    TooLarge(u64),
    /// A pipe whose other end writes nothing.
    #[error("nothing came through this pipe within 10 seconds")]
    Silent,
}

/// A limit in words.
fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{} KiB", bytes >> 10) }
}

/// Opens a regular file for reading. A pipe or a device at that name is refused at once: opening never waits for another
/// process.
///
/// # Errors
/// When it cannot be opened or is no regular file.
pub fn open(path: &Path) -> Result<File, ReadError> {
    match at_once(path)? {
        (file, Kind::Regular) => Ok(file),
        (_, other) => Err(ReadError::NotRegular(other)),
    }
}

/// The whole of a regular file of at most `limit` bytes.
///
/// # Errors
/// As [`open`], and when it is larger.
pub fn regular(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    within(open(path)?, limit)
}

/// The same, and a pipe as well: a shell hands over the output of a command that way (`<(command)`).
///
/// # Errors
/// As [`regular`], and when nothing comes through the pipe for ten seconds.
pub fn pipe_or_file(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    match at_once(path)? {
        (file, Kind::Regular) => within(file, limit),
        (file, Kind::Pipe) => within(Patient(file), limit),
        (_, other) => Err(ReadError::NotRegular(other)),
    }
}

fn at_once(path: &Path) -> Result<(File, Kind), ReadError> {
    let mut options = OpenOptions::new();
    options.read(true);
    never_wait(&mut options);
    let file = options.open(path).map_err(|error| refused(path, error))?;
    let kind = kind(file.metadata()?.file_type());
    Ok((file, kind))
}

/// Why a path could not be opened. Windows denies access to a folder that is opened as a file; Unix opens it.
fn refused(path: &Path, error: io::Error) -> ReadError {
    if error.kind() == ErrorKind::PermissionDenied && path.is_dir() {
        ReadError::NotRegular(Kind::Folder)
    } else {
        ReadError::Io(error)
    }
}

/// A pipe without a writer is opened at once instead of when one comes. On Windows opening does not wait.
pub(super) fn never_wait(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY);
    #[cfg(not(unix))]
    let _ = options;
}

/// Everything that a source holds, if that is no more than `limit` bytes.
///
/// # Errors
/// When it cannot be read or is larger.
pub fn within(source: impl Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes).map_err(|error| match error.kind() {
        ErrorKind::TimedOut => ReadError::Silent,
        _ => ReadError::Io(error),
    })?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
}

/// A pipe that does not wait, waited for.
struct Patient(File);

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for _ in 0..PAUSES {
            match self.0.read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => sleep(PAUSE),
                read => return read,
            }
        }
        Err(ErrorKind::TimedOut.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_limit_is_refused_and_not_cut() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("list");
        std::fs::write(&path, [b'x'; 2048]).unwrap();
        assert_eq!(regular(&path, 2048).unwrap().len(), 2048);
        let error = regular(&path, 2047).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 1 KiB");
    }

    #[test]
    fn what_is_no_regular_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(regular(dir.path(), 10), Err(ReadError::NotRegular(Kind::Folder))));
        #[cfg(unix)]
        {
            let endless = regular(Path::new("/dev/zero"), 10).unwrap_err();
            assert_eq!(endless.to_string(), "it is a device or socket, not a regular file");
        }
    }
}
