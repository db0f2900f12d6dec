//! What a path leads to.

use std::fs::FileType;
use std::path::Path;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    Regular,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A named pipe.
    Pipe,
    /// A device, a socket or what else a system knows.
    Other,
}

impl Kind {
    /// The word in messages, with its article.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Regular => "a regular file",
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Pipe => "a pipe",
            Self::Other => "a device or socket",
        }
    }
}

/// The kind of a file type.
pub fn kind(file_type: FileType) -> Kind {
    #[cfg(unix)]
    if std::os::unix::fs::FileTypeExt::is_fifo(&file_type) {
        return Kind::Pipe;
    }
    if file_type.is_file() {
        Kind::Regular
    } else if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

/// Why Windows would not make a plain file of a name: it means a device there, names a stream inside another file, or
/// loses its end. `None` for a name that is kept as it is.
pub(super) fn windows_refuses(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy().to_ascii_uppercase();
    let stem = name.split(['.', ':']).next().unwrap_or_default().trim_end();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| {
            matches!(
                rest,
                "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "\u{b9}" | "\u{b2}" | "\u{b3}"
            )
        })
    };
    if matches!(stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
    {
        return Some("Windows keeps this name for a device");
    }
    if name.contains(':') {
        return Some("on Windows a colon in a name means a stream inside another file");
    }
    name.ends_with(['.', ' ']).then_some("Windows drops a dot or blank at the end of a name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_keeps_for_itself_are_found() {
        for name in ["NUL", "nul", "con", "aux.md", "COM1", "lpt9.txt", "CONOUT$", "nul .md", "a/NUL"] {
            assert!(windows_refuses(Path::new(name)).is_some_and(|why| why.contains("device")), "{name}");
        }
        for name in ["10:15.md", "a.md:stream"] {
            assert!(windows_refuses(Path::new(name)).is_some_and(|why| why.contains("stream")), "{name}");
        }
        assert!(windows_refuses(Path::new("dot.md.")).is_some());
        for name in ["null.md", "com0.md", "com10", "console", "ticket.md", "a.b.md", "CON1"] {
            assert_eq!(windows_refuses(Path::new(name)), None, "{name}");
        }
    }
}
