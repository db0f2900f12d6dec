//! Reads what people say in their own words, with a learned linear model.
//!
//! [`features`] turns a text into words and pieces of words, [`model`] holds a weight per feature and class, and
//! [`read`] adds them up to a probability per class. `cargo run --release --example train` learns the model from
//! the texts under `knowledge/` ([`crate::training`]). Pure: the same text always gives the same reading.

pub mod features;
pub mod model;

use std::sync::OnceLock;

use crate::text::normalise::Text;
use features::{Feature, Gram};
pub use model::{Class, ClassKind, Model};

/// For how many of the likeliest classes the words that decided are given.
const REASONED: usize = 3;
/// How many reasons a class has at most.
const REASONS: usize = 4;

/// What a text reads like.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<'a> {
    /// Every class with its probability, best first; they add up to 1.
    pub classes: Vec<Guess<'a>>,
    /// How much of the text the model has weights for, 0 to 1. At 0 the probabilities say nothing.
    pub known: f32,
}

/// A class that a text may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess<'a> {
    /// The class.
    pub class: Class<'a>,
    /// How likely it is, 0 to 1.
    pub probability: f32,
    /// The words of the text that weighed most, as they were pasted; only for the likeliest classes.
    pub reasons: Vec<String>,
}

impl<'a> Reading<'a> {
    /// How likely the text is of a kind, whichever class of it.
    pub fn probability(&self, kind: ClassKind) -> f32 {
        self.of(kind).map(|guess| guess.probability).sum()
    }

    /// The guesses of a kind, best first.
    pub fn of(&self, kind: ClassKind) -> impl Iterator<Item = &Guess<'a>> {
        self.classes.iter().filter(move |guess| guess.class.kind == kind)
    }
}

/// The model that is compiled in.
///
/// # Panics
/// Never: a test opens it.
pub fn builtin() -> &'static Model<'static> {
    static MODEL: OnceLock<Model<'static>> = OnceLock::new();
    MODEL.get_or_init(|| {
        Model::open(include_bytes!("../../knowledge/model.bin")).expect("the model is written by the trainer")
    })
}

/// The model of causes that is compiled in.
///
/// # Panics
/// Never: a test opens it.
pub fn causes() -> &'static Model<'static> {
    static MODEL: OnceLock<Model<'static>> = OnceLock::new();
    MODEL.get_or_init(|| {
        Model::open(include_bytes!("../../knowledge/causes.bin"))
            .expect("the model is written by the trainer")
    })
}

/// How much the words of a text speak for each cause, as a logarithm: 0 for an empty text.
pub fn leaning(text: &str) -> impl Iterator<Item = (&'static str, f32)> {
    leaning_with(causes(), text)
}

/// The same by a model.
pub fn leaning_with<'m>(model: &'m Model<'m>, text: &str) -> impl Iterator<Item = (&'m str, f32)> + use<'m> {
    let text = Text::new(features::head(text));
    let grams = features::grams(&text);
    let (scores, _) = scores(model, &features::features(&grams));
    model.classes().iter().zip(scores).map(|(class, score)| (class.id, score - class.intercept))
}

/// Reads a text with the model that is compiled in.
pub fn read(text: &str) -> Reading<'static> {
    read_with(builtin(), text)
}

/// Reads a text with a model.
pub fn read_with<'a>(model: &Model<'a>, text: &str) -> Reading<'a> {
    let text = Text::new(features::head(text));
    let grams = features::grams(&text);
    let features = features::features(&grams);
    let (scores, known) = scores(model, &features);
    let probabilities = softmax(&scores);
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let top: Vec<usize> = order.iter().copied().take(REASONED).collect();
    let mut reasons = reasons(model, &text, &grams, &features, &top).into_iter();
    let classes = order.into_iter().map(|index| Guess {
        class: model.classes()[index],
        probability: probabilities[index],
        reasons: reasons.next().unwrap_or_default(),
    });
    Reading { classes: classes.collect(), known }
}

/// The score of every class, and the share of the features that the model knows.
fn scores(model: &Model, features: &[Feature]) -> (Vec<f32>, f32) {
    let mut scores: Vec<f32> = model.classes().iter().map(|class| class.intercept).collect();
    let (mut known, mut all) = (0.0, 0.0);
    for feature in features {
        let mut found = false;
        for (class, weight) in model.weights(feature.hash) {
            scores[class] += weight * feature.value;
            found = true;
        }
        all += feature.value;
        known += if found { feature.value } else { 0.0 };
    }
    (scores, if all > 0.0 { known / all } else { 0.0 })
}

/// Scores as probabilities.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

/// For each of some classes, the words that spoke for it most, in the order of the text.
fn reasons(
    model: &Model,
    text: &Text,
    grams: &[Gram],
    features: &[Feature],
    classes: &[usize],
) -> Vec<Vec<String>> {
    let mut shares = vec![vec![0.0_f32; text.len()]; classes.len()];
    let runs = grams.chunk_by(|a, b| (a.hash, a.block) == (b.hash, b.block));
    for (run, feature) in runs.zip(features) {
        for (class, weight) in model.weights(feature.hash) {
            let Some(row) = classes.iter().position(|wanted| *wanted == class) else { continue };
            for gram in run {
                share(&mut shares[row], gram, weight * feature.each);
            }
        }
    }
    shares.iter().map(|shares| strongest(text, shares)).collect()
}

/// Gives the words under a gram their share of its weight.
fn share(shares: &mut [f32], gram: &Gram, weight: f32) {
    let first = gram.word as usize;
    for word in shares.iter_mut().skip(first).take(gram.span as usize) {
        *word += weight;
    }
}

/// The words with the largest shares; neighbours are joined.
fn strongest(text: &Text, shares: &[f32]) -> Vec<String> {
    let mut best: Vec<usize> = (0..shares.len()).filter(|word| shares[*word] > 0.0).collect();
    best.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]).then(a.cmp(b)));
    best.truncate(REASONS);
    best.sort_unstable();
    let phrases = best.chunk_by(|a, b| a + 1 == *b);
    let mut reasons: Vec<String> =
        phrases.map(|run| text.pasted(run[0], run[run.len() - 1]).to_owned()).collect();
    let mut seen = Vec::new();
    reasons.retain(|reason| {
        !seen.contains(&reason.to_lowercase()) && {
            seen.push(reason.to_lowercase());
            true
        }
    });
    reasons
}
