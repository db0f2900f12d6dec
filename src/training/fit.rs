//! Multinomial logistic regression by dual coordinate ascent: no learning rate, no chance, one optimum.
//!
//! The weights are `cost * sum over texts of residual x features`. Each step moves the residual of one text
//! towards what the model misses on it, and the weights with it (Shalev-Shwartz and Zhang, "Accelerated proximal
//! stochastic dual coordinate ascent", the step for smooth losses).

use super::vectors::Sample;
use crate::prose::softmax;

/// Weights by feature and class.
#[derive(Debug)]
pub(super) struct Weights {
    /// How many classes there are: the length of a row.
    pub(super) classes: usize,
    /// A row per feature.
    pub(super) rows: Vec<f32>,
    /// A weight per class for every text.
    pub(super) intercepts: Vec<f32>,
}

impl Weights {
    /// The weights of a feature.
    pub(super) fn row(&self, feature: u32) -> &[f32] {
        let start = feature as usize * self.classes;
        &self.rows[start..start + self.classes]
    }

    /// The scores of a text.
    pub(super) fn scores(&self, features: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = self.intercepts.clone();
        for (feature, value) in features {
            for (score, weight) in scores.iter_mut().zip(self.row(*feature)) {
                *score += value * weight;
            }
        }
        scores
    }

    fn add(&mut self, features: &[(u32, f32)], step: &[f32], kept: Option<&[u8]>) {
        for (feature, value) in features {
            let start = *feature as usize * self.classes;
            let row = &mut self.rows[start..start + self.classes];
            match kept {
                None => row.iter_mut().zip(step).for_each(|(weight, step)| *weight += value * step),
                Some(kept) => {
                    let kept = &kept[start..start + self.classes];
                    for ((weight, step), kept) in row.iter_mut().zip(step).zip(kept) {
                        *weight += value * step * f32::from(*kept);
                    }
                }
            }
        }
        self.intercepts.iter_mut().zip(step).for_each(|(weight, step)| *weight += step * INTERCEPT);
    }
}

/// How freely intercepts grow, compared with the weights of features.
const INTERCEPT: f32 = 0.1;

/// Weights that are being learned.
pub(super) struct Learner<'a> {
    samples: &'a [Sample],
    cost: f32,
    weights: Weights,
    /// Per text: what the weights owe to it.
    residuals: Vec<Vec<f32>>,
    /// Which weights are kept, once some were dropped.
    kept: Option<Vec<u8>>,
    order: Order,
}

impl<'a> Learner<'a> {
    pub(super) fn new(samples: &'a [Sample], features: usize, classes: usize, cost: f32) -> Self {
        let weights =
            Weights { classes, rows: vec![0.0; features * classes], intercepts: vec![0.0; classes] };
        let residuals = vec![vec![0.0; classes]; samples.len()];
        Self { samples, cost, weights, residuals, kept: None, order: Order(1) }
    }

    pub(super) fn into_weights(self) -> Weights {
        self.weights
    }

    /// Goes through all texts a number of times, in an order that is mixed but always the same.
    pub(super) fn passes(&mut self, passes: usize) {
        let mut places: Vec<usize> = (0..self.samples.len()).collect();
        for _ in 0..passes {
            self.order.mix(&mut places);
            for place in &places {
                self.step(*place);
            }
        }
    }

    fn step(&mut self, place: usize) {
        let sample = &self.samples[place];
        let cost = self.cost * sample.share;
        let missing = missing(&self.weights.scores(&sample.features), sample.class, sample.is);
        let square: f32 = sample.features.iter().map(|(_, value)| value * value).sum::<f32>() + INTERCEPT;
        // The curvature of the loss is at most one half.
        let size = 1.0 / (1.0 + cost * square / 2.0);
        let residual = &mut self.residuals[place];
        let mut step: Vec<f32> =
            missing.iter().zip(&*residual).map(|(new, old)| size * (new - old)).collect();
        residual.iter_mut().zip(&step).for_each(|(residual, step)| *residual += step);
        for step in &mut step {
            *step *= cost;
        }
        self.weights.add(&sample.features, &step, self.kept.as_deref());
    }

    /// Keeps the weights of each class that move the scores of texts most, and drops all others.
    pub(super) fn keep(&mut self, most: usize) {
        let classes = self.weights.classes;
        let mut kept = vec![0_u8; self.weights.rows.len()];
        let usual = self.usual_values();
        for class in 0..classes {
            let place = |feature: usize| feature * classes + class;
            let size = |feature: usize| self.weights.rows[place(feature)].abs() * usual[feature];
            let mut best: Vec<usize> =
                (0..usual.len()).filter(|feature| self.weights.rows[place(*feature)] != 0.0).collect();
            best.sort_by(|a, b| size(*b).total_cmp(&size(*a)).then(a.cmp(b)));
            best.iter().take(most).for_each(|feature| kept[place(*feature)] = 1);
        }
        self.weights.rows.iter_mut().zip(&kept).for_each(|(weight, kept)| *weight *= f32::from(*kept));
        self.kept = Some(kept);
    }

    /// Per feature the root of the mean square of its value over the texts that have it.
    fn usual_values(&self) -> Vec<f32> {
        let mut sums = vec![(0.0_f32, 0.0_f32); self.weights.rows.len() / self.weights.classes];
        for (feature, value) in self.samples.iter().flat_map(|sample| &sample.features) {
            let (square, texts) = &mut sums[*feature as usize];
            *square += value * value;
            *texts += 1.0;
        }
        sums.into_iter().map(|(square, texts)| (square / texts.max(1.0)).sqrt()).collect()
    }
}

/// What the model misses on a text: the negative slope of its loss by each score.
fn missing(scores: &[f32], class: usize, is: bool) -> Vec<f32> {
    let mut missing = softmax(scores);
    let own = missing[class];
    if is {
        for value in &mut missing {
            *value = -*value;
        }
        missing[class] += 1.0;
    } else {
        // The loss of a text of any other class is -log(1 - p).
        let others = (1.0 - own).max(1e-3);
        for value in &mut missing {
            *value *= own / others;
        }
        missing[class] = -own;
    }
    missing
}

/// A linear congruential sequence with a fixed start: the same order on every machine.
struct Order(u64);

impl Order {
    fn mix(&mut self, places: &mut [usize]) {
        for end in (1..places.len()).rev() {
            places.swap(end, self.below(end + 1));
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).unwrap_or(0)
    }
}
