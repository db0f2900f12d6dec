//! The Windows events of a text, as the look-up shows them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::intake::Reading;
use crate::knowledge::Knowledge;
use crate::knowledge::format::Event;
use crate::knowledge::words::{Grade, Side};

/// A Windows event that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EventCard {
    /// Its key in `events.json`.
    pub id: String,
    /// Its number, or the numbers that say the same.
    pub numbers: Vec<u32>,
    /// The log, as commands call it.
    pub log: String,
    /// The column Source of Event Viewer.
    pub source: String,
    /// Where the log lies.
    pub sides: Vec<Side>,
    /// What it says.
    pub meaning: String,
    /// What to keep in mind before it is believed.
    pub note: Option<String>,
    /// The fields that decide, the best first.
    pub read: Vec<String>,
    /// The problem that it speaks for.
    pub problem: Option<String>,
    /// The cause that it speaks for.
    pub cause: Option<String>,
    /// What the meaning rests on.
    pub grade: Grade,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// The cards of the events of a reading.
pub(super) fn events(knowledge: &Knowledge, reading: &Reading) -> Vec<EventCard> {
    let known = &knowledge.events().events;
    reading.events.iter().filter_map(|id| known.get(id).map(|event| EventCard::new(id, event))).collect()
}

impl EventCard {
    fn new(id: &str, event: &Event) -> Self {
        Self {
            id: id.to_owned(),
            numbers: event.numbers.clone(),
            log: event.log.clone(),
            source: event.source.clone(),
            sides: event.side.as_slice().to_vec(),
            meaning: event.meaning.clone(),
            note: event.note.clone(),
            read: event.read.iter().map(|field| field.field.clone()).collect(),
            problem: event.problem.clone(),
            cause: event.cause.clone(),
            grade: event.grade,
            sources: event.sources.clone(),
        }
    }

    /// The numbers in a line.
    pub(super) fn numbers(&self) -> String {
        self.numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
    }

    /// What else there is to say, as label and text, the most important first.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        let sides: Vec<&str> = self.sides.iter().map(|side| side.word()).collect();
        // What every such log begins with is left out: the line has room for one name.
        let log = self.log.trim_start_matches("Microsoft-Windows-");
        let place = format!("log {log} of the {}", sides.join(" or the "));
        let read =
            (!self.read.is_empty()).then(|| format!("{}: look that code up", self.read.join(", then ")));
        let read = read.map(|text| ("Read", text));
        let note = self.note.clone().map(|note| ("Note", note));
        std::iter::once(("Where", place)).chain(read).chain(note).collect()
    }
}
