//! Intake: whatever a person pastes, and what it is read as.

mod corpus;
mod hostile;
mod lexicon;
mod pastes;
mod properties;
mod readings;
