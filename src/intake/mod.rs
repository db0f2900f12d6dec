//! From whatever a person pastes to the problems it may be.
//!
//! [`read`] finds codes, messages and names in it and weighs them.
//! Pure: the same text and lexicon give the same reading, without files, clock or environment.

mod align;
mod case;
pub mod code;
mod event;
mod evidence;
pub mod fields;
mod forced;
mod guess;
pub mod message;
mod names;
mod own;
mod question;
mod spelling;

pub use code::neighbours;
pub use names::{FoundName, NameKind};

use schemars::JsonSchema;
use serde::Serialize;

use crate::lexicon::{Lexicon, Marked};
use case::{Case, Verdict};
use code::{Codes, Context, Spelled};

/// What a text was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Whether it is decided.
    pub outcome: Outcome,
    /// The codes that stand in it: one entry per namespace that has the number.
    pub codes: Vec<FoundCode>,
    /// Numbers that are written as codes and stand in no table, in the order of the text.
    pub unlisted: Vec<u32>,
    /// The problems it may be, best first; empty when the outcome is `Unknown`.
    pub candidates: Vec<Candidate>,
    /// Ids of the Windows events (keys of `events.json`) that stand in it.
    pub events: Vec<String>,
    /// Ids of refused advice that the text asks for or gives.
    pub refused: Vec<String>,
    /// What to ask, when the outcome is `Ambiguous`.
    pub question: Option<Question>,
    /// The product that it reads like, where it is not about Remote Desktop.
    pub product: Option<String>,
    /// Ids of the topics that answer it, where it asks how something is done.
    pub topics: Vec<String>,
    /// Names of hosts, users, domains and addresses.
    pub names: Vec<FoundName>,
}

/// Whether a text is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The first candidate is it; without a candidate, the code is known and leads to no problem.
    Match,
    /// One question decides.
    Ambiguous,
    /// Nothing here is known, or nothing here is a failure.
    Unknown,
}

/// A code that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCode {
    /// What part it plays.
    pub role: Role,
    /// A namespace that has the number.
    pub namespace: String,
    /// The number.
    pub number: u32,
    /// As it was pasted, cut to [`LONGEST_CODE`] characters.
    pub text: String,
}

/// The part a code plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The failure itself.
    Error,
    /// The second number of a dialog.
    Extended,
    /// Neither: it stands in the text without a word that says so.
    Other,
}

/// A problem that the text may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub problem: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// The codes and literal messages of the knowledge base that decided, never the user's text.
    pub matched: Vec<String>,
}

/// How sure a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A slip, or something too common to decide alone.
    Weak,
    /// A message with damage, or a code without a word that says it is one.
    Strong,
    /// An id, a code, or a message word for word.
    Exact,
}

/// A question that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// The answers.
    pub choices: Vec<Choice>,
}

/// An answer and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer.
    pub label: String,
    /// Where it leads.
    pub target: Target,
}

/// Where an answer leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a problem, by id.
    Problem(String),
    /// To a family, by id.
    Family(String),
    /// To a code, as `0x...`.
    Code(String),
    /// To none of the others.
    Else,
}

/// How much of the pasted spelling of a code is kept.
pub const LONGEST_CODE: usize = 32;

/// Advice is refused in a text of at most a few sentences: in a long one its words stand anywhere.
const LONGEST_ADVICE: usize = 120;

/// Reads a text. `from` restricts its codes to one namespace and says that they are codes of
/// Remote Desktop.
pub fn read(text: &str, lexicon: &Lexicon, from: Option<&str>) -> Reading {
    read_within(text, lexicon, from, false)
}

/// Reads what is said to a diagnosis. Whoever asks for one has a failure of Remote Desktop, so a text that neither names it
/// nor is about another product gets a question with the problems that it reads like, where [`read`] knows nothing.
pub fn read_failure(text: &str, lexicon: &Lexicon) -> Reading {
    read_within(text, lexicon, None, true)
}

