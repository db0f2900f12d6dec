//! The Markdown form (`CommonMark` with GitHub's tables): for tickets and notes.
//!
//! Prose is not wrapped, because many trackers turn line ends into breaks. Data can never become
//! markup: everything but the marks set here is escaped. A web address stays one that readers may make
//! clickable: it shows where it leads.

mod escape;

use escape::{escape, link};

use crate::report::page::{Block, Item, Page, Rank, Shell, Station, Verdict};
use crate::text::sanitise;

/// Prints a page as Markdown.
pub fn render(page: &Page) -> String {
    let text = blocks(&page.blocks);
    if text.is_empty() { text } else { text + "\n" }
}

/// The mark of the list that the lines of a card form; no other list has it.
const CARD: &str = "-";

/// Blocks with a blank line between them; the lines of a card stay together.
fn blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut above = None;
    for block in blocks {
        let mark = mark(block, above);
        let part = part(block, mark.unwrap_or_default());
        if part.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(if above == Some(CARD) && mark == above { "\n" } else { "\n\n" });
        }
        text.push_str(&part);
        above = mark;
    }
    text
}

/// The mark of a block that is a list. Lists of one mark that follow each other would be read, and
/// numbered, as one list: so the mark differs from that of the list above.
fn mark(block: &Block, above: Option<&str>) -> Option<&'static str> {
    let other = |usual, instead| Some(if above == Some(usual) { instead } else { usual });
    match block {
        Block::Field { .. } | Block::Command { label: Some(_), .. } => Some(CARD),
        Block::Items { ordered: false, .. } | Block::Verdicts(_) => other("*", "+"),
        Block::Items { ordered: true, .. } | Block::Ranking(_) | Block::Path(_) => other(".", ")"),
        _ => None,
    }
}

fn part(block: &Block, mark: &str) -> String {
    match block {
        Block::Title { text, tag } => title(text, tag.as_deref()),
        Block::Heading { level, text, .. } => headed(usize::from(*level).clamp(2, 6), text),
        Block::Text { text, .. } => escape(text),
        Block::Field { label, text, .. } => hung(mark, &labelled(label, escape(text))),
        Block::Items { items, .. } => list(mark, items),
        Block::Command { label: None, shell, lines, .. } => fence(*shell, lines),
        Block::Command { label: Some(label), shell, lines, .. } => {
            hung(mark, &together(labelled(label, String::new()), fence(*shell, lines)))
        }
        Block::Ranking(ranks) => ranking(mark, ranks),
        Block::Path(stations) => list(mark, &stations.iter().map(Station::item).collect::<Vec<_>>()),
        Block::Link { address, .. } => link(address),
        Block::Table { columns, rows } => table(columns, rows),
        Block::Verdicts(verdicts) => list(mark, &verdicts.iter().map(verdict).collect::<Vec<_>>()),
        Block::Remark { text } => quiet(text),
        Block::Keys(keys) => pressed(keys),
        Block::Rule => "---".to_owned(),
        Block::Blank => String::new(),
    }
}

fn title(text: &str, tag: Option<&str>) -> String {
    together(headed(1, text), tag.map(quiet).unwrap_or_default())
}

fn quiet(text: &str) -> String {
    let text = escape(text);
    if text.is_empty() { text } else { format!("*{text}*") }
}

fn headed(level: usize, text: &str) -> String {
    let text = escape(text);
    if text.is_empty() { text } else { format!("{} {text}", "#".repeat(level)) }
}

/// Two parts with a blank line between them, or the one that is not empty.
fn together(first: String, second: String) -> String {
    if first.is_empty() {
        second
    } else if second.is_empty() {
        first
    } else {
        format!("{first}\n\n{second}")
    }
}

fn labelled(label: &str, text: String) -> String {
    let label = escape(label);
    if label.is_empty() { text } else { format!("**{label}:** {text}").trim_end().to_owned() }
}

/// A verdict as the entry of a list: `tcp: ok. Port 3389 open.`
fn verdict(verdict: &Verdict) -> Item {
    let further = verdict.further.as_ref().map(|further| format!(". {further}")).unwrap_or_default();
    Item::new(format!("{}: {}, {}{further}", verdict.label, verdict.state, verdict.text))
}

fn list(mark: &str, items: &[Item]) -> String {
    let loose = items.iter().any(|item| !item.blocks.is_empty());
    let entries = items
        .iter()
        .enumerate()
        .map(|(index, item)| hung(&marker(mark, index), &together(escape(&item.text), blocks(&item.blocks))));
    entries.collect::<Vec<_>>().join(if loose { "\n\n" } else { "\n" })
}

