//! From facts and events to answers: what `witnesses` of the observations say.

use super::attempt::Attempt;
use super::bundle::{Bundle, Source, short};
use super::event::Event;
use super::fact::Fact;
use super::place::Place;
use crate::knowledge::Knowledge;
use crate::knowledge::clues::{ABSENT, FactKind, fits, glob};
use crate::knowledge::format::{EventClue, FactClue, Id, Observation, UniqueMap, Way};
use crate::knowledge::words::Side;
use crate::sensitive::{Kind, Phrase};
use crate::session::{Given, WitnessKind};
use crate::text::sanitise;
use crate::time;

/// An event that is older than this beside the newest record tells nothing of now, where no attempt is known: a week, in
/// milliseconds.
const OLD: i64 = 7 * 86_400_000;

/// An observation that a file answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The observation.
    pub observation: Id,
    /// Its state.
    pub state: String,
    /// What it was read from: the file, the place, and what stands there.
    pub evidence: Phrase,
}

impl Answered {
    /// The answer as a session takes it.
    pub fn given(&self) -> (Id, Given) {
        let evidence = Some(self.evidence.clone());
        let given = Given { state: self.state.clone(), witness: WitnessKind::Evidence, evidence };
        (self.observation.clone(), given)
    }
}

/// Two witnesses of one observation that do not agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The observation.
    pub observation: Id,
    /// The state and its evidence that is believed; `None` where neither is.
    pub believed: bool,
    /// The first that says something.
    pub one: (String, Phrase),
    /// What says otherwise.
    pub other: (String, Phrase),
}

/// Why something that a file shows does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It belongs to another attempt, or is older than a week.
    OtherTime,
    /// Files of that side come from more than one computer.
    OtherMachine,
    /// Nothing tells from which computer the file comes.
    NoSide,
}

/// Something that would answer, and does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The observation.
    pub observation: Id,
    /// The state that it would be.
    pub state: String,
    /// What it was read from.
    pub evidence: Phrase,
    /// Why it does not.
    pub why: Why,
    /// The side that the file would have to come from.
    pub side: Option<Side>,
}

/// What the files say about the observations.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The answers, by observation.
    pub answered: Vec<Answered>,
    /// Where witnesses do not agree.
    pub contradictions: Vec<Contradiction>,
    /// What does not answer, and why.
    pub aside: Vec<Aside>,
}

/// One witness that says something.
struct Hit {
    state: String,
    evidence: Phrase,
    at: Option<i64>,
    source: usize,
    why_not: Option<Why>,
}

/// What a bundle says about every observation. `attempt` is the one that is asked about.
pub fn answers(knowledge: &Knowledge, bundle: &Bundle, attempt: Option<&Attempt>) -> Answers {
    let mut answers = Answers::default();
    let view = View { bundle, attempt, newest: bundle.newest() };
    let witnessed = |observation: &&Observation| observation.witnesses.iter().any(Way::is_evidence);
    for observation in knowledge.observations.values().filter(witnessed) {
        view.observation(observation, &mut answers);
    }
    answers
}

/// What the ways of an observation are held against.
struct View<'b> {
    bundle: &'b Bundle,
    attempt: Option<&'b Attempt>,
    newest: Option<i64>,
}

