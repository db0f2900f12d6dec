//! Blocks as elements.

use std::fmt::Write as _;

use super::class;
use super::escape::{command, link, prose};
use crate::report::page::{Block, Item, Rank, Shell, Station, Tone, Verdict};

/// Blocks in order; the lines of a card, which follow each other, form one list of terms.
pub(super) fn blocks(blocks: &[Block]) -> String {
    let mut html = String::new();
    for run in blocks.chunk_by(|a, b| is_card(a) && is_card(b)) {
        if is_card(&run[0]) {
            let lines: String = run.iter().map(card_line).collect();
            let _ = writeln!(html, "<dl>\n{lines}</dl>");
        } else {
            html.extend(run.iter().map(block));
        }
    }
    html
}

const fn is_card(block: &Block) -> bool {
    matches!(block, Block::Field { .. } | Block::Command { label: Some(_), .. })
}

fn block(block: &Block) -> String {
    match block {
        Block::Title { text, tag } => {
            let tag = tag.as_ref().map(|tag| element("p", "tag", &prose(tag))).unwrap_or_default();
            format!("{}{tag}", heading(2, text))
        }
        Block::Heading { level, text, .. } => heading((*level).max(2), text),
        Block::Text { text, tone, .. } => element("p", class(*tone), &prose(text)),
        Block::Field { .. } => card_line(block),
        Block::Items { ordered, items, .. } => list(*ordered, items),
        Block::Command { shell, lines, .. } => typed(*shell, lines),
        Block::Ranking(ranks) => ranking(ranks),
        Block::Path(stations) => path(stations),
        Block::Link { address, .. } => element("p", "quiet", &linked(address)),
        Block::Table { columns, rows } => table(columns, rows),
        Block::Verdicts(verdicts) => judged(verdicts),
        Block::Remark { text } => element("p", "remark", &prose(text)),
        Block::Keys(keys) => pressed(keys),
        Block::Rule => "<hr>\n".to_owned(),
        Block::Blank => String::new(),
    }
}

/// A heading; levels beyond those of HTML count as the last.
pub(super) fn heading(level: u8, text: &str) -> String {
    element(&format!("h{}", level.clamp(1, 6)), "", &prose(text))
}

/// An element on a line of its own; none where there is nothing to say.
fn element(name: &str, class: &str, inner: &str) -> String {
    if inner.is_empty() {
        return String::new();
    }
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<{name}{class}>{inner}</{name}>\n")
}

fn card_line(block: &Block) -> String {
    let (label, tone, told) = match block {
        Block::Field { label, text, tone } => (label.as_str(), *tone, element("p", "", &prose(text))),
        Block::Command { label, shell, lines, .. } => {
            (label.as_deref().unwrap_or_default(), Tone::Plain, typed(*shell, lines))
        }
        _ => return String::new(),
    };
    let class = if tone == Tone::Plain { String::new() } else { format!(" class=\"{}\"", class(tone)) };
    format!("<div{class}>\n<dt>{}</dt>\n<dd>{told}</dd>\n</div>\n", prose(label))
}

/// Lines to type. Each holds its own break, so that copied together they are lines again.
fn typed(shell: Shell, lines: &[String]) -> String {
    let mut typed = String::new();
    for line in lines {
        let _ = write!(typed, "<code>{}\n</code>", command(line));
    }
    element("pre", shell.name(), &typed)
}

fn list(ordered: bool, items: &[Item]) -> String {
    let name = if ordered { "ol" } else { "ul" };
    let entry = |item: &Item| {
        format!("<li>\n{}{}</li>\n", element("p", "", &prose(&item.text)), blocks(&item.blocks))
    };
    let entries: String = items.iter().map(entry).collect();
    if entries.is_empty() { entries } else { format!("<{name}>\n{entries}</{name}>\n") }
}

fn ranking(ranks: &[Rank]) -> String {
    let entries: String = ranks.iter().map(rank).collect();
    if entries.is_empty() { entries } else { format!("<ol class=\"ranking\">\n{entries}</ol>\n") }
}

