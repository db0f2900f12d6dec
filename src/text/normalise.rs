//! Text as people paste it, to words that can be compared.
//!
//! Case, accents, full-width forms, quotes, dashes and blanks are folded; the frame that Windows
//! puts around a copied dialog is dropped. Scripts without blanks give overlapping pairs of
//! characters. The index folds the messages of the knowledge base in the same way.

/// A folded text and its words.
#[derive(Debug)]
pub struct Text<'a> {
    /// What was pasted.
    pub source: &'a str,
    /// The folded text: words and what stands between them.
    folded: String,
    /// The words, in order.
    words: Vec<Word>,
}

/// A word: where it stands in the folded text and where it came from.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    from: u32,
    to: u32,
    line: u32,
}

/// Longer words are compared by their first this many bytes: no word of a message is as long.
const LONGEST_WORD: usize = 64;

impl<'a> Text<'a> {
    /// Folds a text.
    pub fn new(source: &'a str) -> Self {
        let mut folder = Folder {
            text: Text { source, folded: String::with_capacity(source.len()), words: Vec::new() },
            open: None,
            run: Run::None,
        };
        let mut at = 0;
        for (number, line) in source.split_inclusive('\n').enumerate() {
            if !is_decoration(line) {
                folder.line(line, at, u32::try_from(number).unwrap_or(u32::MAX));
            }
            folder.text.folded.push('\n');
            at += line.len();
        }
        folder.text
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A word by its place; empty beyond the end.
    pub fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |w| {
            let whole = &self.folded[w.start as usize..w.end as usize];
            &whole[..whole.floor_char_boundary(LONGEST_WORD)]
        })
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.word(i))
    }

    /// The line on which a word stands, counted from 0.
    pub fn line(&self, index: usize) -> usize {
        self.words.get(index).map_or(0, |w| w.line as usize)
    }

    /// How many lines hold words.
    pub fn lines(&self) -> usize {
        self.words.last().map_or(0, |w| w.line as usize + 1)
    }

    /// What stands between the word before and this one; before the first and after the last word, the rest.
    pub fn before(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.words[index - 1].end as usize };
        let end = self.words.get(index).map_or(self.folded.len(), |w| w.start as usize);
        self.folded.get(start..end).unwrap_or_default()
    }

    /// The words from one place to another (inclusive) as they were pasted.
    pub fn pasted(&self, first: usize, last: usize) -> &'a str {
        let from = self.words.get(first).map_or(0, |w| w.from as usize);
        let to = self.words.get(last).map_or(self.source.len(), |w| w.to as usize);
        self.source.get(from..to).unwrap_or_default()
    }
}

/// The folded words of a short text, such as a phrase of the knowledge base.
pub fn words(text: &str) -> Vec<String> {
    Text::new(text).words().map(str::to_owned).collect()
}

/// Whether a character belongs to a script that is written without blanks.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{0e01}'..='\u{0e4e}' | '\u{20000}'..='\u{3ffff}')
}

/// What the folder is in the middle of.
#[derive(Clone, Copy, PartialEq)]
enum Run {
    None,
    /// One character without blanks, not yet part of a pair: its place in folded text and source.
    Lone(u32, u32),
    /// At least one pair was written; the last character's places.
    Paired(u32, u32),
}

struct Folder<'a> {
    text: Text<'a>,
    /// The word that is being read: its place in folded text and source.
    open: Option<(u32, u32)>,
    run: Run,
}

