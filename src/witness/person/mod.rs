//! The two fronts for a person: the only home of crossterm and indicatif.
//!
//! Everything is drawn on stderr; stdout belongs to the report.
//!
//! A paste is the one input that no prompt library keeps in its place: a pasted dialog has many
//! lines, and what one prompt leaves unread answers the next one, which may be the confirmation of
//! a risk. Hence the rules here: `paste` reads to the end of the paste, every other prompt first
//! throws away what is waiting, and an answer that arrives together with more input is a paste and
//! is asked again.
#![expect(clippy::disallowed_types, reason = "this is the one place where a person is asked and waits")]
#![expect(
    clippy::disallowed_methods,
    reason = "a paste is timed, a prompt has its looks, a stuck one is ended"
)]

mod desk;
mod draw;
mod echo;
mod interrupt;
mod keys;
mod layout;
mod line;
mod lines;
mod menu;
mod paste;
mod raw;
mod simple;
mod wait;

pub use desk::Desk;
pub use interrupt::install as catch_interrupts;
pub use interrupt::leave_at_once as leave_on_interrupt;
pub use simple::Simple;
pub use wait::with_spinner as wait;

use std::io::{self, Write};
use std::time::Duration;

use crate::witness::Gone;

/// How many times nonsense is asked again before the person is taken to have left.
const ATTEMPTS: usize = 3;

/// Said when an answer came together with more input.
const NOT_AN_ANSWER: &str = "That was a paste, not an answer. Please answer again.";

/// Input that follows within this time was not typed: nobody types the next key that fast.
const AT_ONCE: Duration = Duration::from_millis(30);

/// Writes a text to the person, with a line end.
fn tell(text: &str) -> Result<(), Gone> {
    let mut out = io::stderr().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
