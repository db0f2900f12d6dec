//! Lays the words of a message over the words of a text.

use std::ops::Range;

use crate::text::normalise::{self, Text};

/// A message, ready to be laid over a text.
#[derive(Debug)]
pub(super) struct Pattern {
    words: Vec<PatternWord>,
    weight: u32,
    wildcards: usize,
}

#[derive(Debug)]
struct PatternWord {
    word: String,
    weight: u32,
    /// A `*` stands before it: words of the text before it cost nothing.
    after_wildcard: bool,
}

/// The best way to lay a pattern over a text. Weights are in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Alignment {
    /// The weight of the words that are there.
    pub(super) matched: u32,
    /// The weight of the pattern as far as the text goes.
    pub(super) weight_so_far: u32,
    /// The place of the first and the last word of the text that belong to it.
    pub(super) first: usize,
    /// See `first`.
    pub(super) last: usize,
    /// Words of the text that stand between and do not belong to it.
    pub(super) added: usize,
    /// A number of the pattern is not there: then it is another message.
    pub(super) lacks_number: bool,
    /// No word was misread.
    pub(super) verbatim: bool,
}

/// What a wildcard may stand for, in words.
const WILDCARD: usize = 8;
/// What a word too many costs, in tenths of a character.
const ADDED: i32 = 15;

impl Pattern {
    /// Folds a message; `*` is a wildcard.
    pub(super) fn new(text: &str) -> Self {
        let mut words = Vec::new();
        for (i, piece) in text.split('*').enumerate() {
            for (j, word) in normalise::words(piece).into_iter().enumerate() {
                words.push(PatternWord { weight: weight(&word), word, after_wildcard: i > 0 && j == 0 });
            }
        }
        let weight = words.iter().map(|w| w.weight).sum();
        Self { words, weight, wildcards: text.matches('*').count() }
    }

    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    /// The weight of all its words.
    pub(super) fn weight(&self) -> u32 {
        self.weight
    }

    /// How many words of a text it may extend over.
    pub(super) fn reach(&self) -> usize {
        self.words.len() + self.words.len() / 2 + 2 + self.wildcards.min(8) * WILDCARD
    }
}

/// A cell of the alignment: the best score with the pattern up to a word and the text up to a word.
#[derive(Clone, Copy)]
struct Cell {
    score: i32,
    found: Alignment,
    begun: bool,
}

const NOTHING: Cell = Cell {
    score: 0,
    found: Alignment {
        matched: 0,
        weight_so_far: 0,
        first: 0,
        last: 0,
        added: 0,
        lacks_number: false,
        verbatim: true,
    },
    begun: false,
};

/// The best alignment that ends anywhere in the window, or at the end of the text with the rest
/// of the pattern cut off.
pub(super) fn best(pattern: &Pattern, text: &Text<'_>, window: Range<usize>) -> Option<Alignment> {
    let reaches_end = window.end == text.len();
    let mut row = vec![NOTHING; window.len() + 1];
    let mut cut_off: Option<Cell> = None;
    for (j, word) in pattern.words.iter().enumerate() {
        let open = pattern.words.get(j + 1).is_some_and(|next| next.after_wildcard);
        row = next_row(&row, word, open, text, &window);
        let at_end = row[window.len()];
        if reaches_end
            && at_end.begun
            && at_end.found.last + 1 == text.len()
            && cut_off.is_none_or(|c| at_end.score >= c.score)
        {
            cut_off = Some(at_end);
        }
    }
    let whole = row.into_iter().filter(|c| c.begun).max_by_key(|c| (c.score, c.found.last));
    let complete = |c: &Cell| c.found.matched * 100 / pattern.weight.max(1);
    match (whole, cut_off) {
        (Some(whole), Some(cut)) if complete(&whole) < 80 && cut.score > whole.score => Some(cut.found),
        (whole, cut) => whole.or(cut).map(|c| c.found),
    }
}

/// One more word of the pattern: it stands at a word of the text, or is missing, or a word of the
/// text is one too many.
fn next_row(
    row: &[Cell],
    word: &PatternWord,
    open: bool,
    text: &Text<'_>,
    window: &Range<usize>,
) -> Vec<Cell> {
    let mut next = Vec::with_capacity(row.len());
    next.push(missing(row[0], word));
    for (i, at) in window.clone().enumerate() {
        let mut cell = missing(row[i + 1], word);
        let before = next[i];
        if before.begun {
            let longer = added(before, open);
            cell = if longer.score > cell.score { longer } else { cell };
        }
        if let Some(exact) = same_word(&word.word, text.word(at)) {
            let here = matched(row[i], word, exact, at);
            cell = if here.score >= cell.score { here } else { cell };
        }
        next.push(cell);
    }
    next
}

