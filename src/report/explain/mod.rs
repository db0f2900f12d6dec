//! `rdpfix explain`: one unit of knowledge, whole (`rdpfix.explain/1`).

mod brief;
mod cards;
mod document;
mod page;

pub use cards::*;
pub use document::*;
pub use page::script;
