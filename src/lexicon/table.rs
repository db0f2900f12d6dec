//! The lexicon itself and how it is asked.

use std::borrow::Cow;

use super::entries::{
    CodeEntry, ConditionEntry, EventEntry, FamilyEntry, FieldEntry, Lead, List, MessageEntry, Name, OwnWords,
    Posting, ProblemEntry, RefusedEntry, Symbol,
};

/// Everything that a text can be matched against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    /// The problems, by id.
    pub problems: List<ProblemEntry>,
    /// Former ids and the problem they are now, by former id.
    pub former: List<(Name, u32)>,
    /// The namespaces, by name.
    pub namespaces: List<Name>,
    /// Every known number, by number and namespace.
    pub codes: List<CodeEntry>,
    /// Which number leads to which problem, by number.
    pub leads: List<Lead>,
    /// Extended numbers and the problems whose pairs hold them, by number.
    pub extended: List<(u32, u32)>,
    /// Symbolic names, folded, by name.
    pub symbols: List<Symbol>,
    /// Literal messages; the order is that of their problems.
    pub messages: List<MessageEntry>,
    /// The words that find a message, by word.
    pub anchors: List<Posting>,
    /// Refused advice: one entry per phrase that finds it.
    pub refused: List<RefusedEntry>,
    /// The words that find a phrase of `refused`, by word.
    pub refused_anchors: List<Posting>,
    /// The families, in the order in which they are shown.
    pub families: List<FamilyEntry>,
    /// The words of each problem, where the learned reader may not know it: empty in the compiled-in lexicon.
    pub own: List<OwnWords>,
    /// Beginnings of words that say that a number is an event.
    pub event_words: List<Name>,
    /// The events of the Windows logs, by number.
    pub events: List<EventEntry>,
}

impl Lexicon {
    /// The lexicon of the knowledge that is compiled in.
    pub fn builtin() -> &'static Self {
        static BUILTIN: Lexicon = include!("generated/index.in");
        &BUILTIN
    }

    /// The problem that has or had an id.
    pub fn problem(&self, id: &str) -> Option<u32> {
        let now =
            self.problems.binary_search_by(|p| (*p.id).cmp(id)).ok().and_then(|i| u32::try_from(i).ok());
        now.or_else(|| {
            self.former.binary_search_by(|(was, _)| (**was).cmp(id)).ok().map(|i| self.former[i].1)
        })
    }

    /// A problem by its index.
    pub fn problem_entry(&self, index: u32) -> &ProblemEntry {
        &self.problems[index as usize]
    }

    /// A namespace by its index.
    pub fn namespace(&self, index: u32) -> &str {
        &self.namespaces[index as usize]
    }

    /// Every namespace that has a number.
    pub fn codes(&self, number: u32) -> &[CodeEntry] {
        range(&self.codes, |c| c.number.cmp(&number))
    }

    /// The problems that a number leads to.
    pub fn leads(&self, number: u32) -> &[Lead] {
        range(&self.leads, |l| l.number.cmp(&number))
    }

    /// The problems of which a number is the extended one.
    pub fn with_extended(&self, number: u32) -> Vec<u32> {
        range(&self.extended, |(extended, _)| extended.cmp(&number))
            .iter()
            .map(|(_, problem)| *problem)
            .collect()
    }

    /// The codes that a folded symbolic name stands for.
    pub fn symbols(&self, name: &str) -> &[Symbol] {
        range(&self.symbols, |s| (*s.name).cmp(name))
    }

    /// The events of the Windows logs that have a number.
    pub fn events(&self, number: u32) -> &[EventEntry] {
        range(&self.events, |event| event.number.cmp(&number))
    }

    /// The messages that a folded word may belong to.
    pub fn messages_with(&self, word: &str) -> &[u32] {
        found(&self.anchors, word)
    }

    /// The refused phrases that a folded word may belong to.
    pub fn refused_with(&self, word: &str) -> &[u32] {
        found(&self.refused_anchors, word)
    }
}

fn range<T>(list: &[T], order: impl Fn(&T) -> std::cmp::Ordering) -> &[T] {
    let start = list.partition_point(|item| order(item).is_lt());
    let len = list[start..].partition_point(|item| order(item).is_eq());
    &list[start..start + len]
}

fn found<'a>(postings: &'a [Posting], word: &str) -> &'a [u32] {
    postings.binary_search_by(|p| (*p.word).cmp(word)).map_or(&[], |i| &postings[i].finds)
}
