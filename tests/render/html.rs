//! HTML of any page is well-formed, runs nothing and loads nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rdpfix::render::{Format, Style, page};
use rdpfix::report::page::{Block, Item, Page, Shell};

use crate::render::any_page::{any_page, command_line, shell, text};

/// Elements without an end.
const VOID: [&str; 3] = ["meta", "hr", "rect"];

/// Every element that the form may use, with its attributes.
const KNOWN: [(&str, &[&str]); 34] = [
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "content", "name"]),
    ("title", &[]),
    ("style", &[]),
    ("body", &[]),
    ("main", &[]),
    ("article", &[]),
    ("header", &[]),
    ("section", &["class"]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("p", &["class"]),
    ("a", &["href", "rel"]),
    ("ol", &["class"]),
    ("ul", &[]),
    ("li", &["class"]),
    ("dl", &[]),
    ("dt", &[]),
    ("dd", &[]),
    ("div", &["class"]),
    ("span", &["class"]),
    ("strong", &[]),
    ("pre", &["class"]),
    ("code", &[]),
    ("kbd", &[]),
    ("hr", &[]),
    ("svg", &["class", "viewBox", "preserveAspectRatio", "role", "aria-label"]),
    ("rect", &["class", "width", "height"]),
    ("table", &[]),
];
/// The parts of a table.
const CELLS: [(&str, &[&str]); 5] =
    [("thead", &[]), ("tbody", &[]), ("tr", &[]), ("th", &["scope"]), ("td", &[])];

/// What is wrong with a document: a tag that is not closed where it should be, an element or attribute that no page
/// has, a quote or an ampersand out of place, an address that something would be loaded from.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let Some(html) = html.strip_prefix("<!DOCTYPE html>\n") else {
        return vec!["no document type".to_owned()];
    };
    let (mut faults, mut open) = (Vec::new(), Vec::<String>::new());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        // The style is ours, and raw: nothing of a report stands in it.
        if open.last().is_none_or(|name| name != "style") {
            faults.extend(text_faults(text));
        }
        let Some(end) = rest[at..].find('>') else {
            return vec![format!("a tag does not end: {}", &rest[at..])];
        };
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                faults.push(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        faults.extend(tag_faults(&name, tag[name.len()..].trim_end_matches('/')));
        if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    faults.extend(text_faults(rest));
    faults.extend(open.iter().map(|name| format!("<{name}> is not closed")));
    faults
}

fn text_faults(text: &str) -> Option<String> {
    let references = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
    let bare =
        text.match_indices('&').any(|(at, _)| !references.iter().any(|known| text[at..].starts_with(known)));
    (bare || text.contains(['>', '"', '\''])).then(|| format!("not escaped: {text}"))
}

fn tag_faults(name: &str, attributes: &str) -> Vec<String> {
    let Some((_, known)) = KNOWN.iter().chain(&CELLS).find(|(known, _)| *known == name) else {
        return vec![format!("<{name}> is no element of a page")];
    };
    let mut faults = Vec::new();
    let mut rest = attributes;
    while let Some((attribute, value)) = rest.split_once("=\"") {
        let Some((value, after)) = value.split_once('"') else {
            return vec![format!("<{name}{attributes}>")];
        };
        let attribute = attribute.trim();
        if !known.contains(&attribute) {
            faults.push(format!("<{name} {attribute}>"));
        }
        if attribute == "href" && !value.starts_with("https://")
            || attribute != "href" && value.contains("http:")
        {
            faults.push(format!("<{name} {attribute}=\"{value}\">"));
        }
        rest = after;
    }
    faults.extend((!rest.trim().is_empty()).then(|| format!("<{name}{attributes}>")));
    faults
}

fn html(whole: &Page) -> String {
    page(whole, Format::Html, &Style::default())
}

/// What a browser shows of an element's inside.
fn shown(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (reference, sign)| text.replace(reference, sign))
}

