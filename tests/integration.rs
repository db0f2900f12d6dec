//! Everything that starts no terminal, in one program: one link, and slow tests run beside quick ones.
//!
//! One folder is tried alone with `cargo test --test integration knowledge::`. What needs a terminal is in
//! `tests/terminal`.

#[cfg(feature = "check")]
mod check;
mod commands;
mod docs;
mod engine;
mod evidence;
mod intake;
mod interview;
mod knowledge;
mod prose;
mod render;
mod session;
mod shared;
mod structure;
mod undo;
