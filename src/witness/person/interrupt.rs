//! Ctrl-C and its relatives: the prompt returns, the terminal is left as it was found.

use std::io::{self, IsTerminal};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use console::Term;

use crate::witness::person::raw;
use crate::witness::platform;

static PENDING: AtomicBool = AtomicBool::new(false);

/// Takes over Ctrl-C (and the signals to end and to hang up) for the rest of the run.
///
/// The first one is noted and the prompt returns. The second one, or a terminal that has gone, ends
/// the program at once with code 130: whatever is running does not listen. Calling it again does nothing.
pub fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let had_terminal = io::stdin().is_terminal();
        // An error means that a handler exists already: then that one decides.
        let _ = ctrlc::set_handler(move || {
            let again = PENDING.swap(true, Ordering::SeqCst);
            if again || (had_terminal && !io::stdin().is_terminal()) {
                leave();
            }
            platform::wake_prompt();
        });
    });
}

/// Whether the person, or the system, wants the program to end.
pub(super) fn pending() -> bool {
    PENDING.load(Ordering::SeqCst)
}

/// Shows the cursor again when it goes out of scope: dialoguer leaves it hidden when it fails.
pub(super) struct CursorGuard<'a>(pub(super) &'a Term);

impl Drop for CursorGuard<'_> {
    fn drop(&mut self) {
        let _ = self.0.show_cursor();
    }
}

#[expect(clippy::exit, reason = "runs on the signal thread: there is nobody to return to")]
fn leave() -> ! {
    raw::leave();
    let _ = Term::stderr().show_cursor();
    std::process::exit(130)
}
