//! The paragraph for whoever administers the other side.
//!
//! It is built from what is known: the problem, the answers, what was tried. Only what is asked for comes from the knowledge.

use crate::report::collect;
use crate::report::header::Likelihood;
use crate::session::{Given, Outcome, Session, UNKNOWN, WitnessKind};

/// From this probability on a cause is named to the other side.
const WORTH_NAMING: f64 = 0.3;

/// So many answers and so many tries fit a message that is still read.
const NAMED: usize = 6;

/// What to send to whoever administers the other side.
pub(in crate::report) fn paragraph(session: &Session) -> String {
    let parts = [
        Some(problem(session)),
        answers(session),
        tried(session),
        cause(session),
        Some(session.problem.hand_over.request.clone()),
        collected(session),
        weakened(session),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" ")
}

fn problem(session: &Session) -> String {
    format!("Remote Desktop to HOST as USER, at TIME: {}.", session.problem.title)
}

/// What was answered, question and answer: whoever reads it elsewhere knows neither ids nor what was asked.
fn answers(session: &Session) -> Option<String> {
    let told = |(id, given): (&String, &Given)| {
        let counts = given.state != UNKNOWN && given.witness != WitnessKind::Implied;
        let observation = session.knowledge.observations.get(id)?;
        // What can be done here is nobody's business there.
        let fact = counts && observation.otherwise.is_some() && session.bears(observation);
        let label = observation.ask.labels.get(&given.state).unwrap_or(&given.state);
        fact.then(|| format!("{} {}", observation.ask.prompt, label.trim_end_matches('.')))
    };
    let told: Vec<String> = session.facts.answers.iter().filter_map(told).take(NAMED).collect();
    (!told.is_empty()).then(|| format!("Known here: {}.", told.join("; ")))
}

fn tried(session: &Session) -> Option<String> {
    let tried = |tried: &crate::session::Tried| {
        let fix = session.knowledge.fixes.get(&tried.fix)?;
        let became = match tried.outcome {
            Outcome::Failed => "the same error",
            Outcome::Changed => "another error",
            Outcome::Returns => "helped for a while",
            Outcome::Worked | Outcome::Cannot => return None,
        };
        Some(format!("{} ({became})", fix.title))
    };
    let tried: Vec<String> = session.facts.tried.iter().filter_map(tried).take(NAMED).collect();
    (!tried.is_empty()).then(|| format!("Tried: {}.", tried.join("; ")))
}

/// The likeliest cause, as a guess.
fn cause(session: &Session) -> Option<String> {
    let (cause, probability) = session.ranking().into_iter().next()?;
    let cause = session.cause(cause).filter(|_| probability >= WORTH_NAMING)?;
    Some(format!("Our best guess ({}): {}.", Likelihood::of(probability).word(), cause.title))
}

/// Asks for what the script brings, where one is sent along.
fn collected(session: &Session) -> Option<String> {
    let side = collect::offered(session)?.word();
    Some(format!(
        "If a script comes with this message, please run it on the {side} and send back the folder that it writes: it \
         only reads."
    ))
}

/// The command that prints the script to send along.
pub(in crate::report) fn script(session: &Session) -> Option<String> {
    let side = collect::offered(session)?.word();
    Some(format!("rdpfix collect --side {side} --problem {}", session.problem.id))
}

/// What is weakened meanwhile.
fn weakened(session: &Session) -> Option<String> {
    let weakened: Vec<&str> = session.temporary().iter().map(|fix| fix.title.as_str()).collect();
    let told =
        || format!("For now security is weakened, until your side is repaired: {}.", weakened.join("; "));
    (!weakened.is_empty()).then(told)
}
