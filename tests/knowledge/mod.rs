//! The catalogue: everything under `knowledge/` held against its rules.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment and files")]

mod cases;
mod catalogue;
mod checks;
mod commands;
mod faults;
mod generated;
mod index;
mod overlay;
mod safety;
mod scenarios;
mod seeds;
mod training;

use std::path::Path;

use rdpfix::knowledge::{Knowledge, read_dir};
use serde_json::Value;

/// The folder of the project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path and text of every file of the shipped knowledge.
pub(crate) fn files() -> Vec<(String, String)> {
    read_dir(&project().join("knowledge")).unwrap()
}

/// The shipped knowledge, whole.
pub(crate) fn whole() -> Knowledge {
    Knowledge::from_files(&files()).0
}

/// Takes a field out of a unit.
pub(crate) fn remove(unit: &mut Value, field: &str) {
    unit.as_object_mut().unwrap().remove(field).unwrap();
}
