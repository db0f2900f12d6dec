//! Writing a file whose name came from outside: whole or not at all.

use std::fs::{self, Metadata};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::name::{Kind, kind, windows_refuses};
use super::{folder, private};

/// A file that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refused.
    #[error("cannot write {}", .0.display())]
    Io(PathBuf, #[source] io::Error),
    /// One is there, and it was not said that it may be replaced.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// Something else than a regular file is there. That is neither followed nor replaced.
    #[error("{} is {}, and only a regular file is replaced", .0.display(), .1.word())]
    NotRegular(PathBuf, Kind),
    /// Windows makes something else of the name.
    #[error("{} cannot be the name of a file: {why}", .path.display())]
    Name {
        /// The name.
        path: PathBuf,
        /// Why not.
        why: &'static str,
    },
}

/// A file that is being written beside its place, under a name that nobody else has. Until [`NewFile::finish`] nothing
/// stands at its place, and dropping it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    writer: BufWriter<NamedTempFile>,
    path: PathBuf,
    replace: bool,
}

impl NewFile {
    /// Begins a file at `path`; with `replace` it takes the place of a regular file and keeps that one's mode.
    ///
    /// # Errors
    /// When something is there that is not to be replaced, or the folder cannot be written.
    pub fn begin(path: &Path, replace: bool) -> Result<Self, WriteError> {
        let refused = if cfg!(windows) { windows_refuses(path) } else { None };
        if let Some(why) = refused {
            return Err(WriteError::Name { path: path.to_owned(), why });
        }
        let io = |error| WriteError::Io(path.to_owned(), error);
        let there = match fs::symlink_metadata(path) {
            Ok(there) => Some(replaceable(path, there, replace)?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(io(error)),
        };
        let file = beside(path, there.as_ref()).map_err(io)?;
        Ok(Self { writer: BufWriter::new(file), path: path.to_owned(), replace })
    }

    /// Brings the file to the disk and moves it to its place.
    ///
    /// # Errors
    /// When that fails, or somebody has made a file there in the meantime that is not to be replaced.
    pub fn finish(self) -> Result<(), WriteError> {
        let Self { writer, path, replace } = self;
        let io = |error| WriteError::Io(path.clone(), error);
        let file = writer.into_inner().map_err(|error| io(error.into_error()))?;
        file.as_file().sync_all().map_err(io)?;
        // Closed before it is moved: some network disks move no file that is open.
        let closed = file.into_temp_path();
        let moved = if replace { closed.persist(&path) } else { closed.persist_noclobber(&path) };
        moved.map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => WriteError::Exists(path.clone()),
            _ => io(error.error),
        })?;
        private::sync_dir(folder(&path));
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn replaceable(path: &Path, there: Metadata, replace: bool) -> Result<Metadata, WriteError> {
    match kind(there.file_type()) {
        Kind::Regular if replace => Ok(there),
        Kind::Regular => Err(WriteError::Exists(path.to_owned())),
        other => Err(WriteError::NotRegular(path.to_owned(), other)),
    }
}

/// A new file beside the place of `there`, with its mode; else with what every program asks for, less the umask.
fn beside(path: &Path, there: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".rdpfix-");
    #[cfg(unix)]
    {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        let kept = there.map(|there| Permissions::from_mode(there.permissions().mode() & 0o777));
        builder.permissions(kept.clone().unwrap_or_else(|| Permissions::from_mode(0o666)));
        let file = builder.tempfile_in(folder(path))?;
        // Once more without the umask.
        kept.map_or(Ok(()), |kept| file.as_file().set_permissions(kept))?;
        Ok(file)
    }
    #[cfg(not(unix))]
    {
        let _ = there;
        builder.tempfile_in(folder(path))
    }
}