proptest! {
    #[test]
    fn any_page_is_well_formed(whole in any_page()) {
        let html = html(&whole);
        prop_assert_eq!(faults(&html), Vec::<String>::new(), "{}", html);
        prop_assert!(!html.contains("<script"));
        prop_assert!(html.matches("<h1>").count() <= 1);
    }

    #[test]
    fn commands_are_copied_as_they_are(lines in proptest::collection::vec(command_line(), 1..4), shell in shell()) {
        let block = Block::Command { indent: 0, label: None, shell, lines: lines.clone(), prompt: true };
        let html = html(&Page { blocks: vec![block] });
        let (_, pre) = html.split_once("<pre").expect("there is one");
        let (_, typed) = pre.split_once('>').expect("it is a tag");
        let (typed, _) = typed.split_once("</pre>").expect("it ends");
        prop_assert_eq!(shown(typed), lines.join("\n") + "\n");
    }

    #[test]
    fn no_word_is_lost(words in text()) {
        let mut whole = Page::new();
        whole.list(0, [Item::new(words.clone())]);
        let html = html(&whole);
        let (_, body) = html.split_once("<main>").expect("there is one");
        let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(joined(&shown(body)), joined(&rdpfix::text::sanitise(&words)));
    }
}

#[test]
fn the_checker_finds_what_it_should() {
    let document = |body: &str| format!("<!DOCTYPE html>\n<html lang=\"en\"><body>{body}</body></html>\n");
    for fine in
        ["<p class=\"quiet\">a &lt; b</p>", "<hr>", "<a href=\"https://x/?a&amp;b\" rel=\"noreferrer\">x</a>"]
    {
        assert_eq!(faults(&document(fine)), Vec::<String>::new(), "{fine}");
    }
    for wrong in [
        "<p>a",
        "a</p>",
        "<p><strong>a</p></strong>",
        "<script>a</script>",
        "<p onload=\"x\">a</p>",
        "<p class=quiet>a</p>",
        "<p style=\"x\">a</p>",
        "a & b",
        "a > b",
        "a \" b",
        "<a href=\"http://x/\">a</a>",
        "<a href=\"javascript:x\">a</a>",
        "<img src=\"x\">",
    ] {
        assert_ne!(faults(&document(wrong)), Vec::<String>::new(), "{wrong}");
    }
}

/// Names as somebody would choose them to get into the page of whoever reads the ticket.
#[test]
fn hostile_text_stays_text() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"onload=\"alert(1)",
        "'><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "</title></style></pre><h1>x",
        "<scr\0ipt>",
        "&lt;script&gt;",
        "\u{202e}txt.exe\u{200b}",
        "<!--",
        "]]>",
    ];
    let mut calm = Page::new();
    fill(&mut calm, "x");
    let plain = html(&calm);
    let tags = |html: &str| html.matches('<').count();
    for name in hostile {
        let mut whole = Page::new();
        fill(&mut whole, name);
        let html = html(&whole);
        assert_eq!(faults(&html), Vec::<String>::new(), "{name}");
        assert_eq!(tags(&html), tags(&plain), "{name} makes elements: {html}");
        assert!(!html.contains(['\0', '\u{202e}', '\u{200b}']), "{name}");
        assert!(!html.contains("href"), "{name}");
    }
}

fn fill(page: &mut Page, name: &str) {
    page.title(name, Some(name.to_owned())).heading(name).text(0, name).field(name, name).remark(name);
    page.labelled_command(name, Shell::Cmd, [name]).table([name], vec![vec![name.to_owned()]]);
    page.link(0, name).link(0, format!("https://{name} x")).keys([('a', name)]);
}

/// A policy is there before anything that it could forbid, and the page says what it needs.
#[test]
fn the_head_forbids_everything_but_the_style() {
    let html = html(&Page::new());
    let policy = html.find("Content-Security-Policy").expect("there is one");
    assert!(policy < html.find("<title>").unwrap() && policy < html.find("<style>").unwrap());
    for part in
        ["default-src 'none'", "style-src 'unsafe-inline'", "lang=\"en\"", "width=device-width", "light dark"]
    {
        assert!(html.contains(part), "{part}");
    }
    let rules: BTreeSet<&str> =
        ["prefers-color-scheme: dark", "@media print", "overflow-wrap: anywhere"].into();
    assert!(rules.iter().all(|rule| html.contains(rule)), "{rules:?}");
}
