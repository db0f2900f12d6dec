//! The layout that the terminal and plain forms share: a page becomes lines of toned text.

mod card;
mod ranking;
mod table;
mod verdicts;

use super::wrap;
use crate::report::page::{Block, Item, Page, Station, Tone};

/// Columns before the numbers of a path.
const PATH_MARGIN: usize = 2;

/// A stretch of one line in one tone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) tone: Tone,
}

/// One line; no spans for an empty one.
pub(super) type Line = Vec<Span>;

/// What a form makes of text before it is measured, harmless in any case.
pub(super) struct Charset {
    pub(super) prose: fn(&str) -> String,
    pub(super) command: fn(&str) -> String,
}

/// Lays out a page for that many columns.
pub(super) fn lines(page: &Page, columns: usize, charset: &Charset) -> Vec<Line> {
    let mut layout = Layout { columns, charset, lines: Vec::new() };
    layout.blocks(&page.blocks, 0);
    layout.lines
}

struct Layout<'a> {
    columns: usize,
    charset: &'a Charset,
    lines: Vec<Line>,
}

impl Layout<'_> {
    /// Sets blocks whose left edge is the column `left`.
    fn blocks(&mut self, blocks: &[Block], left: usize) {
        for block in blocks {
            self.block(block, left);
        }
    }

    fn block(&mut self, block: &Block, left: usize) {
        match block {
            Block::Title { text, tag } => self.title(text, tag.as_deref(), left),
            Block::Heading { level: _, text, tone } => self.paragraph(left, text, heading(*tone)),
            Block::Text { indent, text, tone } => self.paragraph(left + usize::from(*indent), text, *tone),
            Block::Field { label, text, tone } => self.field(left, label, text, *tone),
            Block::Items { indent, ordered, items } => {
                self.items(left + usize::from(*indent), *ordered, items);
            }
            Block::Command { indent, label, shell, lines, prompt } => {
                let prompt = if *prompt { card::prompt(*shell) } else { "" };
                self.command(left + usize::from(*indent), label.as_deref(), prompt, lines);
            }
            Block::Ranking(ranks) => self.ranking(left, ranks),
            Block::Path(stations) => {
                let items: Vec<Item> = stations.iter().map(Station::item).collect();
                self.items(left + PATH_MARGIN, true, &items);
            }
            Block::Link { indent, address } => {
                self.paragraph(left + usize::from(*indent), address, Tone::Quiet);
            }
            Block::Table { columns, rows } => self.table(left, columns, rows),
            Block::Verdicts(verdicts) => self.verdicts(left, verdicts),
            Block::Remark { text } => self.edge(left, &self.prose(text)),
            Block::Keys(keys) => self.keys(left, keys),
            Block::Rule => self.line(left, "-".repeat(self.room(left)), Tone::Quiet),
            Block::Blank => self.lines.push(Line::new()),
        }
    }

    /// The title, and its tag at the right edge: beside it, or below where there is no room.
    fn title(&mut self, text: &str, tag: Option<&str>, left: usize) {
        self.paragraph(left, text, Tone::Strong);
        if let Some(tag) = tag {
            self.edge(left, &format!("[{}]", self.prose(tag)));
        }
    }

    /// A quiet text at the right edge: beside the last line, or below it where there is no room.
    fn edge(&mut self, left: usize, text: &str) {
        let used = self.lines.last().map_or(0, width);
        if used + 2 + wrap::width(text) <= self.columns
            && let Some(line) = self.lines.last_mut()
        {
            let gap = self.columns - used - wrap::width(text);
            line.push(Span { text: format!("{}{text}", " ".repeat(gap)), tone: Tone::Quiet });
            return;
        }
        for part in wrap::fill(text, self.room(left), self.room(left)) {
            self.line(self.columns.saturating_sub(wrap::width(&part)), part, Tone::Quiet);
        }
    }

    fn items(&mut self, left: usize, ordered: bool, items: &[Item]) {
        let digits = items.len().to_string().len();
        for (index, item) in items.iter().enumerate() {
            let marker = if ordered { format!("{:>digits$}. ", index + 1) } else { "- ".to_owned() };
            let hang = left + marker.len();
            self.hanging(left, Span { text: marker, tone: Tone::Plain }, hang, &item.text, Tone::Plain);
            self.blocks(&item.blocks, hang);
        }
    }

    fn keys(&mut self, left: usize, keys: &[(char, String)]) {
        let unit = |(key, meaning): &(char, String)| format!("[{key}] {}", self.prose(meaning));
        let units: Vec<_> = keys.iter().map(|key| self.prose(unit(key).trim_end())).collect();
        let room = self.room(left);
        for line in wrap::flow(units.iter().map(String::as_str), "  ", room, room) {
            self.line(left, line, Tone::Plain);
        }
    }

    /// Wrapped prose whose lines all begin at the column `left`.
    fn paragraph(&mut self, left: usize, text: &str, tone: Tone) {
        for part in wrap::fill(&self.prose(text), self.room(left), self.room(left)) {
            self.line(left, part, tone);
        }
    }

    /// Prose after a lead at the column `left`: beside it first, then from the column `hang` on.
    fn hanging(&mut self, left: usize, lead: Span, hang: usize, text: &str, tone: Tone) {
        let start = (left + wrap::width(&lead.text)).max(hang);
        let mut parts = wrap::fill(&self.prose(text), self.room(start), self.room(hang)).into_iter();
        let gap = " ".repeat(start - left - wrap::width(&lead.text));
        let mut first = indented(left, lead.text, lead.tone);
        if let Some(part) = parts.next() {
            first.push(Span { text: format!("{gap}{part}"), tone });
        }
        self.lines.push(first);
        for part in parts {
            self.line(hang, part, tone);
        }
    }

    fn line(&mut self, left: usize, text: String, tone: Tone) {
        self.lines.push(indented(left, text, tone));
    }

    /// The columns from `left` to the right edge.
    fn room(&self, left: usize) -> usize {
        self.columns.saturating_sub(left)
    }

    fn prose(&self, text: &str) -> String {
        (self.charset.prose)(text)
    }
}

/// A heading stands out in any case.
const fn heading(tone: Tone) -> Tone {
    match tone {
        Tone::Plain => Tone::Strong,
        toned => toned,
    }
}

fn indented(left: usize, text: String, tone: Tone) -> Line {
    vec![Span { text: " ".repeat(left), tone: Tone::Plain }, Span { text, tone }]
}

fn width(line: &Line) -> usize {
    line.iter().map(|span| wrap::width(&span.text)).sum()
}
