//! `rdpfix check`: what a host showed, layer by layer (`rdpfix.check/1`).

#[cfg(feature = "check")]
mod describe;
mod document;
#[cfg(feature = "check")]
mod lines;
mod page;
#[cfg(feature = "check")]
pub mod plan;

#[cfg(feature = "check")]
pub use describe::*;
pub use document::*;
pub(super) use page::{layers, look_card};
