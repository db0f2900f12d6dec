//! Names that identify somebody's machines and people, and how a report goes out without them.
//!
//! A host, a user, a domain, an address, an id is [`Sensitive`] from the moment it is read. So
//! redaction replaces values where they stand in the report, before any word is written, and never
//! has to search a text for them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// What a sensitive value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A computer.
    Host,
    /// An account.
    User,
    /// A directory or DNS domain.
    Domain,
    /// An IP address.
    Address,
    /// A number or token that stands for one machine, session or person (SID, thumbprint, activity id).
    Id,
    /// Text from outside as a whole: anything may stand in it.
    Text,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Host, Self::User, Self::Domain, Self::Address, Self::Id, Self::Text];

    /// The word placeholders begin with.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Host => "HOST",
            Self::User => "USER",
            Self::Domain => "DOMAIN",
            Self::Address => "ADDRESS",
            Self::Id => "ID",
            Self::Text => "TEXT",
        }
    }

    /// Windows compares the names of machines, accounts and domains without regard to case.
    const fn ignores_case(self) -> bool {
        matches!(self, Self::Host | Self::User | Self::Domain)
    }
}

/// A value that must not leave with a redacted report.
///
/// It has no `Display`, so that it cannot slip into a sentence: a page asks for it by
/// [`reveal`](Self::reveal). `Debug` shows the kind alone. JSON holds the value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive {
    kind: Kind,
    value: String,
    /// Whether `value` is a placeholder by now: a second redaction leaves it alone.
    redacted: bool,
}

impl Sensitive {
    /// A value of the given kind, as it was read.
    pub fn new(kind: Kind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), redacted: false }
    }

    /// What the value names.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The value, or its placeholder once the report is redacted.
    pub fn reveal(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sensitive({:?})", self.kind)
    }
}

impl Serialize for Sensitive {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.value)
    }
}

impl JsonSchema for Sensitive {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Sensitive".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// A sentence in which names stand: redaction replaces the names and leaves the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(Vec<Piece>);

/// A part of a [`Phrase`].
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Name(Sensitive),
}

impl Phrase {
    /// A sentence without names.
    pub fn words(words: impl Into<String>) -> Self {
        Self::default().and(words)
    }

    /// A name and nothing else.
    pub fn name(kind: Kind, value: impl Into<String>) -> Self {
        Self(vec![Piece::Name(Sensitive::new(kind, value))])
    }

    /// The same with more words behind it.
    #[must_use]
    pub fn and(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.0.push(Piece::Words(words));
        }
        self
    }

    /// The same with a name behind it.
    #[must_use]
    pub fn and_name(mut self, kind: Kind, value: impl Into<String>) -> Self {
        self.0.push(Piece::Name(Sensitive::new(kind, value)));
        self
    }

    /// The same with another phrase behind it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Its parts in order: the kind of a name, nothing for words, and the text.
    pub fn pieces(&self) -> impl Iterator<Item = (Option<Kind>, &str)> {
        self.0.iter().map(|piece| match piece {
            Piece::Words(words) => (None, words.as_str()),
            Piece::Name(name) => (Some(name.kind()), name.reveal()),
        })
    }

    /// The whole sentence, names or placeholders in it.
    pub fn reveal(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Name(name) => name.reveal().to_owned(),
        };
        self.0.iter().map(text).collect()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.reveal().is_empty()
    }
}

impl FromIterator<(Option<Kind>, String)> for Phrase {
    fn from_iter<I: IntoIterator<Item = (Option<Kind>, String)>>(pieces: I) -> Self {
        let piece = |(kind, text)| match kind {
            Some(kind) => Piece::Name(Sensitive::new(kind, text)),
            None => Piece::Words(text),
        };
        Self(pieces.into_iter().map(piece).collect())
    }
}

impl From<Sensitive> for Phrase {
    fn from(name: Sensitive) -> Self {
        Self(vec![Piece::Name(name)])
    }
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reveal())
    }
}

impl JsonSchema for Phrase {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Phrase".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl Redact for Phrase {
    fn redact(&mut self, redactor: &mut Redactor) {
        for piece in &mut self.0 {
            if let Piece::Name(name) = piece {
                name.redact(redactor);
            }
        }
    }
}

