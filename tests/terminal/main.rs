//! The prompts at a real terminal: keys, pastes, Ctrl-C, narrow screens.
//!
//! [`terminal`] starts a program in a pseudo terminal and shows its screen; [`scene`] holds small
//! dialogues that this test program plays in such a terminal by starting itself again; [`wizard`] is the
//! whole program, [`kept`] what it leaves on disk.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a terminal is started, timed and looked at")]

mod front;
mod kept;
mod scene;
mod terminal;
mod wizard;
