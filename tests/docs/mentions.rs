//! Commands within sentences and tables: every one of them can be typed.

use std::collections::BTreeMap;

use crate::docs::{pages, rdpfix};
use crate::shared::keep::read;

/// Every `rdpfix ...` within a sentence names a command that there is and flags that it has, and every
/// `rdpfix help TOPIC` a page. Words in capitals stand for something else.
#[test]
fn commands_within_sentences_are_there() {
    let mut helps = BTreeMap::new();
    let mut seen = 0;
    for (path, page) in pages::all() {
        for command in mentioned(&page) {
            seen += 1;
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let before_flags = words.iter().take_while(|word| !word.starts_with('-'));
            let Some(first) = before_flags.clone().next() else { continue };
            // A code in place of a command is looked up.
            if first.starts_with("0x") || *first == "COMMAND" {
                continue;
            }
            let names: Vec<&str> = match *first {
                "help" if words[1..] == ["TOPIC"] || words[1..] == ["COMMAND"] => continue,
                "help" => words.iter().take(2).copied().collect(),
                "session" | "pending" | "kb" => {
                    before_flags.copied().filter(|word| is_name(word)).take(2).collect()
                }
                first => vec![first],
            };
            let help = helps.entry(names.join(" ")).or_insert_with(|| help(&names));
            let help = help.as_ref().unwrap_or_else(|| panic!("{path}: {command}"));
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                let flag = flag.split('=').next().unwrap();
                let has = ["<", "[", "\n", "  ", "..."].iter().any(|end| {
                    help.contains(&format!("{flag} {end}")) || help.contains(&format!("{flag}{end}"))
                });
                assert!(has, "{path}: {command}: there is no {flag}");
            }
        }
    }
    assert!(seen > 50, "only {seen} commands were found");
}

/// The README has a row for every exit code, and for no other.
#[test]
fn exit_codes_of_the_readme() {
    let page = help(&["help", "exit-codes"]).unwrap();
    let numbers = |text: &str, mark: &str| {
        let words = text.lines().filter_map(|line| line.strip_prefix(mark)?.split_whitespace().next());
        words.filter_map(|word| word.parse::<u8>().ok()).collect::<Vec<_>>()
    };
    let codes = numbers(&page, "  ");
    assert!(codes.len() > 4, "{page}");
    assert_eq!(numbers(&read("README.md"), "| "), codes);
}

/// Whether a word names a command below another, and stands for nothing else.
fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase())
}

/// The help on a command or topic; `None` where there is none.
fn help(names: &[&str]) -> Option<String> {
    let mut command = rdpfix();
    match names {
        ["help", topic] => command.args(["help", topic]),
        names => command.args(names).arg("--help"),
    };
    let output = command.output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// What begins with `rdpfix ` between backticks, or in the first cell of a table.
fn mentioned(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    let mut prose = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            prose.push_str(line);
            prose.push('\n');
            found.extend(line.strip_prefix("| rdpfix ").and_then(|rest| rest.split(" | ").next()).map(whole));
        }
    }
    let spans = prose.split('`').skip(1).step_by(2);
    found.extend(spans.filter_map(|span| span.strip_prefix("rdpfix ")).map(whole));
    found
}

/// The command up to a pipe: what follows is for another program.
fn whole(rest: &str) -> String {
    format!("rdpfix {}", rest.split(" | ").next().unwrap_or_default().trim())
}