impl View<'_> {
    fn observation(&self, observation: &Observation, answers: &mut Answers) {
        let mut first: Option<(&Way, Hit)> = None;
        let mut aside = None;
        for way in observation.witnesses.iter().filter(|way| way.is_evidence()) {
            let (good, bad): (Vec<Hit>, Vec<Hit>) =
                self.hits(way).into_iter().partition(|hit| hit.why_not.is_none());
            aside = aside.or_else(|| bad.into_iter().next_back().map(|hit| (way, hit)));
            let Some((hit, other)) = newest(good) else { continue };
            if let Some(other) = other {
                answers.contradictions.push(Contradiction {
                    observation: observation.id.clone(),
                    believed: false,
                    one: (hit.state, hit.evidence),
                    other: (other.state, other.evidence),
                });
                return;
            }
            match &first {
                None => first = Some((way, hit)),
                Some((earlier, believed)) if believed.state != hit.state && !alike(earlier, way) => {
                    answers.contradictions.push(Contradiction {
                        observation: observation.id.clone(),
                        believed: true,
                        one: (believed.state.clone(), believed.evidence.clone()),
                        other: (hit.state, hit.evidence),
                    });
                }
                Some(_) => {}
            }
        }
        let id = observation.id.clone();
        if let Some((_, hit)) = first {
            answers.answered.push(Answered { observation: id, state: hit.state, evidence: hit.evidence });
        } else if let Some((way, hit)) = aside {
            let why = hit.why_not.unwrap_or(Why::NoSide);
            let side = way.seen_from;
            answers.aside.push(Aside {
                observation: id,
                state: hit.state,
                evidence: hit.evidence,
                why,
                side,
            });
        }
    }

    /// What a way says, from the oldest to the newest.
    fn hits(&self, way: &Way) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (index, source) in self.bundle.sources.iter().enumerate() {
            let fits_side = way.seen_from.is_none_or(|side| source.side.is_none_or(|own| own == side));
            if !fits_side {
                continue;
            }
            let why_not = self.why_not(way, source);
            let mut add =
                |hit: Hit| hits.push(Hit { source: index, why_not: hit.why_not.or(why_not), ..hit });
            if let Some(clue) = &way.fact {
                facts(clue, &way.map, source).into_iter().for_each(&mut add);
            }
            if let Some(clue) = &way.event {
                self.events(clue, &way.map, source).into_iter().for_each(&mut add);
            }
        }
        // What has no time was so when the file was made: it is newer than any record.
        hits.sort_by_key(|hit| hit.at.unwrap_or(i64::MAX));
        hits
    }

    /// Why a file cannot be this witness.
    fn why_not(&self, way: &Way, source: &Source) -> Option<Why> {
        let side = way.seen_from?;
        if source.side.is_none() {
            return Some(Why::NoSide);
        }
        let machines = self.bundle.machines(side);
        let asked = self.attempt.filter(|attempt| attempt.side == side);
        let asked = asked.and_then(|attempt| self.bundle.sources.get(attempt.source)?.machine.as_deref());
        let own = source.machine.as_deref().map(short);
        let same = match asked {
            Some(asked) => own.is_none_or(|own| own == short(asked)),
            None => machines.len() <= 1,
        };
        (!same).then_some(Why::OtherMachine)
    }

    fn events(&self, clue: &EventClue, map: &UniqueMap<String>, source: &Source) -> Vec<Hit> {
        let meant = |event: &&Event| {
            event.is(&clue.source, &clue.numbers)
                && clue.only.iter().all(|(field, values)| {
                    let value = event.field(field).unwrap_or_default();
                    values.iter().any(|wanted| fits(wanted, value).is_some())
                })
        };
        let hit = |event: &Event| {
            let (field, value) = result(clue, event)?;
            let state = state(map, &value)?;
            Some(Hit {
                state,
                evidence: of_event(source, event, field.zip(Some(value.as_str()))),
                at: Some(event.at),
                source: 0,
                why_not: (!self.is_timely(clue, event)).then_some(Why::OtherTime),
            })
        };
        source.found.events.iter().filter(meant).filter_map(hit).collect()
    }

    /// Whether an event is of the attempt that is asked about, or new where none is known.
    fn is_timely(&self, clue: &EventClue, event: &Event) -> bool {
        // File shares leave refused sign-ins of type 3, too: only the address tells them apart.
        let share = event.number == 4625 && event.field("LogonType") != Some("10");
        match self.attempt {
            Some(attempt) if share => {
                let from = attempt.peer.as_ref().map(|(_, name)| name.as_str());
                attempt.holds(event) && from.is_some() && from == event.address("IpAddress")
            }
            Some(attempt) => attempt.holds(event),
            None if share || clue.beside_attempt => false,
            None => self.newest.is_none_or(|newest| newest - event.at <= OLD),
        }
    }
}

/// The newest of the hits; and beside it one that is as new and says otherwise.
fn newest(mut hits: Vec<Hit>) -> Option<(Hit, Option<Hit>)> {
    let last = hits.pop()?;
    let other = hits.into_iter().find(|hit| {
        hit.at == last.at && hit.at.is_none() && hit.state != last.state && hit.source != last.source
    });
    Some((last, other))
}

