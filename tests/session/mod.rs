//! Sessions and the ledger: nothing that was answered is lost, nothing that was weakened is forgotten.
#![allow(clippy::duration_suboptimal_units, reason = "moments are Unix seconds")]
#![allow(clippy::disallowed_methods, reason = "tests start the program and read files and the clock")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod case;
mod faults;
mod format;
mod going_on;
mod hidden;
mod judgement;
mod killing;
mod older;
mod pending;
pub(crate) mod play;
mod sessions;
mod systems;
