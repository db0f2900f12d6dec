//! Texts as sparse vectors over the features that are common enough to learn from.

use std::collections::HashMap;

use super::inputs::{Corpus, Example};
use crate::prose::features::{self, Feature};
use crate::text::normalise::Text;

/// A text with the features it has.
#[derive(Debug)]
pub(super) struct Raw<'a> {
    /// The text and what it is.
    pub(super) example: &'a Example,
    /// Its features by hash.
    pub(super) features: Vec<Feature>,
}

impl<'a> Raw<'a> {
    fn new(example: &'a Example) -> Self {
        let text = Text::new(features::head(&example.text));
        Self { example, features: features::features(&features::grams(&text)) }
    }
}

/// The features of all texts.
pub(super) fn all(corpus: &Corpus) -> Vec<Raw<'_>> {
    corpus.texts.iter().map(Raw::new).collect()
}

/// A text to learn from.
#[derive(Debug)]
pub(super) struct Sample {
    /// The class that it is, or is not.
    pub(super) class: usize,
    /// Whether it is of that class.
    pub(super) is: bool,
    /// How much it counts.
    pub(super) share: f32,
    /// Number and value of its features.
    pub(super) features: Vec<(u32, f32)>,
}

/// The features that are learned: their hashes and how rare each is.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The hash of each feature, in the order in which they were met.
    pub(super) hashes: Vec<u32>,
    /// The inverse document frequency of each.
    pub(super) rarities: Vec<f32>,
}

impl Vocabulary {
    /// The features that are in enough texts, and the texts over them.
    pub(super) fn of(raws: &[&Raw], least_texts: u32) -> (Self, Vec<Sample>) {
        let mut texts: HashMap<u32, u32> = HashMap::new();
        for feature in raws.iter().flat_map(|raw| &raw.features) {
            *texts.entry(feature.hash).or_default() += 1;
        }
        let mut vocabulary = Self { hashes: Vec::new(), rarities: Vec::new() };
        let mut places: HashMap<u32, u32> = HashMap::new();
        let mut samples = Vec::new();
        for raw in raws {
            let known = raw.features.iter().filter(|feature| texts[&feature.hash] >= least_texts);
            let features = known.map(|feature| {
                let place = *places.entry(feature.hash).or_insert_with(|| {
                    vocabulary.add(feature.hash, count(raws.len()), f64::from(texts[&feature.hash]))
                });
                (place, feature.value * vocabulary.rarities[place as usize])
            });
            let features = features.collect();
            let Example { class, is, share, .. } = *raw.example;
            samples.push(Sample { class, is, share, features });
        }
        (vocabulary, samples)
    }

    /// The place of each feature by its hash.
    pub(super) fn places(&self) -> HashMap<u32, u32> {
        self.hashes.iter().copied().zip(0..).collect()
    }

    /// The features of a text that are in the vocabulary.
    pub(super) fn values(&self, places: &HashMap<u32, u32>, raw: &Raw) -> Vec<(u32, f32)> {
        let known =
            raw.features.iter().filter_map(|feature| Some((*places.get(&feature.hash)?, feature.value)));
        known.map(|(place, value)| (place, value * self.rarities[place as usize])).collect()
    }

    /// How many features there are.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    #[expect(clippy::cast_possible_truncation, reason = "a logarithm fits")]
    fn add(&mut self, hash: u32, all: f64, with: f64) -> u32 {
        self.hashes.push(hash);
        let rarity = ((1.0 + all) / (1.0 + with)).ln() + 1.0;
        self.rarities.push((rarity / RARE) as f32);
        u32::try_from(self.hashes.len() - 1).unwrap_or(u32::MAX)
    }
}

/// The usual rarity of a feature: it brings the vectors back to about length 1 per block.
const RARE: f64 = 6.0;

/// A number of texts.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn count(texts: usize) -> f64 {
    texts as f64
}
