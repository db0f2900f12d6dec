//! `rdpfix diagnose`: where a diagnosis stands (`rdpfix.report/1`).

mod document;
mod end;
mod page;
mod paragraph;
pub mod path;
pub mod reasons;
pub mod roles;
pub mod standing;
mod ticket;

pub use document::*;
pub(super) use page::contradicted;
pub(super) use paragraph::{paragraph, script};
