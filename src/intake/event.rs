//! The events that Event Viewer shows: `4625`, `event 1058`, an event copied as text or XML, a line of its CSV.
//!
//! A number is an event beside a word that says so, behind the name of its source, or alone. Where a field of the
//! event holds a code, that code decides; else the event speaks for the problem that its row names, unless the rest
//! of the text has decided already.

use super::code::Context;
use super::{Candidate, Confidence, Outcome, Reading, forced, question};
use crate::lexicon::{EventEntry, FieldEntry, Lexicon, Marked, Name};
use crate::text::normalise::Text;

/// The word that says `event` stands at most so many words before the number: `<EventID Qualifiers="0">`.
const LABEL: usize = 3;
/// The name of the source stands at most so many words away: a head of Event Viewer, with a GUID in it.
const SOURCE: usize = 30;
/// Numbers below this stand in every log: the source has to stand beside them.
const FIRST_TELLING: u32 = 100;
/// More distinct events than this are a log, of which the last are looked at.
const MOST: usize = 4;
/// In a text of at most so many words nothing else is meant.
const FEW_WORDS: usize = 8;
/// A number with at most so many words is typed alone.
const ALONE: usize = 3;

/// An event of a text.
struct Found<'l> {
    entry: &'l EventEntry,
    /// Its source stands beside it.
    sourced: bool,
}

/// Adds the events of a text to what was read of it.
pub(super) fn add(reading: Reading, text: &Text<'_>, context: Context, lexicon: &Lexicon) -> Reading {
    let mut found = find(text, lexicon);
    found.retain(|event| counts(event, text, context));
    // What was read word for word stands; what only reads like a problem gives way to the event.
    let exact = |candidate: &Candidate| candidate.confidence == Confidence::Exact;
    let decided = reading.outcome == Outcome::Match && reading.candidates.iter().any(exact);
    if found.is_empty() {
        return reading;
    }
    let events = found.iter().map(|event| event.entry.id.to_string()).collect();
    let numbers: Vec<u32> = found.iter().map(|event| event.entry.number).collect();
    let read = match found.as_slice() {
        [event] if is_meant(event.entry, text) => of_field(event.entry, text, lexicon),
        _ => None,
    };
    let mut reading = match read {
        Some(code) => Reading { names: reading.names, refused: reading.refused, ..code },
        None if decided => reading,
        None => of_rows(reading, &found, text, context, lexicon),
    };
    reading.unlisted.retain(|number| !numbers.contains(number));
    Reading { events, ..reading }
}

/// Whether an event may be about Remote Desktop at all.
fn counts(event: &Found<'_>, text: &Text<'_>, context: Context) -> bool {
    let named = event.sourced && !event.entry.shared;
    named || !context.other_product && (context.remote_desktop || event.sourced || text.len() <= FEW_WORDS)
}

/// The events of a text, each once, the last of a log.
fn find<'l>(text: &Text<'_>, lexicon: &'l Lexicon) -> Vec<Found<'l>> {
    let mut found: Vec<Found<'l>> = Vec::new();
    for at in (0..text.len()).rev() {
        if found.len() >= MOST {
            break;
        }
        let word = text.word(at);
        if word.len() > 5 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let rows = word.parse().map_or(&[][..], |number| lexicon.events(number));
        for event in rows_here(text, at, rows, lexicon) {
            if !found.iter().any(|known| known.entry.id == event.entry.id) {
                found.push(event);
            }
        }
    }
    found.reverse();
    found
}

/// The rows that a number stands for at its place: those whose source is named, or where none is, all.
fn rows_here<'l>(text: &Text<'_>, at: usize, rows: &'l [EventEntry], lexicon: &Lexicon) -> Vec<Found<'l>> {
    let Some(first) = rows.first() else { return Vec::new() };
    let labelled = is_labelled(text, at, lexicon);
    let reach = if labelled { SOURCE } else { 1 };
    let sourced: Vec<Found<'l>> = (rows.iter().filter(|row| is_sourced(text, at, row, reach)))
        .map(|entry| Found { entry, sourced: true })
        .collect();
    let telling = first.number >= FIRST_TELLING;
    let bare = text.len() <= ALONE && (labelled || text.len() == 1);
    if sourced.is_empty() && telling && (labelled || bare) {
        return rows.iter().map(|entry| Found { entry, sourced: false }).collect();
    }
    sourced
}

/// Whether a word before the number, on its line, says that it is an event.
fn is_labelled(text: &Text<'_>, at: usize, lexicon: &Lexicon) -> bool {
    let says = |word: &str| {
        lexicon.event_words.iter().any(|entry| match entry.strip_prefix('=') {
            Some(whole) => word == whole,
            None => word.starts_with(&**entry),
        })
    };
    let same_line = |i: &usize| text.line(*i) == text.line(at);
    (at.saturating_sub(LABEL)..at).filter(same_line).any(|i| says(text.word(i)))
}

