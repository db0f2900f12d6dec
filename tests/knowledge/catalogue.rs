//! The whole of the knowledge has no fault, and no warning that was not looked at.

use rdpfix::knowledge::{Knowledge, Severity};

use crate::knowledge::files;

/// Warnings that stand, each with the reason.
const LOOKED_AT: [(&str, &str); 0] = [];

#[test]
fn the_knowledge_has_no_fault() {
    let (_, faults) = Knowledge::from_files(&files());
    let faults: Vec<_> =
        faults.iter().filter(|f| f.severity == Severity::Fault).map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_warning_was_looked_at() {
    let (_, faults) = Knowledge::from_files(&files());
    let warnings = faults.iter().filter(|f| f.severity == Severity::Warning).map(ToString::to_string);
    let expected: Vec<_> = LOOKED_AT.iter().map(|(warning, _)| (*warning).to_owned()).collect();
    assert_eq!(warnings.collect::<Vec<_>>(), expected);
}
