//! `rdpfix pending`: temporary changes that are still in place.

mod document;
mod page;

pub use document::*;
pub use page::undo_script;
