//! `rdpfix.evidence/1`: what files show, and which questions that answers.

use std::time::{Duration, UNIX_EPOCH};

use schemars::JsonSchema;
use serde::Serialize;

use crate::evidence::{self, Answers, Attempt, Bundle, Fact, Outcome, Suggested, Why};
use crate::knowledge::Knowledge;
use crate::knowledge::clues::{FactKind, glob};
use crate::knowledge::format::Observation;
use crate::knowledge::words::Side;
use crate::report::header::{KnowledgeRevision, VERSION};
use crate::sensitive::{Kind, Phrase, Redact, Redactor, Sensitive};
use crate::text::sanitise;
use crate::time::{after, rfc3339};

/// So many attempts are shown, the newest.
const MOST_ATTEMPTS: usize = 20;

/// So many facts of a file are shown.
const MOST_FACTS: usize = 500;

/// The longest value of a fact that is shown, in characters.
const LONGEST: usize = 200;

/// What files show.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceReport {
    /// `rdpfix.evidence/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge that says what the facts mean.
    pub knowledge: KnowledgeRevision,
    /// The files that were understood, in the order in which they were named.
    pub files: Vec<FileCard>,
    /// The files that were not.
    pub not_understood: Vec<UnreadCard>,
    /// What the files show, event logs aside.
    pub facts: Vec<FactCard>,
    /// How many facts are left out here.
    pub more_facts: usize,
    /// The attempts to connect in the order in which they began: the newest of them.
    pub attempts: Vec<AttemptCard>,
    /// How many older ones are left out here.
    pub more_attempts: usize,
    /// The observations that are answered.
    pub answers: Vec<AnsweredCard>,
    /// Where files do not agree.
    pub contradictions: Vec<DisagreementCard>,
    /// What would answer, and does not.
    pub set_aside: Vec<AsideCard>,
    /// The problems that the files point to, the surest first.
    pub suggests: Vec<PointsTo>,
    /// The command line that goes on from here.
    pub command: Phrase,
}

/// A file that was understood.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FileCard {
    /// Its name.
    pub name: Sensitive,
    /// What it was read as.
    pub read_as: Vec<&'static str>,
    /// The side from which it comes; `null` where nothing tells.
    pub side: Option<Side>,
    /// The computer that it names as its own.
    pub computer: Option<Sensitive>,
    /// Records of a log, whether they matter here or not.
    pub records: usize,
    /// Events of them that matter here.
    pub events: usize,
    /// Facts.
    pub facts: usize,
    /// What to know of the file and of its reading.
    pub notes: Vec<String>,
    /// What is a danger.
    pub warnings: Vec<String>,
}

/// A file that was not understood.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnreadCard {
    /// Its name.
    pub name: Sensitive,
    /// Why.
    pub because: String,
}

/// A fact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FactCard {
    /// The file, by its place in `files`.
    pub file: usize,
    /// What kind.
    pub kind: FactKind,
    /// Its name.
    pub name: Phrase,
    /// Its value.
    pub value: Phrase,
    /// Where it stands, such as `line 3`; empty for what follows from the file as a whole.
    pub place: String,
    /// When it was so, in UTC; `null` for the moment at which the file was made.
    pub at: Option<String>,
}

/// An attempt to connect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttemptCard {
    /// The side that logged it.
    pub side: Side,
    /// The file, by its place in `files`.
    pub file: usize,
    /// When it began, in UTC.
    pub began: String,
    /// When its last event was written, in UTC.
    pub ended: String,
    /// The other computer.
    pub other: Option<Sensitive>,
    /// What became of it: `failed`, `broke-off`, `ended`, `connected` or `no-sign-in`.
    pub outcome: &'static str,
    /// The code with which it ended.
    pub code: Option<String>,
    /// The numbers of its events, in order.
    pub events: Vec<u32>,
    /// Whether it is the one that the answers are about.
    pub in_question: bool,
}

/// An observation that is answered.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnsweredCard {
    /// The observation.
    pub observation: String,
    /// Its question.
    pub question: String,
    /// Its state.
    pub state: String,
    /// The state in words.
    pub label: String,
    /// The file, the place, and what stands there.
    pub evidence: Phrase,
}

/// Two files, or two places, that do not agree.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DisagreementCard {
    /// The observation.
    pub observation: String,
    /// Its question.
    pub question: String,
    /// Whether the first is believed; else neither is, and the question stays open.
    pub first_is_believed: bool,
    /// What each says.
    pub said: [SaidCard; 2],
}

/// What one place says.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SaidCard {
    /// The state.
    pub state: String,
    /// The file, the place, and what stands there.
    pub evidence: Phrase,
}

/// What would answer, and does not.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AsideCard {
    /// The observation.
    pub observation: String,
    /// Its question.
    pub question: String,
    /// The state that it would be.
    pub state: String,
    /// The file, the place, and what stands there.
    pub evidence: Phrase,
    /// Why: `other-time`, `other-computer` or `side-unknown`.
    pub why: &'static str,
    /// The side from which it would have to come.
    pub side: Option<Side>,
}

