//! The way of a diagnosis: what was known at the start, what each answer and each fix changed, where it stands.
//!
//! The steps are replayed one by one through [`Session::with`], each on what the ones before it left. In
//! which order they are taken is the caller's to say: the facts of a session keep answers by id.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::format::{Id, Observation};
use crate::knowledge::words::Security;
use crate::report::diagnosis::reasons;
use crate::report::header::Likelihood;
use crate::report::page::{Station, Tone};
use crate::report::parts::{UNLISTED_TITLE, capital};
use crate::sensitive::{Phrase, Redact, Redactor};
use crate::session::{self, Facts, Given, Outcome, Session, Tried, UNKNOWN, WitnessKind};

/// Causes that are named where a path begins and where it stands.
const NAMED: usize = 3;

/// One thing that a session was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The answer on an observation.
    Answer(Id),
    /// What became of a fix.
    Tried(Id),
}

/// What a station of the path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathKind {
    /// What was known before anything was asked.
    Start,
    /// An answer.
    Answer,
    /// A fix that was tried, or that cannot be done.
    Tried,
    /// Where it stands now.
    Now,
}

/// One station of the path.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PathCard {
    /// What it is.
    pub kind: PathKind,
    /// The problem at the start, then the observation or the fix; `null` where neither is next.
    pub id: Option<String>,
    /// The problem, the question, the fix, or what is next.
    pub title: String,
    /// The state of the observation or the outcome of the fix; for `now` the kind of the next step.
    pub state: Option<String>,
    /// The same in words.
    pub told: String,
    /// Who told it.
    pub witness: Option<crate::session::WitnessKind>,
    /// What the answer was read from, or why the fix cannot be done here.
    pub note: Option<Phrase>,
    /// Whether it weakens security and is still in place; for `now` whether anything is.
    pub in_place: bool,
    /// What it changed; at both ends of the path the likeliest causes.
    pub effect: String,
}

/// Every step of a session where nobody noted the order: answers by id, then fixes in the order in which they
/// were tried.
pub fn by_id(facts: &Facts) -> Vec<Step> {
    let told = facts.answers.iter().filter(|(_, given)| given.witness != WitnessKind::Implied);
    let answers = told.map(|(id, _)| id.clone()).map(Step::Answer);
    answers.chain(facts.tried.iter().map(|tried| Step::Tried(tried.fix.clone()))).collect()
}

/// The path of a session by those steps; a step that the session does not know is no station.
pub fn path(session: &Session, steps: &[Step], numbers: bool) -> Vec<PathCard> {
    let mut before = session.with(Facts::default());
    let mut path = vec![start(&before)];
    for step in steps {
        let mut facts = before.facts.clone();
        match step {
            Step::Answer(id) => {
                let Some(given) = session.facts.answers.get(id) else { continue };
                facts.answers.insert(id.clone(), given.clone());
                let after = session.with(facts);
                path.push(answer(&before, &after, id, given, numbers));
                before = after;
            }
            Step::Tried(id) => {
                let Some(tried) = session.facts.outcome(id) else { continue };
                facts.note(tried.clone());
                let after = session.with(facts);
                path.push(attempt(&before, &after, tried, numbers));
                before = after;
            }
        }
    }
    path.push(now(session));
    path
}

fn start(session: &Session) -> PathCard {
    let implied: Vec<String> = session.implied().map(|(id, state)| format!("{id} is {state}")).collect();
    let told = if implied.is_empty() {
        String::new()
    } else {
        format!("Known from the problem itself: {}.", implied.join("; "))
    };
    PathCard {
        kind: PathKind::Start,
        id: Some(session.problem.id.clone()),
        title: session.problem.title.clone(),
        state: None,
        told,
        witness: None,
        note: None,
        in_place: false,
        effect: likeliest(session),
    }
}

fn answer(before: &Session, after: &Session, id: &str, given: &Given, numbers: bool) -> PathCard {
    let observation = after.knowledge.observations.get(id);
    let known = given.state != UNKNOWN;
    PathCard {
        kind: PathKind::Answer,
        id: Some(id.to_owned()),
        title: observation.map_or_else(|| id.to_owned(), |observation| observation.ask.prompt.clone()),
        state: Some(given.state.clone()),
        told: observation
            .filter(|_| known)
            .map_or_else(|| "Not known".to_owned(), |observation| label(observation, &given.state)),
        witness: Some(given.witness),
        note: given.evidence.clone(),
        in_place: false,
        effect: capital(&reasons::changes(before, after, numbers)),
    }
}

fn label(observation: &Observation, state: &str) -> String {
    observation.ask.labels.get(state).cloned().unwrap_or_else(|| state.to_owned())
}

