//! Files on disk: read whole within a limit, written whole or not at all, kept for their owner alone.
//!
//! Nothing else in the program opens a file by its name. So there is one place that decides what is followed, what is
//! refused and how much is read.

mod name;
pub mod private;
mod read;
mod walk;
mod write;

pub use name::{Kind, kind};
pub use read::{ReadError, open, pipe_or_file, regular, within};
pub use walk::walk;
pub use write::{NewFile, WriteError};

use std::path::Path;

/// The folder of a path; that of a bare name is where the program runs.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
