//! The picture of the README: the start of an interview, played at a terminal.

use crate::keep::keep;
use crate::picture::svg;
use crate::terminal::Terminal;

/// Who runs the tests may be root, or not: the picture does not depend on it.
const ROOT_ONLY: &str = "This window runs as administrator.";

#[test]
fn interview() {
    let mut terminal = Terminal::rdpfix((40, 80), &["diagnose"]);
    terminal.wait_for("Paste the error");
    // Typed before the program reads keys, the terminal itself would show it too.
    terminal.paste_bracketed("Error code: 0x904\nExtended error code: 0x7\n");
    terminal.press("\r");
    terminal.wait_for("QUESTION 1");
    terminal.wait_for("Quit (what was answered is kept)");
    let title = "rdpfix diagnose: an error is pasted, causes are named, the first question is asked";
    keep("examples/interview.svg", &svg(terminal.screen(), "rdpfix diagnose", title, |row| row == ROOT_ONLY));
}
