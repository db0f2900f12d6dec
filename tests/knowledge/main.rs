//! The catalogue: everything under `knowledge/` held against its rules.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment and files")]

mod catalogue;
mod generated;
mod index;
