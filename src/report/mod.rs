//! What a person or a script is told, as plain data.
//!
//! A report value serialises to the JSON that scripts read and turns itself into a [`page::Page`]
//! for people. Words are therefore written once, here; a renderer only sets them.

pub mod page;
pub mod sensitive;
