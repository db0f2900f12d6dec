//! `rdpfix session list` and `session show`.

mod document;

pub use document::*;
