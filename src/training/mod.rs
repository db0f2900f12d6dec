//! Learns the model of [`crate::prose`] from the texts under `knowledge/`.
//!
//! [`inputs`] collects the texts, [`fit`] learns weights, [`pack`] keeps the strongest and writes them down.
//! Two models are learned so: one tells what is wrong, and one which cause the words of a text lean to.
//! `cargo run --release --example train` runs it; no command of the program does. Only
//! [`inputs::Corpus::of_folder`] reads files. The order is fixed, without threads or chance: the same texts give
//! the same model.

pub mod fit;
pub mod inputs;
pub mod pack;
mod vectors;

use inputs::Corpus;
use vectors::{Raw, Vocabulary};

/// What was chosen by measurement (five folds and texts that nothing was trained on).
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How strongly errors count against large weights; the C of support vector machines.
    pub cost: f32,
    /// Features in fewer texts than this are left out.
    pub least_texts: u32,
    /// Passes over all texts before weights are dropped.
    pub passes: usize,
    /// Passes with the weights that are left.
    pub last_passes: usize,
    /// Weights that a class keeps.
    pub weights: usize,
    /// Parts into which the phrases are divided to find the temperature.
    pub folds: usize,
    /// How many of these parts are tried.
    pub tried: usize,
}

impl Settings {
    /// For the model of causes: few texts for many classes.
    pub fn causes() -> Self {
        Self { weights: 300, least_texts: 1, ..Self::default() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { cost: 30.0, least_texts: 2, passes: 20, last_passes: 10, weights: 1000, folds: 5, tried: 1 }
    }
}

/// A trained model and what was measured on the way.
#[derive(Debug)]
pub struct Trained {
    /// The bytes of the model.
    pub bytes: Vec<u8>,
    /// The temperature by which scores are divided.
    pub temperature: f32,
    /// Phrases that were held out, how many were right first, and how many among three.
    pub held_out: [usize; 3],
}

/// Learns a model.
pub fn train(corpus: &Corpus, settings: &Settings) -> Trained {
    let raws = vectors::all(corpus);
    let tries = cross_validate(corpus, &raws, settings);
    let temperature = pack::temperature(&tries);
    let (vocabulary, weights) = learn(&raws.iter().collect::<Vec<_>>(), corpus.classes.len(), settings);
    let bytes = pack::bytes(corpus, corpus.digest(settings), &vocabulary, &weights, temperature);
    Trained { bytes, temperature, held_out: counted(&tries) }
}

/// Scores of phrases by models that were learned without them.
fn cross_validate(corpus: &Corpus, raws: &[Raw], settings: &Settings) -> Vec<pack::Tried> {
    let mut tries = Vec::new();
    for fold in 0..settings.tried {
        let is_out = |raw: &&Raw| raw.example.phrase.is_some_and(|phrase| phrase % settings.folds == fold);
        let (out, others): (Vec<&Raw>, Vec<&Raw>) = raws.iter().partition(is_out);
        if out.is_empty() {
            continue;
        }
        let (vocabulary, weights) = learn(&others, corpus.classes.len(), settings);
        let places = vocabulary.places();
        let scores = |raw: &Raw| weights.scores(&vocabulary.values(&places, raw));
        tries.extend(out.into_iter().map(|raw| (scores(raw), raw.example.class)));
    }
    tries
}

/// How many texts were tried, how many were right first, and how many among three.
fn counted(tries: &[pack::Tried]) -> [usize; 3] {
    let better =
        |(scores, class): &pack::Tried| scores.iter().filter(|score| **score > scores[*class]).count();
    let within = |places: usize| tries.iter().filter(|tried| better(tried) < places).count();
    [tries.len(), within(1), within(3)]
}

/// Learns the weights from some samples and keeps the strongest.
fn learn(raws: &[&Raw], classes: usize, settings: &Settings) -> (Vocabulary, fit::Weights) {
    let (vocabulary, samples) = Vocabulary::of(raws, settings.least_texts);
    let mut learner = fit::Learner::new(&samples, vocabulary.len(), classes, settings.cost);
    learner.passes(settings.passes);
    learner.keep(settings.weights);
    learner.passes(settings.last_passes);
    (vocabulary, learner.into_weights())
}
