//! Words that tell a state of an observation.
//!
//! A pattern is written as words with blanks between them: a word matches every word that begins with it, `=` before it asks
//! for the whole word, `|` separates words of which one is enough, `{negation}` is any word of that class of
//! `knowledge/words/`, and `~` stands for up to [`GAP`] words of the same clause.

use crate::lexicon::{Class, Marked};
use crate::text::normalise;

/// So many words may stand where a pattern says `~`.
pub const GAP: usize = 5;

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// One of some words; a word of a script without blanks folds to several that follow each other.
    Words(Vec<Vec<Word>>),
    /// A word of a class.
    Class(Class),
    /// Up to [`GAP`] words.
    Gap,
}

/// A folded word, or how it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    whole: bool,
}

/// The words that a pattern matched, in order; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The place of each word.
    pub words: Vec<usize>,
    /// How many bytes of each folded word the pattern asked for; nothing for a word of a class.
    pub asked: Vec<Option<usize>>,
}

impl Pattern {
    /// The pattern that is written so.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(written: &str) -> Result<Self, String> {
        let parts: Vec<Part> = written.split_whitespace().map(part).collect::<Result<_, _>>()?;
        match (parts.first(), parts.last()) {
            (None, _) => Err("a pattern has at least one word".to_owned()),
            (Some(Part::Gap), _) | (_, Some(Part::Gap)) => {
                Err("a pattern begins and ends with a word".to_owned())
            }
            _ if parts.windows(2).any(|two| two == [Part::Gap, Part::Gap]) => {
                Err("'~' stands twice in a row".to_owned())
            }
            _ => Ok(Self(parts)),
        }
    }

    /// How many words it asks for: the more, the surer.
    pub fn len(&self) -> usize {
        self.0.iter().filter(|part| **part != Part::Gap).count()
    }

    /// Never: a pattern has a word.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where it stands, beginning at a place.
    pub fn at(&self, text: &Marked, at: usize) -> Option<Hit> {
        let mut found = Hit { words: Vec::new(), asked: Vec::new() };
        follows(&self.0, text, at, &mut found).then_some(found)
    }
}

/// Whether a pattern that is written so may stand in folded words: a quick look at its first part, so that only what
/// may is read whole.
pub fn may_stand(written: &str, words: &str) -> bool {
    let first = written.split_whitespace().next().unwrap_or_default();
    let plain = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let may = |word: &str| {
        let word = word.trim_start_matches('=');
        !plain(word) || words.contains(word)
    };
    first.split('|').any(may)
}

/// Whether parts follow each other from a place on. Their words are added.
fn follows(parts: &[Part], text: &Marked, at: usize, found: &mut Hit) -> bool {
    let Some((part, rest)) = parts.split_first() else { return true };
    if *part == Part::Gap {
        return (at..=at + GAP)
            .take_while(|place| *place < text.len() && !(at..=*place).any(|place| text.ends_before(place)))
            .any(|place| follows(rest, text, place, found));
    }
    if !found.words.is_empty() && text.ends_before(at) {
        return false;
    }
    let before = found.words.len();
    for asked in ways(part, text, at) {
        let next = at + asked.len();
        found.words.extend(at..next);
        found.asked.extend(asked);
        if follows(rest, text, next, found) {
            return true;
        }
        found.words.truncate(before);
        found.asked.truncate(before);
    }
    false
}

/// Each way in which a part fits at a place: for every word that it takes, how many bytes of it are asked for.
fn ways(part: &Part, text: &Marked, at: usize) -> Vec<Vec<Option<usize>>> {
    let fits = |words: &&Vec<Word>| words.iter().enumerate().all(|(i, word)| word.fits(text.word(at + i)));
    let asked = |words: &Vec<Word>| words.iter().map(|word| Some(word.text.len())).collect();
    match part {
        Part::Words(any) if at < text.len() => any.iter().filter(fits).map(asked).collect(),
        Part::Class(class) if text.is(at, *class) => vec![vec![None]],
        _ => Vec::new(),
    }
}

impl Word {
    fn fits(&self, word: &str) -> bool {
        if self.whole { word == self.text } else { word.starts_with(&self.text) }
    }
}

fn part(written: &str) -> Result<Part, String> {
    if written == "~" {
        return Ok(Part::Gap);
    }
    if let Some(name) = written.strip_prefix('{') {
        let name = name.strip_suffix('}').ok_or_else(|| format!("'{written}' has no '}}'"))?;
        let class = Class::ALL.into_iter().find(|(_, known)| *known == name);
        return class
            .map(|(class, _)| Part::Class(class))
            .ok_or_else(|| format!("there is no class '{name}'"));
    }
    written.split('|').map(words).collect::<Result<_, _>>().map(Part::Words)
}

fn words(written: &str) -> Result<Vec<Word>, String> {
    let whole = written.starts_with('=');
    let folded = normalise::words(written.trim_start_matches('='));
    if written.contains(['{', '}', '~']) {
        return Err(format!("'{written}' stands alone between blanks"));
    }
    if folded.is_empty() {
        return Err(format!("'{written}' is no word"));
    }
    Ok(folded.into_iter().map(|text| Word { text, whole }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Option<Vec<usize>> {
        let text = Marked::new(text);
        let pattern = Pattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        (0..text.len()).find_map(|at| pattern.at(&text, at)).map(|hit| hit.words)
    }

    #[test]
    fn a_pattern_is_found() {
        for (pattern, text, places) in [
            ("mstsc", "with mstsc.exe", Some(vec![1])),
            ("=mac", "a machine", None),
            ("=mac|macbook", "my MacBook", Some(vec![1])),
            ("other|another ~ computer|pc", "from another old office PC", Some(vec![1, 4])),
            ("other ~ pc", "the other one. My PC", None),
            ("other ~ pc", "other a b c d e f pc", None),
            ("{negation} ~ domain", "it is not in a domain", Some(vec![2, 5])),
            ("windows =10", "Windows 100", None),
        ] {
            assert_eq!(found(pattern, text), places, "{pattern} in {text}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        for (pattern, why) in [
            ("", "at least one word"),
            ("~ a", "begins and ends"),
            ("a ~ ~ b", "twice"),
            ("{nobody}", "no class"),
            ("a|=", "no word"),
            ("a|{negation}", "stands alone"),
        ] {
            assert!(Pattern::parse(pattern).unwrap_err().contains(why), "{pattern}");
        }
    }
}
