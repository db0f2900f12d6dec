//! `rdpfix.list/1`: the units of one kind, by id and title.

use schemars::JsonSchema;
use serde::Serialize;

use super::header::{KnowledgeRevision, VERSION};
use super::page::{Page, ToPage, Tone};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Family, Problem, Source};

/// A kind that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Problems.
    Problems,
    /// Codes.
    Codes,
    /// Causes.
    Causes,
    /// Observations.
    Observations,
    /// Fixes.
    Fixes,
    /// Topics.
    Topics,
    /// Refused advice.
    Refused,
    /// Families.
    Families,
    /// Namespaces.
    Namespaces,
    /// Sources.
    Sources,
}

impl ListKind {
    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Problems => "problems",
            Self::Codes => "codes",
            Self::Causes => "causes",
            Self::Observations => "observations",
            Self::Fixes => "fixes",
            Self::Topics => "topics",
            Self::Refused => "refused",
            Self::Families => "families",
            Self::Namespaces => "namespaces",
            Self::Sources => "sources",
        }
    }
}

/// A list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListReport {
    /// `rdpfix.list/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// The kind of the items.
    pub kind: &'static str,
    /// The items, by id; families in the order in which they are offered.
    pub items: Vec<ListItem>,
}

/// A unit in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListItem {
    /// Its id; for a code its number.
    pub id: String,
    /// Its title; for a code its meaning.
    pub title: String,
    /// The namespace of a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The place and the title of a problem's family; the page groups problems by it.
    #[serde(skip)]
    #[schemars(skip)]
    pub family: Option<(u32, String)>,
}

impl ListReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.list/1";

    /// The units of a kind.
    pub fn new(knowledge: &Knowledge, kind: ListKind) -> Self {
        let item = |id: &str, title: &str| ListItem {
            id: id.to_owned(),
            title: title.to_owned(),
            namespace: None,
            family: None,
        };
        let items = match kind {
            ListKind::Problems => problems(knowledge),
            ListKind::Causes => knowledge.causes.iter().map(|(id, unit)| item(id, &unit.title)).collect(),
            ListKind::Observations => {
                knowledge.observations.iter().map(|(id, unit)| item(id, &unit.ask.prompt)).collect()
            }
            ListKind::Fixes => knowledge.fixes.iter().map(|(id, unit)| item(id, &unit.title)).collect(),
            ListKind::Topics => knowledge.topics.iter().map(|(id, unit)| item(id, &unit.title)).collect(),
            ListKind::Refused => knowledge.refused.iter().map(|(id, unit)| item(id, &unit.title)).collect(),
            ListKind::Families => families(knowledge),
            ListKind::Namespaces => {
                knowledge.codes.iter().map(|(id, table)| item(id, &table.title)).collect()
            }
            ListKind::Sources => {
                let named = |source: &Source| format!("{}, {}", source.title, source.publisher);
                knowledge.sources().0.iter().map(|(id, source)| item(id, &named(source))).collect()
            }
            ListKind::Codes => codes(knowledge),
        };
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            kind: kind.word(),
            items,
        }
    }

    /// Only the items that hold all of these words, in whatever case.
    #[must_use]
    pub fn with_words(mut self, words: &[String]) -> Self {
        let holds = |item: &ListItem, word: &String| {
            let text =
                format!("{} {} {}", item.id, item.title, item.namespace.as_deref().unwrap_or_default());
            text.to_lowercase().contains(&word.to_lowercase())
        };
        self.items.retain(|item| words.iter().all(|word| holds(item, word)));
        self
    }
}

/// Each with the title of its family.
fn problems(knowledge: &Knowledge) -> Vec<ListItem> {
    let family =
        |problem: &Problem| knowledge.families().0.get(&problem.family).map(|f| (f.order, f.title.clone()));
    let item = |(id, problem): (&str, &Problem)| ListItem {
        id: id.to_owned(),
        title: problem.title.clone(),
        namespace: None,
        family: family(problem),
    };
    knowledge.problems.iter().map(item).collect()
}

/// In the order in which a person is asked what is seen.
fn families(knowledge: &Knowledge) -> Vec<ListItem> {
    let mut ordered: Vec<_> = knowledge.families().0.iter().collect();
    ordered.sort_by_key(|(id, family)| (family.order, id.as_str()));
    let item = |(id, family): (&String, &Family)| ListItem {
        id: id.clone(),
        title: family.title.clone(),
        namespace: None,
        family: None,
    };
    ordered.into_iter().map(item).collect()
}

fn codes(knowledge: &Knowledge) -> Vec<ListItem> {
    let tables = knowledge.codes.iter();
    let items = tables.flat_map(|(namespace, table)| {
        table.codes.iter().map(move |code| {
            let pair = code.extended.as_ref().map(|extended| format!("/{extended}")).unwrap_or_default();
            ListItem {
                id: format!("{}{pair}", code.code),
                title: code.meaning.clone(),
                namespace: Some(namespace.to_owned()),
                family: None,
            }
        })
    });
    items.collect()
}

impl ToPage for ListReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let row = |item: &ListItem| {
            let namespace = item.namespace.iter().cloned();
            [item.id.clone()].into_iter().chain(namespace).chain([item.title.clone()]).collect::<Vec<_>>()
        };
        if self.items.is_empty() {
            page.title("Nothing in this list has these words.", None);
            page.text(2, "To search all that is known: rdpfix find WORDS");
        }
        let mut items: Vec<&ListItem> = self.items.iter().collect();
        items.sort_by_key(|item| item.family.as_ref());
        for group in items.chunk_by(|a, b| a.family == b.family) {
            group[0].family.iter().for_each(|(_, title)| {
                page.blank().heading(title);
            });
            let rows: Vec<Vec<String>> = group.iter().map(|item| row(item)).collect();
            let columns = rows.first().map_or(2, Vec::len);
            page.table(vec![String::new(); columns], rows);
        }
        page.blank().toned_text(0, self.knowledge.line(), Tone::Quiet);
        page
    }
}