fn missing(mut cell: Cell, word: &PatternWord) -> Cell {
    cell.found.weight_so_far += word.weight;
    cell.found.lacks_number |= word.word.contains(|c: char| c.is_ascii_digit());
    cell
}

fn added(mut cell: Cell, open: bool) -> Cell {
    if !open {
        cell.score -= ADDED;
        cell.found.added += 1;
    }
    cell
}

fn matched(mut cell: Cell, word: &PatternWord, exact: bool, at: usize) -> Cell {
    if !cell.begun {
        cell.begun = true;
        cell.found.first = at;
    }
    cell.score += i32::try_from(word.weight * 10).unwrap_or(i32::MAX / 2) - i32::from(!exact) * 5;
    cell.found.matched += word.weight;
    cell.found.weight_so_far += word.weight;
    cell.found.last = at;
    cell.found.verbatim &= exact;
    cell
}

/// Longer words say more; very long ones no more than ten characters. A pair of characters of
/// an unspaced script says as much as a short word.
fn weight(word: &str) -> u32 {
    let chars = word.chars().count();
    if word.chars().next().is_some_and(normalise::is_unspaced) {
        3
    } else {
        u32::try_from(chars.min(10)).unwrap_or(10)
    }
}

/// Whether two folded words are the same: `Some(true)` exactly, `Some(false)` but for a slip.
fn same_word(pattern: &str, word: &str) -> Option<bool> {
    if pattern == word {
        return Some(true);
    }
    let slips = match pattern.len() {
        _ if !pattern.is_ascii() && !word.contains('?') && pattern.chars().any(normalise::is_unspaced) => {
            return None;
        }
        0..=4 if !word.contains('?') => return None,
        0..=9 => 1,
        _ => 2,
    };
    if pattern.len().abs_diff(word.len()) > 2 * slips || pattern.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // More than a few replaced letters leave too little to compare.
    (word.matches('?').count() <= 3 && within(pattern, word, slips)).then_some(false)
}

/// Whether two words differ in at most so many characters; `?` is any character or none.
fn within(pattern: &str, word: &str, slips: usize) -> bool {
    let mut word = word.chars();
    let mut pattern = pattern.chars();
    loop {
        let rest = (pattern.clone(), word.clone());
        match (pattern.next(), word.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (_, Some('?')) => {
                let (p, _) = rest;
                return within(pattern.as_str(), word.as_str(), slips)
                    || within(p.as_str(), word.as_str(), slips);
            }
            _ if slips == 0 => return false,
            _ => {
                let (p, w) = rest;
                let skip = |s: &std::str::Chars<'_>| {
                    s.clone().as_str().char_indices().nth(1).map_or(s.as_str().len(), |(i, _)| i)
                };
                let (p, w) = (p.as_str(), w.as_str());
                let (p1, w1) = (&p[skip(&p.chars())..], &w[skip(&w.chars())..]);
                return within(p1, w1, slips - 1) || within(p1, w, slips - 1) || within(p, w1, slips - 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay(pattern: &str, text: &str) -> Option<Alignment> {
        let text = Text::new(text);
        best(&Pattern::new(pattern), &text, 0..text.len())
    }

    #[test]
    fn a_word_is_the_same_but_for_a_slip() {
        assert_eq!(same_word("authentication", "authentlcatlon"), Some(false));
        assert_eq!(same_word("occurred", "occured"), Some(false));
        assert_eq!(same_word("gewahrt", "gew?hrt"), Some(false));
        assert_eq!(same_word("cant", "can?t"), Some(false));
        assert_eq!(same_word("expired", "required"), None);
        assert_eq!(same_word("0x904", "0x905"), None);
    }

    #[test]
    fn wildcards_are_free_and_added_words_are_counted() {
        let found = lay("the user * was denied", "so the user CONTOSO\\anna was firmly denied today")
            .expect("it stands there");
        assert_eq!((found.first, found.last, found.added), (1, 7, 1));
        assert_eq!(found.matched, Pattern::new("the user * was denied").weight());
    }

    #[test]
    fn the_best_place_wins_over_the_first() {
        let found =
            lay("function requested is not supported", "function? The function requested is not supported")
                .expect("it stands there");
        assert_eq!((found.first, found.matched), (2, 31));
    }
}
