//! The engine against the benchmark, against a plain second implementation, and its laws.

// A broken model or document is a failed test; values are compared bit for bit.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod bench;
mod laws;
mod models;
mod naive;
mod reasons;
mod trees;
mod unlisted;
