//! The terminal form: the shared layout, coloured by tone.

#![expect(clippy::disallowed_types, reason = "the terminal form asks how wide the terminal is")]

use console::Term;

use super::Style;
use super::layout::{self, Charset, Line, Span};
use crate::report::page::{Page, Tone};
use crate::text::sanitise;

/// Columns of the terminal behind stdout, or else stderr.
pub fn columns() -> Option<usize> {
    let size = Term::stdout().size_checked().or_else(|| Term::stderr().size_checked());
    size.map(|(_, columns)| usize::from(columns))
}

/// Prints a page for a person at a terminal, one line break after each line.
pub fn render(page: &Page, style: &Style) -> String {
    let charset = Charset { prose: sanitise, command: sanitise };
    layout::lines(page, style.columns(), &charset).iter().map(|line| painted(line, style.colour)).collect()
}

/// The line with its break and without blanks at its end.
pub(super) fn painted(line: &Line, colour: bool) -> String {
    let end = line.iter().rposition(|span| !span.text.trim_end().is_empty()).map_or(0, |last| last + 1);
    let mut text = String::new();
    for (index, span) in line[..end].iter().enumerate() {
        let words = if index + 1 == end { span.text.trim_end() } else { &span.text };
        text.push_str(&paint(words, span, colour));
    }
    text.push('\n');
    text
}

/// Colours the words but not the blanks before them.
fn paint(words: &str, span: &Span, colour: bool) -> String {
    let shown = words.trim_start();
    if !colour || span.tone == Tone::Plain || shown.is_empty() {
        return words.to_owned();
    }
    let blanks = &words[..words.len() - shown.len()];
    format!("{blanks}{}", tone(span.tone).apply_to(shown))
}

fn tone(tone: Tone) -> console::Style {
    // The decision whether there is colour was made by the caller, not by what this process sees.
    let style = console::Style::new().force_styling(true);
    match tone {
        Tone::Plain => style,
        Tone::Strong => style.bold(),
        Tone::Quiet => style.dim(),
        Tone::Good => style.green(),
        Tone::Warn => style.yellow().bold(),
        Tone::Bad => style.red().bold(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::Shell;

    fn coloured(page: &Page) -> String {
        render(page, &Style { width: 40, colour: true })
    }

    #[test]
    fn colour_stands_on_words_and_not_on_blanks() {
        let text = coloured(Page::new().toned_field("WARNING", "read this", Tone::Bad));
        assert_eq!(text, "  \x1b[31m\x1b[1mWARNING\x1b[0m   \x1b[31m\x1b[1mread this\x1b[0m\n");
    }

    #[test]
    fn without_colour_there_is_no_escape() {
        let text = render(Page::new().toned_text(0, "a\x1b[31mb", Tone::Bad), &Style::default());
        assert_eq!(text, "ab\n");
    }

    #[test]
    fn data_cannot_colour_or_begin_a_line() {
        let hostile = "srv01\x1b[2J\n  Undo      format c:\x1b]0;title\x07";
        assert_eq!(coloured(Page::new().text(0, hostile)), "srv01 Undo format c:\n");
        assert_eq!(
            coloured(Page::new().command(2, Shell::Cmd, [hostile])),
            "  srv01   Undo      format c:\n"
        );
    }

    #[test]
    fn other_scripts_stay_as_they_are() {
        assert_eq!(coloured(Page::new().text(0, "J\u{fc}rgen \u{4e2d}")), "J\u{fc}rgen \u{4e2d}\n");
    }
}
