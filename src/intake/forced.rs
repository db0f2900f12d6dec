//! A number that the person says is one of a namespace: exact however small it is, and read in no other.

use super::spelling::{self, Reading as Spelling};
use super::{Candidate, Confidence, FoundCode, Outcome, Question, Reading, Role, case, code, question};
use crate::lexicon::{Class, Lead, Lexicon, Marked};

/// A number comes with at most so many words that label it.
const LONGEST: usize = 6;

/// Reads a text that is one number, with or without the words that label one, as a code of `from`. `None` for
/// any other text.
pub(super) fn read(text: &Marked<'_>, lexicon: &Lexicon, from: &str) -> Option<Reading> {
    let at = place(text)?;
    let numbers = spelled(text, at);
    let namespaces = |number: u32| lexicon.codes(number).iter().map(|c| lexicon.namespace(c.namespace));
    let known = numbers.iter().copied().find(|number| namespaces(*number).any(|n| n == from));
    let first = known.or(numbers.first().copied())?;
    let found = |namespace: &str| FoundCode {
        role: role(known, namespace),
        namespace: namespace.to_owned(),
        number: first,
        text: text.pasted(at, at).chars().take(super::LONGEST_CODE).collect(),
    };
    let codes = match known {
        Some(_) => vec![found(from)],
        // It is said where the number is known instead.
        None => namespaces(first).map(found).collect(),
    };
    let unlisted = if codes.is_empty() { vec![first] } else { Vec::new() };
    let (outcome, candidates, question) = known.map_or_else(nothing, |number| decide(number, lexicon, from));
    Some(Reading {
        outcome,
        codes,
        unlisted,
        candidates,
        events: Vec::new(),
        refused: Vec::new(),
        question,
        product: None,
        topics: Vec::new(),
        names: Vec::new(),
    })
}

fn nothing() -> (Outcome, Vec<Candidate>, Option<Question>) {
    (Outcome::Unknown, Vec::new(), None)
}

fn role(known: Option<u32>, namespace: &str) -> Role {
    match known {
        None => Role::Other,
        Some(_) if namespace == code::EXTENDED_NAMESPACE => Role::Extended,
        Some(_) => Role::Error,
    }
}

/// The place of the only number of a text in which nothing else stands but labels.
fn place(text: &Marked<'_>) -> Option<usize> {
    let is_number = |i: &usize| text.word(*i).contains(|c: char| c.is_ascii_digit());
    let (numbers, words): (Vec<usize>, Vec<usize>) = (0..text.len()).partition(is_number);
    let label = |i: usize| text.is(i, Class::CodeLabel) || text.is(i, Class::ExtendedLabel);
    match numbers[..] {
        [at] if text.len() <= LONGEST && words.into_iter().all(label) => Some(at),
        _ => None,
    }
}

/// The numbers that a word may spell, the likeliest first.
fn spelled(text: &Marked<'_>, at: usize) -> Vec<u32> {
    let before = text.before(at);
    match spelling::read(text.word(at), before) {
        Some(Spelling::Plain { number, extended: None }) => vec![number],
        Some(Spelling::Bare { decimal, hex }) => {
            // The logon errors of the control are small negative numbers.
            let signed = decimal.filter(|_| before.ends_with('-')).map(u32::wrapping_neg);
            signed.into_iter().chain(decimal).chain(hex).collect()
        }
        // A bare 0, or one with zeros before it, is no code anywhere else.
        _ => text.word(at).parse().into_iter().collect(),
    }
}

/// What a number of the namespace leads to.
fn decide(number: u32, lexicon: &Lexicon, from: &str) -> (Outcome, Vec<Candidate>, Option<Question>) {
    let here = lexicon.leads(number).iter().filter(|lead| lexicon.namespace(lead.namespace) == from);
    let (pairs, alone): (Vec<&Lead>, Vec<&Lead>) = here.partition(|lead| lead.extended.is_some());
    // Where the number is shared with another namespace, the namespace is what decides.
    let owners: Vec<&&Lead> = alone.iter().filter(|lead| !lead.shared || alone.len() == 1).collect();
    if let [owner] = owners[..] {
        return (Outcome::Match, candidates(&[owner.problem], number, lexicon, Confidence::Exact), None);
    }
    let mut problems: Vec<u32> = alone.iter().chain(&pairs).map(|lead| lead.problem).collect();
    if from == code::EXTENDED_NAMESPACE {
        problems.extend(lexicon.with_extended(number));
    }
    problems.sort_unstable();
    problems.dedup();
    if problems.is_empty() {
        return (Outcome::Match, Vec::new(), None);
    }
    let mut asked = question::which(
        problems.iter().map(|p| question::problem_choice(lexicon.problem_entry(*p))).collect(),
    );
    asked.text = format!("{} alone does not decide. {}", case::code_name(number, None), asked.text);
    (Outcome::Ambiguous, candidates(&problems, number, lexicon, Confidence::Weak), Some(asked))
}

fn candidates(problems: &[u32], number: u32, lexicon: &Lexicon, confidence: Confidence) -> Vec<Candidate> {
    let candidate = |problem: &u32| Candidate {
        problem: lexicon.problem_entry(*problem).id.to_string(),
        confidence,
        matched: vec![case::code_name(number, None)],
    };
    problems.iter().map(candidate).collect()
}
