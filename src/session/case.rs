//! A session that ended well, as a resolved case: the file of `knowledge/cases/` that a helpdesk lays over the built-in
//! knowledge.
//!
//! It is made of ids and words of the knowledge alone. Nothing that somebody pasted, typed or named gets in: no text of the
//! error, no reason, no name, no evidence.

use std::collections::BTreeMap;

use super::{Outcome, Session, UNKNOWN, WitnessKind};
use crate::knowledge::format::{Case, CaseGrade, Fix, Id};
use crate::knowledge::words::Security;

/// The share of what the fix repairs from which on one cause stands for all of it: a guess does harm in a count.
const CLEAR: f64 = 0.8;

/// Observations that say in a few words what client and host are, by side.
const SYSTEMS: [(&str, [&str; 3]); 2] = [
    ("client", ["client-system", "client-windows", "which-client"]),
    ("host", ["host-kind", "host-windows", "host-rdp-server"]),
];

/// What a session does not say of the case.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The name of the file, without its ending.
    pub id: Id,
    /// Where it can be looked up.
    pub source: String,
    /// The year.
    pub year: Option<u16>,
    /// The cause, where somebody names it.
    pub cause: Option<Id>,
}

/// Why a session is no resolved case.
#[derive(Debug, thiserror::Error)]
pub enum NoCase {
    /// Nothing in it worked.
    #[error("no fix of this session worked, so nobody knows what it was")]
    NothingWorked,
    /// What worked repairs no cause of the problem.
    #[error("'{0}' worked, and repairs no cause of '{1}' that rdpfix knows")]
    NoCause(Id, Id),
    /// What worked repairs more than one.
    #[error("'{fix}' worked, and more than one cause could have been behind it: {}", causes.join(", "))]
    SeveralCauses {
        /// The fix.
        fix: Id,
        /// The causes that it repairs, likeliest first.
        causes: Vec<Id>,
    },
    /// The cause that was named is none of the problem.
    #[error("'{0}' is no cause of '{1}'")]
    OtherCause(Id, Id),
}

/// The case that a session was.
///
/// # Errors
/// When no fix worked in it, or when it does not say which cause was behind.
pub fn of(session: &Session, beside: Beside) -> Result<Case, NoCase> {
    let worked = session.facts.tried.iter().rev().find(|tried| tried.outcome == Outcome::Worked);
    let fix =
        worked.and_then(|tried| session.knowledge.fixes.get(&tried.fix)).ok_or(NoCase::NothingWorked)?;
    let cause = match beside.cause {
        Some(cause) if session.problem.causes.contains(&cause) => cause,
        Some(cause) => return Err(NoCase::OtherCause(cause, session.problem.id.clone())),
        None => cause(session, fix)?,
    };
    Ok(Case {
        id: beside.id,
        problem: session.problem.id.clone(),
        // Whoever wants to tell more writes it here, in words of their own.
        said: vec![format!("{}.", session.problem.title)],
        known: known(session),
        cause,
        // What weakens security or only relieves makes it connect and repairs nothing.
        fixed_by: (fix.security != Security::Weakens && !fix.relief).then(|| fix.id.clone()),
        year: beside.year,
        systems: systems(session),
        source: beside.source,
        grade: CaseGrade::ConfirmedByPoster,
    })
}

/// The cause that the fix which worked repairs. Where there are several, the one that everything answered speaks for.
fn cause(session: &Session, fix: &Fix) -> Result<Id, NoCase> {
    let nothing = || NoCase::NoCause(fix.id.clone(), session.problem.id.clone());
    let works = &session.model().fixes[session.index_of_fix(&fix.id).ok_or_else(nothing)?].works;
    let weighed = session.ranking().into_iter().filter_map(|(index, posterior)| {
        let repaired = session.cause(index).filter(|_| works[index] > 0.0);
        repaired.map(|cause| (&cause.id, posterior * works[index]))
    });
    let mut weighed: Vec<(&Id, f64)> = weighed.collect();
    weighed.sort_by(|one, other| other.1.total_cmp(&one.1));
    let all: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    match weighed[..] {
        [] => Err(nothing()),
        [(cause, weight), ..] if weight >= CLEAR * all => Ok(cause.clone()),
        _ => {
            let causes = weighed.iter().map(|(cause, _)| (*cause).clone()).collect();
            Err(NoCase::SeveralCauses { fix: fix.id.clone(), causes })
        }
    }
}

/// What was answered, by ids of the knowledge. What follows from something else was told by nobody.
fn known(session: &Session) -> BTreeMap<Id, String> {
    let answers = session.facts.answers.iter().filter(|(id, given)| {
        let unit = session.knowledge.observations.get(id);
        let told = given.state != UNKNOWN && given.witness != WitnessKind::Implied;
        told && unit.is_some_and(|unit| unit.states.contains(&given.state))
    });
    answers.map(|(id, given)| (id.clone(), given.state.clone())).collect()
}

/// Client and host in the words of the answers that tell.
fn systems(session: &Session) -> BTreeMap<String, String> {
    let label = |id: &&str| {
        let (state, unit) = (session.facts.state(id)?, session.knowledge.observations.get(id)?);
        unit.ask.labels.get(state).cloned()
    };
    let of = |(side, ids): &(&str, [&str; 3])| {
        let words: Vec<String> = ids.iter().filter_map(label).collect();
        (!words.is_empty()).then(|| ((*side).to_owned(), words.join("; ")))
    };
    SYSTEMS.iter().filter_map(of).collect()
}
