//! `rdpfix.find/1`: the units that some words find.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::{Kind, Knowledge};
use crate::report::header::{KnowledgeRevision, VERSION};
use crate::report::page::{Page, ToPage, Tone};
use crate::search::{Found, Index};

/// How many units are shown.
const MOST: usize = 10;
/// How many characters of a title are shown to people, so that a unit stands on one line of 80 columns.
const LONGEST_LINE: usize = 74;

/// The units that fit best.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindReport {
    /// `rdpfix.find/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// The units, best first.
    pub items: Vec<FoundItem>,
}

/// A unit in a line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FoundItem {
    /// Its kind: `problem`, `cause`, `observation`, `fix`, `topic`, `refused` or `code`.
    pub kind: &'static str,
    /// Its id; for a code its number.
    pub id: String,
    /// Its title; for a code its meaning, for an observation its question.
    pub title: String,
    /// The namespace of a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// How well it fits, compared with the best, which has 1.
    pub fit: f64,
}

impl FindReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.find/1";

    /// What to type to read one: a unit has an id, a code a number in a namespace.
    fn further(&self, page: &mut Page) {
        if self.items.iter().any(|item| item.namespace.is_none()) {
            page.text(0, "To read one: rdpfix explain ID");
        }
        let code = self.items.iter().find_map(|item| Some((&item.id, item.namespace.as_ref()?)));
        if let Some((code, namespace)) = code {
            page.text(0, format!("To read a code: rdpfix lookup {code} --from {namespace}"));
        }
    }

    /// What the words find.
    pub fn new(knowledge: &Knowledge, words: &str) -> Self {
        let found = Index::of_all(knowledge).find(words, MOST);
        let best = found.first().map_or(1.0, |found| found.score);
        let items = found.into_iter().map(|found| FoundItem::new(found, best)).collect();
        Self { schema: Self::SCHEMA, version: VERSION, knowledge: KnowledgeRevision::of(knowledge), items }
    }
}

impl FoundItem {
    fn new(found: Found, best: f64) -> Self {
        let kind = if found.kind == Kind::Codes { "code" } else { found.kind.name() };
        let fit = (found.score / best * 1000.0).round() / 1000.0;
        Self { kind, id: found.id, title: found.title, namespace: found.namespace, fit }
    }

    /// Its id, and beside a number whose it is.
    fn name(&self) -> String {
        let namespace = self.namespace.as_ref().map(|namespace| format!(" {namespace}"));
        format!("{}{}", self.id, namespace.unwrap_or_default())
    }

    /// Kind, name and as much of the title as fits.
    fn row(&self, kind: usize, id: usize) -> Vec<String> {
        let room = LONGEST_LINE.saturating_sub(kind + id);
        let mut title = self.title.clone();
        if title.chars().count() > room {
            title = title.chars().take(room.saturating_sub(3)).collect();
            title = format!("{}...", title.trim_end());
        }
        vec![self.kind.to_owned(), self.name(), title]
    }
}

impl ToPage for FindReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if self.items.is_empty() {
            page.title("Nothing in the knowledge has these words.", None);
            page.field("Next", "rdpfix list problems, or rdpfix diagnose");
        } else {
            let widest = |length: fn(&FoundItem) -> usize| self.items.iter().map(length).max().unwrap_or(0);
            let (kind, id) = (widest(|item| item.kind.len()), widest(|item| item.name().chars().count()));
            page.table(vec![String::new(); 3], self.items.iter().map(|item| item.row(kind, id)).collect());
            page.blank();
            self.further(&mut page);
        }
        page.blank().toned_text(0, self.knowledge.line(), Tone::Quiet);
        page
    }
}
