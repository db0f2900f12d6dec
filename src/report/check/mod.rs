//! `rdpfix check`: what a host showed, layer by layer (`rdpfix.check/1`).

mod document;
#[cfg(feature = "check")]
mod findings;
#[cfg(feature = "check")]
mod lines;
mod page;
#[cfg(feature = "check")]
pub mod plan;
#[cfg(feature = "check")]
mod words;

pub use document::*;
#[cfg(feature = "check")]
pub use findings::*;
pub(super) use page::{layers, look_card};
