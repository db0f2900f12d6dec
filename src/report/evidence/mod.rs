//! `rdpfix evidence`: what files show, and which questions that answers (`rdpfix.evidence/1`).

mod document;
mod page;

pub use document::*;
