//! Where a session stands, part by part, as the cards of a [`DiagnosisReport`](crate::report::diagnosis::document::DiagnosisReport).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::intake::{Outcome as Read, Reading, Target};
use crate::knowledge::Knowledge;
use crate::knowledge::format::Observation;
use crate::report::cases::CasesCard;
use crate::report::diagnosis::document::{
    AnswerCard, BlockedCard, ContradictionCard, ImpliedCard, MissingCard, NameCard, NextCard, RankCard,
    TriedCard,
};
use crate::report::diagnosis::reasons;
use crate::report::diagnosis::roles::hand_over_to;
use crate::report::header::{Likelihood, rounded};
use crate::report::units::applying;
use crate::sensitive::Sensitive;
use crate::session::{Session, Step, UNKNOWN, Weakening, WitnessKind};

/// The problems a text may be; every problem when nothing was read.
pub(super) fn candidates(knowledge: &Knowledge, reading: &Reading) -> Vec<(String, String)> {
    let title = |id: &str| knowledge.problems.get(id).map(|problem| (id.to_owned(), problem.title.clone()));
    if reading.outcome != Read::Unknown {
        let asked = reading.question.iter().flat_map(|question| &question.choices);
        let asked =
            asked.filter_map(
                |choice| if let Target::Problem(id) = &choice.target { Some(id.as_str()) } else { None },
            );
        let mut seen = BTreeSet::new();
        let found = reading.candidates.iter().map(|c| c.problem.as_str()).chain(asked);
        let found: Vec<_> = found.filter(|id| seen.insert(*id)).filter_map(title).collect();
        if !found.is_empty() {
            return found;
        }
    }
    knowledge.problems.ids().filter_map(title).collect()
}

pub(super) fn names(reading: &Reading) -> Vec<NameCard> {
    use crate::intake::NameKind;
    use crate::sensitive::Kind;
    let card = |name: &crate::intake::FoundName| {
        let kind = match name.kind {
            NameKind::Host => Kind::Host,
            NameKind::User => Kind::User,
            NameKind::Domain => Kind::Domain,
            NameKind::Address => Kind::Address,
        };
        NameCard { kind: kind.word().to_lowercase(), value: Sensitive::new(kind, &name.value) }
    };
    reading.names.iter().map(card).collect()
}

pub(super) fn implied(id: &str, state: &str) -> ImpliedCard {
    ImpliedCard { observation: id.to_owned(), state: state.to_owned() }
}

pub(in crate::report) fn ranking(session: &Session) -> Vec<RankCard> {
    let card = |(index, probability): (usize, f64)| {
        let cause = session.cause(index);
        RankCard {
            cause: session.model().causes[index].id.clone(),
            title: cause
                .map_or_else(|| crate::report::parts::UNLISTED_TITLE.to_owned(), |cause| cause.title.clone()),
            posterior: rounded(probability),
            likelihood: Likelihood::of(probability),
            cases: cause.and_then(|cause| CasesCard::new(session.knowledge, &session.problem.id, &cause.id)),
            sides: cause.map(|cause| cause.side.as_slice().to_vec()).unwrap_or_default(),
            why: reasons::for_cause(session, index),
        }
    };
    session.ranking().into_iter().map(card).collect()
}

pub(super) fn next(session: &Session) -> NextCard {
    match session.next() {
        Step::Ask(observation, reason) => NextCard::Ask {
            observation: Some(observation.id.clone()),
            ask: observation.ask.prompt.clone(),
            how: applying(session, &observation.ask.how, None),
            states: states(session, observation),
            minutes: observation.minutes,
            why: reasons::for_question(session, observation, reason),
        },
        Step::Fix(fix) => NextCard::Fix { fix: fix.id.clone(), why: reasons::for_fix(session, fix) },
        Step::HandOver => {
            NextCard::HandOver { to: hand_over_to(session), why: reasons::for_hand_over(session) }
        }
        Step::Connected => {
            NextCard::Connected { temporary: session.temporary().iter().map(|fix| fix.id.clone()).collect() }
        }
    }
}

/// The states of an observation as a script may give them, `unknown` last.
pub(super) fn states(session: &Session, observation: &Observation) -> Vec<String> {
    session.possible(observation).into_iter().cloned().chain([UNKNOWN.to_owned()]).collect()
}

