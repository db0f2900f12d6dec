//! Zip archives: every file in one is read as if it lay in a folder. Nothing is unpacked to disk.

use std::fs::File;
use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::read_stream;
use crate::evidence::fact::Found;
use crate::evidence::filter::Filter;
use crate::text::sanitise;

/// What a zip archive begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// So many bytes are unpacked of one archive, all files together: a small one can hold any number.
const MOST_UNPACKED: u64 = 1 << 30;

/// So many characters of a name are kept.
const LONGEST_NAME: usize = 240;

/// A file of an archive.
#[derive(Debug)]
pub struct Packed {
    /// Its path in the archive, made harmless.
    pub name: String,
    /// What was read of it, or why it was not.
    pub found: Result<Found, String>,
}

/// Whether a file is a zip archive. It is wound back to its beginning.
///
/// # Errors
/// When it cannot be read.
pub fn is_archive(file: &mut File) -> io::Result<bool> {
    let mut head = Vec::new();
    file.by_ref().take(ZIP.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == ZIP)
}

/// Reads at most `most` files of an archive, and tells whether it holds more.
///
/// # Errors
/// When the list of its files cannot be read.
pub fn read_archive(file: File, filter: &Filter, most: usize) -> io::Result<(Vec<Packed>, bool)> {
    let mut archive = ZipArchive::new(io::BufReader::new(file)).map_err(io::Error::other)?;
    let mut left = MOST_UNPACKED;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let named = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default();
        if named.ends_with(['/', '\\']) {
            continue;
        }
        if files.len() == most {
            return Ok((files, true));
        }
        let name = sanitise(&named).chars().take(LONGEST_NAME).collect();
        let found = unpacked(&mut archive, index, filter, &mut left);
        files.push(Packed { name, found });
    }
    Ok((files, false))
}

/// One file of an archive, as far as there is room.
fn unpacked(
    archive: &mut ZipArchive<io::BufReader<File>>,
    index: usize,
    filter: &Filter,
    left: &mut u64,
) -> Result<Found, String> {
    if *left == 0 {
        return Err(format!(
            "the archive holds more than {} MiB: unpack it, and name the file",
            MOST_UNPACKED >> 20
        ));
    }
    let packed = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is encrypted".to_owned(),
        error => format!("it cannot be unpacked: {error}"),
    })?;
    let mut packed = packed.take(*left);
    let found = read_stream(&mut packed, filter).map_err(|error| format!("it cannot be unpacked: {error}"));
    *left = packed.limit();
    let mut found = found?;
    if *left == 0 {
        found.note("the archive is too large: it was not read to its end");
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> File {
        let mut writer = ZipWriter::new(tempfile::tempfile().unwrap());
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        let mut file = writer.finish().unwrap();
        file.rewind().unwrap();
        file
    }

    #[test]
    fn what_is_unpacked_has_a_limit_for_all_files_together() {
        let zeros = vec![b'a'; 1 << 20];
        let file = packed(&[("one.txt", &zeros), ("two.txt", &zeros)]);
        let mut archive = ZipArchive::new(io::BufReader::new(file)).unwrap();
        let (mut left, filter) = (1_000, Filter::default());
        assert!(unpacked(&mut archive, 0, &filter, &mut left).is_ok());
        assert_eq!(left, 0);
        assert!(unpacked(&mut archive, 1, &filter, &mut left).unwrap_err().contains("unpack it"));
    }

    #[test]
    fn no_more_files_are_read_than_were_asked_for() {
        let file = packed(&[("a", b"1"), ("b", b"2"), ("c", b"3")]);
        let (files, more) = read_archive(file, &Filter::default(), 2).unwrap();
        assert_eq!((files.len(), more), (2, true));
    }
}
