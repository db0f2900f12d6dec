//! A pasted text as a witness: the states of observations that it tells, with the words that told them.
//!
//! What tells a state is data (`said` of an observation, written as `knowledge/words/README.md` explains) and is
//! compared with each clause of the text ([`pattern`]). A clause about another time, or about what would be, tells
//! nothing, and neither does one that denies what a pattern says. Pure: the same text and knowledge give the same
//! states.

pub mod pattern;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::knowledge::Knowledge;
use crate::knowledge::format::{Id, Observation};
use crate::lexicon::{Class, Marked};
use crate::sensitive::Phrase;
use crate::session::{Facts, Given, WitnessKind};
use pattern::{Hit, Pattern};

/// So many words at the beginning of a text are read: a log says no more by more of them.
const WORDS: usize = 2_000;

/// So many words before a pattern can deny what it says.
const DENIED_FROM: usize = 2;

/// What a text tells.
pub fn read(text: &str, knowledge: &Knowledge) -> Vec<(Id, Given)> {
    let text = Marked::new(text);
    let words: Vec<&str> = text.words().take(WORDS).collect();
    let words = words.join(" ");
    let told = knowledge.observations.values().filter_map(|observation| told(&text, &words, observation));
    told.collect()
}

/// The same, as far as nobody has told another state yet.
pub fn add(text: &str, knowledge: &Knowledge, facts: &mut Facts) {
    for (observation, given) in read(text, knowledge) {
        facts.answers.entry(observation).or_insert(given);
    }
}

/// The state that a text tells of an observation. Where it tells several, the one with the longest pattern.
fn told(text: &Marked, words_of_text: &str, observation: &Observation) -> Option<(Id, Given)> {
    let mut found: BTreeMap<&String, (usize, Hit)> = BTreeMap::new();
    for (state, written) in &observation.said {
        let possible = written.iter().filter(|written| pattern::may_stand(written, words_of_text));
        let patterns = possible.filter_map(|written| Pattern::parse(written).ok());
        let hits = patterns.filter_map(|pattern| Some((pattern.len(), first(text, &pattern)?)));
        if let Some(longest) = hits.max_by_key(|(length, _)| *length) {
            found.insert(state, longest);
        }
    }
    let longest = found.values().map(|(length, _)| *length).max()?;
    let mut longest = found.into_iter().filter(|(_, (length, _))| *length == longest);
    let (Some((state, (_, hit))), None) = (longest.next(), longest.next()) else { return None };
    let evidence = Some(Phrase::words(words(text, &hit)));
    Some((observation.id.clone(), Given { state: state.clone(), witness: WitnessKind::Text, evidence }))
}

/// The first place at which a pattern stands and means what it says.
fn first(text: &Marked, pattern: &Pattern) -> Option<Hit> {
    let places = 0..text.len().min(WORDS);
    let mut hits = places.filter_map(|at| pattern.at(text, at));
    hits.find(|hit| holds(text, hit))
}

/// Whether a clause speaks of what is so now, and does not deny it.
fn holds(text: &Marked, hit: &Hit) -> bool {
    let clause = text.clause(hit.words[0]);
    let begin = hit.words[0];
    // "Could not" tells what is so.
    let condition = |at: usize| text.is(at, Class::Condition) && !text.is(at + 1, Class::Negation);
    let elsewhere = |at: usize| condition(at) || text.is(at, Class::OtherTime);
    let denied = |at: usize| text.is(at, Class::Negation);
    let last = hit.words.last().copied().unwrap_or(begin);
    let others = |range: Range<usize>| range.filter(|at| !hit.words.contains(at));
    !others(clause.clone()).any(elsewhere)
        && !others(begin.saturating_sub(DENIED_FROM).max(clause.start)..last).any(denied)
}

/// A word goes on for no more bytes than this after its beginning that a pattern asks for, or only that is shown: a name
/// may begin as a pattern does.
const ENDING: usize = 4;

/// The words that matched. What stands between them may hold a name and is left out.
fn words(text: &Marked, hit: &Hit) -> String {
    let word = |index: usize| {
        let at = hit.words[index];
        let folded = text.word(at);
        let asked = hit.asked[index].filter(|asked| asked + ENDING < folded.len());
        asked.map_or_else(|| text.pasted(at, at), |asked| &folded[..asked])
    };
    let mut shown = String::new();
    for (index, at) in hit.words.iter().enumerate() {
        let gap = index > 0 && hit.words[index - 1] + 1 < *at;
        shown += if gap {
            " ... "
        } else if index > 0 {
            " "
        } else {
            ""
        };
        shown += word(index);
    }
    shown
}
