//! `rdpfix.dialogue/1`: the interview for a program, one document a line.
//!
//! Each document says by itself all that there is to show: whoever puts it before a person needs none of the earlier
//! ones.

mod cards;
mod document;
mod told;

pub use cards::*;
pub use document::*;
pub use told::Told;
