//! The words by which a unit is found: its rarest ones, so that a look-up weighs few units however much is known.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{List, Posting, index};

/// How many words of a message find it, at most: half of them from its first half, so that a
/// message whose end was cut off is found as well.
pub(super) const ANCHORS: usize = 6;
/// A word that stands in more messages than this finds a message only when it has no rarer ones.
const COMMON: usize = 8;

/// The words that find each unit: its rarest ones.
pub(super) fn postings(units: &[Vec<String>], most: usize) -> List<Posting> {
    let mut frequency: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in units {
        for word in unit.iter().map(String::as_str).collect::<BTreeSet<_>>() {
            *frequency.entry(word).or_default() += 1;
        }
    }
    let mut finds: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        for word in anchors(unit, &frequency, most) {
            finds.entry(word).or_default().push(index(i));
        }
    }
    let posting =
        |(word, finds): (&str, Vec<u32>)| Posting { word: word.to_owned().into(), finds: finds.into() };
    finds.into_iter().map(posting).collect::<Vec<_>>().into()
}

fn anchors<'a>(unit: &'a [String], frequency: &BTreeMap<&str, usize>, most: usize) -> BTreeSet<&'a str> {
    let rarest = |words: &'a [String], most: usize| {
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.sort_by_key(|w| (frequency[w], std::cmp::Reverse(w.len()), *w));
        words.dedup();
        // Two common words may have to do; more of them would only make every look-up longer.
        let rare = words.iter().take_while(|w| frequency[*w] <= COMMON).count();
        words.truncate(most.min(rare.max(2)));
        words
    };
    let (first, second) = unit.split_at(unit.len().div_ceil(2));
    if most < 2 {
        return rarest(unit, most).into_iter().collect();
    }
    rarest(first, most / 2).into_iter().chain(rarest(second, most / 2)).collect()
}
