//! The event log: every answer on disk before the next question appears.
//!
//! A session file holds one event a line (NDJSON), appended and brought to the disk as it happens. Whatever ends a
//! run, the lines that were written are whole, but for the last one at most. Going on is replay.

mod event;
mod read;
mod summary;
mod write;

pub use event::{Begun, EntryStep, Event, Evidence, Fact, How, KeptPolicy, Line, MAX_TEXT, SCHEMA};
pub(super) use read::bytes;
pub use read::{Kept, MAX_EVENTS, MAX_FILE, MAX_LINE, Piece, Unreadable, begins, parse, piecewise, read};
pub use summary::{Stands, Summary, summary};
pub use write::{About, Log, Sink};
