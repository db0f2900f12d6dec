//! The interview that the README shows, played at a terminal.

use crate::blocks::blocks;
use crate::read;
use crate::terminal::Terminal;

/// The command of the interview, as the README shows it.
const PROMPT: &str = "$ rdpfix diagnose\n";

#[test]
fn interview() {
    let shown = blocks(&read("README.md"));
    let shown = shown.iter().find_map(|block| block.text.strip_prefix(PROMPT)).unwrap();
    let mut terminal = Terminal::rdpfix((40, 80), &["diagnose"]);
    terminal.wait_for("Paste the error");
    for line in ["Error code: 0x904\r", "Extended error code: 0x7\r", "\r"] {
        terminal.press(line);
    }
    terminal.wait_for("QUESTION 1");
    terminal.wait_for("Quit (what was answered is kept)");
    // Who runs the tests may be root, or not.
    let screen = terminal.text().replace("This window runs as administrator.\n", "");
    let screen: String = screen.lines().map(str::trim_end).flat_map(|line| [line, "\n"]).collect();
    assert_eq!(screen, shown);
}
