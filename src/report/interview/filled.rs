//! The name of the host where a page says `HOST`, so that lines can be copied as they are.

use crate::report::page::{Block, Item, Page};

/// What stands for the name in knowledge.
const HOST: &str = "HOST";

/// The page with a name in place of `HOST`. A name that is no plain computer name or address is left out: it would be
/// typed into a shell.
#[must_use]
pub fn with_host(mut page: Page, host: &str) -> Page {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if !host.is_empty() && host.chars().all(plain) && !host.starts_with('-') {
        blocks(&mut page.blocks, host);
    }
    page
}

fn blocks(all: &mut [Block], host: &str) {
    for block in all {
        match block {
            Block::Text { text, .. } | Block::Field { text, .. } => fill(text, host),
            Block::Command { lines, .. } => lines.iter_mut().for_each(|line| fill(line, host)),
            Block::Items { items, .. } => items.iter_mut().for_each(|item| fill_item(item, host)),
            _ => {}
        }
    }
}

fn fill_item(item: &mut Item, host: &str) {
    fill(&mut item.text, host);
    blocks(&mut item.blocks, host);
}

/// Only the whole word in capitals: `HOSTNAME` and `\\HOST_A` are other words.
fn fill(text: &mut String, host: &str) {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut filled = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(HOST) {
        let (before, after) = (&rest[..at], &rest[at + HOST.len()..]);
        let inside = filled.chars().next_back().filter(|_| before.is_empty()).is_some_and(part)
            || before.chars().next_back().is_some_and(part)
            || after.chars().next().is_some_and(part);
        filled.push_str(before);
        filled.push_str(if inside { HOST } else { host });
        rest = after;
    }
    filled.push_str(rest);
    *text = filled;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, host: &str) -> String {
        let mut page = Page::new();
        page.text(0, text);
        match with_host(page, host).blocks.pop() {
            Some(Block::Text { text, .. }) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_whole_word_becomes_the_name() {
        assert_eq!(
            filled("Test-NetConnection HOST -Port 3389; \\\\HOST\\c$", "srv01"),
            "Test-NetConnection srv01 -Port 3389; \\\\srv01\\c$"
        );
        assert_eq!(
            filled("HOSTNAME, the host, MY_HOST, HOSTHOST, HOST", "srv01"),
            "HOSTNAME, the host, MY_HOST, HOSTHOST, srv01"
        );
    }

    #[test]
    fn what_a_shell_would_act_upon_is_never_filled_in() {
        for host in ["", "a b", "$(reboot)", "srv01;del", "-x", "s\"q"] {
            assert_eq!(filled("ping HOST", host), "ping HOST", "{host}");
        }
    }
}
