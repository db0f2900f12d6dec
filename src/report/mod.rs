//! What a person or a script is told, as plain data.
//!
//! A report value serialises to the JSON that scripts read and turns itself into a [`page::Page`]
//! for people. Words are therefore written once, here; a renderer only sets them. One folder per
//! document; what documents share stands beside the folders.

pub mod cases;
pub mod check;
pub mod collect;
pub mod diagnosis;
pub mod evidence;
pub mod explain;
pub mod interview;
pub mod kb;
pub mod lookup;
pub mod pending;
pub mod session;

pub mod bibliography;
pub mod codes;
pub mod dialogue;
pub mod failure;
pub mod find;
pub mod header;
pub mod list;
pub mod page;
pub mod parts;
pub mod units;
