//! A question to the person.

use super::{Ending, Flow, Interview, digit};
use crate::knowledge::format::Observation;
use crate::report::{cards, reasons};
use crate::session::{Given, Reason, Session, UNKNOWN, WitnessKind};
use crate::witness::{Gone, Item, Menu, Person, Reply};

impl Interview<'_> {
    pub(super) fn ask<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        observation: &Observation,
        reason: Reason,
    ) -> Result<Flow, Gone> {
        self.questions += 1;
        let card = cards::question(session, observation, reason, self.questions, self.setting.numbers);
        self.show(person, &card)?;
        if let Some(warning) = cards::unlisted(session) {
            self.show(person, &warning)?;
        }
        let menu = menu(observation);
        let states = observation.states.len();
        loop {
            let Reply::Said(index) = person.pick(&menu)? else { return Ok(Flow::End(Ending::Cancelled)) };
            match menu.items[index].key {
                '?' => self.show(person, &cards::how(observation))?,
                'b' => return self.back(person),
                'q' => return Ok(Flow::End(Ending::Cancelled)),
                's' => {
                    self.answer(observation, UNKNOWN);
                    self.now.skipped.insert(observation.id.clone());
                    return Ok(Flow::On);
                }
                _ => {
                    let state = observation.states.get(index).filter(|_| index < states);
                    let state = state.map_or(UNKNOWN, String::as_str);
                    self.answer(observation, state);
                    self.say_effect(person, session, observation, state, reason)?;
                    return Ok(Flow::On);
                }
            }
        }
    }

    fn answer(&mut self, observation: &Observation, state: &str) {
        let given = Given { state: state.to_owned(), witness: WitnessKind::Person, evidence: None };
        self.change(|now| {
            now.facts.answers.insert(observation.id.clone(), given);
        });
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
        let label = observation.ask.labels.get(state).map_or(state, String::as_str);
        let line = match (reason, observation.blocks.get(state)) {
            (Reason::Gate, Some(blocks)) => format!("{label} -> {}", blocks.because),
            (Reason::Gate, None) => format!("{label} -> noted."),
            _ => reasons::effect(before, &after, if state == UNKNOWN { UNKNOWN } else { label }),
        };
        self.show(person, &cards::line(line))
    }
}

fn menu(observation: &Observation) -> Menu {
    let label = |state: &String| observation.ask.labels.get(state).unwrap_or(state).clone();
    let states = observation.states.iter().enumerate();
    let mut items: Vec<Item> =
        states.map(|(index, state)| Item { key: digit(index), label: label(state) }).collect();
    let unknown = items.len();
    let ways = [
        ('d', "I do not know"),
        ('?', "How to find out"),
        ('s', "Skip: ask me later"),
        ('b', "Back"),
        ('q', "Quit (what was answered is kept)"),
    ];
    items.extend(ways.map(|(key, label)| Item { key, label: label.to_owned() }));
    Menu { prompt: String::new(), items, default: unknown }
}
