//! The rows of the lexicon: plain values that are either compiled in or built.

use std::borrow::Cow;

/// A list that is either compiled in or built.
pub type List<T> = Cow<'static, [T]>;
/// A text that is either compiled in or built.
pub type Name = Cow<'static, str>;

/// A problem, as far as matching is concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct ProblemEntry {
    /// Its id.
    pub id: Name,
    /// Its headline, for a question.
    pub title: Name,
    /// Its messages count only beside one of its codes.
    pub requires_code: bool,
    /// Its codes count only beside a word of Remote Desktop.
    pub requires_rdp_word: bool,
}

/// A number in a namespace (an index of [`Lexicon::namespaces`](super::Lexicon::namespaces)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeEntry {
    /// The number.
    pub number: u32,
    /// The namespace.
    pub namespace: u32,
}

/// A number that leads to a problem (an index of [`Lexicon::problems`](super::Lexicon::problems)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// The number.
    pub number: u32,
    /// Its namespace.
    pub namespace: u32,
    /// The extended number that must stand beside it.
    pub extended: Option<u32>,
    /// Another problem owns the number: this one needs a message beside it.
    pub shared: bool,
    /// The problem.
    pub problem: u32,
}

/// A symbolic name of a code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol {
    /// The folded name.
    pub name: Name,
    /// The code.
    pub code: CodeEntry,
}

/// A literal message.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageEntry {
    /// The text, `*` for any few words.
    pub text: Name,
    /// The problem.
    pub problem: u32,
    /// Too common to decide alone.
    pub weak: bool,
}

/// A word and what it finds (indices of the list it belongs to).
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// The folded word.
    pub word: Name,
    /// Indices, ascending.
    pub finds: List<u32>,
}

/// One phrase that finds a piece of refused advice: all its words must stand in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedEntry {
    /// The id of the advice.
    pub id: Name,
    /// The folded words.
    pub words: List<Name>,
}

/// The words of a problem's own texts, for problems that the learned reader has not learned.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnWords {
    /// The problem (an index of [`Lexicon::problems`](super::Lexicon::problems)).
    pub problem: u32,
    /// The folded words, in order, each once.
    pub words: List<Name>,
}

impl OwnWords {
    /// True when a folded word is among them.
    pub fn has(&self, word: &str) -> bool {
        self.words.binary_search_by(|known| (**known).cmp(word)).is_ok()
    }
}

/// A family of problems.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyEntry {
    /// Its id.
    pub id: Name,
    /// What the person sees.
    pub title: Name,
    /// Its problems with their share in percent, the commonest first. Estimates.
    pub problems: List<(u32, u8)>,
}

/// An event of the Windows logs.
#[derive(Clone, Debug, PartialEq)]
pub struct EventEntry {
    /// Its number in the log.
    pub number: u32,
    /// Its key in `events.json`.
    pub id: Name,
    /// Folded names of its source.
    pub sources: List<Name>,
    /// The source writes about other programs as well.
    pub shared: bool,
    /// The problem that it speaks for (an index of [`Lexicon::problems`](crate::lexicon::Lexicon::problems)).
    pub problem: Option<u32>,
    /// The fields whose code decides, the best first.
    pub fields: List<FieldEntry>,
    /// What must stand in it.
    pub only: Option<ConditionEntry>,
}

/// A field of an event that holds a code.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEntry {
    /// Its folded names.
    pub names: List<Name>,
    /// The namespace of the code.
    pub namespace: Name,
}

/// A field of an event that must hold one of a few values.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionEntry {
    /// Its folded names.
    pub names: List<Name>,
    /// The folded values.
    pub values: List<Name>,
}

/// A place in a list as the lexicon stores it.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).expect("a knowledge base has fewer than four thousand million entries")
}
