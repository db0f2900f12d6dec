//! Ctrl-C and its relatives: the prompt returns, the terminal is left as it was found.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use console::Term;

use crate::witness::person::raw;
use crate::witness::platform;

/// When the first signal came.
static FIRST: OnceLock<Instant> = OnceLock::new();

/// A prompt has returned because of it.
static NOTICED: AtomicBool = AtomicBool::new(false);

/// There are prompts in this run, which return by themselves.
static PROMPTS: AtomicBool = AtomicBool::new(false);

/// A second signal within this time is the first one, sent twice.
const SAME: Duration = Duration::from_millis(300);

/// Whatever does not notice the signal for so long does not listen: a running check.
const GRACE: Duration = Duration::from_secs(2);

/// Takes over Ctrl-C (and the signals to end and to hang up) for the rest of the run, for a run that asks.
///
/// The signal is noted and the prompt returns. Where nothing notices it, at a second one and when the
/// terminal has gone, the program ends with code 130. Calling this again does nothing.
pub fn install() {
    PROMPTS.store(true, Ordering::SeqCst);
    handle();
}

/// Takes over the same signals for a run that asks nothing: at the first one the program ends with code 130.
pub fn leave_at_once() {
    handle();
}

fn handle() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let had_terminal = io::stdin().is_terminal();
        // An error means that a handler exists already: then that one decides.
        let _ = ctrlc::set_handler(move || {
            let again = FIRST.get().is_some_and(|first| first.elapsed() > SAME);
            let asks = PROMPTS.load(Ordering::SeqCst);
            if !asks || again || (had_terminal && !io::stdin().is_terminal()) {
                leave();
            }
            let first = FIRST.set(Instant::now()).is_ok();
            if first && thread::Builder::new().spawn(leave_unless_noticed).is_err() {
                leave();
            }
        });
    });
}

/// Whether the person, or the system, wants the program to end. Whoever asks returns if so.
pub(super) fn pending() -> bool {
    let pending = FIRST.get().is_some();
    if pending {
        notice();
    }
    pending
}

/// Says that a prompt returns because it was interrupted.
fn notice() {
    NOTICED.store(true, Ordering::SeqCst);
}

fn leave_unless_noticed() {
    thread::sleep(GRACE);
    if !NOTICED.load(Ordering::SeqCst) {
        leave();
    }
}

#[expect(clippy::exit, reason = "not on the main thread: there is nobody to return to")]
fn leave() -> ! {
    raw::leave();
    if io::stderr().is_terminal() {
        let _ = Term::stderr().show_cursor();
    }
    platform::leave_console();
    std::process::exit(130)
}
