//! Prose that no reader of Markdown takes for markup.

use crate::text::sanitise;

/// The text as one line that reads the same when rendered.
///
/// Characters that mean something anywhere are escaped everywhere; those that mean something only
/// where a block begins, or only beside a blank, are escaped there alone, so that names, paths and
/// addresses stay as they are for those who read the source.
pub(super) fn escape(text: &str) -> String {
    let clean = sanitise(text);
    let text = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = number_marker(&text);
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        if means_something(c, before, rest) || Some(at) == number || makes_link(c, &text[..at], rest) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// An address of the knowledge's own sources: it may become a link, and holds nothing else that means something.
pub(super) fn link(address: &str) -> String {
    escape(address).replacen("\\:", ":", 1)
}

/// Whether the character would be markup between `before` and `rest`.
fn means_something(c: char, before: Option<char>, rest: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => true,
        '_' => !(before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)),
        '#' => before.is_none_or(|before| before == ' ' || before == '#'),
        '&' => is_entity(rest),
        '>' | '-' | '+' | '=' | ':' => before.is_none(),
        _ => false,
    }
}

/// Whether the character is the one by which a bare address becomes a link (the autolinks of GitHub): nobody's text
/// may lead a reader anywhere.
fn makes_link(c: char, before: &str, rest: &str) -> bool {
    match c {
        ':' => {
            rest.starts_with("//")
                || rest.starts_with(|c: char| c.is_alphanumeric()) && ends_in_scheme(before)
        }
        '.' => {
            before.get(before.len().saturating_sub(3)..).is_some_and(|www| www.eq_ignore_ascii_case("www"))
        }
        '@' => before.ends_with(|c: char| !c.is_whitespace()) && rest.starts_with(char::is_alphanumeric),
        _ => false,
    }
}

/// The schemes that need no slashes.
fn ends_in_scheme(before: &str) -> bool {
    let before = before.to_ascii_lowercase();
    before.ends_with("mailto") || before.ends_with("xmpp")
}

/// Whether what follows an ampersand would make a character of it (`amp;`, `#60;`).
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

/// Where the sign stands that would make an ordered list of a text beginning with a number.
fn number_marker(text: &str) -> Option<usize> {
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let rest = text[at..].strip_prefix(['.', ')'])?;
    (at > 0 && (rest.is_empty() || rest.starts_with(' '))).then_some(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_images_code_and_html_are_text() {
        assert_eq!(escape("![x](http://y) `z`"), "!\\[x\\](http\\://y) \\`z\\`");
        assert_eq!(escape("<script>alert(1)</script>"), "\\<script>alert(1)\\</script>");
        assert_eq!(escape("<https://x>"), "\\<https\\://x>");
        assert_eq!(escape("&lt;b&#62; a&b ?a=1&b=2"), "\\&lt;b\\&#62; a&b ?a=1&b=2");
    }

    #[test]
    fn emphasis_is_text_and_names_stay_readable() {
        assert_eq!(escape("*a* __b__ _c d_ ~~e~~"), "\\*a\\* \\_\\_b\\_\\_ \\_c d\\_ \\~\\~e\\~\\~");
        assert_eq!(escape("ERROR_ACCESS_DENIED"), "ERROR_ACCESS_DENIED");
        assert_eq!(escape("https://x.example/a_b?c=d#e-f"), "https\\://x.example/a_b?c=d#e-f");
    }

    #[test]
    fn addresses_are_no_links() {
        assert_eq!(escape("http://evil.example FTP://x"), "http\\://evil.example FTP\\://x");
        assert_eq!(escape("(www.evil.example) WWW.x"), "(www\\.evil.example) WWW\\.x");
        assert_eq!(
            escape("mail a.b@evil.example mailto:a@b.example"),
            "mail a.b\\@evil.example mailto\\:a\\@b.example"
        );
        assert_eq!(escape("srv01.corp:3389 at 10:15 @ noon"), "srv01.corp:3389 at 10:15 @ noon");
    }

    #[test]
    fn nothing_begins_a_block() {
        let cases = ["# a", "> a", "- a", "+ a", "=== a", "* a", "~~~", "```", "| a", "--- "];
        for case in cases {
            assert!(escape(case).starts_with('\\'), "{case}");
        }
        assert_eq!(escape("1. a"), "1\\. a");
        assert_eq!(escape("12)"), "12\\)");
        assert_eq!(escape("    code\n\n# a"), "code \\# a");
        assert_eq!(escape("10.0.0.1 and 0.5"), "10.0.0.1 and 0.5");
    }

    #[test]
    fn a_heading_keeps_its_closing_signs() {
        assert_eq!(escape("a ##"), "a \\#\\#");
        assert_eq!(escape("C#"), "C#");
    }

    #[test]
    fn menu_paths_and_paths_read_back() {
        assert_eq!(escape("System > About"), "System > About");
        assert_eq!(escape("HKLM\\Software"), "HKLM\\\\Software");
    }

    proptest! {
        /// Reading the escapes gives the text back, and no sign that means something is left bare.
        #[test]
        fn nothing_but_text_is_left(text in "[ -~\u{e4}\n]{0,40}") {
            let escaped = escape(&text);
            let (mut read, mut chars) = (String::new(), escaped.chars());
            while let Some(c) = chars.next() {
                prop_assert!(!"`*[]<|~$".contains(c), "{escaped:?}");
                read.push(if c == '\\' { chars.next().unwrap() } else { c });
            }
            prop_assert_eq!(read, text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
