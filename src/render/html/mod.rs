//! The HTML form: one page that holds everything it shows, for tickets, mails and printers.
//!
//! No script, nothing loaded from anywhere, and a policy in the page that forbids both. Data can never become
//! markup: whatever a report says is made harmless and then escaped. The look is `style.css`; classes name what
//! a part is, so that this file holds no colours.

mod blocks;
mod escape;

use std::fmt::Write as _;

use crate::report::page::{Block, Page, Tone};

/// How the page looks, on screens and on paper.
const STYLE: &str = include_str!("style.css");

/// What a browser may do with the page: set it by the style inside, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What the window is called where a page has no title.
const UNTITLED: &str = "rdpfix";

/// Prints a page as a document.
pub fn render(page: &Page) -> String {
    document(std::slice::from_ref(page))
}

/// Prints pages below each other as one document.
pub fn document(pages: &[Page]) -> String {
    let title = pages.iter().flat_map(|page| &page.blocks).find_map(|block| match block {
        Block::Title { text, .. } => Some(escape::prose(text)).filter(|title| !title.is_empty()),
        _ => None,
    });
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        title.as_deref().unwrap_or(UNTITLED)
    );
    let mut main_title = true;
    for page in pages {
        article(page, &mut main_title, &mut html);
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// One page: what stands above the first heading, then a section for each.
fn article(page: &Page, main_title: &mut bool, html: &mut String) {
    html.push_str("<article>\n");
    let mut rest = page.blocks.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().skip(1).position(begins_a_section).map_or(rest.len(), |at| at + 1);
        let (section, after) = rest.split_at(end);
        match &section[0] {
            Block::Title { text, tag } => {
                let level = if std::mem::take(main_title) { 1 } else { 2 };
                headed("header", "", &blocks::heading(level, text), html);
                if let Some(tag) = tag {
                    let _ = writeln!(html, "<p class=\"tag\">{}</p>", escape::prose(tag));
                }
                closed("header", &section[1..], html);
            }
            Block::Heading { text, tone, .. } if begins_a_section(&section[0]) => {
                headed("section", class(*tone), &blocks::heading(2, text), html);
                closed("section", &section[1..], html);
            }
            _ => html.push_str(&blocks::blocks(section)),
        }
        rest = after;
    }
    html.push_str("</article>\n");
}

fn begins_a_section(block: &Block) -> bool {
    matches!(block, Block::Title { .. } | Block::Heading { level: 0..=2, .. })
}

fn headed(element: &str, class: &str, heading: &str, html: &mut String) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = write!(html, "<{element}{class}>\n{heading}");
}

fn closed(element: &str, inner: &[Block], html: &mut String) {
    let _ = writeln!(html, "{}</{element}>", blocks::blocks(inner));
}

/// What a tone is called in the style; none for text like any other.
const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Strong => "strong",
        Tone::Quiet => "quiet",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{Item, Shell};

    fn body(page: &Page) -> String {
        let html = render(page);
        let (_, body) = html.split_once("<main>\n").expect("there is one");
        body.strip_suffix("</main>\n</body>\n</html>\n").expect("it ends").to_owned()
    }

    #[test]
    fn the_first_title_is_the_title_of_the_document() {
        let mut page = Page::new();
        page.title("a < b", Some("reported".to_owned())).text(2, "x").title("second", None);
        assert!(render(&page).contains("<title>a &lt; b</title>"));
        assert_eq!(
            body(&page),
            "<article>\n<header>\n<h1>a &lt; b</h1>\n<p class=\"tag\">reported</p>\n<p>x</p>\n</header>\n\
             <header>\n<h2>second</h2>\n</header>\n</article>\n"
        );
        assert!(render(&Page::new()).contains("<title>rdpfix</title>"));
    }

    #[test]
    fn pages_below_each_other_have_one_main_title() {
        let mut page = Page::new();
        page.title("x", None);
        let html = document(&[page.clone(), page]);
        assert_eq!((html.matches("<h1>").count(), html.matches("<h2>").count()), (1, 1));
    }

    #[test]
    fn a_section_is_what_follows_its_heading() {
        let mut page = Page::new();
        page.text(0, "before").toned_heading("NEXT: restart", Tone::Strong).steps(2, [Item::new("one")]);
        page.heading("Causes").subheading("a").text(0, "b");
        assert_eq!(
            body(&page),
            "<article>\n<p>before</p>\n<section class=\"strong\">\n<h2>NEXT: restart</h2>\n<ol>\n<li>\n<p>one</p>\n\
             </li>\n</ol>\n</section>\n<section>\n<h2>Causes</h2>\n<h3>a</h3>\n<p>b</p>\n</section>\n</article>\n"
        );
    }

    #[test]
    fn a_command_keeps_its_lines_and_blanks() {
        let mut page = Page::new();
        page.command(0, Shell::Cmd, ["echo  \"a\" >NUL ", "ver"]);
        let expected =
            "<pre class=\"cmd\"><code>echo  &quot;a&quot; &gt;NUL\n</code><code>ver\n</code></pre>\n";
        assert_eq!(body(&page), format!("<article>\n{expected}</article>\n"));
    }

    #[test]
    fn the_style_loads_nothing_and_cannot_end_early() {
        for sign in ["url(", "@import", "http", "<", "expression"] {
            assert!(!STYLE.contains(sign), "{sign}");
        }
        assert!(STYLE.is_ascii());
    }
}
