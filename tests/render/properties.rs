//! What holds for any page.

use proptest::prelude::*;
use rdpfix::render::{Format, Style, page};
use rdpfix::report::page::{Block, Item, Page, Rank, Shell, Tone};

use crate::render::any_page::{any_page, command_line, shell};

fn set(whole: &Page, format: Format, width: usize) -> String {
    page(whole, format, &Style { width, colour: false })
}

proptest! {
    #[test]
    fn plain_and_json_are_ascii(whole in any_page(), width in 0usize..120) {
        for format in [Format::Plain, Format::Json] {
            let text = set(&whole, format, width);
            let odd = text.chars().find(|c| !matches!(c, '\n' | ' '..='~'));
            prop_assert_eq!(odd, None, "{}", text);
        }
    }

    #[test]
    fn no_control_reaches_a_reader(whole in any_page(), width in 0usize..120) {
        for format in Format::ALL {
            let text = set(&whole, *format, width);
            prop_assert!(!text.chars().any(|c| c != '\n' && c.is_control()), "{:?}", text);
        }
        let coloured = page(&whole, Format::Terminal, &Style { width, colour: true });
        let bare = console::strip_ansi_codes(&coloured);
        prop_assert_eq!(bare, set(&whole, Format::Terminal, width));
    }

    #[test]
    fn no_line_ends_in_a_blank(whole in any_page(), width in 0usize..120) {
        for format in [Format::Terminal, Format::Plain, Format::Markdown] {
            let text = set(&whole, format, width);
            prop_assert!(!text.lines().any(|line| line.ends_with(' ')), "{:?}", text);
            prop_assert!(text.is_empty() || text.ends_with('\n'));
        }
    }

    #[test]
    fn prose_keeps_to_the_width(whole in prose(), width in 30usize..100) {
        for line in set(&whole, Format::Plain, width).lines() {
            let text = line.trim_start().trim_start_matches("Label     ");
            let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".- #".contains(c));
            prop_assert!(line.len() <= width || !text.contains(' '), "{width} {line:?}");
        }
    }

    #[test]
    fn prose_keeps_every_word(whole in prose(), width in 30usize..100) {
        let wide = set(&whole, Format::Plain, 10_000);
        let narrow = set(&whole, Format::Plain, width);
        let words = |text: &str| { let mut words: Vec<_> = text.split_whitespace().map(str::to_owned).collect(); words.sort(); words };
        prop_assert_eq!(words(&wide), words(&narrow));
    }

    #[test]
    fn commands_stay_as_they_are(
        lines in proptest::collection::vec(command_line(), 1..4),
        shell in shell(),
        prompt: bool,
        labelled: bool,
        width in 0usize..100,
    ) {
        let label = labelled.then(|| "Undo".to_owned());
        let whole = Page { blocks: vec![Block::Command { indent: 4, label, shell, lines: lines.clone(), prompt }] };
        let before = match (labelled, prompt && shell == Shell::PowerShell) {
            (true, false) => 16,
            (true, true) => 20,
            (false, false) => 4,
            (false, true) => 8,
        };
        for format in [Format::Terminal, Format::Plain] {
            let text = set(&whole, format, width);
            let typed: Vec<_> = text.lines().map(|line| &line[before..]).collect();
            prop_assert_eq!(&typed, &lines);
        }
    }

    #[test]
    fn markdown_fences_hold_whatever_is_typed(lines in proptest::collection::vec("[`a# ]{0,12}", 1..4)) {
        let whole = Page { blocks: vec![Block::Command { indent: 0, label: None, shell: Shell::Sh, lines, prompt: false }] };
        let text = set(&whole, Format::Markdown, 80);
        let (fence, body) = text.split_once("sh\n").expect("the info string");
        let body = body.strip_suffix(&format!("\n{fence}\n")).expect("the closing fence");
        prop_assert!(fence.len() >= 3 && !body.contains(fence), "{text}");
    }

    #[test]
    fn a_page_is_set_the_same_way_twice(whole in any_page()) {
        for format in Format::ALL {
            prop_assert_eq!(set(&whole, *format, 80), set(&whole, *format, 80));
        }
    }
}

/// A page of every block that wraps, in words of letters, up to one address wide.
fn prose() -> impl Strategy<Value = Page> {
    let words = || "[a-z]{1,9}( [a-z]{1,9}){0,30}( https://[a-z/]{1,60})?";
    (words(), words(), words(), words(), words()).prop_map(|(title, text, field, item, cause)| {
        let mut page = Page::new();
        page.title(title, Some("tag".to_owned())).heading(text.clone()).text(4, text.clone());
        page.toned_field("Label", field, Tone::Warn);
        page.steps(2, [Item::new(item.clone()).with(Page::new().list(0, [Item::new(item)]))]);
        page.ranking([Rank {
            tenths: 3,
            likelihood: "possible".to_owned(),
            title: cause,
            note: String::new(),
            number: None,
            why: Vec::new(),
        }]);
        page.table(["a", "b"], vec![vec!["x".to_owned(), text]]);
        page
    })
}
