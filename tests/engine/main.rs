//! The engine against the benchmark, against a plain second implementation, and its laws.

mod bench;
mod models;
