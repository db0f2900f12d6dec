//! Zip archives: what lies in one says what it says in a folder, and nothing of it reaches the disk.

use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{evidence, files, with};
use crate::shared::dice::Dice;

/// The files of a folder as an archive, and one more of each name and content.
fn archive(folder: &Path, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut add = |name: &str, bytes: &[u8]| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    };
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        add(&format!("host/{name}"), &std::fs::read(&path).unwrap());
    }
    for (name, bytes) in more {
        add(name, bytes);
    }
    writer.finish().unwrap().into_inner()
}

/// An archive with these bytes.
fn brought(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("brought.zip");
    std::fs::write(&path, bytes).unwrap();
    path
}

fn answers(document: &Value) -> Vec<(Value, Value)> {
    let answers = document["answers"].as_array().unwrap().iter();
    answers.map(|answer| (answer["observation"].clone(), answer["state"].clone())).collect()
}

#[test]
fn an_archive_answers_what_the_folder_answers() {
    let dir = tempfile::tempdir().unwrap();
    let host = files("host");
    let of_archive = evidence(&[brought(dir.path(), &archive(&host, &[]))], &[]);
    let of_folder = evidence(&[host], &[]);
    assert!(answers(&of_folder).len() > 3, "{of_folder}");
    assert_eq!(answers(&of_archive), answers(&of_folder));
}

#[test]
fn names_in_an_archive_are_only_shown_and_made_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let bytes =
        archive(&files("host"), &[("../../out\u{1b}[31m.txt", b"hello"), ("C:\\Windows\\x", b"PK\x03\x04")]);
    let out = evidence(&[brought(dir.path(), &bytes)], &[]).to_string();
    assert!(out.contains("out") && !out.contains("u001b") && !out.contains('\u{1b}'), "{out}");
    assert!(out.contains("a zip archive in another file"), "{out}");
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is unpacked");
}

#[test]
fn a_damaged_archive_is_said_to_be_one_or_shows_nothing_new() {
    let dir = tempfile::tempdir().unwrap();
    let whole = archive(&files("host"), &[]);
    let path = brought(dir.path(), &whole[..whole.len() / 2]);
    let run = with(&["evidence".as_ref(), path.as_os_str()]);
    assert!(run.code == 2 && run.stderr.contains("cannot read"), "{} {}", run.code, run.stderr);
    let filter = rdpfix::evidence::Filter::new(&rdpfix::knowledge::Knowledge::builtin());
    let mut dice = Dice(3);
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(6) {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        let path = dir.path().join("flipped.zip");
        std::fs::write(&path, bytes).unwrap();
        // Read or refused: it ends, and nothing panics.
        let _ = rdpfix::evidence::read_archive(File::open(&path).unwrap(), &filter, 100);
    }
}
