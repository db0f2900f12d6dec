//! The features of a text: words, pairs of words, and pieces of two to five characters inside words.
//!
//! A feature is known by a hash of 32 bits only. Some fifty thousand are in the model, so that an n-gram it has
//! never seen is taken for one of them about once in a hundred thousand.

use crate::text::normalise::Text;

/// No more bytes of a text are read: what a person says stands at the beginning, and time stays bounded.
pub const LONGEST: usize = 4096;

/// The longest piece of a word, in characters.
const LONGEST_PIECE: usize = 5;

/// The two blocks of features; each is brought to length 1, so that neither drowns the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// Words and pairs of neighbouring words.
    Words,
    /// Pieces of words, with the blank at either end.
    Pieces,
}

/// One occurrence of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gram {
    /// The hash of block and characters.
    pub hash: u32,
    /// The block it belongs to.
    pub block: Block,
    /// The place of its word, or of the first of two.
    pub word: u32,
    /// How many words it covers: one or two.
    pub span: u32,
}

/// A distinct feature of a text and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feature {
    /// The hash.
    pub hash: u32,
    /// Its logarithmic frequency, over the length of its block.
    pub value: f32,
    /// The part of the value that one occurrence carries.
    pub each: f32,
}

/// The part of a text that is read.
pub fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Every occurrence of a feature, ordered by hash.
pub fn grams(text: &Text) -> Vec<Gram> {
    let mut grams = Vec::with_capacity(text.len() * 24);
    for index in 0..text.len() {
        let (word, place) = (text.word(index), u32::try_from(index).unwrap_or(u32::MAX));
        let whole = Hash::new(Block::Words).text(word);
        grams.push(Gram { hash: whole.finish(), block: Block::Words, word: place, span: 1 });
        if index + 1 < text.len() {
            let pair = whole.byte(b' ').text(text.word(index + 1));
            grams.push(Gram { hash: pair.finish(), block: Block::Words, word: place, span: 2 });
        }
        pieces(word, place, &mut grams);
    }
    grams.sort_unstable();
    grams
}

/// The pieces of a word with a blank before and behind it.
fn pieces(word: &str, place: u32, grams: &mut Vec<Gram>) {
    let starts = std::iter::once(None).chain(word.char_indices().map(|(at, _)| Some(at)));
    for start in starts {
        let mut hash = Hash::new(Block::Pieces);
        if start.is_none() {
            hash = hash.byte(b' ');
        }
        let mut length = usize::from(start.is_none());
        let rest = word[start.unwrap_or(0)..].chars().map(Some).chain(std::iter::once(None));
        for c in rest.take(LONGEST_PIECE - length) {
            hash = c.map_or_else(|| hash.byte(b' '), |c| hash.character(c));
            length += 1;
            if length > 1 {
                grams.push(Gram { hash: hash.finish(), block: Block::Pieces, word: place, span: 1 });
            }
        }
    }
}

/// The distinct features of a text, from its ordered occurrences.
pub fn features(grams: &[Gram]) -> Vec<Feature> {
    let mut features = Vec::with_capacity(grams.len());
    let mut square = [0.0_f32; 2];
    for run in grams.chunk_by(|a, b| (a.hash, a.block) == (b.hash, b.block)) {
        let times = count(run.len());
        let value = 1.0 + times.ln();
        square[run[0].block as usize] += value * value;
        features.push((Feature { hash: run[0].hash, value, each: value / times }, run[0].block));
    }
    let length = square.map(f32::sqrt);
    let scaled = |(feature, block): (Feature, Block)| Feature {
        value: feature.value / length[block as usize],
        each: feature.each / length[block as usize],
        ..feature
    };
    features.into_iter().map(scaled).collect()
}

/// A count of occurrences; exact, because a text has fewer than sixteen million of them.
#[expect(clippy::cast_precision_loss, reason = "a count of n-grams of four kilobytes")]
fn count(occurrences: usize) -> f32 {
    occurrences as f32
}

/// FNV-1a over 64 bits, mixed and folded to 32.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn new(block: Block) -> Self {
        Self(0xcbf2_9ce4_8422_2325).byte(block as u8)
    }

    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    fn text(self, text: &str) -> Self {
        text.bytes().fold(self, Self::byte)
    }

    fn character(self, c: char) -> Self {
        self.text(c.encode_utf8(&mut [0; 4]))
    }

    fn finish(self) -> u32 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u32> {
        grams(&Text::new(text)).iter().map(|gram| gram.hash).collect()
    }

    #[test]
    fn a_word_gives_itself_and_its_pieces() {
        // "ab": the word, and " a", " ab", " ab ", "ab", "ab ", "b ".
        assert_eq!(hashes("ab").len(), 7);
        assert_eq!(hashes("AB"), hashes("ab"));
        assert_eq!(hashes(""), Vec::<u32>::new());
    }

    #[test]
    fn each_block_has_length_one() {
        let text = Text::new("the session is slow, the session is very slow");
        let grams = grams(&text);
        let total: f32 = features(&grams).iter().map(|feature| feature.value * feature.value).sum();
        assert!((total - 2.0).abs() < 1e-4, "{total}");
    }

    #[test]
    fn scripts_without_blanks_have_features_too() {
        let shared = |a: &str, b: &str| hashes(a).iter().filter(|hash| hashes(b).contains(hash)).count();
        assert!(shared("远程桌面卡死", "我的远程桌面很慢") > 8);
        assert_eq!(shared("远程", "黑屏"), 0);
    }
}
