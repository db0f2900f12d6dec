//! The engine against the benchmark, against a plain second implementation, and its laws.

mod bench;
mod laws;
mod models;
mod naive;
mod reasons;
mod trees;
mod unlisted;
