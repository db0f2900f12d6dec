//! Live checks: what is sent to a host and what is made of its answers.
#![cfg(feature = "check")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment, files and the clock")]

mod corpus;
mod real;
