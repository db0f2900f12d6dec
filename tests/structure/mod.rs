//! The direction in which data flows, held against the paths that the sources really use.
#![allow(clippy::disallowed_methods, reason = "tests read the sources")]

mod circles;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use circles::{Arrows, circles};
use sources::{Module, Sources};

/// Circles of files that are still there, to be taken apart: folder and members. Nothing is added here.
const LEFT: &[&str] = &[
    "cli: args help session_args",
    "knowledge/commands: before reading",
    "knowledge/format: cause problem",
    "report/check: describe lines",
    "report/diagnosis: document standing ticket",
    "report/lookup: document page",
    "witness/check: deep look",
    "witness/person: interrupt raw",
];

/// `src/lib.rs` lists the modules from the command line down to the ground; each uses only those below it.
#[test]
fn no_module_uses_one_that_stands_above_it() {
    let sources = Sources::read();
    let order = Sources::order();
    let place = |module: &str| order.iter().position(|listed| listed == module);
    let names: BTreeSet<&String> = sources.modules().filter_map(|module| module.first()).collect();
    let unlisted: Vec<_> = names.iter().filter(|name| place(name).is_none()).collect();
    assert!(unlisted.is_empty(), "name these in the list of src/lib.rs: {unlisted:?}");
    let gone: Vec<_> = order.iter().filter(|name| !names.contains(name)).collect();
    assert!(gone.is_empty(), "the list of src/lib.rs names modules that do not exist: {gone:?}");
    let mut upward = Vec::new();
    for (from, to) in sources.arrows() {
        let ([above, ..], [below, ..]) = (from.as_slice(), to.as_slice()) else { continue };
        if place(above) > place(below) {
            upward.push(format!("{} uses {}", from.join("::"), to.join("::")));
        }
    }
    assert!(upward.is_empty(), "against the order of src/lib.rs:\n{}", upward.join("\n"));
}

/// Inside a folder, files may use each other in one direction only.
#[test]
fn files_of_a_folder_do_not_use_each_other_in_circles() {
    let mut folders: BTreeMap<Module, Arrows> = BTreeMap::new();
    for (from, to) in Sources::read().arrows() {
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        if let (Some(a), Some(b)) = (from.get(shared), to.get(shared)) {
            let arrows = folders.entry(from[..shared].to_vec()).or_default();
            arrows.entry(a.clone()).or_default().insert(b.clone());
        }
    }
    let mut found = BTreeSet::new();
    for (folder, arrows) in &folders {
        for circle in circles(arrows) {
            found.insert(format!("{}: {}", folder.join("/"), circle.join(" ")));
        }
    }
    let left: BTreeSet<String> = LEFT.iter().map(|&circle| circle.to_owned()).collect();
    let new: Vec<_> = found.difference(&left).collect();
    assert!(new.is_empty(), "files that use each other in a circle: {new:#?}");
    let gone: Vec<_> = left.difference(&found).collect();
    assert!(gone.is_empty(), "these circles are gone: take them out of LEFT: {gone:#?}");
}
