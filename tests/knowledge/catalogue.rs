//! The whole of the knowledge has no fault, and no warning that is not looked at.

use std::path::Path;

use rdpfix::knowledge::{Knowledge, Severity, read_dir};

fn everything() -> (Knowledge, Vec<rdpfix::knowledge::Fault>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    Knowledge::from_files(&read_dir(&root).unwrap())
}

#[test]
fn the_knowledge_has_no_fault() {
    let (_, faults) = everything();
    let faults: Vec<_> =
        faults.iter().filter(|f| f.severity == Severity::Fault).map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
