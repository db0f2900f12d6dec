//! The sources that a report rests on.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::codes::CodeCard;
use super::units::FixCard;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Grade;
use crate::session::Session;

/// A source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceCard {
    /// Its id.
    pub id: String,
    /// Title of the page, file or thread.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Address, or repository and path.
    pub address: String,
    /// The best grade that a statement may take from it.
    pub grade: Grade,
}

/// What the meaning of some codes rests on.
pub(super) fn of_codes(knowledge: &Knowledge, codes: &[CodeCard]) -> Vec<SourceCard> {
    cards(knowledge, codes.iter().flat_map(|code| &code.sources).collect())
}

/// What a report on a session rests on: the codes, the problem, its `causes` likeliest causes, some fixes.
pub(super) fn of_session<'f>(
    session: &Session,
    codes: &[CodeCard],
    causes: usize,
    fixes: impl Iterator<Item = &'f FixCard>,
) -> Vec<SourceCard> {
    let fixes: Vec<&FixCard> = fixes.collect();
    let mut ids: BTreeSet<&String> = codes.iter().flat_map(|code| &code.sources).collect();
    ids.extend(&session.problem.meaning.sources);
    for cause in session.ranking().into_iter().take(causes).filter_map(|(index, _)| session.cause(index)) {
        ids.extend(&cause.sources);
        let noted = session.problem.causes.get(&cause.id).and_then(|entry| entry.noted());
        ids.extend(noted.into_iter().flat_map(|noted| &noted.sources));
    }
    ids.extend(fixes.iter().flat_map(|fix| &fix.sources));
    cards(session.knowledge, ids)
}

fn cards(knowledge: &Knowledge, ids: BTreeSet<&String>) -> Vec<SourceCard> {
    let card = |id: &String| {
        let source = knowledge.sources().0.get(id)?;
        Some(SourceCard {
            id: id.clone(),
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            address: source.url.clone(),
            grade: source.grade,
        })
    };
    ids.into_iter().filter_map(card).collect()
}
