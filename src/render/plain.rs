//! The plain form: the terminal's layout without colour, in pure ASCII.

use super::layout::{self, Charset};
use super::{Style, ascii, terminal};
use crate::report::page::Page;

/// Prints a page for pipes, tickets and screen readers, one line break after each line.
pub fn render(page: &Page, style: &Style) -> String {
    let charset = Charset { prose: ascii::prose, command: ascii::command };
    layout::lines(page, style.columns(), &charset).iter().map(|line| terminal::painted(line, false)).collect()
}
