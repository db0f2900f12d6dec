//! Intake: whatever a person pastes, and what it is read as.
#![allow(clippy::disallowed_methods, reason = "tests read the environment, files and the clock")]

mod corpus;
mod events;
mod hostile;
mod lexicon;
mod pastes;
mod properties;
mod readings;
mod speech;
mod unlisted;
