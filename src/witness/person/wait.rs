//! Tells the person what is going on while the program is busy.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use console::Term;
use indicatif::{ProgressBar, ProgressStyle};

use crate::witness::person::{layout, tell};
use crate::witness::platform;

/// Work that is done by then needs no words.
const A_MOMENT: Duration = Duration::from_millis(100);

/// After so long the person is told that it does take long.
const LONG: Duration = Duration::from_secs(10);

/// One turn of the spinner's four positions.
const TURN: Duration = Duration::from_millis(120);

/// Does the work; a spinner shows what is going on. A terminal that cannot draw it gets one line, what is no
/// terminal nothing.
pub fn with_spinner<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    if !platform::draws() {
        return with_line(what, work);
    }
    beside(work, |done| {
        let spinner = ProgressBar::new_spinner().with_style(style());
        let width = usize::from(Term::stderr().size().1);
        spinner.set_message(layout::row(what, width));
        spinner.enable_steady_tick(TURN);
        if done.recv_timeout(LONG) == Err(RecvTimeoutError::Timeout) {
            spinner.set_message(layout::row(&format!("{what} (taking longer than usual)"), width));
            let _ = done.recv();
        }
        spinner.finish_and_clear();
    })
}

/// Does the work; one line says what is going on. For screen readers, which read every turn of a spinner.
pub(super) fn with_line<T>(what: &str, work: impl FnOnce() -> T) -> T {
    beside(work, |done| {
        // A terminal that cannot be written shows itself at the next prompt.
        let _ = tell(what);
        let _ = done.recv();
    })
}

/// Does the work here and, once it has taken more than a moment, shows something beside it. `show`
/// returns when its receiver yields.
fn beside<T>(work: impl FnOnce() -> T, show: impl FnOnce(&Receiver<()>) + Send) -> T {
    thread::scope(|scope| {
        // Dropped when the work ends, also by a panic: that is what ends the waiting.
        let (working, done) = channel::<()>();
        let beside = move || {
            if done.recv_timeout(A_MOMENT) == Err(RecvTimeoutError::Timeout) {
                show(&done);
            }
        };
        // Without a thread to be had the work goes on unseen.
        let _ = thread::Builder::new().spawn_scoped(scope, beside);
        let result = work();
        drop(working);
        result
    })
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}").expect("the template is valid").tick_chars("|/-\\ ")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn shown_during(work: Duration) -> bool {
        let shown = AtomicBool::new(false);
        let result = beside(
            || {
                thread::sleep(work);
                7
            },
            |done| {
                shown.store(true, Ordering::SeqCst);
                let _ = done.recv();
            },
        );
        assert_eq!(result, 7);
        shown.into_inner()
    }

    #[test]
    fn only_what_takes_more_than_a_moment_is_shown() {
        assert!(!shown_during(Duration::ZERO));
        assert!(shown_during(A_MOMENT * 3));
    }

    #[test]
    fn the_style_is_ascii_and_valid() {
        style();
    }

    #[test]
    #[should_panic(expected = "the work fails")]
    fn work_that_panics_does_not_leave_the_spinner_turning() {
        beside(
            || panic!("the work fails"),
            |done| {
                let _ = done.recv();
            },
        );
    }
}
