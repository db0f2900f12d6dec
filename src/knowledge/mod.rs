//! What is known about Remote Desktop failures.

pub mod format;
pub mod words;
