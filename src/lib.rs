//! Diagnoses Remote Desktop failures.
//!
//! ```text
//!  pasted text / code / host / file         knowledge/*.json (compiled in, + overlays)
//!         |                                          | raw -> validated model
//!         v                                          v
//!    intake: decode, normalise, match ----->   knowledge: problems, codes, causes, observations, fixes
//!         | candidate problems, why                  |
//!         v                                          v
//!    session  <---- answers of witnesses ----   engine (pure): posterior, next step, plan, reasons, tree
//!         v
//!    report (plain data, versioned, sensitive strings typed as such)  --->  render
//! ```
//!
//! Data flows one way. [`engine`] and [`intake`] are pure: no files, no clock, no environment.
//! Everything that a person or a script is told is a value of [`report`]; a renderer adds nothing.

pub mod cli;
pub mod engine;
pub mod file;
pub mod intake;
pub mod interview;
pub mod knowledge;
pub mod lexicon;
pub mod render;
pub mod report;
pub mod sensitive;
pub mod session;
pub mod text;
pub mod time;
pub mod witness;
