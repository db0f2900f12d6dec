//! The topics of `rdpfix help`: one Markdown file each beside this one, compiled in, and set as a page.
//!
//! The tests in `tests/docs` run the blocks of these files as they run those of the README.

mod markdown;

use std::fmt::Write as _;

use super::exit::Exit;
use crate::render::Format;
use crate::report::page::Page;

/// A topic by its name: the text of its file.
macro_rules! topics {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!($name, ".md")))),+]
    };
}

/// All topics, in the order in which they are listed: what a person needs first stands first.
const TOPICS: [(&str, &str); 18] = topics![
    "topics",
    "interview",
    "errors",
    "evidence-files",
    "checks",
    "sessions",
    "runbooks",
    "answers",
    "bots",
    "json",
    "formats",
    "exit-codes",
    "environment",
    "knowledge",
    "house-cases",
    "decisions",
    "privacy",
    "limits",
];

/// The names, in the order in which they are listed.
pub(super) fn names<'t>() -> impl Iterator<Item = &'t str> {
    TOPICS.into_iter().map(|(name, _)| name)
}

/// The page of a topic; `None` where there is none of that name.
pub(super) fn page(name: &str) -> Option<Page> {
    let (_, text) = TOPICS.into_iter().find(|(known, _)| *known == name)?;
    Some(markdown::page(&filled(text)))
}

/// The text with what the program itself knows: `{exit-codes}` and `{topics}` are rows of tables, `{formats}` is a
/// list in words.
fn filled(text: &str) -> String {
    let mut codes = String::new();
    for exit in Exit::ALL {
        writeln!(codes, "| {} | {} |", exit.code(), exit.meaning()).expect("writing to a string");
    }
    let mut topics = String::new();
    for (name, text) in TOPICS.iter().filter(|(name, _)| *name != "topics") {
        writeln!(topics, "| {name} | {} |", title(text)).expect("writing to a string");
    }
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
    text.replace("{exit-codes}\n", &codes)
        .replace("{topics}\n", &topics)
        .replace("{formats}", &formats.join(", "))
}

/// The first line, which is the title.
fn title(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches("# ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Style, plain};

    #[test]
    fn every_file_is_a_topic_and_every_topic_sets_whole() {
        for (name, text) in TOPICS {
            assert!(text.starts_with("# ") && text.is_ascii(), "{name}");
            let set = plain::render(&page(name).expect("it is listed"), &Style::default());
            assert!(set.starts_with(title(text)), "{name}: {set}");
            // Nothing of the notation is left over, but in what is typed.
            let prose = set.lines().filter(|line| !line.starts_with("  "));
            for line in prose {
                assert!(
                    !line.contains("**") && !line.contains('`') && !line.starts_with('|'),
                    "{name}: {line}"
                );
            }
        }
        assert!(page("no-such-topic").is_none());
    }

    #[test]
    fn lists_that_the_program_knows_are_filled_in() {
        let set = |name| plain::render(&page(name).expect("it is listed"), &Style::default());
        for exit in Exit::ALL {
            assert!(set("exit-codes").contains(&format!("  {} ", exit.code())), "{exit:?}");
        }
        for format in Format::ALL {
            assert!(set("formats").contains(format.name()));
        }
        for name in names().filter(|name| *name != "topics") {
            assert!(set("topics").contains(&format!("  {name} ")), "{name}");
        }
    }
}