pub(super) fn answers(session: &Session) -> Vec<AnswerCard> {
    let card = |(id, given): (&String, &crate::session::Given)| {
        let observation = session.knowledge.observations.get(id);
        let label = observation.and_then(|o| o.ask.labels.get(&given.state));
        AnswerCard {
            observation: id.clone(),
            state: given.state.clone(),
            witness: given.witness,
            evidence: given.evidence.clone(),
            label: label.cloned().unwrap_or_else(|| "not known".to_owned()),
        }
    };
    session.facts.answers.iter().filter(|(id, given)| counts(session, id, given)).map(card).collect()
}

/// Whether an answer belongs into the report of this problem: a check answers more than one problem asks, and an answer
/// implies more.
fn counts(session: &Session, id: &str, given: &crate::session::Given) -> bool {
    !matches!(given.witness, WitnessKind::Check | WitnessKind::Evidence | WitnessKind::Implied)
        || session.knowledge.observations.get(id).is_some_and(|observation| session.bears(observation))
}

pub(in crate::report) fn contradictions(session: &Session) -> Vec<ContradictionCard> {
    let card = |(observation, implied, given): (&Observation, &str, &crate::session::Given)| {
        let label = |state: &str| {
            let label = observation.ask.labels.get(state).map_or(state, String::as_str);
            label.trim_end_matches('.').to_owned()
        };
        ContradictionCard {
            observation: observation.id.clone(),
            implied: implied.to_owned(),
            seen: given.state.clone(),
            evidence: given.evidence.clone().unwrap_or_default(),
            words: format!(
                "{} The error implies \"{}\", the look says \"{}\".",
                observation.ask.prompt,
                label(implied),
                label(&given.state)
            ),
        }
    };
    session.contradictions().into_iter().map(card).collect()
}

pub(super) fn missing(session: &Session) -> Vec<MissingCard> {
    let connected = matches!(session.next(), Step::Connected);
    let card = |observation: &Observation| MissingCard {
        observation: Some(observation.id.clone()),
        ask: observation.ask.prompt.clone(),
        flag: format!("--answer {}={}", observation.id, states(session, observation).join("|")),
        states: states(session, observation),
        labels: observation.ask.labels.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        minutes: observation.minutes,
    };
    if connected { Vec::new() } else { session.missing().into_iter().map(card).collect() }
}

pub(super) fn blocked(session: &Session) -> Vec<BlockedCard> {
    let card = |blocked: crate::session::Blocked| BlockedCard { fix: blocked.fix, because: blocked.because };
    session.blocked().into_iter().map(card).collect()
}

pub(super) fn tried(session: &Session) -> Vec<TriedCard> {
    let card = |tried: &crate::session::Tried| TriedCard {
        fix: tried.fix.clone(),
        title: session.knowledge.fixes.get(&tried.fix).map_or_else(String::new, |fix| fix.title.clone()),
        outcome: tried.outcome,
        reason: tried.reason.clone(),
    };
    session.facts.tried.iter().map(card).collect()
}

/// The line that comes to this point again. Reasons and names stay out of it: it is meant to be copied.
pub fn command(session: &Session) -> String {
    let mut line = format!("rdpfix diagnose --problem {}", session.problem.id);
    let told = |(id, given): &(&String, &crate::session::Given)| {
        given.witness != WitnessKind::Implied && counts(session, id, given)
    };
    for (id, given) in session.facts.answers.iter().filter(told) {
        write!(line, " --answer {id}={}", given.state).expect("writing to a string");
    }
    for tried in &session.facts.tried {
        write!(line, " --tried {}={}", tried.fix, tried.outcome.word()).expect("writing to a string");
    }
    let policy = session.policy;
    match policy.weakening {
        Weakening::Never => line.push_str(" --no-weakening"),
        // A person is offered them anyway.
        Weakening::Offer if !policy.person => line.push_str(" --allow-weakening"),
        Weakening::Offer | Weakening::Withhold => {}
    }
    if policy.assume_unknown {
        line.push_str(" --assume-unknown");
    }
    line
}

pub(super) fn odd(session: &Session) -> Vec<String> {
    let odd = crate::engine::reasons::odd_answers(session.model(), session.situation());
    odd.into_iter().map(|q| session.model().questions[q].id.clone()).collect()
}
