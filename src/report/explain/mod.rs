//! `rdpfix explain`: one unit of knowledge, whole (`rdpfix.explain/1`).

mod document;
mod page;

pub use document::*;
pub use page::script;
