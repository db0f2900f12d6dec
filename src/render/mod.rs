//! Sets reports in the forms people and scripts read. A renderer adds no words of its own.

pub mod html;
pub mod json;
pub mod markdown;
pub mod plain;
pub mod terminal;
pub mod tree;

mod ascii;
mod layout;
mod wrap;

use std::str::FromStr;

use crate::report::page::{Page, ToPage};

/// A form in which a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For a person at a terminal: in colour where the terminal has it.
    Terminal,
    /// For pipes, tickets and screen readers: the terminal's layout in pure ASCII.
    Plain,
    /// For scripts: the report value, pure ASCII.
    Json,
    /// For tickets and notes that render Markdown.
    Markdown,
    /// For tickets, mails and printers: one page for a browser.
    Html,
}

impl Format {
    /// Every form, in the order in which help lists them.
    pub const ALL: &'static [Self] = &[Self::Terminal, Self::Plain, Self::Json, Self::Markdown, Self::Html];

    /// The name by which a person asks for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Plain => "plain",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Whether it is made to leave: kept in a ticket, read by people who were not there. Such a form shows a
    /// report as its [ticket](ToPage::ticket).
    pub const fn is_ticket(self) -> bool {
        match self {
            Self::Markdown | Self::Html => true,
            Self::Terminal | Self::Plain | Self::Json => false,
        }
    }

    /// Whether names are hidden in it unless somebody asks for them: in whatever is made to leave.
    pub const fn hides_names(self) -> bool {
        self.is_ticket()
    }

    /// The form of that name; names are lower-case.
    pub fn parse(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat { name: crate::text::sanitise(name) })
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::parse(name)
    }
}

/// A name that no form has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format '{name}' (known: {})", Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", "))]
pub struct UnknownFormat {
    /// What was asked for.
    pub name: String,
}

/// How the text forms are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns for prose; less than [`Style::MIN_WIDTH`] counts as that. Commands are not bound by it.
    pub width: usize,
    /// Whether the terminal form is coloured.
    pub colour: bool,
}

impl Style {
    /// Below this, lines of prose would hold single words.
    pub const MIN_WIDTH: usize = 30;

    /// The width for prose where nothing narrower is known.
    pub const DEFAULT_WIDTH: usize = 80;

    fn columns(&self) -> usize {
        self.width.max(Self::MIN_WIDTH)
    }
}

impl Default for Style {
    fn default() -> Self {
        Self { width: Self::DEFAULT_WIDTH, colour: false }
    }
}

/// Prints a report: its value where scripts read, its page where people do.
pub fn report<T: ToPage>(report: &T, format: Format, style: &Style) -> String {
    match format {
        Format::Json => json::document(report),
        _ => page(&shown(report, format), format, style),
    }
}

/// Prints reports of one kind as one piece: JSON documents line by line, HTML as one document, the other forms
/// with an empty line between.
pub fn reports<T: ToPage>(reports: &[T], format: Format, style: &Style) -> String {
    match format {
        Format::Json => reports.iter().map(json::line).collect(),
        Format::Html => html::document(&reports.iter().map(ToPage::ticket).collect::<Vec<_>>()),
        _ => reports.iter().map(|one| report(one, format, style)).collect::<Vec<_>>().join("\n"),
    }
}

fn shown<T: ToPage>(report: &T, format: Format) -> Page {
    if format.is_ticket() { report.ticket() } else { report.page() }
}

/// Prints a page. As JSON this is the list of its blocks, which is no interface: what scripts read
/// comes from [`report`].
pub fn page(page: &Page, format: Format, style: &Style) -> String {
    match format {
        Format::Terminal => terminal::render(page, style),
        Format::Plain => plain::render(page, style),
        Format::Json => json::document(page),
        Format::Markdown => markdown::render(page),
        Format::Html => html::render(page),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(*format));
        }
    }

    #[test]
    fn an_unknown_format_is_named_with_the_known_ones() {
        let error = Format::parse("pdf").unwrap_err();
        assert_eq!(error.to_string(), "unknown format 'pdf' (known: terminal, plain, json, markdown, html)");
    }
}