fn ranking(mark: &str, ranks: &[Rank]) -> String {
    let loose = ranks.iter().any(|rank| !rank.why.is_empty());
    let entries = ranks.iter().enumerate().map(|(index, rank)| {
        hung(&marker(mark, index), &together(ranked(rank), escape(&rank.why.join(" "))))
    });
    entries.collect::<Vec<_>>().join(if loose { "\n\n" } else { "\n" })
}

fn ranked(rank: &Rank) -> String {
    let filled = usize::from(rank.tenths.min(10));
    let bar = format!("`{}{}`", "#".repeat(filled), ".".repeat(10 - filled));
    let likelihood = escape(&rank.likelihood);
    let likelihood = if likelihood.is_empty() { likelihood } else { format!(" **{likelihood}**") };
    let number = rank.number.map(|number| format!(" ({number:.3})")).unwrap_or_default();
    let note = escape(&rank.note);
    let note = if note.is_empty() { note } else { format!(" ({note})") };
    format!("{bar}{likelihood}{number}: {}{note}", escape(&rank.title)).trim_end().to_owned()
}

fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(columns.len());
    if count == 0 {
        return String::new();
    }
    let line = |cells: &[String]| {
        let cells = (0..count).map(|column| cells.get(column).map_or_else(String::new, |cell| escape(cell)));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines = vec![line(columns), format!("|{}", " --- |".repeat(count))];
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

fn pressed(keys: &[(char, String)]) -> String {
    let keys = keys.iter().map(|(key, meaning)| escape(&format!("[{key}] {meaning}")));
    keys.collect::<Vec<_>>().join(" ")
}

/// What begins the entry at `index`: a bullet is its own mark, a number is followed by it.
fn marker(mark: &str, index: usize) -> String {
    if matches!(mark, "." | ")") { format!("{}{mark}", index + 1) } else { mark.to_owned() }
}

/// An entry of a list: its further lines stand under the first.
fn hung(marker: &str, body: &str) -> String {
    let under = " ".repeat(marker.len() + 1);
    let mut entry = marker.to_owned();
    for (index, line) in body.lines().enumerate() {
        match (index, line) {
            (_, "") => {}
            (0, _) => entry.push(' '),
            _ => entry.push_str(&under),
        }
        entry.push_str(line);
        entry.push('\n');
    }
    entry.trim_end().to_owned()
}

/// Commands as they are, between fences that no run of backticks in them can close.
fn fence(shell: Shell, lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| sanitise(line).trim_end().to_owned()).collect();
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{}\n{}\n{fence}", shell.name(), lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::Tone;

    #[test]
    fn a_fence_is_longer_than_any_run_of_backticks_in_it() {
        let page = render(Page::new().command(0, Shell::PowerShell, ["a ```` b", "```", "c  "]));
        assert_eq!(page, "`````powershell\na ```` b\n```\nc\n`````\n");
    }

    #[test]
    fn a_command_cannot_break_out_of_its_line() {
        let page = render(Page::new().command(0, Shell::Cmd, ["ver\n```\n# x"]));
        assert_eq!(page, "````cmd\nver ``` # x\n````\n");
    }

    #[test]
    fn lists_that_follow_each_other_stay_apart() {
        let mut page = Page::new();
        page.steps(0, [Item::new("a")]).blank().steps(0, [Item::new("b")]).steps(0, [Item::new("c")]);
        assert_eq!(render(&page), "1. a\n\n1) b\n\n1. c\n");
    }

    #[test]
    fn what_belongs_to_an_entry_stands_under_it() {
        let mut items = vec![Item::new("x"); 9];
        items.push(Item::new("x").with(Page::new().command(0, Shell::Cmd, ["ver", "", "", "dir"])));
        let text = render(Page::new().steps(0, items));
        assert!(text.ends_with("\n\n10. x\n\n    ```cmd\n    ver\n\n\n    dir\n    ```\n"), "{text}");
    }

    #[test]
    fn a_card_is_one_list() {
        let mut page = Page::new();
        page.toned_field("WARNING", "x*y", Tone::Warn).labelled_command("Undo", Shell::Cmd, ["ver"]);
        let expected = "- **WARNING:** x\\*y\n- **Undo:**\n\n  ```cmd\n  ver\n  ```\n";
        assert_eq!(render(&page), expected);
    }

    #[test]
    fn cells_cannot_make_columns_or_rows() {
        let rows = vec![vec!["a|b\\|c".to_owned()], vec!["x\ny".to_owned(), "z".to_owned()]];
        let text = render(Page::new().table(["one"], rows));
        assert_eq!(text, "| one |  |\n| --- | --- |\n| a\\|b\\\\\\|c |  |\n| x y | z |\n");
    }
}
