//! The whole of the knowledge held against its rules; every fault is reported, not only the first.

mod collect;
mod counts;
mod form;
mod references;
mod safety;
mod sense;
mod systems;

pub(super) use safety::has_way_back;

use super::Knowledge;
use super::fault::{Fault, Severity};

/// Faults and warnings, by file. Every file has been parsed.
pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = references::faults(knowledge);
    faults.extend(systems::faults(knowledge));
    if faults.iter().all(|fault| fault.severity == Severity::Warning) {
        // Sense is made of references that hold.
        faults.extend(sense::faults(knowledge));
        faults.extend(counts::faults(knowledge));
        faults.extend(collect::faults(knowledge));
    }
    faults.extend(form::faults(knowledge));
    faults.extend(safety::faults(knowledge));
    faults.sort();
    faults.dedup();
    faults
}
