//! Whole interviews, played by a scripted person: what is asked, shown and kept.
//!
//! Transcripts are snapshots that are read before they are accepted; `<<<...>>>` marks what the person did.

mod leaving;
mod looking;
pub(crate) mod person;
mod printed;
mod random;
mod safety;
mod told;
mod ways;
mod whole;
