//! Why: the engine's numbers as sentences.

use crate::engine::{self, Answer, Choice, reasons};
use crate::knowledge::format::{Fix, Observation};
use crate::knowledge::words::Grade;
use crate::session::{Outcome, Reason, Session, UNKNOWN};

/// An answer that makes a cause this much likelier or less likely is worth a word.
const NOTABLE: f64 = 1.5;

/// A probability that moves by this much is worth a word.
const WORTH_SAYING: f64 = 0.03;

/// Minutes below which nobody cares what a question saves.
const WORTH_MINUTES: f64 = 2.0;

/// Characters of a reason that are still read: about two lines.
const LONG: usize = 160;

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
    for tried in session.facts.tried.iter().filter(|t| t.outcome == Outcome::Failed) {
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

/// Why a question is asked: nothing where no answer would move a cause that has a name by much.
pub fn for_question(session: &Session, observation: &Observation, reason: Reason) -> Vec<String> {
    let mut why: Vec<String> = match reason {
        Reason::Gate => vec![gate(session)],
        Reason::Steps => vec![which_steps(session)],
        Reason::First | Reason::Saves => points(session, observation).into_iter().collect(),
    };
    if reason == Reason::Saves {
        why.extend(saves(session));
    }
    why
}

/// What an answer that moves no cause is asked for.
fn gate(session: &Session) -> String {
    chosen(session).map_or_else(
        || "It says which fixes can be done here.".to_owned(),
        |fix| format!("It says whether this can be done here: {}.", fix.title),
    )
}

/// What the system is asked for when a fix is chosen.
fn which_steps(session: &Session) -> String {
    chosen(session).map_or_else(
        || "The steps differ between systems.".to_owned(),
        |fix| format!("The next step differs between systems: {}.", fix.title),
    )
}

/// The fix that the engine chose.
fn chosen<'k>(session: &Session<'k>) -> Option<&'k Fix> {
    match session.step() {
        engine::Step::Fix(f) => session.knowledge.fixes.get(&session.model().fixes[f].id),
        _ => None,
    }
}

/// What the answers would speak for: the two states that make a cause likelier most, each with its cause.
fn points(session: &Session, observation: &Observation) -> Option<String> {
    let (model, situation) = (session.model(), session.situation());
    let q = session.index_of_question(&observation.id).filter(|&q| situation.answers()[q].is_none())?;
    let now = situation.posterior();
    let gains = |state: usize| {
        let then = situation.answered(model, q, Answer::State(state)).posterior();
        reasons::shift(&now, &then)
            .into_iter()
            .filter(|shift| shift.cause != model.unlisted())
            .max_by(|a, b| (a.after - a.before).total_cmp(&(b.after - b.before)))
    };
    let states = 0..model.questions[q].states.len();
    let mut points: Vec<_> = states.filter_map(|state| Some((state, gains(state)?))).collect();
    points.retain(|(_, shift)| shift.after - shift.before >= WORTH_SAYING);
    points.sort_by(|(_, a), (_, b)| (b.after - b.before).total_cmp(&(a.after - a.before)));
    let mut seen = std::collections::BTreeSet::new();
    points.retain(|(_, shift)| seen.insert(shift.cause));
    let told = points.iter().take(2).enumerate().map(|(index, (state, shift))| {
        let label = short_label(observation, &observation.states[*state]);
        let (start, suspect) = if index == 0 { ("If", ", suspect") } else { ("if", "") };
        format!("{start} \"{label}\"{suspect}: {}", name(session, shift.cause))
    });
    let mut told: Vec<String> = told.collect();
    if told.iter().map(String::len).sum::<usize>() > LONG {
        told.truncate(1);
    }
    (!told.is_empty()).then(|| format!("{}.", told.join("; ")))
}

/// What asking saves, when it is worth a word.
fn saves(session: &Session) -> Option<String> {
    let decision = session.decision();
    if decision.step != session.step() {
        return None;
    }
    let saved = reasons::without_question(decision)? - decision.minutes;
    let told = || format!("Asking saves about {} on average.", crate::report::parts::minutes(saved));
    (saved.is_finite() && saved >= WORTH_MINUTES).then(told)
}

/// The beginning of an answer's label: `No` of `No, it fails there too`. The state where it has no label.
pub fn short_label<'o>(observation: &'o Observation, state: &'o str) -> &'o str {
    let label = observation.ask.labels.get(state).map_or(state, String::as_str);
    let short = label.split_once(": ").map_or(label, |(short, _)| short);
    let short =
        if short.len() < label.len() { short } else { label.split_once(", ").map_or(label, |(s, _)| s) };
    // What was cut inside a bracket ends before it.
    match short.rsplit_once('(') {
        Some((before, inside)) if !inside.contains(')') => before.trim_end(),
        _ => short,
    }
}

