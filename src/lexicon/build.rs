//! Builds a lexicon of loaded knowledge.

use std::collections::BTreeSet;

use super::anchors::{ANCHORS, postings};
use super::entries::{
    CodeEntry, FamilyEntry, Lead, MessageEntry, Name, OwnWords, ProblemEntry, RefusedEntry, Symbol, index,
};
use super::events;
use super::table::Lexicon;
use crate::knowledge::format::{
    Code, CodeTable, Events, Families, Family, Message, Problem, Refused, Requires,
};
use crate::text::normalise;

impl Lexicon {
    /// Builds a lexicon. Numbers that cannot be read are passed over: validation reports them.
    pub fn build<'a>(
        problems: impl IntoIterator<Item = &'a Problem>,
        tables: impl IntoIterator<Item = &'a CodeTable>,
        refused: impl IntoIterator<Item = &'a Refused>,
        families: &Families,
        table_of_events: &Events,
    ) -> Self {
        let mut problems: Vec<&Problem> = problems.into_iter().collect();
        problems.sort_by(|a, b| a.id.cmp(&b.id));
        let tables: Vec<&CodeTable> = tables.into_iter().collect();
        let messages = messages(&problems);
        let refused = refused_phrases(refused.into_iter().collect());
        let codes = Codes::collect(&problems, &tables);
        Self {
            anchors: postings(&messages.iter().map(|m| pattern_words(&m.text)).collect::<Vec<_>>(), ANCHORS),
            messages: messages.into(),
            refused_anchors: postings(
                &refused
                    .iter()
                    .map(|r| r.words.iter().map(ToString::to_string).collect())
                    .collect::<Vec<_>>(),
                1,
            ),
            refused: refused.into(),
            families: families_in_order(families, &problems).into(),
            own: problems.iter().enumerate().map(|(i, p)| own_words(index(i), p)).collect::<Vec<_>>().into(),
            event_words: events::words(table_of_events).into(),
            events: events::collect(table_of_events, &problems).into(),
            former: former(&problems).into(),
            problems: problems.iter().map(|p| problem_entry(p)).collect::<Vec<_>>().into(),
            namespaces: codes.namespaces.into(),
            codes: codes.entries.into_iter().collect::<Vec<_>>().into(),
            extended: extended_numbers(&codes.leads).into(),
            leads: codes.leads.into_iter().collect::<Vec<_>>().into(),
            symbols: codes.symbols.into_iter().collect::<Vec<_>>().into(),
        }
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

fn problem_entry(problem: &Problem) -> ProblemEntry {
    ProblemEntry {
        id: problem.id.clone().into(),
        title: problem.title.clone().into(),
        requires_code: problem.requires.contains(&Requires::Code),
        requires_rdp_word: problem.requires.contains(&Requires::RdpWord),
    }
}

fn own_words(index: u32, problem: &Problem) -> OwnWords {
    let messages = problem.messages.iter().map(|message| message.text.as_str());
    let texts = [problem.title.as_str(), problem.meaning.text.as_str()].into_iter().chain(messages);
    let texts = texts.chain(problem.samples.iter().map(String::as_str));
    let words: BTreeSet<String> = texts.flat_map(normalise::words).collect();
    OwnWords { problem: index, words: words.into_iter().map(Name::from).collect::<Vec<_>>().into() }
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

fn families_in_order(families: &Families, problems: &[&Problem]) -> Vec<FamilyEntry> {
    let mut ordered: Vec<_> = families.0.iter().collect();
    ordered.sort_by_key(|(id, family)| (family.order, id.as_str()));
    let entry = |(id, family): (&String, &Family)| FamilyEntry {
        id: id.clone().into(),
        title: family.title.clone().into(),
        problems: shares(id, family, problems).into(),
    };
    ordered.into_iter().map(entry).collect()
}

/// How often each problem is met in a family: the words of its signs added up, or all alike where it has none.
fn shares(id: &str, family: &Family, problems: &[&Problem]) -> Vec<(u32, u8)> {
    let weight = |problem: &Problem| -> f64 {
        let own = family.signs.is_empty() && problem.family == id;
        let signs = family.signs.iter().filter_map(|sign| sign.problems.get(&problem.id));
        signs.map(|prior| prior.value()).sum::<f64>() + f64::from(u8::from(own))
    };
    let weights: Vec<f64> = problems.iter().map(|problem| weight(problem)).collect();
    let total: f64 = weights.iter().sum();
    let percent = |weight: f64| -> u8 {
        let share = (weight / total.max(f64::MIN_POSITIVE) * 100.0).round();
        (0..=100).find(|percent| f64::from(*percent) >= share).unwrap_or(100)
    };
    let mut shares: Vec<(u32, u8)> = weights
        .iter()
        .enumerate()
        .map(|(i, weight)| (index(i), percent(*weight)))
        .filter(|s| s.1 > 0)
        .collect();
    shares.sort_by_key(|(problem, percent)| (std::cmp::Reverse(*percent), *problem));
    shares
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
