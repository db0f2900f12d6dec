//! Which witnesses are asked for, and the commands that bring them.

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge::Knowledge;
use crate::knowledge::clues::{ABSENT, FactKind};
use crate::knowledge::collecting::{Named, line_of_event, line_of_fact, lines, log_of, sides};
use crate::knowledge::commands::Shell;
use crate::knowledge::format::{CollectLine, Event, FactClue, Observation, Problem, Way};
use crate::knowledge::words::Side;
use crate::session::{Session, UNKNOWN};

/// So many numbers of events fit one query: Windows takes at most 20 expressions, one of them the source.
const NUMBERS: usize = 16;

/// A line of `collect.json` with what is asked of it.
#[derive(Debug)]
pub(super) struct Chosen<'k> {
    /// Its id.
    pub(super) id: &'k str,
    /// The line.
    pub(super) line: &'k CollectLine,
    /// The observations that it can answer, by id.
    pub(super) answers: BTreeSet<&'k str>,
    /// The parts of facts that stand in its commands, by what is whole.
    facts: BTreeSet<Parts>,
    /// The numbers of events that are asked for, by source.
    events: BTreeMap<&'k str, BTreeSet<u32>>,
}

/// What a fact fills into a command.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Parts {
    /// All values of a registry key.
    Key(String),
    /// One value.
    Value(String, String),
    /// A service.
    Service(String),
    /// Nothing: the command shows a list.
    None,
}

/// The lines for a side, by id: for a problem, or for all of them.
pub(super) fn choose<'k>(
    knowledge: &'k Knowledge,
    side: Side,
    problem: Option<&'k Problem>,
) -> Vec<Chosen<'k>> {
    let mut chosen = Choice { knowledge, side, lines: BTreeMap::new(), asks_events: false };
    for observation in observations(knowledge, problem) {
        for way in observation.witnesses.iter().filter(|way| sides(way).any(|own| own == side)) {
            chosen.way(observation, way);
        }
    }
    chosen.events_of(problem);
    chosen.beside();
    chosen.lines.into_values().collect()
}

/// The observations that a problem may ask for; without one, all of them.
fn observations<'k>(knowledge: &'k Knowledge, problem: Option<&Problem>) -> Vec<&'k Observation> {
    let all = knowledge.observations.values();
    let Some(problem) = problem else { return all.collect() };
    let causes = problem.causes.keys().filter_map(|id| knowledge.causes.get(id));
    let mut ids: BTreeSet<&str> =
        causes.flat_map(|cause| cause.observations.keys()).map(String::as_str).collect();
    ids.extend(problem.also_ask.keys().chain(&problem.first).map(String::as_str));
    let open = |observation: &&Observation| {
        let asked = ids.contains(observation.id.as_str());
        let gate = !observation.blocks.is_empty() || !observation.tells.is_empty();
        (asked || gate) && !problem.implies.contains(&observation.id)
    };
    all.filter(open).collect()
}

/// The side from which a script would bring what is open when a session is handed over: the first of those on which
/// somebody else acts.
pub fn offered(session: &Session) -> Option<Side> {
    let answered = |observation: &Observation| {
        session.facts.answers.get(&observation.id).is_some_and(|given| given.state != UNKNOWN)
    };
    let open: Vec<&Observation> =
        session.bearing().into_iter().filter(|observation| !answered(observation)).collect();
    let brings = |side: &Side| {
        let mut ways = open.iter().flat_map(|observation| &observation.witnesses);
        ways.any(|way| way.is_evidence() && sides(way).any(|own| own == *side))
    };
    let mut others = session.other_sides().into_iter();
    others.find(|side| session.known().windows_at(*side) && brings(side))
}

struct Choice<'k> {
    knowledge: &'k Knowledge,
    side: Side,
    lines: BTreeMap<&'k str, Chosen<'k>>,
    asks_events: bool,
}