/// A cause as it stands in a sentence.
fn name<'k>(session: &Session<'k>, cause: usize) -> &'k str {
    session.cause(cause).map_or(crate::report::parts::UNLISTED_TITLE, |cause| cause.title.as_str())
}

/// Why a fix comes now.
pub fn for_fix(session: &Session, fix: &Fix) -> Vec<String> {
    let Some(f) = session.index_of_fix(&fix.id) else { return Vec::new() };
    let posterior = session.situation().posterior();
    let works = &session.model().fixes[f].works;
    let chance: f64 = posterior.iter().zip(works).map(|(p, works)| p * works).sum();
    let best =
        (0..works.len()).max_by(|&a, &b| (posterior[a] * works[a]).total_cmp(&(posterior[b] * works[b])));
    let odds = crate::report::header::Likelihood::of(chance).word();
    let repairs = best
        .filter(|&cause| works[cause] > 0.0)
        .map(|cause| format!("It repairs this: {}.", name(session, cause)));
    let quicker = format!("It is {odds} to help, and trying it is quicker than more questions.");
    repairs.into_iter().chain([quicker]).collect()
}

/// Why a fix that weakens security is offered at all: what became of the safe ones before it.
pub fn for_weakening(session: &Session, fix: &Fix) -> Vec<String> {
    let Some(f) = session.index_of_fix(&fix.id) else { return Vec::new() };
    let model = session.model();
    let blocked = session.blocked();
    let because = |safe: &usize| {
        let id = &model.fixes[*safe].id;
        let title = session.knowledge.fixes.get(id).map_or(id.as_str(), |fix| fix.title.as_str());
        let tried = session.facts.outcome(id);
        let reason = tried.and_then(|tried| tried.reason.as_ref()).map(|reason| reason.reveal().to_owned());
        let reason = reason.or_else(|| blocked.iter().find(|b| b.fix == *id).map(|b| b.because.clone()));
        let became = match tried.map(|tried| tried.outcome) {
            Some(Outcome::Failed) => "did not help".to_owned(),
            Some(Outcome::Changed) => "changed the error".to_owned(),
            Some(Outcome::Returns) => "helped for a while".to_owned(),
            _ => reason.unwrap_or_else(|| "cannot be done here".to_owned()),
        };
        format!("{title}: {became}")
    };
    engine::reasons::before(model, session.situation(), f).iter().map(because).collect()
}

/// Why handing over is the cheapest way on.
pub fn for_hand_over(session: &Session) -> Vec<String> {
    let other = |choice: &Choice| choice.step != engine::Step::HandOver;
    let mut why = Vec::new();
    match session.decision().choices.iter().find(|choice| other(choice)) {
        None => why.push("Nothing is left to ask or to try here.".to_owned()),
        Some(_) => why.push("Handing this over is the quicker way now.".to_owned()),
    }
    if session.situation().posterior().last().is_some_and(|unlisted| *unlisted >= 0.5) {
        why.push("What was seen fits none of the known causes.".to_owned());
    }
    why
}

/// What an answer did, in one line: `No -> the host's certificate: likely to very likely.`
pub fn effect(before: &Session, after: &Session, label: &str, numbers: bool) -> String {
    if label == UNKNOWN {
        return "OK, skipped.".to_owned();
    }
    format!("{label} -> {}", changes(before, after, numbers))
}

/// What became likelier or less likely between two moments of a session, as a sentence without a capital.
pub fn changes(before: &Session, after: &Session, numbers: bool) -> String {
    if before.problem.id != after.problem.id {
        return "noted.".to_owned();
    }
    let (was, new) = (before.situation().posterior(), after.situation().posterior());
    // An answer that tells a system can take causes away.
    let place = |id: &String| before.model().causes.iter().position(|cause| cause.id == *id);
    let old: Vec<f64> =
        after.model().causes.iter().map(|cause| place(&cause.id).map_or(0.0, |at| was[at])).collect();
    let shifts = reasons::shift(&old, &new);
    let worth = shifts.iter().filter(|shift| (shift.after - shift.before).abs() >= WORTH_SAYING).take(2);
    let told: Vec<String> = worth.map(|shift| moved(name(after, shift.cause), shift, numbers)).collect();
    if told.is_empty() { "this changes little.".to_owned() } else { format!("{}.", told.join("; ")) }
}

fn moved(name: &str, shift: &reasons::Shift, numbers: bool) -> String {
    use crate::report::header::Likelihood;
    let (from, to) = (Likelihood::of(shift.before).word(), Likelihood::of(shift.after).word());
    let words = match (from == to, shift.after > shift.before) {
        (true, true) => "somewhat likelier".to_owned(),
        (true, false) => "somewhat less likely".to_owned(),
        (false, _) => format!("{from} to {to}"),
    };
    let exact = if numbers { format!(" ({:.3} to {:.3})", shift.before, shift.after) } else { String::new() };
    format!("{name}: {words}{exact}")
}
