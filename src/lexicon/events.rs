//! The events of the Windows logs, as intake needs them.

use super::entries::{ConditionEntry, EventEntry, FieldEntry, List, Name, index};
use crate::knowledge::format::{Event, EventCondition, EventField, Events, Problem};
use crate::text::normalise;

/// Before these a source is named by the rest of its name alone.
const VENDOR: &str = "microsoft windows ";

/// The events, by number and id: one entry per number.
pub(super) fn collect(events: &Events, problems: &[&Problem]) -> Vec<EventEntry> {
    let entries = events
        .events
        .iter()
        .flat_map(|(id, event)| event.numbers.iter().map(move |number| entry(id, *number, event, problems)));
    let mut entries: Vec<EventEntry> = entries.collect();
    entries.sort_by(|a, b| (a.number, &a.id).cmp(&(b.number, &b.id)));
    entries
}

/// The words that say that a number is an event; `=` stays before those that are whole.
pub(super) fn words(events: &Events) -> Vec<Name> {
    let folded = |word: &String| {
        let whole = if word.starts_with('=') { "=" } else { "" };
        Name::from(format!("{whole}{}", fold(word.trim_start_matches('='))))
    };
    events.finds.iter().map(folded).collect()
}

fn entry(id: &str, number: u32, event: &Event, problems: &[&Problem]) -> EventEntry {
    let problem = event.problem.as_ref();
    EventEntry {
        number,
        id: id.to_owned().into(),
        sources: sources(event).into(),
        shared: event.shared,
        problem: problem.and_then(|id| problems.binary_search_by(|p| p.id.cmp(id)).ok()).map(index),
        fields: event.read.iter().map(field).collect::<Vec<_>>().into(),
        only: event.only.as_ref().map(condition),
    }
}

/// The folded names of the source: whole, without the vendor, and as people call it.
fn sources(event: &Event) -> Vec<Name> {
    let whole = fold(&event.source);
    let short = whole.strip_prefix(VENDOR).map(str::to_owned);
    let names = std::iter::once(whole.clone()).chain(short).chain(event.finds.iter().map(|f| fold(f)));
    let mut names: Vec<Name> = names.map(Name::from).collect();
    names.dedup();
    names
}

fn field(field: &EventField) -> FieldEntry {
    FieldEntry { names: names(&field.field, &field.finds), namespace: field.namespace.clone().into() }
}

fn condition(condition: &EventCondition) -> ConditionEntry {
    ConditionEntry {
        names: names(&condition.field, &condition.finds),
        values: condition.values.iter().map(|value| Name::from(fold(value))).collect::<Vec<_>>().into(),
    }
}

fn names(field: &str, finds: &[String]) -> List<Name> {
    let all = std::iter::once(fold(field)).chain(finds.iter().map(|find| fold(find)));
    all.map(Name::from).collect::<Vec<_>>().into()
}

fn fold(text: &str) -> String {
    normalise::words(text).join(" ")
}
