//! A question to the person.

use crate::interview::{Ending, Flow, Interview, QUIT, digit};
use crate::knowledge::format::Observation;
use crate::report::diagnosis::reasons;
use crate::report::interview::cards;
use crate::session::log::Event;
use crate::session::{Reason, Session, UNKNOWN, WitnessKind};
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// The key of the way to paste what a command printed.
const PASTE: char = 'p';

impl Interview<'_, '_> {
    pub(super) fn ask<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        observation: &Observation,
        reason: Reason,
    ) -> Result<Flow, Gone> {
        let number = self.course.now().questions + 1;
        self.show(person, &cards::question(session, observation, reason, number))?;
        let states = session.possible(observation);
        let mut menu = menu(observation, &states, !session.seen().is_empty());
        loop {
            let Reply::Said(index) = person.pick(&menu)? else { return Ok(Flow::End(Ending::Cancelled)) };
            match menu.items[index].key {
                '?' => {
                    self.show(person, &cards::how(session, observation))?;
                    menu.prompt = format!("\n{}", observation.ask.prompt);
                }
                PASTE => {
                    if self.printed(person, observation)? {
                        return Ok(Flow::On);
                    }
                    menu.prompt = format!("\n{}", observation.ask.prompt);
                }
                'b' => return self.back(person),
                'q' => return Ok(Flow::End(Ending::Cancelled)),
                'o' => return self.correct(person, session),
                's' => {
                    self.happen(person, &Event::Skipped { observation: observation.id.clone() })?;
                    return Ok(Flow::On);
                }
                _ => {
                    let state = states.get(index).map_or(UNKNOWN, |state| state.as_str());
                    self.answer(person, observation, state)?;
                    self.say_effect(person, session, observation, state, reason)?;
                    return Ok(Flow::On);
                }
            }
        }
    }

    pub(super) fn answer<P: Person>(
        &mut self,
        person: &mut P,
        observation: &Observation,
        state: &str,
    ) -> Result<(), Gone> {
        let witness = WitnessKind::Person.word().to_owned();
        let (observation, state) = (observation.id.clone(), state.to_owned());
        self.happen(person, &Event::Answered { observation, state, witness, evidence: Vec::new() })
    }

    /// What the answer did, in a line.
    fn say_effect<P: Person>(
        &self,
        person: &mut P,
        before: &Session,
        observation: &Observation,
        state: &str,
        reason: Reason,
    ) -> Result<(), Gone> {
        let Some(after) = self.session() else { return Ok(()) };
        let label = reasons::short_label(observation, state);
        let line = match (reason, observation.blocks.get(state)) {
            (Reason::Gate, Some(blocks)) => format!("{label} -> {}", blocks.because),
            (Reason::Gate | Reason::Steps, None) if state == UNKNOWN => "OK, skipped.".to_owned(),
            (Reason::Gate | Reason::Steps, None) => format!("{label} -> noted."),
            _ => reasons::effect(before, &after, label, self.course.frame.numbers),
        };
        self.show(person, &cards::line(line))
    }
}

/// The answers of an observation and the ways out; with `correct` the way to what was looked at.
fn menu(observation: &Observation, states: &[&String], correct: bool) -> Menu {
    let label = |state: &String| observation.ask.labels.get(state).unwrap_or(state).clone();
    let states = states.iter().enumerate();
    let mut items: Vec<Item> =
        states.map(|(index, state)| Item { key: digit(index), label: label(state) }).collect();
    let unknown = items.len();
    let ways = [
        ('d', "I do not know"),
        ('?', "How to find out"),
        (PASTE, "Paste what a command printed"),
        ('s', "Skip: ask me later"),
        ('b', "Back"),
        ('q', QUIT),
    ];
    let ways = ways.into_iter().filter(|(key, _)| *key != PASTE || observation.is_printed());
    items.extend(ways.map(|(key, label)| Item { key, label: label.to_owned() }));
    if correct {
        items.insert(items.len() - 2, Item { key: 'o', label: crate::interview::check::CORRECT.to_owned() });
    }
    let paste = items.iter().position(|item| item.key == PASTE);
    Menu { prompt: String::new(), items, default: unknown, paste }
}