/// Whether the source is named at most `reach` words before the number or behind it.
fn is_sourced(text: &Text<'_>, at: usize, row: &EventEntry, reach: usize) -> bool {
    row.sources.iter().any(|source| {
        let length = source.split(' ').count();
        let first = at.saturating_sub(reach + length - 1);
        let last = if reach > 1 { at + reach } else { at };
        (first..last).any(|i| stands(text, i, source))
    })
}

/// Whether the words of a folded name stand at a place.
fn stands(text: &Text<'_>, at: usize, name: &str) -> bool {
    name.split(' ').enumerate().all(|(i, word)| text.word(at + i) == word)
}

/// Whether the event is about Remote Desktop, as far as the field tells that says so.
fn is_meant(event: &EventEntry, text: &Text<'_>) -> bool {
    let Some(only) = &event.only else { return true };
    let values: Vec<&str> = values(text, &only.names, &[]).map(|at| text.word(at)).collect();
    values.is_empty() || values.iter().any(|value| only.values.iter().any(|known| known == value))
}

/// What the code in the best field that holds one says.
fn of_field(event: &EventEntry, text: &Text<'_>, lexicon: &Lexicon) -> Option<Reading> {
    let mut earlier: Vec<Name> = Vec::new();
    for field in event.fields.iter() {
        if let Some(reading) = of_code(field, &earlier, text, lexicon) {
            return Some(reading);
        }
        earlier.extend(field.names.iter().cloned());
    }
    None
}

fn of_code(field: &FieldEntry, earlier: &[Name], text: &Text<'_>, lexicon: &Lexicon) -> Option<Reading> {
    let at = values(text, &field.names, earlier).last()?;
    let code = text.pasted(at, at);
    let is_zero = code.trim_start_matches("0x").chars().all(|c| c == '0');
    if is_zero {
        return None;
    }
    forced::read(&Marked::new(code), lexicon, &field.namespace)
        .filter(|reading| reading.outcome != Outcome::Unknown || !reading.codes.is_empty())
}

/// The places of the numbers that stand right behind a name of a field; `Sub Status` is no `Status`.
fn values<'t>(
    text: &'t Text<'_>,
    names: &'t [Name],
    earlier: &'t [Name],
) -> impl Iterator<Item = usize> + 't {
    let is_other = move |at: usize, name: &str| {
        let longer = |other: &Name| {
            let before = other.strip_suffix(name).map_or(0, |before| before.split_whitespace().count());
            before > 0 && at >= before && stands(text, at - before, other)
        };
        earlier.iter().any(longer)
    };
    let value = move |at: usize| {
        let name = names.iter().find(|name| stands(text, at, name) && !is_other(at, name))?;
        let behind = at + name.split(' ').count();
        text.word(behind).starts_with(|c: char| c.is_ascii_digit()).then_some(behind)
    };
    (0..text.len()).filter_map(value)
}

/// What the rows of the events speak for, where nothing in the text has decided.
fn of_rows(
    reading: Reading,
    found: &[Found<'_>],
    text: &Text<'_>,
    context: Context,
    lexicon: &Lexicon,
) -> Reading {
    // What other programs write as well decides only where Remote Desktop is named.
    let decides = |event: &&Found<'_>| !event.entry.shared || context.remote_desktop;
    let meant = found.iter().filter(decides).filter(|event| is_meant(event.entry, text));
    let mut problems: Vec<u32> = meant.filter_map(|event| event.entry.problem).collect();
    problems.sort_unstable();
    problems.dedup();
    let confidence = if problems.len() == 1 { Confidence::Strong } else { Confidence::Weak };
    let candidates = problems.iter().map(|problem| candidate(*problem, found, confidence, lexicon)).collect();
    match problems.len() {
        // A message says more than an event that leads nowhere; a bare number says less.
        0 if reading.outcome == Outcome::Match && !reading.candidates.is_empty() => reading,
        0 if asks_about_problems(&reading) && !found.iter().any(|event| event.sourced) => reading,
        0 | 1 => Reading { outcome: Outcome::Match, candidates, question: None, product: None, ..reading },
        _ => {
            let choice = |problem: &u32| question::problem_choice(lexicon.problem_entry(*problem));
            let question = Some(question::which(problems.iter().map(choice).collect()));
            Reading { outcome: Outcome::Ambiguous, candidates, question, product: None, ..reading }
        }
    }
}

fn asks_about_problems(reading: &Reading) -> bool {
    reading.outcome == Outcome::Ambiguous && !reading.candidates.is_empty()
}

fn candidate(problem: u32, found: &[Found<'_>], confidence: Confidence, lexicon: &Lexicon) -> Candidate {
    let own = found.iter().filter(|event| event.entry.problem == Some(problem));
    let matched = own.map(|event| format!("event {}", event.entry.number)).collect();
    Candidate { problem: lexicon.problem_entry(problem).id.to_string(), confidence, matched }
}
