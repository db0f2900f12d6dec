//! The words that rules need: what a number is, what a text is about, who speaks and how.
//!
//! The words are data (`knowledge/words/`), folded and sorted by a test into `generated/words.in`. Here stands what
//! each class of them is for, and how a text is searched for them.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::normalise::Text;

/// A class of words. Every class is a bit, so that a place of a text can hold many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The text is about Remote Desktop.
    RemoteDesktop,
    /// The text may be about Remote Desktop: counts only beside something stronger.
    RemoteDesktopWeak,
    /// Stands before the name of a host in a dialog, from the beginning of a line.
    HostLabel,
    /// The clause is about another product, whatever else it names.
    Product,
    /// Another product that is often named beside Remote Desktop.
    ProductWeak,
    /// A number beside it is a code.
    CodeLabel,
    /// A number beside it is the extended code.
    ExtendedLabel,
    /// A number after it is something else.
    NotACode,
    /// A number before it is an amount.
    Unit,
    /// Somebody connects to something.
    Connection,
    /// Something is wrong.
    Complaint,
    /// Something is not as it should be.
    NotSo,
    /// What people see instead of a message: slow, black, drops.
    Symptom,
    /// Something went wrong once: an event, not a rule.
    Happened,
    /// Somebody speaks of themselves.
    FirstPerson,
    /// Somebody speaks of another person.
    ThirdPerson,
    /// A question of use, where it begins the text.
    How,
    /// A manual, a policy or a list of changes speaks.
    Document,
    /// It is not so.
    Negation,
    /// Its clause says what would happen.
    Condition,
    /// Its clause is about another time, or about something that is solved.
    OtherTime,
    /// Its clause is what a dialog says beside its message, whatever is wrong.
    Dialog,
}

impl Class {
    /// Every class with its name in `knowledge/words/`.
    pub const ALL: [(Self, &'static str); 22] = [
        (Self::RemoteDesktop, "strong"),
        (Self::RemoteDesktopWeak, "weak"),
        (Self::HostLabel, "host-label"),
        (Self::Product, "product"),
        (Self::ProductWeak, "product-weak"),
        (Self::CodeLabel, "code-label"),
        (Self::ExtendedLabel, "code-extended-label"),
        (Self::NotACode, "not-a-code"),
        (Self::Unit, "unit"),
        (Self::Connection, "connection"),
        (Self::Complaint, "complaint"),
        (Self::NotSo, "not-so"),
        (Self::Symptom, "symptom"),
        (Self::Happened, "happened"),
        (Self::FirstPerson, "first-person"),
        (Self::ThirdPerson, "third-person"),
        (Self::How, "how"),
        (Self::Document, "document"),
        (Self::Negation, "negation"),
        (Self::Condition, "condition"),
        (Self::OtherTime, "other-time"),
        (Self::Dialog, "dialog"),
    ];

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Folded words that follow each other, and the classes that they are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordEntry {
    /// The first word, or its beginning.
    pub head: Part,
    /// The words after it.
    pub rest: &'static [Part],
    /// The bits of the classes.
    pub classes: u32,
    /// The product that they name (an index of [`PRODUCTS`]), where they name one.
    pub product: Option<u16>,
}

/// A folded word of an entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The word.
    pub text: &'static str,
    /// False where any word that begins so will do.
    pub whole: bool,
}

impl Part {
    fn fits(self, word: &str) -> bool {
        if self.whole { word == self.text } else { word.starts_with(self.text) }
    }
}

/// What `knowledge/words/` holds.
struct Words {
    /// The entries, by the text of their first word.
    entries: &'static [WordEntry],
    /// Id and title of the products.
    products: &'static [(&'static str, &'static str)],
}

#[expect(clippy::unreadable_literal, reason = "generated: the classes of a word are bits")]
static WORDS: Words = include!("generated/words.in");

/// Other products that a text may be about: id and title.
pub static PRODUCTS: &[(&str, &str)] = WORDS.products;

/// A folded text with the classes of words that stand at each of its places.
#[derive(Debug)]
pub struct Marked<'a> {
    text: Text<'a>,
    /// The bits of the classes, by place.
    classes: Vec<u32>,
    /// The products that are named: place and index of [`PRODUCTS`].
    products: Vec<(usize, u16)>,
}