fn read_within(text: &str, lexicon: &Lexicon, from: Option<&str>, diagnosis: bool) -> Reading {
    if let Some(problem) = lexicon.problem(text.trim()) {
        return known_id(text.trim(), lexicon.problem_entry(problem).id.to_string());
    }
    let folded = Marked::new(text);
    if let Some(forced) = from.and_then(|from| forced::read(&folded, lexicon, from)) {
        return forced;
    }
    let mut context = Context::of(&folded);
    context.alone |= from.is_some() && folded.len() <= 3;
    let codes = code::find(&folded, context, lexicon);
    let messages = message::find(&folded, lexicon);
    let Verdict { outcome, candidates, question, product, topics } = evidence::weigh(&Case {
        text: &folded,
        context,
        codes: &codes,
        messages: &messages,
        lexicon,
        from,
        diagnosis,
    });
    let reading = Reading {
        outcome,
        codes: found_codes(&folded, &codes, lexicon, from),
        unlisted: codes.unlisted,
        candidates,
        events: Vec::new(),
        refused: refused(&folded, lexicon),
        question,
        product,
        topics,
        names: names::find(text),
    };
    event::add(reading, &folded, context, lexicon)
}

fn known_id(typed: &str, problem: String) -> Reading {
    let candidate = Candidate { problem, confidence: Confidence::Exact, matched: vec![typed.to_owned()] };
    Reading {
        outcome: Outcome::Match,
        codes: Vec::new(),
        unlisted: Vec::new(),
        candidates: vec![candidate],
        events: Vec::new(),
        refused: Vec::new(),
        question: None,
        product: None,
        topics: Vec::new(),
        names: Vec::new(),
    }
}

/// Every code once per namespace that has its number; the decisive ones first.
fn found_codes(text: &Marked<'_>, codes: &Codes, lexicon: &Lexicon, from: Option<&str>) -> Vec<FoundCode> {
    let mut found = Vec::new();
    for code in codes.read.iter().rev() {
        let pasted = pasted(text, code);
        let entries = code.symbol.as_ref().map_or_else(|| lexicon.codes(code.number), std::slice::from_ref);
        for entry in entries {
            let namespace = lexicon.namespace(entry.namespace);
            let is_extended = namespace == code::EXTENDED_NAMESPACE;
            if from.is_some_and(|f| f != namespace && !code.is_extended) || (code.is_extended && !is_extended)
            {
                continue;
            }
            let role = match (code.is_extended, code.labelled || text.len() <= 3) {
                (true, _) => Role::Extended,
                (false, true) if !is_extended => Role::Error,
                (false, _) => Role::Other,
            };
            found.push(FoundCode {
                role,
                namespace: namespace.to_owned(),
                number: code.number,
                text: pasted.clone(),
            });
        }
    }
    found.sort_by_key(|code| code.role);
    found.dedup();
    found
}

/// The spelling of a code, with the sign of a signed one.
fn pasted(text: &Marked<'_>, code: &Spelled) -> String {
    let word = text.pasted(code.at, code.at);
    let signed = code.number >> 31 == 1
        && text.before(code.at).ends_with('-')
        && !text.word(code.at).starts_with("0x");
    let sign = if signed { "-" } else { "" };
    sign.chars().chain(word.chars()).take(LONGEST_CODE).collect()
}

/// The refused advice of which every word of a phrase stands in a short text.
fn refused(text: &Marked<'_>, lexicon: &Lexicon) -> Vec<String> {
    if text.len() > LONGEST_ADVICE {
        return Vec::new();
    }
    let mut words: Vec<&str> = text.words().collect();
    words.sort_unstable();
    let stands = |word: &str| words.binary_search(&word).is_ok();
    let mut phrases: Vec<u32> = words.iter().flat_map(|w| lexicon.refused_with(w)).copied().collect();
    phrases.sort_unstable();
    phrases.dedup();
    let entries = phrases.iter().map(|p| &lexicon.refused[*p as usize]);
    let mut ids: Vec<String> =
        entries.filter(|e| e.words.iter().all(|w| stands(w))).map(|e| e.id.to_string()).collect();
    ids.dedup();
    ids
}
