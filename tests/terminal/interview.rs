//! The interview that the README shows, played at a terminal.

use crate::blocks::blocks;
use crate::keep::{keep, read};
use crate::terminal::Terminal;

/// The command of the interview, as the README shows it.
const PROMPT: &str = "$ rdpfix diagnose\n";

#[test]
fn interview() {
    let readme = read("README.md");
    let shown = blocks(&readme);
    let shown = shown.iter().find_map(|block| block.text.strip_prefix(PROMPT)).unwrap();
    let mut terminal = Terminal::rdpfix((40, 80), &["diagnose"]);
    terminal.wait_for("Paste the error");
    // Typed before the program reads keys, the terminal itself would show it too.
    terminal.paste_bracketed("Error code: 0x904\nExtended error code: 0x7\n");
    terminal.press("\r");
    terminal.wait_for("QUESTION 1");
    terminal.wait_for("Quit (what was answered is kept)");
    // Who runs the tests may be root, or not.
    let screen = terminal.text().replace("This window runs as administrator.\n", "");
    let screen: String = screen.lines().map(str::trim_end).flat_map(|line| [line, "\n"]).collect();
    keep("README.md", &readme.replace(shown, &screen));
}
