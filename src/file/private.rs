//! Files and folders for their owner alone.
//!
//! On Unix that is said at their creation, and said again of those that are there. On Windows they lie in the profile
//! of the user and inherit its rights, which let in that user, the system and administrators.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Options with which a file is opened for reading and adding at its end; one that is created is for its owner alone.
///
/// On Windows nobody else may open it for writing until it is closed: that is the lock there.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.append(true).mode(0o600);
    }
    #[cfg(windows)]
    {
        const FILE_SHARE_READ: u32 = 1;
        std::os::windows::fs::OpenOptionsExt::share_mode(options.write(true), FILE_SHARE_READ);
    }
    super::read::never_wait(&mut options);
    options
}

/// Makes a folder and what is missing above it, and takes the rights of others off one that is there.
///
/// # Errors
/// When it cannot be made. Rights that cannot be changed are left: the folder may be on a disk without them.
pub fn create_dir(dir: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)?;
    if let Ok(folder) = File::open(dir) {
        owner_alone(&folder);
    }
    Ok(())
}

/// Takes the rights of group and others off an open file or folder, where it has any and they can be taken.
pub fn owner_alone(file: &File) {
    #[cfg(unix)]
    if let Some(mode) = shared(file) {
        use std::os::unix::fs::PermissionsExt;
        let _ = file.set_permissions(std::fs::Permissions::from_mode(mode & 0o700));
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// The mode of an open file that others than its owner may read or write; always `None` on Windows.
pub fn shared(file: &File) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some(mode)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        None
    }
}

/// A file of a new name outlives the machine's end once its folder does. Where a folder cannot be opened as
/// a file (Windows), the system sees to that.
pub fn sync_dir(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}
