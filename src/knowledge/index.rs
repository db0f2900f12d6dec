//! The lexicon: what intake needs to find a problem, without the knowledge itself.
//!
//! Sorted lists and ready-made postings, so that a look-up is a handful of binary searches however
//! much is known. The lexicon of the compiled-in knowledge is generated ([`Lexicon::builtin`],
//! kept true by `tests/knowledge/index.rs`) and costs nothing at start; one of an overlay is built
//! by [`Lexicon::build`] from the same types.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::anchors::{ANCHORS, postings};
use super::format::{Code, CodeTable, Families, Message, Problem, Refused, Requires};
use super::symptoms;
pub use super::symptoms::SymptomEntry;
use crate::intake::normalise;

/// A list that is either compiled in or built.
pub type List<T> = Cow<'static, [T]>;
/// A text that is either compiled in or built.
pub type Name = Cow<'static, str>;

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
    /// What people write who have no message; the order is that of their problems.
    pub symptoms: List<SymptomEntry>,
    /// The beginnings of words that find a symptom, by word.
    pub symptom_anchors: List<Posting>,
    /// Refused advice: one entry per phrase that finds it.
    pub refused: List<RefusedEntry>,
    /// The words that find a phrase of `refused`, by word.
    pub refused_anchors: List<Posting>,
    /// The families, in the order in which they are shown.
    pub families: List<FamilyEntry>,
}

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

/// A number in a namespace (an index of [`Lexicon::namespaces`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeEntry {
    /// The number.
    pub number: u32,
    /// The namespace.
    pub namespace: u32,
}

/// A number that leads to a problem (an index of [`Lexicon::problems`]).
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

/// A family and the phrases of a vague complaint that point to it.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyEntry {
    /// Its id.
    pub id: Name,
    /// What the person sees.
    pub title: Name,
    /// Phrases.
    pub finds: List<Name>,
}

impl Lexicon {
    /// The lexicon of the knowledge that is compiled in.
    pub fn builtin() -> &'static Self {
        static BUILTIN: Lexicon = include!("generated/index.in");
        &BUILTIN
    }

    /// Builds a lexicon. Numbers that cannot be read are passed over: validation reports them.
    pub fn build<'a>(
        problems: impl IntoIterator<Item = &'a Problem>,
        tables: impl IntoIterator<Item = &'a CodeTable>,
        refused: impl IntoIterator<Item = &'a Refused>,
        families: &Families,
    ) -> Self {
        let mut problems: Vec<&Problem> = problems.into_iter().collect();
        problems.sort_by(|a, b| a.id.cmp(&b.id));
        let tables: Vec<&CodeTable> = tables.into_iter().collect();
        let messages = messages(&problems);
        let refused = refused_phrases(refused.into_iter().collect());
        let codes = Codes::collect(&problems, &tables);
        let symptoms = symptoms::collect(&problems);
        Self {
            anchors: postings(&messages.iter().map(|m| pattern_words(&m.text)).collect::<Vec<_>>(), ANCHORS),
            messages: messages.into(),
            symptom_anchors: symptoms::anchors(&symptoms),
            symptoms: symptoms.into(),
            refused_anchors: postings(
                &refused
                    .iter()
                    .map(|r| r.words.iter().map(ToString::to_string).collect())
                    .collect::<Vec<_>>(),
                1,
            ),
            refused: refused.into(),
            families: families_in_order(families).into(),
            former: former(&problems).into(),
            problems: problems.iter().map(|p| problem_entry(p)).collect::<Vec<_>>().into(),
            namespaces: codes.namespaces.into(),
            codes: codes.entries.into_iter().collect::<Vec<_>>().into(),
            extended: extended_numbers(&codes.leads).into(),
            leads: codes.leads.into_iter().collect::<Vec<_>>().into(),
            symbols: codes.symbols.into_iter().collect::<Vec<_>>().into(),
        }
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

    /// The messages that a folded word may belong to.
    pub fn messages_with(&self, word: &str) -> &[u32] {
        found(&self.anchors, word)
    }

    /// The symptoms that the beginning of a folded word may belong to (see [`symptoms::key`]).
    pub fn symptoms_with(&self, key: &str) -> &[u32] {
        found(&self.symptom_anchors, key)
    }

    /// The refused phrases that a folded word may belong to.
    pub fn refused_with(&self, word: &str) -> &[u32] {
        found(&self.refused_anchors, word)
    }
}

/// Reads a number as knowledge files write it: `0x...`, or decimal with or without a sign.
pub fn number(text: &str) -> Option<u32> {
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(hex, 16).ok();
    }
    let value: i64 = text.parse().ok()?;
    u32::try_from(value).ok().or_else(|| i32::try_from(value).ok().map(i32::cast_unsigned))
}

/// The folded words of a message, its wildcards left out.
pub fn pattern_words(text: &str) -> Vec<String> {
    text.split('*').flat_map(normalise::words).collect()
}

fn range<T>(list: &[T], order: impl Fn(&T) -> std::cmp::Ordering) -> &[T] {
    let start = list.partition_point(|item| order(item).is_lt());
    let len = list[start..].partition_point(|item| order(item).is_eq());
    &list[start..start + len]
}

fn found<'a>(postings: &'a [Posting], word: &str) -> &'a [u32] {
    postings.binary_search_by(|p| (*p.word).cmp(word)).map_or(&[], |i| &postings[i].finds)
}

pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).expect("a knowledge base has fewer than four thousand million entries")
}

fn problem_entry(problem: &Problem) -> ProblemEntry {
    ProblemEntry {
        id: problem.id.clone().into(),
        title: problem.title.clone().into(),
        requires_code: problem.requires.contains(&Requires::Code),
        requires_rdp_word: problem.requires.contains(&Requires::RdpWord),
    }
}