impl<'k> Choice<'k> {
    fn take(&mut self, (id, line): Named<'k>) -> &mut Chosen<'k> {
        let new =
            || Chosen { id, line, answers: BTreeSet::new(), facts: BTreeSet::new(), events: BTreeMap::new() };
        self.lines.entry(id).or_insert_with(new)
    }

    fn way(&mut self, observation: &'k Observation, way: &'k Way) {
        if let Some(clue) = &way.fact
            && let Ok(named) = line_of_fact(self.knowledge, self.side, clue)
        {
            let line = self.take(named);
            line.answers.insert(&observation.id);
            line.facts.insert(Parts::of(clue, way.map.contains(ABSENT)));
        }
        if let Some(clue) = &way.event {
            self.asks_events = true;
            for number in &clue.numbers {
                let found = line_of_event(self.knowledge, self.side, &clue.source, *number);
                let Ok(named) = found else { continue };
                let line = self.take(named);
                line.answers.insert(&observation.id);
                line.events.entry(&clue.source).or_default().insert(*number);
            }
        }
    }

    /// Events that speak for the problem; without one, those that speak for any; and those of attempts to connect.
    fn events_of(&mut self, problem: Option<&Problem>) {
        let speaks = |event: &Event| match problem {
            Some(problem) => {
                event.problem.as_ref() == Some(&problem.id)
                    || event.cause.as_ref().is_some_and(|cause| problem.causes.contains(cause))
            }
            None => event.problem.is_some() || event.cause.is_some() || !event.read.is_empty(),
        };
        for (_, event) in &self.knowledge.events().events {
            let here = event.side.as_slice().contains(&self.side);
            let attempt = |line: &CollectLine| {
                line.brings.attempts && self.asks_events && line.brings.log.as_ref() == Some(&event.log)
            };
            let mut logs = lines(self.knowledge, self.side);
            let named = logs.find(|(_, line)| line.brings.log.as_ref() == Some(&event.log));
            let Some(named) = named.filter(|(_, line)| here && (speaks(event) || attempt(line))) else {
                continue;
            };
            // A number of a source that stands in two logs belongs to the first.
            let own = |number: &&u32| log_of(self.knowledge, &event.source, **number) == Some(&event.log);
            let numbers: Vec<u32> = event.numbers.iter().filter(own).copied().collect();
            self.take(named).events.entry(&event.source).or_default().extend(numbers);
        }
    }

    /// Lines without which others cannot be understood.
    fn beside(&mut self) {
        let needed: Vec<&String> = self.lines.values().flat_map(|chosen| &chosen.line.with).collect();
        for id in needed {
            let named = lines(self.knowledge, self.side).find(|(own, _)| own == id);
            if let Some(named) = named {
                self.take(named).facts.insert(Parts::None);
            }
        }
    }
}

impl Parts {
    fn of(clue: &FactClue, absent: bool) -> Self {
        match clue.kind {
            FactKind::Registry => match clue.name.rsplit_once('\\') {
                Some((key, _)) if key.contains('*') => Self::None,
                Some((key, value)) if absent || value.contains('*') => Self::Key(key.to_owned()),
                Some((key, value)) => Self::Value(key.to_owned(), value.to_owned()),
                None => Self::None,
            },
            FactKind::Service => Self::Service(clue.name.split(' ').next().unwrap_or_default().to_owned()),
            _ => Self::None,
        }
    }

    fn fill(&self, command: &str) -> String {
        match self {
            Self::Key(key) => command.replace("{key}", key),
            Self::Value(key, value) => command.replace("{key}", key).replace("{value}", value),
            Self::Service(service) => command.replace("{service}", service),
            Self::None => command.to_owned(),
        }
    }
}

impl Chosen<'_> {
    /// The commands for a shell, each once, in order. What the person who runs them knows stays in braces.
    pub(super) fn commands(&self, shell: Shell) -> Vec<String> {
        let CollectLine { cmd, powershell, whole, .. } = self.line;
        let own = if shell == Shell::PowerShell && !powershell.is_empty() { powershell } else { cmd };
        let mut commands = Vec::new();
        let mut add = |command: String| {
            if !commands.contains(&command) {
                commands.push(command);
            }
        };
        let keys = || {
            self.facts.iter().filter_map(|parts| if let Parts::Key(key) = parts { Some(key) } else { None })
        };
        for parts in &self.facts {
            // A key that is read whole shows its values.
            if matches!(parts, Parts::Value(key, _) if keys().any(|whole| whole.eq_ignore_ascii_case(key))) {
                continue;
            }
            let list = if matches!(parts, Parts::Key(_)) && !whole.is_empty() { whole } else { own };
            // Which key is meant, nobody says.
            let named =
                list.iter().map(|command| parts.fill(command)).filter(|command| !command.contains("{key}"));
            named.for_each(&mut add);
        }
        let log = self.line.brings.log.as_deref().unwrap_or_default();
        for (source, numbers) in &self.events {
            let numbers: Vec<u32> = numbers.iter().copied().collect();
            for numbers in numbers.chunks(NUMBERS) {
                let query = query(source, numbers);
                own.iter()
                    .map(|command| command.replace("{log}", log).replace("{query}", &query))
                    .for_each(&mut add);
            }
        }
        commands
    }
}

/// The `XPath` of some events of a source.
fn query(source: &str, numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|number| format!("EventID={number}")).collect();
    format!("*[System[Provider[@Name='{source}'] and ({})]]", numbers.join(" or "))
}