fn attempt(before: &Session, after: &Session, tried: &Tried, numbers: bool) -> PathCard {
    let fix = after.knowledge.fixes.get(&tried.fix);
    let told = match tried.outcome {
        Outcome::Worked => "It connects",
        Outcome::Failed => "The same error",
        Outcome::Changed => "Another error",
        Outcome::Returns => "It connects, but the trouble comes back",
        Outcome::Cannot => "It cannot be done here",
    };
    let moved = match tried.outcome {
        Outcome::Failed | Outcome::Changed | Outcome::Returns => {
            Some(capital(&reasons::changes(before, after, numbers)))
        }
        Outcome::Worked | Outcome::Cannot => None,
    };
    let weakens = fix.is_some_and(|fix| fix.security == Security::Weakens);
    let done = weakens && tried.outcome != Outcome::Cannot;
    let in_place = done && !tried.undone;
    let left = if in_place { "It weakens security and is still in place." } else { "It is undone." };
    let left = done.then(|| left.to_owned());
    PathCard {
        kind: PathKind::Tried,
        id: Some(tried.fix.clone()),
        title: fix.map_or_else(|| tried.fix.clone(), |fix| fix.title.clone()),
        state: Some(tried.outcome.word().to_owned()),
        told: told.to_owned(),
        witness: None,
        note: tried.reason.clone().map(Phrase::from),
        in_place,
        effect: moved.into_iter().chain(left).collect::<Vec<_>>().join(" "),
    }
}

fn now(session: &Session) -> PathCard {
    let (state, id, title, told) = match session.next() {
        session::Step::Ask(observation, _) => {
            ("ask", Some(&observation.id), observation.ask.prompt.clone(), "To be answered next")
        }
        session::Step::Fix(fix) => ("fix", Some(&fix.id), fix.title.clone(), "To be tried next"),
        session::Step::HandOver => {
            ("hand-over", None, format!("Hand over to {}", super::roles::hand_over_to(session)), "")
        }
        session::Step::Connected if session.temporary().is_empty() => {
            ("connected", None, "It connects".to_owned(), "")
        }
        session::Step::Connected => {
            ("connected", None, "It connects, and security is still weakened".to_owned(), "")
        }
    };
    PathCard {
        kind: PathKind::Now,
        id: id.cloned(),
        title,
        state: Some(state.to_owned()),
        told: told.to_owned(),
        witness: None,
        note: None,
        in_place: !session.temporary().is_empty(),
        effect: if state == "connected" { String::new() } else { likeliest(session) },
    }
}

/// The causes that are at least possible, best first.
fn likeliest(session: &Session) -> String {
    let worth = session.ranking().into_iter().filter(|(_, p)| Likelihood::of(*p) < Likelihood::Unlikely);
    let told = worth.take(NAMED).map(|(index, p)| {
        let title = session.cause(index).map_or(UNLISTED_TITLE, |cause| cause.title.as_str());
        format!("{title} ({})", Likelihood::of(p).word())
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        "No cause stands out.".to_owned()
    } else {
        format!("Likeliest: {}.", told.join("; "))
    }
}

impl PathCard {
    /// The station as people see it.
    pub(super) fn station(&self) -> Station {
        let (label, tone) = match (self.kind, self.state.as_deref()) {
            (PathKind::Start, _) => ("Start", Tone::Quiet),
            (PathKind::Tried, _) if self.in_place => ("Tried", Tone::Warn),
            (PathKind::Now, _) if self.in_place => ("Now", Tone::Warn),
            (PathKind::Answer, Some(UNKNOWN)) => ("Asked", Tone::Quiet),
            (PathKind::Answer, _) => ("Asked", Tone::Plain),
            (PathKind::Tried, Some("worked")) => ("Tried", Tone::Good),
            (PathKind::Tried, Some("cannot")) => ("Tried", Tone::Quiet),
            (PathKind::Tried, _) => ("Tried", Tone::Bad),
            (PathKind::Now, Some("connected")) => ("Now", Tone::Good),
            (PathKind::Now, _) => ("Now", Tone::Strong),
        };
        Station {
            label: label.to_owned(),
            title: self.title.clone(),
            lines: [self.told_by(), self.effect.clone()]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect(),
            tone,
        }
    }

    /// `No, other hosts fail as well (person): what it was read from.`
    fn told_by(&self) -> String {
        let witness = self.witness.map(|witness| format!(" ({})", witness.word())).unwrap_or_default();
        let note = self.note.as_ref().map(|note| format!(": {}", note.reveal())).unwrap_or_default();
        let told = format!("{}{witness}{note}", self.told);
        if told.is_empty() || told.ends_with(['.', '!', '?']) { told } else { format!("{told}.") }
    }
}

impl Redact for PathCard {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.note.redact(redactor);
    }
}