impl<'a> std::ops::Deref for Marked<'a> {
    type Target = Text<'a>;

    fn deref(&self) -> &Text<'a> {
        &self.text
    }
}

impl<'a> Marked<'a> {
    /// Folds and marks a text.
    pub fn new(source: &'a str) -> Self {
        let text = Text::new(source);
        let (classes, products) = marks(&text);
        Self { text, classes, products }
    }

    /// True where a word of the class stands (or begins) at a place.
    pub fn is(&self, at: usize, class: Class) -> bool {
        self.classes.get(at).is_some_and(|classes| classes & class.bit() != 0)
    }

    /// True when a word of the class stands anywhere.
    pub fn has(&self, class: Class) -> bool {
        self.classes.iter().any(|classes| classes & class.bit() != 0)
    }

    /// The places at which a word of the class stands.
    pub fn places(&self, class: Class) -> impl Iterator<Item = usize> {
        (0..self.classes.len()).filter(move |at| self.is(*at, class))
    }

    /// The places of the clause around a place: between two marks of punctuation, or two ends of lines.
    pub fn clause(&self, at: usize) -> Range<usize> {
        let start = (1..=at).rev().find(|place| self.ends_before(*place)).unwrap_or(0);
        let end = (at + 1..self.text.len()).find(|place| self.ends_before(*place)).unwrap_or(self.text.len());
        start..end
    }

    /// Whether a clause ends before a place. A dot inside a name or number ends none, and neither does a colon: what it
    /// stands behind belongs to what follows.
    pub fn ends_before(&self, place: usize) -> bool {
        let between = self.text.before(place);
        let dot = |(at, _)| between[at + 1..].starts_with(char::is_whitespace);
        let ends = between.contains([',', ';', '!', '?', '(', ')', '\u{3002}'])
            || between.match_indices('.').any(dot);
        place > 0 && (ends || self.text.line(place) > self.text.line(place - 1))
    }

    /// The products that are named, with their places, in the order of the text.
    pub fn products(&self) -> &[(usize, u16)] {
        &self.products
    }
}

/// The classes at each place of a text, and the products that it names.
fn marks(text: &Text<'_>) -> (Vec<u32>, Vec<(usize, u16)>) {
    let (mut classes, mut products) = (vec![0; text.len()], Vec::new());
    // A log repeats its words: each is looked up once.
    let mut known: HashMap<&str, Vec<&'static WordEntry>> = HashMap::new();
    for (at, classes) in classes.iter_mut().enumerate() {
        let word = text.word(at);
        let heads = known.entry(word).or_insert_with(|| heads(word));
        for entry in heads.iter().filter(|entry| follows(text, at, entry)) {
            *classes |= entry.classes;
            products.extend(entry.product.map(|product| (at, product)));
        }
    }
    (classes, products)
}

/// The entries whose first word a word may be.
fn heads(word: &str) -> Vec<&'static WordEntry> {
    let mut found = Vec::new();
    for (end, last) in word.char_indices() {
        let beginning = &word[..end + last.len_utf8()];
        let start = WORDS.entries.partition_point(|entry| entry.head.text < beginning);
        let same = WORDS.entries[start..].iter().take_while(|entry| entry.head.text == beginning);
        found.extend(same.filter(|entry| entry.head.fits(word)));
    }
    found
}

fn follows(text: &Text<'_>, at: usize, entry: &WordEntry) -> bool {
    entry.rest.iter().enumerate().all(|(i, part)| part.fits(text.word(at + 1 + i)))
}
