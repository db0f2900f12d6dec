//! Reports for people and programs. Everything said is in the data; a renderer adds nothing.

pub mod tree;
