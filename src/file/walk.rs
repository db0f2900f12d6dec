//! The files below a folder that was named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders are entered so deep: what collects evidence makes two or three levels.
const DEEPEST: usize = 5;

/// The regular files below a folder, by name, at most `most` of them; and whether there are more. Links are not followed,
/// so that nothing outside of the folder is read.
///
/// # Errors
/// When the folder cannot be read; one below it that cannot be read is passed over.
pub fn walk(folder: &Path, most: usize) -> io::Result<(Vec<PathBuf>, bool)> {
    let mut files = Vec::new();
    let whole = enter(folder, 0, most, &mut files)?;
    Ok((files, !whole))
}

/// Whether all of a folder was seen.
fn enter(folder: &Path, depth: usize, most: usize, files: &mut Vec<PathBuf>) -> io::Result<bool> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut whole = true;
    for entry in entries {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            whole &= depth + 1 < DEEPEST && enter(&entry.path(), depth + 1, most, files).unwrap_or(true);
        } else if kind.is_file() && files.len() < most {
            files.push(entry.path());
        } else if kind.is_file() {
            return Ok(false);
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_by_name_and_no_more_than_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for name in ["c", "a", "b/x"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let names = |most| {
            let (files, more) = walk(folder.path(), most).unwrap();
            let names: Vec<_> =
                files.iter().map(|f| f.strip_prefix(folder.path()).unwrap().to_owned()).collect();
            (names, more)
        };
        assert_eq!(names(9), (vec!["a".into(), Path::new("b").join("x"), "c".into()], false));
        assert_eq!(names(2), (vec!["a".into(), Path::new("b").join("x")], true));
        assert!(walk(&folder.path().join("a"), 9).is_err());
    }
}
