//! From weights to the bytes of the model.

use std::collections::BTreeMap;

use super::fit::Weights;
use super::inputs::Corpus;
use super::vectors::Vocabulary;
use crate::prose::model::{BUCKET_BITS, MAGIC};
use crate::prose::softmax;

/// Scores of a text that was held out, and its class.
pub(super) type Tried = (Vec<f32>, usize);

/// The temperature at which the probabilities of held-out texts fit best; 1 when nothing was held out.
pub(super) fn temperature(tries: &[Tried]) -> f32 {
    let candidates = (0_u8..60).map(|step| 0.3 * 1.05_f32.powi(i32::from(step)));
    let rated = candidates.map(|temperature| (surprise(tries, temperature), temperature));
    let best = rated.min_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|_| !tries.is_empty()).map_or(1.0, |(_, temperature)| temperature)
}

/// The sum of -log p over held-out texts.
fn surprise(tries: &[Tried], temperature: f32) -> f32 {
    let loss = |(scores, class): &Tried| {
        let scaled: Vec<f32> = scores.iter().map(|score| score / temperature).collect();
        -softmax(&scaled)[*class].max(1e-9).ln()
    };
    tries.iter().map(loss).sum()
}

/// The model as bytes; the layout is that of [`crate::prose::model`].
pub(super) fn bytes(
    corpus: &Corpus,
    digest: u128,
    vocabulary: &Vocabulary,
    weights: &Weights,
    temperature: f32,
) -> Vec<u8> {
    let scales = scales(vocabulary, weights, temperature);
    let rows = rows(vocabulary, weights, temperature, &scales);
    let count: usize = rows.values().map(Vec::len).sum();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(digest.to_le_bytes());
    bytes.extend(short(corpus.classes.len()).to_le_bytes());
    bytes.extend(number(rows.len()));
    bytes.extend(number(count));
    for ((class, scale), intercept) in corpus.classes.iter().zip(&scales).zip(&weights.intercepts) {
        bytes.push(class.kind as u8);
        bytes.extend(scale.to_le_bytes());
        bytes.extend((intercept / temperature).to_le_bytes());
        name(&class.id, &mut bytes);
        name(&class.title, &mut bytes);
    }
    table(&rows, &mut bytes);
    bytes
}

/// Buckets, features and weights.
fn table(rows: &BTreeMap<u32, Vec<(u16, i8)>>, bytes: &mut Vec<u8>) {
    let mut rest = rows.iter().peekable();
    let (mut feature, mut weight) = (0, 0);
    for bucket in 0..=1_u64 << BUCKET_BITS {
        let first = bucket << (32 - BUCKET_BITS);
        while let Some((_, row)) = rest.next_if(|(hash, _)| u64::from(**hash) < first) {
            feature += 1;
            weight += row.len();
        }
        bytes.extend(number(feature));
        bytes.extend(number(weight));
    }
    bytes.extend(rows.keys().flat_map(|hash| hash.to_le_bytes()));
    let shorts = rows.values().map(|row| short(row.len()));
    let owners = rows.values().flatten().map(|(class, _)| *class);
    bytes.extend(shorts.chain(owners).flat_map(u16::to_le_bytes));
    bytes.extend(rows.values().flatten().map(|(_, step)| step.cast_unsigned()));
}

/// Per class what one step is worth: the largest weight is 127 steps.
fn scales(vocabulary: &Vocabulary, weights: &Weights, temperature: f32) -> Vec<f32> {
    let mut largest = vec![0.0_f32; weights.classes];
    for (row, rarity) in weights.rows.chunks(weights.classes).zip(&vocabulary.rarities) {
        for (largest, weight) in largest.iter_mut().zip(row) {
            *largest = largest.max((weight * rarity / temperature).abs());
        }
    }
    largest.into_iter().map(|largest| largest.max(f32::MIN_POSITIVE) / 127.0).collect()
}

/// The weights in steps by hash; those that round to nothing are left out.
fn rows(
    vocabulary: &Vocabulary,
    weights: &Weights,
    temperature: f32,
    scales: &[f32],
) -> BTreeMap<u32, Vec<(u16, i8)>> {
    let mut rows = BTreeMap::new();
    let features = vocabulary.hashes.iter().zip(&vocabulary.rarities);
    for ((hash, rarity), row) in features.zip(weights.rows.chunks(weights.classes)) {
        let steps = row.iter().zip(scales).map(|(weight, scale)| step(weight * rarity / temperature / scale));
        let kept = (0_u16..=u16::MAX).zip(steps).filter(|(_, step)| *step != 0);
        let kept: Vec<(u16, i8)> = kept.collect();
        if !kept.is_empty() {
            rows.insert(*hash, kept);
        }
    }
    rows
}

#[expect(clippy::cast_possible_truncation, reason = "brought into the range of a byte first")]
fn step(steps: f32) -> i8 {
    steps.round().clamp(-127.0, 127.0) as i8
}

/// A number of classes.
fn short(count: usize) -> u16 {
    u16::try_from(count).expect("a model has fewer than 65,536 classes")
}

fn number(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}

fn name(text: &str, bytes: &mut Vec<u8>) {
    let text = &text[..text.floor_char_boundary(255)];
    bytes.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
    bytes.extend(text.as_bytes());
}
