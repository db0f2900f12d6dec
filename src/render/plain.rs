//! The plain form: the terminal's layout without colour, in pure ASCII.

use super::layout::{self, Charset};
use super::{Style, ascii, terminal};
use crate::report::page::Page;

/// Prints a page for pipes, tickets and screen readers, one line break after each line.
pub fn render(page: &Page, style: &Style) -> String {
    let charset = Charset { prose: ascii::prose, command: ascii::command };
    layout::lines(page, style.columns(), &charset).iter().map(|line| terminal::painted(line, false)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{Item, Rank, Shell};

    fn at(width: usize, page: &Page) -> String {
        render(page, &Style { width, colour: true })
    }

    #[test]
    fn prose_is_respelt_and_commands_are_escaped() {
        let mut page = Page::new();
        page.text(0, "f\u{fc}r J\u{fc}rgen").command(0, Shell::Cmd, ["whoami /user:J\u{fc}rgen"]);
        assert_eq!(at(80, &page), "fuer Juergen\nwhoami /user:J\\u{fc}rgen\n");
    }

    #[test]
    fn the_tag_goes_below_where_it_does_not_fit_beside() {
        let mut page = Page::new();
        page.title("0x904: the socket was closed", Some("reported".to_owned()));
        assert_eq!(at(40, &page), "0x904: the socket was closed  [reported]\n");
        assert_eq!(at(39, &page), format!("0x904: the socket was closed\n{:>39}\n", "[reported]"));
    }

    #[test]
    fn numbers_of_steps_end_in_one_column() {
        let items = vec![Item::new("x"); 10];
        let text = at(80, Page::new().steps(0, items));
        assert!(text.starts_with(" 1. x\n") && text.ends_with("10. x\n"), "{text}");
    }

    #[test]
    fn a_bar_has_ten_places_whatever_it_is_given() {
        let rank = |tenths| Rank {
            tenths,
            likelihood: "likely".to_owned(),
            title: "x".to_owned(),
            note: String::new(),
            number: Some(0.25),
            why: Vec::new(),
        };
        let text = at(80, Page::new().ranking([rank(0), rank(200)]));
        assert_eq!(text, "  ..........  0.250  likely  x\n  ##########  0.250  likely  x\n");
    }

    #[test]
    fn rows_of_any_length_keep_their_columns() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let rows = vec![row(&["a"]), row(&["b", "c", "d"])];
        assert_eq!(at(80, Page::new().table(["one", "two"], rows)), "  one  two\n  a\n  b    c    d\n");
        assert_eq!(at(80, Page::new().table(["one"], vec![])), "  one\n");
        assert_eq!(at(80, Page::new().table([""; 0], vec![])), "");
    }

    #[test]
    fn a_width_too_small_counts_as_the_smallest() {
        assert_eq!(at(0, Page::new().rule()), format!("{}\n", "-".repeat(Style::MIN_WIDTH)));
    }
}
