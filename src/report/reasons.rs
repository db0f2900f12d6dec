//! Why: the engine's numbers as sentences.

use crate::engine::{self, Answer, Choice, reasons};
use crate::knowledge::format::{Fix, Observation};
use crate::knowledge::words::Grade;
use crate::session::{Reason, Session, UNKNOWN};

/// An answer that makes a cause this much likelier or less likely is worth a word.
const NOTABLE: f64 = 1.5;

/// What speaks for a cause and against it: the answers that moved it, and what its standing rests on.
pub fn for_cause(session: &Session, cause: usize) -> Vec<String> {
    let (model, situation) = (session.model(), session.situation());
    let mut why = Vec::new();
    for (q, answer) in situation.answers().iter().enumerate() {
        let Some(Answer::State(state)) = answer else { continue };
        let likelihood = &model.questions[q].given[*state];
        let average: f64 = model.causes.iter().zip(likelihood).map(|(cause, p)| cause.prior * p).sum();
        let factor = likelihood[cause] / average;
        let told = format!("{} is {}", model.questions[q].id, model.questions[q].states[*state]);
        if factor >= NOTABLE {
            why.push(format!("For it: {told}."));
        } else if factor <= 1.0 / NOTABLE {
            why.push(format!("Against it: {told}."));
        }
    }
    for tried in session.facts.tried.iter().filter(|t| t.outcome == crate::session::Outcome::Failed) {
        let works = session.index_of_fix(&tried.fix).map_or(0.0, |f| model.fixes[f].works[cause]);
        if works > 0.0 {
            why.push(format!("Against it: {} did not help.", tried.fix));
        }
    }
    why.extend(standing(session, cause));
    why
}

/// The problem's own word about a cause.
fn standing(session: &Session, cause: usize) -> Option<String> {
    let id = &session.model().causes[cause].id;
    let noted = session.problem.causes.get(id)?.noted()?;
    let disputed = if noted.grade == Some(Grade::Disputed) { "Disputed. " } else { "" };
    noted.note.as_ref().map(|note| format!("{disputed}{note}"))
}

/// Why a question is asked.
pub fn for_question(session: &Session, observation: &Observation, reason: Reason) -> Vec<String> {
    match reason {
        Reason::First => vec!["It says where to look first.".to_owned()],
        Reason::Gate => vec!["It says which fixes can be done here.".to_owned()],
        Reason::Saves => saves(session, observation),
    }
}

fn saves(session: &Session, observation: &Observation) -> Vec<String> {
    let (model, situation, decision) = (session.model(), session.situation(), session.decision());
    let mut why = Vec::new();
    let pair =
        session.index_of_question(&observation.id).and_then(|q| reasons::strongest_pair(model, situation, q));
    if let Some(pair) = pair {
        why.push(format!("It separates {} from {}.", title(session, pair.a), title(session, pair.b)));
    }
    if let Some(without) = reasons::without_question(decision).filter(|minutes| minutes.is_finite()) {
        why.push(format!(
            "About {:.0} minutes to the end with it, {:.0} without.",
            decision.minutes, without
        ));
    }
    why
}

/// What stands for a cause in a sentence.
fn title(session: &Session, cause: usize) -> String {
    session
        .cause(cause)
        .map_or_else(|| "something not listed".to_owned(), |cause| format!("\"{}\"", cause.title))
}

/// Why a fix comes now.
pub fn for_fix(session: &Session, fix: &Fix) -> Vec<String> {
    let Some(f) = session.index_of_fix(&fix.id) else { return Vec::new() };
    let posterior = session.situation().posterior();
    let works = &session.model().fixes[f].works;
    let chance: f64 = posterior.iter().zip(works).map(|(p, works)| p * works).sum();
    let best =
        (0..works.len()).max_by(|&a, &b| (posterior[a] * works[a]).total_cmp(&(posterior[b] * works[b])));
    let mut why = Vec::new();
    if let Some(cause) = best.filter(|&cause| works[cause] > 0.0) {
        why.push(format!("It repairs {}.", title(session, cause)));
    }
    let odds = super::header::Likelihood::of(chance).word();
    why.push(format!("That it helps is {odds}; more questions would cost more than they save."));
    why
}

/// Why handing over is the cheapest way on.
pub fn for_hand_over(session: &Session) -> Vec<String> {
    let decision = session.decision();
    let other = |choice: &&Choice| choice.step != engine::Step::HandOver;
    let best = decision.choices.iter().filter(other).map(|choice| choice.minutes).min_by(f64::total_cmp);
    let mut why = Vec::new();
    match best {
        None => why.push("Nothing is left to ask or to try here.".to_owned()),
        Some(best) => why.push(format!(
            "Going on here would take about {:.0} minutes more than handing over.",
            (best - decision.minutes).max(1.0)
        )),
    }
    if session.situation().posterior().last().is_some_and(|unlisted| *unlisted >= 0.5) {
        why.push("What was seen fits none of the known causes.".to_owned());
    }
    why
}

/// What an answer did, in one line: `no -> the host's certificate: likely to very likely`.
pub fn effect(before: &Session, after: &Session, state: &str) -> String {
    use super::header::Likelihood;
    if state == UNKNOWN {
        return "not known -> nothing changes.".to_owned();
    }
    let (old, new) = (before.situation().posterior(), after.situation().posterior());
    if old.len() != new.len() {
        return format!("{state} -> noted.");
    }
    let shifts = reasons::shift(&old, &new);
    let worth = shifts.iter().filter(|shift| (shift.after - shift.before).abs() >= 0.03).take(2);
    let told: Vec<String> = worth
        .map(|shift| {
            let name =
                after.cause(shift.cause).map_or(super::pieces::UNLISTED_TITLE, |cause| cause.title.as_str());
            let (from, to) = (Likelihood::of(shift.before).word(), Likelihood::of(shift.after).word());
            match (from == to, shift.after > shift.before) {
                (true, true) => format!("{name}: somewhat likelier"),
                (true, false) => format!("{name}: somewhat less likely"),
                (false, _) => format!("{name}: {from} to {to}"),
            }
        })
        .collect();
    if told.is_empty() {
        format!("{state} -> nothing changes much.")
    } else {
        format!("{state} -> {}.", told.join("; "))
    }
}
