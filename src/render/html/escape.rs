//! Text that no browser takes for markup.

use crate::text::sanitise;

/// Prose: harmless, with single blanks, and nothing in it ends the text or an attribute that it stands in.
pub(super) fn prose(text: &str) -> String {
    let clean = sanitise(text);
    escaped(&clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A command: harmless, with its blanks as they are.
pub(super) fn command(line: &str) -> String {
    escaped(sanitise(line).trim_end())
}

/// The address, where a browser may be sent there: `https` and nothing but the characters of an address.
pub(super) fn link(address: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let rest = address.strip_prefix("https://")?;
    (!rest.is_empty() && rest.chars().all(allowed)).then(|| escaped(address))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(
            prose("<script>alert(1)</script> &lt;\n\"onload='x'"),
            "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; &quot;onload=&#39;x&#39;"
        );
    }

    #[test]
    fn what_hides_in_a_tag_is_taken_out_before_it_is_escaped() {
        assert_eq!(prose("<scr\0ipt>\u{202e}x\u{200b}"), "&lt;script&gt;x");
        assert_eq!(command("a  <b>\0 \x1b[31m& c  "), "a  &lt;b&gt; &amp; c");
    }

    #[test]
    fn only_whole_https_addresses_are_links() {
        assert_eq!(
            link("https://x.example/a?b=1&c=2#d"),
            Some("https://x.example/a?b=1&amp;c=2#d".to_owned())
        );
        for no in [
            "http://x.example/",
            "javascript:alert(1)",
            "HTTPS://x.example/",
            " https://x.example/",
            "https://",
            "https://x.example/ and more",
            "https://x.example/\"onclick=\"x",
            "https://x.example/\u{202e}gpj",
            "data:text/html,x",
            "lab notes",
        ] {
            assert_eq!(link(no), None, "{no}");
        }
    }
}
