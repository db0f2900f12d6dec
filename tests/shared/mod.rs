//! What several folders of tests need: the program started in clean surroundings, blocks of Markdown, and files that
//! are generated from others.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::disallowed_methods, reason = "tests start the program and read the environment and files")]

pub(crate) mod blocks;
pub(crate) mod dice;
pub(crate) mod home;
pub(crate) mod keep;
pub(crate) mod lists;
pub(crate) mod program;
pub(crate) mod words;