/// A problem that files point to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PointsTo {
    /// The problem.
    pub problem: String,
    /// Its headline.
    pub title: String,
    /// What points to it.
    pub because: String,
}

/// Everything that was found out from a bundle.
#[derive(Debug)]
pub struct Outlook<'o> {
    /// The files.
    pub bundle: &'o Bundle,
    /// Files that could not be read, and why.
    pub unread: &'o [(String, String)],
    /// The attempts.
    pub attempts: &'o [Attempt],
    /// The one in question.
    pub in_question: Option<&'o Attempt>,
    /// The moment that was asked about, in milliseconds of Unix time.
    pub at: Option<i64>,
    /// The answers.
    pub answers: &'o Answers,
    /// The problems.
    pub suggested: &'o [Suggested],
    /// The command line that goes on from here, without a problem.
    pub paths: &'o [String],
}

impl EvidenceReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.evidence/1";

    /// The report on files.
    pub fn new(knowledge: &Knowledge, outlook: &Outlook) -> Self {
        let bundle = outlook.bundle;
        let names = KnownNames::of(knowledge);
        let understood = |source: &&evidence::Source| !source.found.shapes.is_empty();
        let places: Vec<usize> =
            (0..bundle.sources.len()).filter(|i| understood(&&bundle.sources[*i])).collect();
        let place = |source: usize| places.iter().position(|known| *known == source).unwrap_or(0);
        let mut facts = Vec::new();
        let mut more_facts = 0;
        for source in &places {
            let all = &bundle.sources[*source].found.facts;
            more_facts += all.len().saturating_sub(MOST_FACTS);
            facts.extend(all.iter().take(MOST_FACTS).map(|fact| names.card(place(*source), fact)));
        }
        let more_attempts = outlook.attempts.len().saturating_sub(MOST_ATTEMPTS);
        let attempt = |attempt: &Attempt| AttemptCard {
            in_question: outlook.in_question == Some(attempt),
            ..attempt_card(attempt, place(attempt.source))
        };
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            files: places.iter().map(|source| file_card(&bundle.sources[*source])).collect(),
            not_understood: not_understood(outlook),
            facts,
            more_facts,
            attempts: outlook.attempts.iter().skip(more_attempts).map(attempt).collect(),
            more_attempts,
            answers: outlook.answers.answered.iter().map(|answer| answered_card(knowledge, answer)).collect(),
            contradictions: contradictions(knowledge, outlook.answers),
            set_aside: set_aside(knowledge, outlook.answers),
            suggests: outlook.suggested.iter().filter_map(|found| points_to(knowledge, found)).collect(),
            command: command(outlook),
        }
    }
}

/// The line with which a diagnosis goes on.
fn command(outlook: &Outlook) -> Phrase {
    let problem = outlook.suggested.first();
    let problem = problem.map(|found| format!(" --problem {}", found.problem)).unwrap_or_default();
    let begin = Phrase::words(format!("rdpfix diagnose{problem}"));
    let line =
        outlook.paths.iter().fold(begin, |line, path| line.and(" --evidence ").and_name(Kind::Text, path));
    match outlook.at.and_then(|at| u64::try_from(at).ok()) {
        Some(at) => line.and(format!(" --at {}", rfc3339(after(UNIX_EPOCH, Duration::from_millis(at))))),
        None => line,
    }
}

fn not_understood(outlook: &Outlook) -> Vec<UnreadCard> {
    let name = |name: &str| Sensitive::new(Kind::Text, sanitise(name));
    let empty = outlook.bundle.sources.iter().filter(|source| source.found.shapes.is_empty());
    let because = |source: &evidence::Source| {
        let notes: Vec<&str> = source.found.notes.iter().map(|note| note.text.as_str()).collect();
        if notes.is_empty() { "nothing in it is known here".to_owned() } else { notes.join("; ") }
    };
    let empty = empty.map(|source| UnreadCard { name: name(&source.name), because: because(source) });
    let unread = outlook.unread.iter();
    let unread = unread.map(|(path, because)| UnreadCard { name: name(path), because: because.clone() });
    unread.chain(empty).collect()
}

fn file_card(source: &evidence::Source) -> FileCard {
    let notes = |warns: bool| {
        let notes = source.found.notes.iter().filter(|note| note.warns == warns);
        notes.map(|note| sanitise(&note.text)).collect()
    };
    FileCard {
        name: Sensitive::new(Kind::Text, sanitise(&source.name)),
        read_as: source.found.shapes.iter().map(|shape| shape.words()).collect(),
        side: source.side,
        computer: source.machine.as_ref().map(|name| Sensitive::new(Kind::Host, sanitise(name))),
        records: source.found.records,
        events: source.found.events.len(),
        facts: source.found.facts.len(),
        notes: notes(false),
        warnings: notes(true),
    }
}

fn attempt_card(attempt: &Attempt, file: usize) -> AttemptCard {
    let code = attempt.code.map(|(_, code)| format!("0x{code:X}"));
    let other = attempt.peer.as_ref().map(|(kind, name)| Sensitive::new(*kind, sanitise(name)));
    AttemptCard {
        side: attempt.side,
        file,
        began: moment(attempt.begin),
        ended: moment(attempt.end),
        other,
        outcome: attempt.outcome.word(),
        code,
        events: attempt.events.iter().copied().take(64).collect(),
        in_question: false,
    }
}

