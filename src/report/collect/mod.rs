//! `rdpfix collect`: a script that brings what open questions need, and the same as a document (`rdpfix.collect/1`).

mod choose;
mod document;
mod inputs;
mod script;

pub use choose::offered;
pub use document::{CollectReport, LineCard};
