//! Which line of `collect.json` brings what a witness needs.

use super::Knowledge;
use super::clues::glob;
use super::format::{CollectLine, EventClue, FactClue, Way};
use super::words::Side;

/// The sides on which files can be collected.
pub const SIDES: [Side; 2] = [Side::Client, Side::Host];

/// Why nothing brings what a witness needs, as the end of a sentence.
pub type Unbrought = String;

/// A line with its id.
pub type Named<'k> = (&'k str, &'k CollectLine);

/// The line that brings a fact from a side.
///
/// # Errors
/// When no line does, or two fit equally well.
pub fn line_of_fact<'k>(
    knowledge: &'k Knowledge,
    side: Side,
    clue: &FactClue,
) -> Result<Named<'k>, Unbrought> {
    let closeness = |line: &CollectLine| {
        let fitting =
            line.brings.facts.iter().filter(|own| own.kind == clue.kind && glob(&own.name, &clue.name));
        fitting.map(|own| own.name.len()).max()
    };
    let lines = lines(knowledge, side).filter_map(|named| Some((closeness(named.1)?, named)));
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|(closeness, _)| std::cmp::Reverse(*closeness));
    let what = || format!("{} {} of the {}", clue.kind.word(), clue.name, side.word());
    match lines.as_slice() {
        [] => Err(format!("no line brings {}", what())),
        [(one, (id, _)), (other, (second, _)), ..] if one == other => {
            Err(format!("'{id}' and '{second}' both bring {}", what()))
        }
        [(_, named), ..] => Ok(*named),
    }
}

/// The line that brings an event from a side.
///
/// # Errors
/// When nothing says in which log it is, or not exactly one line reads that log.
pub fn line_of_event<'k>(
    knowledge: &'k Knowledge,
    side: Side,
    source: &str,
    number: u32,
) -> Result<Named<'k>, Unbrought> {
    let named = |own: &String| own.eq_ignore_ascii_case(source);
    let log = log_of(knowledge, source, number);
    let reads = |line: &CollectLine| match log {
        Some(log) => line.brings.log.as_deref() == Some(log),
        None => line.brings.providers.iter().any(named),
    };
    let found: Vec<Named> = lines(knowledge, side).filter(|(_, line)| reads(line)).collect();
    match found.as_slice() {
        [named] => Ok(*named),
        [] => Err(format!("no line brings event {number} of {source} of the {}", side.word())),
        [(id, _), (other, _), ..] => {
            Err(format!("'{id}' and '{other}' both bring event {number} of {source}"))
        }
    }
}

/// What keeps a witness from being collected, side by side; nothing where it is no file.
pub fn unbrought(knowledge: &Knowledge, way: &Way) -> Vec<Unbrought> {
    let mut faults = Vec::new();
    for side in sides(way) {
        if let Some(clue) = &way.fact {
            faults.extend(line_of_fact(knowledge, side, clue).err());
        }
        if let Some(EventClue { source, numbers, .. }) = &way.event {
            let line = |number: &u32| line_of_event(knowledge, side, source, *number).err();
            faults.extend(numbers.iter().filter_map(line));
        }
    }
    faults
}

/// The sides from which a witness can be collected.
pub fn sides(way: &Way) -> impl Iterator<Item = Side> {
    let from = way.seen_from;
    SIDES.into_iter().filter(move |side| from.is_none_or(|from| from == *side))
}

/// The log in which `events.json` says that an event is.
pub fn log_of<'k>(knowledge: &'k Knowledge, source: &str, number: u32) -> Option<&'k str> {
    let mut events = knowledge.events().events.iter().map(|(_, event)| event);
    let event =
        events.find(|event| event.source.eq_ignore_ascii_case(source) && event.numbers.contains(&number))?;
    Some(&event.log)
}

/// The lines of a side, by id.
pub fn lines(knowledge: &Knowledge, side: Side) -> impl Iterator<Item = Named<'_>> {
    let all = knowledge.collect().0.iter().map(|(id, line)| (id.as_str(), line));
    all.filter(move |(_, line)| line.sides.contains(&side))
}
