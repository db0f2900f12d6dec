//! `rdpfix lookup`: what a text was read as (`rdpfix.lookup/1`).

mod document;
mod event;
mod page;
mod room;
pub mod unlisted;

pub use document::*;
pub use event::EventCard;
