//! The index: which words are in which unit, how often and in which field.

use std::collections::HashMap;

use super::texts::{Document, documents};
use super::{Found, KINDS};
use crate::knowledge::{Kind, Knowledge};
use crate::text::normalise;

/// How fast another occurrence of a word counts less.
const SATURATION: f64 = 1.2;
/// How much a long unit must say a word more often than a short one.
const LENGTH: f64 = 0.5;
/// What an occurrence counts in the title, in what people see or say, and elsewhere.
const FIELDS: [f64; 3] = [4.0, 2.0, 1.0];
/// The share of a word that is known by its first letters only, and how many of them there are.
const BEGINNING: (f64, usize) = (0.5, 5);
/// Units that score less than this share of the best are not found.
const NEAR: f64 = 0.25;

/// An index over units.
#[derive(Debug)]
pub struct Index {
    units: Vec<Found>,
    lengths: Vec<f64>,
    usual_length: f64,
    /// Per word the units that have it and how much.
    postings: HashMap<String, Vec<(usize, f64)>>,
}

impl Index {
    /// The index over the units of all kinds in [`KINDS`].
    pub fn of_all(knowledge: &Knowledge) -> Self {
        Self::new(knowledge, &KINDS)
    }

    /// The index over the units of some kinds.
    pub fn new(knowledge: &Knowledge, kinds: &[Kind]) -> Self {
        let documents = kinds.iter().flat_map(|kind| documents(knowledge, *kind));
        let mut index =
            Self { units: Vec::new(), lengths: Vec::new(), usual_length: 1.0, postings: HashMap::new() };
        for document in documents {
            index.add(document);
        }
        index.usual_length = index.lengths.iter().sum::<f64>() / count(index.lengths.len().max(1));
        index
    }

    fn add(&mut self, document: Document) {
        let unit = self.units.len();
        let mut words: HashMap<String, f64> = HashMap::new();
        let title = std::iter::once(&document.title);
        let fields = title.map(|text| (text, FIELDS[0]));
        let said = document.messages.iter().map(|text| (text, FIELDS[1]));
        let rest = document.text.iter().map(|text| (text, FIELDS[2]));
        let mut length = 0.0;
        for (text, weight) in fields.chain(said).chain(rest) {
            for (term, share) in normalise::words(text).into_iter().flat_map(terms) {
                length += weight * share;
                *words.entry(term).or_default() += weight;
            }
        }
        for (word, weight) in words {
            self.postings.entry(word).or_default().push((unit, weight));
        }
        self.units.push(document.found);
        self.lengths.push(length);
    }

    /// The units that fit some words best, best first; at most as many as asked for.
    pub fn find(&self, words: &str, most: usize) -> Vec<Found> {
        let mut scores = vec![0.0; self.units.len()];
        let mut terms: Vec<_> = normalise::words(words).into_iter().flat_map(terms).collect();
        terms.sort_by(|a, b| a.0.cmp(&b.0));
        terms.dedup();
        for (term, share) in terms {
            self.rate(&term, share, &mut scores);
        }
        for (score, unit) in scores.iter_mut().zip(&self.units) {
            *score *= wanted(unit.kind);
        }
        let best = scores.iter().copied().fold(0.0, f64::max);
        let mut order: Vec<usize> = (0..scores.len()).filter(|unit| scores[*unit] > best * NEAR).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let found = order.into_iter().take(most);
        found.map(|unit| Found { score: scores[unit], ..self.units[unit].clone() }).collect()
    }

    /// Adds what a word says to the scores of the units that have it.
    fn rate(&self, term: &str, share: f64, scores: &mut [f64]) {
        let Some(postings) = self.postings.get(term) else { return };
        let (all, with) = (count(self.units.len()), count(postings.len()));
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        for (unit, weight) in postings {
            let length = 1.0 - LENGTH + LENGTH * self.lengths[*unit] / self.usual_length;
            let fit = weight * (SATURATION + 1.0) / (weight + SATURATION * length);
            scores[*unit] += share * rarity * fit;
        }
    }
}

/// How much more often than others a kind is what somebody looks for. Titles of observations are questions: they
/// share words with every question.
fn wanted(kind: Kind) -> f64 {
    match kind {
        Kind::Topic => 1.2,
        Kind::Observation => 0.6,
        Kind::Refused => 0.8,
        _ => 1.0,
    }
}

/// A word as itself and, marked, by its first letters.
fn terms(word: String) -> Vec<(String, f64)> {
    let (share, letters) = BEGINNING;
    let beginning: String = word.chars().take(letters).chain(['*']).collect();
    vec![(word, 1.0 - share), (beginning, share)]
}

#[expect(clippy::cast_precision_loss, reason = "a number of units is far below 2^52")]
fn count(units: usize) -> f64 {
    units as f64
}
