//! What fuzzing found worth keeping is read again by every parser, on every run of the tests.

use rdpfix::witness::check::certificate::Certificate;
use rdpfix::witness::check::wire::{ntlm, rdpeudp, tls, tsrequest, x224};
use std::fs;
use std::path::{Path, PathBuf};

/// Whether a parser takes these bytes.
type Takes = fn(&[u8]) -> bool;

/// The targets whose files are wire formats, each with its parser.
const TARGETS: [(&str, Takes); 6] = [
    ("ber_tsrequest", |bytes| tsrequest::parse(bytes).is_ok()),
    ("certificate", |bytes| Certificate::parse(bytes).is_ok()),
    ("ntlm", |bytes| ntlm::parse_challenge(bytes).is_ok()),
    ("rdpeudp", |bytes| rdpeudp::parse_answer(bytes).is_ok()),
    ("tls_flight", |bytes| tls::parse_flight(bytes).is_ok()),
    ("x224", |bytes| x224::parse_confirm(bytes).is_ok()),
];

fn files(target: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let entries = fs::read_dir(&directory).expect("every target has a corpus");
    entries.map(|entry| entry.expect("a readable directory").path()).collect()
}

#[test]
fn every_file_is_read_or_refused_by_every_parser() {
    for (target, _) in TARGETS {
        for file in files(target) {
            let bytes = fs::read(&file).expect("a readable file");
            for (_, takes) in TARGETS {
                takes(&bytes);
            }
            x224::stranger(&bytes);
            if let Ok(Some(length)) = tsrequest::message_length(&bytes) {
                assert!(length <= 64 * 1024, "{}", file.display());
            }
        }
    }
}

#[test]
fn every_corpus_has_files_that_its_own_parser_takes_and_stays_small() {
    for (target, takes) in TARGETS {
        let all: Vec<Vec<u8>> = files(target).iter().map(|file| fs::read(file).expect("readable")).collect();
        assert!(all.iter().any(|bytes| takes(bytes)), "{target}");
        assert!((2..=40).contains(&all.len()), "{target} has {} files", all.len());
        assert!(all.iter().all(|bytes| bytes.len() <= 4096), "{target} has a large file");
    }
}