/// Gives out placeholders: the same value gets the same one wherever it stands, numbered within its
/// kind in the order of first appearance.
#[derive(Default)]
pub struct Redactor {
    /// The value, in lower case where its kind ignores case, to its number.
    numbers: BTreeMap<Kind, BTreeMap<String, usize>>,
}

impl Redactor {
    /// A redactor that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// What stands for the value, such as `HOST-1`.
    pub fn placeholder(&mut self, sensitive: &Sensitive) -> String {
        if sensitive.redacted {
            return sensitive.value.clone();
        }
        let kind = sensitive.kind;
        let same = if kind.ignores_case() { sensitive.value.to_lowercase() } else { sensitive.value.clone() };
        let numbers = self.numbers.entry(kind).or_default();
        let next = numbers.len() + 1;
        let number = *numbers.entry(same).or_insert(next);
        format!("{}-{number}", kind.word())
    }
}

/// Shows how many values of each kind were replaced, never the values.
impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.numbers.iter().map(|(kind, values)| (kind, values.len()))).finish()
    }
}

/// A part of a report that may hold sensitive values. A struct passes the call on to each of its fields,
/// in the order in which they are printed, so that placeholders count up from the top.
pub trait Redact {
    /// Puts placeholders in the place of all sensitive values.
    fn redact(&mut self, redactor: &mut Redactor);
}

impl Redact for Sensitive {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.value = redactor.placeholder(self);
        self.redacted = true;
    }
}

impl<T: Redact> Redact for Option<T> {
    fn redact(&mut self, redactor: &mut Redactor) {
        if let Some(value) = self {
            value.redact(redactor);
        }
    }
}

impl<T: Redact> Redact for Vec<T> {
    fn redact(&mut self, redactor: &mut Redactor) {
        for value in self {
            value.redact(redactor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(values: &[(Kind, &str)]) -> Vec<String> {
        let mut all: Vec<_> = values.iter().map(|(kind, value)| Sensitive::new(*kind, *value)).collect();
        all.redact(&mut Redactor::new());
        all.iter().map(|value| value.reveal().to_owned()).collect()
    }

    #[test]
    fn numbers_count_within_a_kind_in_order_of_appearance() {
        let values =
            [(Kind::Host, "srv02"), (Kind::User, "anna"), (Kind::Host, "srv01"), (Kind::Host, "srv02")];
        assert_eq!(redacted(&values), ["HOST-1", "USER-1", "HOST-2", "HOST-1"]);
    }

    #[test]
    fn case_decides_only_where_windows_lets_it() {
        let values = [(Kind::Domain, "CORP"), (Kind::Domain, "corp"), (Kind::Id, "aB"), (Kind::Id, "ab")];
        assert_eq!(redacted(&values), ["DOMAIN-1", "DOMAIN-1", "ID-1", "ID-2"]);
    }

    #[test]
    fn the_same_word_under_two_kinds_is_two_values() {
        assert_eq!(redacted(&[(Kind::Host, "anna"), (Kind::User, "anna")]), ["HOST-1", "USER-1"]);
    }

    #[test]
    fn a_second_redaction_changes_nothing() {
        let mut redactor = Redactor::new();
        let mut values = vec![Sensitive::new(Kind::Host, "b"), Sensitive::new(Kind::Host, "HOST-1")];
        values.redact(&mut redactor);
        let once = values.clone();
        values.redact(&mut redactor);
        assert_eq!(values, once);
        assert_eq!(values[1].reveal(), "HOST-2");
    }

    #[test]
    fn of_a_phrase_only_the_names_are_replaced() {
        let mut phrase =
            Phrase::name(Kind::Host, "srv01").and(" is ").and_name(Kind::Address, "10.0.0.5").and(".");
        assert_eq!(phrase.reveal(), "srv01 is 10.0.0.5.");
        phrase.redact(&mut Redactor::new());
        assert_eq!(phrase.reveal(), "HOST-1 is ADDRESS-1.");
    }

    #[test]
    fn debug_shows_no_value() {
        let value = Sensitive::new(Kind::Host, "srv01");
        let mut redactor = Redactor::new();
        redactor.placeholder(&value);
        assert_eq!(format!("{value:?} {redactor:?}"), "Sensitive(Host) {Host: 1}");
    }
}
