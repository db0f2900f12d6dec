//! A screen as a picture: an SVG with the words and colours that a person would see.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// Units per column and per row, the room around the screen, and the bar above it.
const COLUMN: f64 = 8.4;
const ROW: u16 = 18;
const EDGE: u16 = 16;
const BAR: u16 = 28;

/// The sixteen colours of a terminal, on a dark ground.
const COLOURS: [&str; 16] = [
    "#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#c9d1d9", "#8b949e",
    "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#ffffff",
];

/// Draws a screen up to its last line with words, below the command that was typed. Rows that `leaves_out` names are
/// not drawn.
pub(crate) fn svg(screen: &Screen, command: &str, title: &str, leaves_out: impl Fn(&str) -> bool) -> String {
    let columns = screen.size().1;
    let rows: Vec<(u16, String)> =
        (0..).zip(screen.rows(0, columns)).filter(|(_, text)| !leaves_out(text.trim())).collect();
    let shown = rows.iter().rposition(|(_, text)| !text.trim().is_empty()).map_or(0, |last| last + 1);
    let width = f64::from(columns) * COLUMN + f64::from(2 * EDGE);
    let height = u16::try_from(shown).expect("a screen is small") * ROW + 2 * EDGE + BAR;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>{}</title>
<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>
<g fill="#484f58"><circle cx="20" cy="18" r="6"/><circle cx="40" cy="18" r="6"/><circle cx="60" cy="18" r="6"/></g>
<g font-family="ui-monospace, Consolas, Menlo, monospace" font-size="14" fill="#c9d1d9" xml:space="preserve">
<text x="84" y="23">$ {}</text>
"##,
        escaped(title),
        escaped(command)
    );
    for (place, (row, _)) in (1_u16..).zip(&rows[..shown]) {
        let y = BAR + EDGE + place * ROW - 4;
        for run in runs(screen, *row, columns) {
            writeln!(svg, "{}", run.text(y)).expect("writing to a string");
        }
    }
    svg + "</g>\n</svg>\n"
}

/// Cells beside each other that look the same.
struct Run {
    column: u16,
    columns: u16,
    text: String,
    look: String,
}

impl Run {
    /// The element; its length is fixed, so that columns keep their places in any font.
    fn text(&self, y: u16) -> String {
        let (x, length) =
            (f64::from(EDGE) + f64::from(self.column) * COLUMN, f64::from(self.columns) * COLUMN);
        let text = escaped(&self.text);
        format!(r#"<text x="{x:.1}" y="{y}" textLength="{length:.1}"{}>{text}</text>"#, self.look)
    }
}

/// The words of a row, with the blanks between those of one look and without the blanks around them.
fn runs(screen: &Screen, row: u16, columns: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.contents().trim().is_empty()) else {
            continue;
        };
        let look = look(cell);
        match runs.last_mut() {
            Some(run) if run.look == look && column <= run.column + run.columns + 1 => {
                let gap = column - run.column - run.columns;
                run.text.push_str(&" ".repeat(usize::from(gap)));
                run.columns += gap + 1;
                run.text.push_str(cell.contents());
            }
            _ => runs.push(Run { column, columns: 1, text: cell.contents().to_owned(), look }),
        }
    }
    runs
}

/// Attributes for the look of a cell.
fn look(cell: &Cell) -> String {
    let mut look = match cell.fgcolor() {
        Color::Idx(index) => format!(" fill=\"{}\"", COLOURS[usize::from(index % 16)]),
        Color::Default | Color::Rgb(..) => String::new(),
    };
    if cell.bold() {
        look.push_str(" font-weight=\"bold\"");
    }
    if cell.dim() {
        look.push_str(" opacity=\"0.7\"");
    }
    look
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn a_picture_holds_the_words_and_their_colours() {
    let mut parser = vt100::Parser::new(4, 20, 0);
    parser.process(b"plain  \x1b[31mred & <b>\x1b[0m\r\nleft out\r\n\r\n");
    let picture = svg(parser.screen(), "ls", "A screen", |row| row == "left out");
    assert!(picture.contains("<title>A screen</title>"), "{picture}");
    assert!(picture.contains(">$ ls</text>") && picture.contains(">plain</text>"), "{picture}");
    assert!(picture.contains("fill=\"#ff7b72\">red &amp; &lt;b&gt;</text>"), "{picture}");
    assert!(!picture.contains("left out"), "{picture}");
}
