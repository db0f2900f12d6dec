//! Pure ASCII for the plain form: what reads it (Windows `PowerShell` 5.1, tickets, code pages) would
//! show anything else as something else.

use std::fmt::Write as _;

use crate::text::sanitise;

/// Prose in ASCII: letters and signs become their usual spelling, the rest `\u{...}`. A word of a path is escaped as
/// in a command: respelt it would be the name of another file.
pub(super) fn prose(text: &str) -> String {
    let spelt = |word: &str| if is_of_path(word) { command(word) } else { spell(word, spelling) };
    text.split_inclusive(char::is_whitespace).map(spelt).collect()
}

/// Whether a word is, or is part of, the path of a file.
fn is_of_path(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '"', '\'']);
    word.contains('\\') || ["/", "./", "../", "~/"].iter().any(|start| word.starts_with(start))
}

/// A command in ASCII. Respelt it would be another command, so that whatever is not ASCII is escaped.
pub(super) fn command(line: &str) -> String {
    spell(line, |_| None)
}

fn spell(text: &str, spelling: fn(char) -> Option<&'static str>) -> String {
    let clean = sanitise(text);
    let mut ascii = String::with_capacity(clean.len());
    for c in clean.chars() {
        match (c.is_ascii(), spelling(c)) {
            (true, _) => ascii.push(c),
            (false, Some(letters)) => ascii.push_str(letters),
            (false, None) => {
                let _ = write!(ascii, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    ascii
}

/// How a sign or a letter of the languages Windows reports most errors in is written without it.
const fn spelling(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' | '\u{2039}' | '\u{203a}' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2022}' | '\u{b7}' => "*",
        '\u{2026}' => "...",
        '\u{2192}' => "->",
        '\u{d7}' => "x",
        '\u{ae}' => "(R)",
        '\u{a9}' => "(C)",
        '\u{2122}' => "(TM)",
        '\u{20ac}' => "EUR",
        '\u{c4}' | '\u{c6}' => "Ae",
        '\u{e4}' | '\u{e6}' => "ae",
        '\u{d6}' | '\u{152}' => "Oe",
        '\u{f6}' | '\u{153}' => "oe",
        '\u{dc}' => "Ue",
        '\u{fc}' => "ue",
        '\u{df}' => "ss",
        '\u{c0}'..='\u{c3}' | '\u{102}' | '\u{104}' => "A",
        '\u{c5}' => "Aa",
        '\u{e5}' => "aa",
        '\u{e0}'..='\u{e3}' | '\u{103}' | '\u{105}' => "a",
        '\u{c7}' | '\u{106}' | '\u{10c}' => "C",
        '\u{e7}' | '\u{107}' | '\u{10d}' => "c",
        '\u{10e}' | '\u{110}' => "D",
        '\u{10f}' | '\u{111}' => "d",
        '\u{c8}'..='\u{cb}' | '\u{118}' | '\u{11a}' => "E",
        '\u{e8}'..='\u{eb}' | '\u{119}' | '\u{11b}' => "e",
        '\u{11e}' => "G",
        '\u{11f}' => "g",
        '\u{cc}'..='\u{cf}' | '\u{130}' => "I",
        '\u{ec}'..='\u{ef}' | '\u{131}' => "i",
        '\u{141}' => "L",
        '\u{142}' => "l",
        '\u{d1}' | '\u{143}' | '\u{147}' => "N",
        '\u{f1}' | '\u{144}' | '\u{148}' => "n",
        '\u{d2}'..='\u{d5}' | '\u{d8}' | '\u{150}' => "O",
        '\u{f2}'..='\u{f5}' | '\u{f8}' | '\u{151}' => "o",
        '\u{158}' => "R",
        '\u{159}' => "r",
        '\u{15a}' | '\u{15e}' | '\u{160}' | '\u{218}' => "S",
        '\u{15b}' | '\u{15f}' | '\u{161}' | '\u{219}' => "s",
        '\u{162}' | '\u{164}' | '\u{21a}' => "T",
        '\u{163}' | '\u{165}' | '\u{21b}' => "t",
        '\u{d9}'..='\u{db}' | '\u{16e}' | '\u{170}' => "U",
        '\u{f9}'..='\u{fb}' | '\u{16f}' | '\u{171}' => "u",
        '\u{dd}' => "Y",
        '\u{fd}' | '\u{ff}' => "y",
        '\u{179}' | '\u{17b}' | '\u{17d}' => "Z",
        '\u{17a}' | '\u{17c}' | '\u{17e}' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_respelt() {
        let german = "\u{201e}Der Remotedesktop kann den Computer nicht erreichen\u{201c} \u{2013} f\u{fc}r Gr\u{f6}\u{df}e\u{2026}";
        assert_eq!(
            prose(german),
            "\"Der Remotedesktop kann den Computer nicht erreichen\" - fuer Groesse..."
        );
    }

    #[test]
    fn paths_are_never_respelt() {
        let told = "Answers for J\u{fc}rgen are kept in C:\\users\\J\u{fc}rgen \u{141}\\a.ndjson or /home/j\u{fc}rgen.";
        let shown = "Answers for Juergen are kept in C:\\users\\J\\u{fc}rgen \\u{141}\\a.ndjson or /home/j\\u{fc}rgen.";
        assert_eq!(prose(told), shown);
    }

    #[test]
    fn what_has_no_spelling_is_escaped() {
        assert_eq!(prose("\u{4e2d}\u{1f600}?"), "\\u{4e2d}\\u{1f600}?");
    }

    #[test]
    fn commands_are_never_respelt() {
        assert_eq!(command("copy \"J\u{fc}rgen\" \u{2013}x  y"), "copy \"J\\u{fc}rgen\" \\u{2013}x  y");
    }
}
