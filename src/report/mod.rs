//! What a person or a script is told, as plain data.
//!
//! A report value serialises to the JSON that scripts read and turns itself into a [`page::Page`]
//! for people. Words are therefore written once, here; a renderer only sets them.

pub mod bibliography;
mod card_room;
pub mod cards;
pub mod check;
#[cfg(feature = "check")]
mod check_lines;
mod check_page;
#[cfg(feature = "check")]
pub mod check_plan;
#[cfg(feature = "check")]
mod check_words;
pub mod code_cards;
pub mod coverage;
pub mod diagnosis;
mod diagnosis_page;
mod diagnosis_ticket;
pub mod explain;
mod explain_page;
pub mod failure;
pub mod faults;
pub mod header;
pub mod list;
pub mod lookup;
mod lookup_page;
pub mod page;
pub mod path;
pub mod pending;
mod pending_page;
pub mod pieces;
pub mod reasons;
pub mod sessions;
#[cfg(feature = "check")]
pub mod sight;
pub mod standing;
pub mod units;
pub mod unlisted;

pub use explain_page::script;
pub use pending_page::undo_script;