impl Folder<'_> {
    fn line(&mut self, line: &str, start: usize, number: u32) {
        let mut at = 0;
        let mut previous = ' ';
        while let Some(c) = line[at..].chars().next() {
            let here = place(start + at);
            let plain = plain_letters(&line.as_bytes()[at..]);
            if plain > 0 {
                self.letters(&line[at..at + plain], here, number);
                at += plain;
                previous = char::from(line.as_bytes()[at - 1]);
                continue;
            }
            at += c.len_utf8();
            let next = line[at..].chars().next().unwrap_or(' ');
            let inside = previous.is_alphabetic() && next.is_alphabetic();
            match c {
                c if is_mark(c) || (is_apostrophe(c) && inside) => continue,
                c if is_unspaced(c) => self.unspaced(c, here, number),
                // Windows PowerShell 5.1 writes `?` for a letter that the pipe's encoding lacks.
                '?' | char::REPLACEMENT_CHARACTER if inside => self.letter('?', here, number),
                c if c.is_alphanumeric() => self.letter(c, here, number),
                c => self.separator(c, here, number),
            }
            previous = c;
        }
        self.close_all(place(start + line.len()), number);
    }

    /// Letters and digits of ASCII, by far the most of any log, in one go.
    fn letters(&mut self, letters: &str, here: u32, number: u32) {
        self.close_run(number);
        self.open.get_or_insert((place(self.text.folded.len()), here));
        let start = self.text.folded.len();
        self.text.folded.push_str(letters);
        self.text.folded[start..].make_ascii_lowercase();
    }

    fn letter(&mut self, c: char, here: u32, number: u32) {
        self.close_run(number);
        self.open.get_or_insert((place(self.text.folded.len()), here));
        fold(c, &mut self.text.folded);
    }

    fn unspaced(&mut self, c: char, here: u32, number: u32) {
        self.close_word(here, number);
        if let Run::Lone(start, from) | Run::Paired(start, from) = self.run {
            // Blanks between such characters mean nothing: Japanese is written with and without.
            let kept = self.text.folded.trim_end_matches(' ').len();
            self.text.folded.truncate(kept);
            let second = place(kept);
            self.text.folded.push(c);
            self.push(start, place(self.text.folded.len()), from, here + place(c.len_utf8()), number);
            self.run = Run::Paired(second, here);
        } else {
            self.run = Run::Lone(place(self.text.folded.len()), here);
            self.text.folded.push(c);
        }
    }

    fn separator(&mut self, c: char, here: u32, number: u32) {
        self.close_word(here, number);
        let folded = fold_separator(c);
        if folded != ' ' {
            self.close_run(number);
        }
        self.text.folded.push(folded);
    }

    fn close_all(&mut self, here: u32, number: u32) {
        self.close_word(here, number);
        self.close_run(number);
    }

    fn close_word(&mut self, here: u32, number: u32) {
        if let Some((start, from)) = self.open.take() {
            self.push(start, place(self.text.folded.len()), from, here, number);
        }
    }

    /// A lone character becomes a word of its own.
    fn close_run(&mut self, number: u32) {
        if let Run::Lone(start, from) = self.run {
            let width = self.text.folded[start as usize..].chars().next().map_or(0, char::len_utf8);
            self.push(start, start + place(width), from, from + place(width), number);
        }
        self.run = Run::None;
    }

    fn push(&mut self, start: u32, end: u32, from: u32, to: u32, line: u32) {
        self.text.words.push(Word { start, end, from, to, line });
    }
}

/// How many letters, digits and underscores of ASCII a text begins with.
fn plain_letters(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
}

/// Texts are capped far below four gigabytes before they come here; beyond that places saturate.
fn place(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// `[Window Title]`, `[Content]`, `[OK]`, `[^] Hide details  [OK]` in whatever language: a line of
/// nothing but bracketed words. Log lines begin with brackets too, but hold digits or go on.
fn is_decoration(line: &str) -> bool {
    let line = line.trim();
    if !line.starts_with('[') || !line.ends_with(']') || line.len() > 120 {
        return false;
    }
    line.chars().all(|c| c.is_alphabetic() || matches!(c, '[' | ']' | ' ' | '^' | 'v' | '\''))
        && (line.matches('[').count() == 1 || line.contains("  ") || line.contains("[^]"))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '\u{b4}')
}

fn fold_separator(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{fe63}' => '-',
        '\u{ff01}'..='\u{ff5e}' => half_width(c),
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn half_width(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
}

fn fold(c: char, out: &mut String) {
    match c {
        '\u{ff10}'..='\u{ff5a}' => out.push(half_width(c).to_ascii_lowercase()),
        'ß' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        c => out.extend(c.to_lowercase().filter(|l| !is_mark(*l)).map(without_accent)),
    }
}

/// The base letter of an accented one, as far as Windows speaks languages that have them.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ý' | 'ÿ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_width_and_quotes_are_folded() {
        assert_eq!(
            words("Une erreur d\u{2019}authentification s'est\u{a0}produite"),
            ["une", "erreur", "dauthentification", "sest", "produite"]
        );
        assert_eq!(words("\u{ff10}\u{ff38}\u{ff23}\u{ff10}\u{ff17}"), ["0xc07"]);
        assert_eq!(words("gewa\u{308}hrt gew?hrt Ungültig?"), ["gewahrt", "gew?hrt", "ungultig"]);
    }

    #[test]
    fn scripts_without_blanks_give_pairs() {
        assert_eq!(words("错误代码：0x904"), ["错误", "误代", "代码", "0x904"]);
        assert_eq!(words("リモート デスク"), words("リモートデスク"));
        assert_eq!(words("是"), ["是"]);
    }

    #[test]
    fn the_frame_of_a_dialog_is_dropped_and_log_lines_are_kept() {
        assert_eq!(words("[Window Title]\nA\n[Content]\nB\n[^] Hide details  [OK]\n"), ["a", "b"]);
        assert_eq!(words("[12:00] [ERROR][core]"), ["12", "00", "error", "core"]);
    }

    #[test]
    fn words_know_where_they_came_from() {
        let text = Text::new("Code :\u{a0}０ｘ904, 错误 x");
        assert_eq!(text.pasted(1, 1), "０ｘ904");
        assert_eq!(text.pasted(2, 2), "错误");
        assert_eq!(text.before(1), " : ");
        assert_eq!(text.line(3), 0);
    }
}