fn former(problems: &[&Problem]) -> Vec<(Name, u32)> {
    let mut former: Vec<(Name, u32)> = Vec::new();
    for (i, problem) in problems.iter().enumerate() {
        former.extend(problem.was.iter().map(|was| (was.clone().into(), index(i))));
    }
    former.sort();
    former
}

fn messages(problems: &[&Problem]) -> Vec<MessageEntry> {
    let entry = |problem: usize, m: &Message| MessageEntry {
        text: m.text.clone().into(),
        problem: index(problem),
        weak: m.weak,
    };
    problems.iter().enumerate().flat_map(|(i, p)| p.messages.iter().map(move |m| entry(i, m))).collect()
}

fn refused_phrases(mut refused: Vec<&Refused>) -> Vec<RefusedEntry> {
    refused.sort_by(|a, b| a.id.cmp(&b.id));
    let entry = |id: &String, phrase: &String| RefusedEntry {
        id: id.clone().into(),
        words: normalise::words(phrase).into_iter().map(Name::from).collect::<Vec<_>>().into(),
    };
    refused.iter().flat_map(|r| r.finds.iter().map(|phrase| entry(&r.id, phrase))).collect()
}

fn families_in_order(families: &Families) -> Vec<FamilyEntry> {
    let mut ordered: Vec<_> = families.0.iter().collect();
    ordered.sort_by_key(|(id, family)| (family.order, id.as_str()));
    ordered
        .into_iter()
        .map(|(id, family)| FamilyEntry {
            id: id.clone().into(),
            title: family.title.clone().into(),
            finds: family
                .finds
                .iter()
                .map(|f| Name::from(normalise::words(f).join(" ")))
                .collect::<Vec<_>>()
                .into(),
        })
        .collect()
}

fn extended_numbers(leads: &BTreeSet<Lead>) -> Vec<(u32, u32)> {
    let pairs: BTreeSet<(u32, u32)> = leads.iter().filter_map(|l| Some((l.extended?, l.problem))).collect();
    pairs.into_iter().collect()
}

/// Codes, leads and symbols while they are collected; the sets keep them sorted and single.
#[derive(Default)]
struct Codes {
    namespaces: Vec<Name>,
    entries: BTreeSet<CodeEntry>,
    leads: BTreeSet<Lead>,
    symbols: BTreeSet<Symbol>,
}

impl Codes {
    fn collect(problems: &[&Problem], tables: &[&CodeTable]) -> Self {
        let names: BTreeSet<&str> = (tables.iter().map(|t| t.namespace.as_str()))
            .chain(problems.iter().flat_map(|p| p.codes.iter().map(|c| c.namespace.as_str())))
            .collect();
        let mut codes =
            Self { namespaces: names.into_iter().map(|n| n.to_owned().into()).collect(), ..Self::default() };
        for (i, problem) in problems.iter().enumerate() {
            for code in &problem.codes {
                codes.lead(&code.namespace, &code.code, code.extended.as_deref(), code.shared, index(i));
            }
        }
        for table in tables {
            for code in &table.codes {
                codes.row(&table.namespace, code, problems);
            }
        }
        for table in tables {
            codes.repeated(table);
        }
        codes
    }

    fn entry(&self, namespace: &str, code: &str) -> Option<CodeEntry> {
        let namespace = self.namespaces.binary_search_by(|n| (**n).cmp(namespace)).ok()?;
        Some(CodeEntry { number: number(code)?, namespace: index(namespace) })
    }

    fn lead(&mut self, namespace: &str, code: &str, extended: Option<&str>, shared: bool, problem: u32) {
        let Some(entry) = self.entry(namespace, code) else { return };
        self.entries.insert(entry);
        let extended = extended.and_then(number);
        self.leads.insert(Lead {
            number: entry.number,
            namespace: entry.namespace,
            extended,
            shared,
            problem,
        });
    }

    /// The rows of a table that repeats another one lead where those lead.
    fn repeated(&mut self, table: &CodeTable) {
        let Some(repeats) = &table.repeats else { return };
        for code in table.codes.iter().filter(|code| code.problem.is_none()) {
            let here = self.entry(&table.namespace, &code.code);
            let (Some(here), Some(there)) = (here, self.entry(repeats, &code.code)) else { continue };
            let same = |lead: &&Lead| (lead.number, lead.namespace) == (there.number, there.namespace);
            let leads: Vec<Lead> = self.leads.iter().filter(same).copied().collect();
            self.leads.extend(leads.into_iter().map(|lead| Lead { namespace: here.namespace, ..lead }));
        }
    }

    /// A row of a table. What the problem itself says about the number comes first.
    fn row(&mut self, namespace: &str, code: &Code, problems: &[&Problem]) {
        let Some(entry) = self.entry(namespace, &code.code) else { return };
        self.entries.insert(entry);
        for name in code.symbol.iter().flat_map(|s| s.split(" / ")) {
            let name = normalise::words(name).concat().into();
            self.symbols.insert(Symbol { name, code: entry });
        }
        let extended = code.extended.as_deref().and_then(number);
        let problem =
            code.problem.as_ref().and_then(|id| problems.binary_search_by(|p| p.id.cmp(id)).ok()).map(index);
        let Some(problem) = problem else { return };
        let said = |l: &Lead| {
            (l.number, l.namespace, l.extended, l.problem)
                == (entry.number, entry.namespace, extended, problem)
        };
        if !self.leads.iter().any(said) {
            self.leads.insert(Lead {
                number: entry.number,
                namespace: entry.namespace,
                extended,
                shared: false,
                problem,
            });
        }
    }
}