/// Whether two ways are two settings of which the first overrules the second, as a policy does.
fn alike(one: &Way, other: &Way) -> bool {
    let kind = |way: &Way| way.fact.as_ref().map(|clue| clue.kind);
    kind(one) == Some(FactKind::Registry) && kind(other) == Some(FactKind::Registry)
        || kind(one).is_some() && kind(one) == kind(other)
}

/// The result of an event: the field and its value, or its number.
fn result<'c>(clue: &'c EventClue, event: &Event) -> Option<(Option<&'c str>, String)> {
    if clue.fields.is_empty() {
        return Some((None, event.number.to_string()));
    }
    let zero = |value: &str| value.trim_start_matches("0x").bytes().all(|byte| byte == b'0');
    clue.fields.iter().find_map(|field| {
        let value = event.field(field).filter(|value| !zero(value))?;
        Some((Some(field.as_str()), value.to_owned()))
    })
}

/// The state of the result that fits a value most closely.
fn state(map: &UniqueMap<String>, value: &str) -> Option<String> {
    let fitting = map.iter().filter_map(|(result, state)| Some((fits(result, value)?, state)));
    fitting.max_by_key(|(closeness, _)| *closeness).map(|(_, state)| state.clone())
}

fn facts(clue: &FactClue, map: &UniqueMap<String>, source: &Source) -> Vec<Hit> {
    let meant = |fact: &&Fact| fact.kind == clue.kind && glob(&clue.name, &fact.name);
    let there: Vec<&Fact> = source.found.facts.iter().filter(meant).collect();
    if there.is_empty() {
        return absent(clue, map, source).into_iter().collect();
    }
    let hit = |fact: &&Fact| {
        Some(Hit {
            state: state(map, &fact.value)?,
            evidence: of_fact(source, fact),
            at: fact.at,
            source: 0,
            why_not: None,
        })
    };
    there.iter().filter_map(hit).collect()
}

/// What is missing, where the list that it belongs to is there whole.
fn absent(clue: &FactClue, map: &UniqueMap<String>, source: &Source) -> Option<Hit> {
    let state = map.get(ABSENT)?;
    let whole = match clue.kind {
        FactKind::Registry => {
            let key = clue.name.rsplit_once('\\')?.0.to_lowercase();
            source.found.whole_keys.contains(&key)
        }
        kind => source.found.whole_lists.contains(&kind),
    };
    let evidence =
        || place(source, Place::Whole, None).and(format!("{} is not there", named(clue.kind, &clue.name)));
    whole.then(|| Hit { state: state.clone(), evidence: evidence(), at: None, source: 0, why_not: None })
}

/// The file and the place, and the moment.
fn place(source: &Source, place: Place, at: Option<i64>) -> Phrase {
    let time = at.map_or_else(String::new, |at| format!(" ({})", moment(at)));
    Phrase::name(Kind::Text, sanitise(&source.name)).and(format!("{}{time}: ", place.words()))
}

/// A moment as people read it, in UTC.
fn moment(at: i64) -> String {
    let at = std::time::Duration::from_millis(u64::try_from(at).unwrap_or(0));
    time::for_people(&time::rfc3339(time::after(std::time::UNIX_EPOCH, at)))
}

/// What a fact is called.
fn named(kind: FactKind, name: &str) -> String {
    match kind {
        FactKind::Registry => sanitise(name),
        kind => format!("{} {}", kind.word(), sanitise(name)),
    }
}

fn of_fact(source: &Source, fact: &Fact) -> Phrase {
    let said = place(source, fact.place, fact.at).and(format!("{} is ", named(fact.kind, &fact.name)));
    let value = sanitise(&fact.value);
    match fact.names {
        Some(kind) => said.and_name(kind, value),
        None => said.and(value),
    }
}

fn of_event(source: &Source, event: &Event, field: Option<(&str, &str)>) -> Phrase {
    let said = place(source, event.place(), Some(event.at));
    let said = said.and(format!("event {} of {}", event.number, sanitise(&event.source)));
    let Some((field, value)) = field else { return said };
    let number = event.number(field).is_some();
    let said = said.and(format!(", {} ", sanitise(field)));
    let value = sanitise(value);
    // A number is a code; a text may name somebody.
    if number { said.and(value) } else { said.and_name(Kind::Text, value) }
}
