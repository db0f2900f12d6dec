//! The model as bytes: classes, a table of features by hash, and weights of one byte each.
//!
//! | part | layout (little-endian) |
//! |---|---|
//! | head | magic 8 bytes, digest of the inputs 16, classes u16, features u32, weights u32 |
//! | classes | per class: kind u8, scale f32, intercept f32, length u8 and id, length u8 and title |
//! | buckets | per upper 12 bits of a hash, and one more: first feature u32, first weight u32 |
//! | features | hash u32 each, ascending; then how many weights u16 each |
//! | weights | class u16 each; then weight i8 each |
//!
//! Nothing is unpacked when a model is opened: the table is searched where it lies.

/// The first bytes of a model.
pub const MAGIC: [u8; 8] = *b"rdpfixm2";

/// How many upper bits of a hash choose the bucket.
pub const BUCKET_BITS: u32 = 12;

/// What a class stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassKind {
    /// A problem of the knowledge base.
    Problem,
    /// A topic: a task or a question of use.
    Topic,
    /// Another product.
    Product,
    /// A complaint that does not say enough.
    Vague,
    /// A text about Remote Desktop in which nothing fails.
    NoFailure,
    /// A cause of the knowledge base.
    Cause,
}

impl ClassKind {
    /// All kinds; the place is the byte in the file.
    pub const ALL: [Self; 6] =
        [Self::Problem, Self::Topic, Self::Product, Self::Vague, Self::NoFailure, Self::Cause];
}

/// A class of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class<'a> {
    /// What it stands for.
    pub kind: ClassKind,
    /// The id of the problem, topic, product, cause or kind of complaint.
    pub id: &'a str,
    /// What it is called, where no unit says so: the name of a product.
    pub title: &'a str,
    /// What one step of a weight is worth.
    pub scale: f32,
    /// The score of an empty text.
    pub intercept: f32,
}

/// A model over its bytes.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    digest: u128,
    classes: Vec<Class<'a>>,
    buckets: &'a [u8],
    hashes: &'a [u8],
    counts: &'a [u8],
    owners: &'a [u8],
    weights: &'a [u8],
}

impl<'a> Model<'a> {
    /// Opens a model; nothing when the bytes are none.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(&MAGIC)?;
        let digest = u128::from_le_bytes(take(&mut rest, 16)?.try_into().ok()?);
        let classes = u16::from_le_bytes(take(&mut rest, 2)?.try_into().ok()?);
        let features = word(take(&mut rest, 4)?, 0);
        let weights = word(take(&mut rest, 4)?, 0);
        let classes = (0..classes).map(|_| class(&mut rest)).collect::<Option<Vec<_>>>()?;
        let buckets = take(&mut rest, ((1 << BUCKET_BITS) + 1) * 8)?;
        let hashes = take(&mut rest, features.checked_mul(4)?)?;
        let counts = take(&mut rest, features.checked_mul(2)?)?;
        let owners = take(&mut rest, weights.checked_mul(2)?)?;
        let weights = take(&mut rest, weights)?;
        let owned = (0..weights.len()).all(|weight| short(owners, weight) < classes.len());
        (rest.is_empty() && owned).then_some(Self {
            digest,
            classes,
            buckets,
            hashes,
            counts,
            owners,
            weights,
        })
    }

    /// The digest of the inputs it was trained on.
    pub fn digest(&self) -> u128 {
        self.digest
    }

    /// The classes, in the order of their scores.
    pub fn classes(&self) -> &[Class<'a>] {
        &self.classes
    }

    /// The weights of a feature as class and steps; empty when the model does not know it.
    pub fn weights(&self, hash: u32) -> impl Iterator<Item = (usize, f32)> {
        let at = self.find(hash).unwrap_or(0..0);
        at.filter_map(|weight| {
            let owner = short(self.owners, weight);
            let step = self.weights.get(weight)?.cast_signed();
            Some((owner, f32::from(step) * self.classes.get(owner)?.scale))
        })
    }

    /// The places of a feature's weights.
    fn find(&self, hash: u32) -> Option<std::ops::Range<usize>> {
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let (mut feature, mut weight) = (word(self.buckets, bucket * 2), word(self.buckets, bucket * 2 + 1));
        let end = word(self.buckets, bucket * 2 + 2).min(self.counts.len() / 2);
        while feature < end {
            let count = short(self.counts, feature);
            if word(self.hashes, feature) == hash as usize {
                return Some(weight..weight + count);
            }
            weight += count;
            feature += 1;
        }
        None
    }
}

/// The next bytes of a slice.
fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

/// The nth 32-bit number of a slice; 0 beyond its end.
fn word(bytes: &[u8], index: usize) -> usize {
    let at = bytes.get(index * 4..index * 4 + 4).and_then(|four| four.try_into().ok());
    at.map_or(0, |four| u32::from_le_bytes(four) as usize)
}

/// The nth 16-bit number of a slice; 0 beyond its end.
fn short(bytes: &[u8], index: usize) -> usize {
    let at = bytes.get(index * 2..index * 2 + 2).and_then(|two| two.try_into().ok());
    at.map_or(0, |two| usize::from(u16::from_le_bytes(two)))
}

fn class<'a>(rest: &mut &'a [u8]) -> Option<Class<'a>> {
    let kind = *ClassKind::ALL.get(usize::from(take(rest, 1)?[0]))?;
    let scale = f32::from_le_bytes(take(rest, 4)?.try_into().ok()?);
    let intercept = f32::from_le_bytes(take(rest, 4)?.try_into().ok()?);
    Some(Class { kind, scale, intercept, id: name(rest)?, title: name(rest)? })
}

fn name<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::from(take(rest, 1)?[0]);
    std::str::from_utf8(take(rest, length)?).ok()
}
