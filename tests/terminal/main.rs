//! The prompts at a real terminal: keys, pastes, Ctrl-C, narrow screens.
//!
//! [`terminal`] starts a program in a pseudo terminal and shows its screen; [`scene`] holds small
//! dialogues that this test program plays in such a terminal by starting itself again; [`wizard`] is the
//! whole program, [`kept`] what it leaves on disk, [`interview`] the interview of which the README
//! shows a [`picture`].

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a terminal is started, timed and looked at")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod front;
mod interview;
#[path = "../shared/keep.rs"]
#[allow(dead_code, reason = "the other tests use the rest of it")]
mod keep;
mod kept;
mod picture;
mod scene;
mod terminal;
mod wizard;
