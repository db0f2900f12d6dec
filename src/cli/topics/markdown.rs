//! The Markdown in which topics are written, set as a page: titles, paragraphs, lists, tables and fenced blocks.
//!
//! Topics are ours: what is not in this subset is kept as text, and a test looks for what is left over.

use std::iter::Peekable;

use crate::report::page::{Item, Page, Shell};

/// Columns before lines that are typed.
const TYPED: u8 = 2;

/// Sets a text as a page.
pub(super) fn page(text: &str) -> Page {
    let mut page = Page::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            page.blank();
        } else if let Some(title) = line.strip_prefix("# ") {
            page.title(prose(title), None);
        } else if let Some(heading) = line.strip_prefix("## ") {
            page.heading(prose(heading));
            // What follows a heading stands right below it.
            lines.next_if(|line| line.is_empty());
        } else if let Some(language) = line.strip_prefix("```") {
            let typed: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            page.command(TYPED, Shell::Sh, typed.into_iter().filter(|line| shown(language, line)));
        } else if line.starts_with('|') {
            table(&mut page, line, &mut lines);
        } else if let Some(first) = line.strip_prefix("- ") {
            list(&mut page, first, &mut lines);
        } else {
            page.text(0, prose(&paragraph(line, &mut lines, "")));
        }
    }
    page
}

/// Whether a line of a block is for the reader: the exit code in a transcript is for the tests.
fn shown(language: &str, line: &str) -> bool {
    language != "console" || !line.starts_with("? ")
}

/// A paragraph from its first line to the line before whatever else begins. `lead` begins each further line.
fn paragraph<'t>(first: &'t str, lines: &mut Peekable<impl Iterator<Item = &'t str>>, lead: &str) -> String {
    let mut text = first.to_owned();
    let further = |line: &&str| {
        let rest = line.strip_prefix(lead);
        rest.is_some_and(|rest| {
            !rest.is_empty() && !["- ", "```", "|", "#"].iter().any(|mark| rest.starts_with(mark))
        })
    };
    while let Some(line) = lines.next_if(further) {
        text.push(' ');
        text.push_str(line.trim_start());
    }
    text
}

/// A list with dashes; further lines of an entry stand two columns in.
fn list<'t>(page: &mut Page, first: &'t str, lines: &mut Peekable<impl Iterator<Item = &'t str>>) {
    let mut items = vec![Item::new(prose(&paragraph(first, lines, "  ")))];
    while let Some(line) = lines.next_if(|line| line.starts_with("- ")) {
        items.push(Item::new(prose(&paragraph(&line[2..], lines, "  "))));
    }
    page.list(0, items);
}

/// A table: the head, the line below it, the rows.
fn table<'t>(page: &mut Page, head: &'t str, lines: &mut Peekable<impl Iterator<Item = &'t str>>) {
    let mut rows = Vec::new();
    while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
        rows.push(cells(line));
    }
    // The line below the head says only that it is one.
    rows.remove(0);
    page.table(cells(head), rows);
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split(" | ").map(|cell| prose(cell.trim())).collect()
}

/// The words without the marks around them: on a terminal they would be noise.
fn prose(text: &str) -> String {
    text.replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Style, plain};

    fn set(text: &str) -> String {
        plain::render(&page(text), &Style { width: 40, colour: false })
    }

    #[test]
    fn a_paragraph_is_filled_and_its_marks_are_gone() {
        let text = "# Title\n\n**Run** `rdpfix pending`\nbefore you go home, and read it.\n";
        assert_eq!(set(text), "Title\n\nRun rdpfix pending before you go home,\nand read it.\n");
    }

    #[test]
    fn a_heading_stands_on_what_it_is_about() {
        assert_eq!(set("## Files\n\nText.\n\n## More\n\n- a\n"), "Files\nText.\n\nMore\n- a\n");
    }

    #[test]
    fn entries_of_a_list_keep_their_further_lines() {
        assert_eq!(set("- one\n  and more\n- two\n"), "- one and more\n- two\n");
    }

    #[test]
    fn typed_lines_are_kept_and_exit_codes_of_transcripts_left_out() {
        let text = "```console\n$ rdpfix lookup 1\n? 1\nIt is **not** a `code`.\n```\n";
        assert_eq!(set(text), "  $ rdpfix lookup 1\n  It is **not** a `code`.\n");
    }

    #[test]
    fn a_table_has_a_head_and_rows() {
        assert_eq!(set("| a | b |\n|---|---|\n| `x` | 1 |\n"), "  a  b\n  x  1\n");
    }
}