/// Milliseconds of Unix time as they are written, to the second.
fn moment(at: i64) -> String {
    rfc3339(after(UNIX_EPOCH, Duration::from_millis(u64::try_from(at).unwrap_or(0))))
}

fn question(observation: Option<&Observation>) -> String {
    observation.map(|observation| observation.ask.prompt.clone()).unwrap_or_default()
}

fn answered_card(knowledge: &Knowledge, answer: &evidence::Answered) -> AnsweredCard {
    let observation = knowledge.observations.get(&answer.observation);
    let label = observation.and_then(|observation| observation.ask.labels.get(&answer.state));
    AnsweredCard {
        observation: answer.observation.clone(),
        question: question(observation),
        state: answer.state.clone(),
        label: label.unwrap_or(&answer.state).clone(),
        evidence: answer.evidence.clone(),
    }
}

fn contradictions(knowledge: &Knowledge, answers: &Answers) -> Vec<DisagreementCard> {
    let said =
        |(state, evidence): &(String, Phrase)| SaidCard { state: state.clone(), evidence: evidence.clone() };
    let card = |found: &evidence::Contradiction| DisagreementCard {
        observation: found.observation.clone(),
        question: question(knowledge.observations.get(&found.observation)),
        first_is_believed: found.believed,
        said: [said(&found.one), said(&found.other)],
    };
    answers.contradictions.iter().map(card).collect()
}

fn set_aside(knowledge: &Knowledge, answers: &Answers) -> Vec<AsideCard> {
    let card = |aside: &evidence::Aside| AsideCard {
        observation: aside.observation.clone(),
        question: question(knowledge.observations.get(&aside.observation)),
        state: aside.state.clone(),
        evidence: aside.evidence.clone(),
        why: match aside.why {
            Why::OtherTime => "other-time",
            Why::OtherMachine => "other-computer",
            Why::NoSide => "side-unknown",
        },
        side: aside.side,
    };
    answers.aside.iter().map(card).collect()
}

fn points_to(knowledge: &Knowledge, found: &Suggested) -> Option<PointsTo> {
    let problem = knowledge.problems.get(&found.problem)?;
    let (problem, title) = (problem.id.clone(), problem.title.clone());
    Some(PointsTo { problem, title, because: sanitise(&found.because) })
}

/// The names of registry values that knowledge has: any other may hold the name of a computer or a person.
struct KnownNames<'k>(Vec<&'k str>);

impl<'k> KnownNames<'k> {
    fn of(knowledge: &'k Knowledge) -> Self {
        let ways = knowledge.observations.values().flat_map(|observation| &observation.witnesses);
        let clues = ways.filter_map(|way| way.fact.as_ref()).filter(|clue| clue.kind == FactKind::Registry);
        Self(clues.map(|clue| clue.name.as_str()).filter(|name| !name.contains('*')).collect())
    }

    fn card(&self, file: usize, fact: &Fact) -> FactCard {
        let name = sanitise(&fact.name);
        let known = fact.kind != FactKind::Registry || self.0.iter().any(|known| glob(known, &name));
        let value: String = sanitise(&fact.value).chars().take(LONGEST).collect();
        let number = value.parse::<u64>().is_ok() || fact.value.is_empty();
        let named = fact.names.or_else(|| (fact.kind == FactKind::Registry && !number).then_some(Kind::Text));
        FactCard {
            file,
            kind: fact.kind,
            name: if known { Phrase::words(name) } else { Phrase::name(Kind::Text, name) },
            value: named
                .map_or_else(|| Phrase::words(value.clone()), |kind| Phrase::name(kind, value.clone())),
            place: fact.place.words().trim_start_matches(", ").to_owned(),
            at: fact.at.map(moment),
        }
    }
}

impl Redact for EvidenceReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        for file in &mut self.files {
            file.name.redact(redactor);
            file.computer.redact(redactor);
        }
        for file in &mut self.not_understood {
            file.name.redact(redactor);
        }
        for fact in &mut self.facts {
            fact.name.redact(redactor);
            fact.value.redact(redactor);
        }
        for attempt in &mut self.attempts {
            attempt.other.redact(redactor);
        }
        for answer in &mut self.answers {
            answer.evidence.redact(redactor);
        }
        for said in self.contradictions.iter_mut().flat_map(|card| &mut card.said) {
            said.evidence.redact(redactor);
        }
        for aside in &mut self.set_aside {
            aside.evidence.redact(redactor);
        }
        self.command.redact(redactor);
    }
}

/// What an outcome is called.
pub(super) fn outcome_words(word: &str) -> &'static str {
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.word() == word);
    match outcome {
        Some(Outcome::Failed) => "failed",
        Some(Outcome::BrokeOff) => "broke off",
        Some(Outcome::Ended) => "ended by somebody",
        Some(Outcome::Connected) => "connected",
        Some(Outcome::NoSignIn) | None => "no sign-in seen",
    }
}
