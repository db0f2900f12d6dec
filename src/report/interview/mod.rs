//! What an interview shows between its questions.

pub mod cards;
pub mod filled;