/// A bar, which says what it shows to those who do not see it; likelihood and cause in words beside it.
fn rank(rank: &Rank) -> String {
    let tenths = rank.tenths.min(10);
    let bar = format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{tenths}/10\">\
         <rect class=\"rest\" width=\"100\" height=\"10\"/><rect class=\"filled\" width=\"{}\" height=\"10\"/></svg>",
        u16::from(tenths) * 10
    );
    let number = rank.number.map(|number| format!(" <span class=\"number\">{number:.3}</span>"));
    let note = prose(&rank.note);
    let note = if note.is_empty() { note } else { format!(" <span class=\"note\">{note}</span>") };
    let why: String = rank.why.iter().map(|why| element("p", "quiet", &prose(why))).collect();
    format!(
        "<li>\n<div class=\"likelihood\">{bar} <strong>{}</strong>{}</div>\n<div>\n<p>{}{note}</p>\n{why}</div>\n</li>\n",
        prose(&rank.likelihood),
        number.unwrap_or_default(),
        prose(&rank.title)
    )
}

/// Stations on a line that the style draws.
fn path(stations: &[Station]) -> String {
    let station = |station: &Station| {
        let class = class(station.tone);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let label = prose(&station.label);
        let label = if label.is_empty() { label } else { format!("<span class=\"label\">{label}</span> ") };
        let lines: String = station.lines.iter().map(|line| element("p", "", &prose(line))).collect();
        format!("<li{class}>\n<p>{label}<strong>{}</strong></p>\n{lines}</li>\n", prose(&station.title))
    };
    let stations: String = stations.iter().map(station).collect();
    if stations.is_empty() { stations } else { format!("<ol class=\"path\">\n{stations}</ol>\n") }
}

/// What was looked at: its name, its state, and what was seen.
fn judged(verdicts: &[Verdict]) -> String {
    let entry = |verdict: &Verdict| {
        let further =
            verdict.further.as_ref().map(|text| element("p", "quiet", &prose(text))).unwrap_or_default();
        format!(
            "<li>\n<p><span class=\"label\">{}</span> <strong class=\"{}\">{}</strong> {}</p>\n{further}</li>\n",
            prose(&verdict.label),
            class(verdict.tone),
            prose(&verdict.state),
            prose(&verdict.text)
        )
    };
    let entries: String = verdicts.iter().map(entry).collect();
    if entries.is_empty() { entries } else { format!("<ul class=\"verdicts\">\n{entries}</ul>\n") }
}

fn linked(address: &str) -> String {
    link(address).map_or_else(
        || prose(address),
        |address| format!("<a href=\"{address}\" rel=\"noreferrer\">{address}</a>"),
    )
}

/// A table in a box of its own, which scrolls where the page is too narrow. Without heads over its columns the
/// first cell of a row is its head.
fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(columns.len());
    let headed = columns.iter().any(|column| !prose(column).is_empty());
    if count == 0 || rows.is_empty() && !headed {
        return String::new();
    }
    let cell = |cells: &[String], at: usize| cells.get(at).map_or_else(String::new, |cell| prose(cell));
    let line = |cells: &[String], head: fn(usize) -> Option<&'static str>| {
        let cells: String = (0..count)
            .map(|at| match head(at) {
                Some(scope) => format!("<th scope=\"{scope}\">{}</th>", cell(cells, at)),
                None => format!("<td>{}</td>", cell(cells, at)),
            })
            .collect();
        format!("<tr>{cells}</tr>\n")
    };
    let head =
        if headed { format!("<thead>\n{}</thead>\n", line(columns, |_| Some("col"))) } else { String::new() };
    let first: fn(usize) -> Option<&'static str> = |at| (at == 0).then_some("row");
    let body: String = rows.iter().map(|row| line(row, first)).collect();
    format!("<div class=\"table\"><table>\n{head}<tbody>\n{body}</tbody>\n</table></div>\n")
}

fn pressed(keys: &[(char, String)]) -> String {
    let key = |(key, meaning): &(char, String)| {
        format!("<kbd>{}</kbd> {}", prose(&key.to_string()), prose(meaning))
    };
    element("p", "keys", &keys.iter().map(key).collect::<Vec<_>>().join(" "))
}
