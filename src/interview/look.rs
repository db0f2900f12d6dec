//! The look at the host: before anything is asked, and open to correction afterwards.

use crate::interview::{Ending, Flow, Interview, digit};
use crate::knowledge::format::{Id, Observation};
use crate::report::check::LookCard;
use crate::report::interview::cards;
use crate::session::log::{Event, Evidence};
use crate::session::{Given, Session, UNKNOWN};
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// The item of a menu that leads to what was looked at.
pub(super) const CORRECT: &str = "Correct what was looked at";

/// A look that is still to be taken.
pub struct Look<'a> {
    /// What is said before anything is sent.
    pub announcement: String,
    /// What is said while it goes on.
    pub waiting: String,
    /// Takes it.
    pub take: &'a dyn Fn() -> Looked,
}

/// A look that was taken.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What was seen.
    pub card: LookCard,
    /// What that answers.
    pub given: Vec<(Id, Given)>,
}

impl<'a> Interview<'a> {
    /// Looks at the host, shows what was seen and takes it down. What somebody told before stands.
    pub(super) fn look_at_host<P: Person>(&mut self, person: &mut P, look: &Look<'a>) -> Result<Flow, Gone> {
        self.show(person, &cards::notice(&look.announcement))?;
        let looked = person.wait(&look.waiting, || (look.take)());
        self.looked = Some(looked.card.clone());
        for (observation, given) in &looked.given {
            if !self.course.now.facts.answers.contains_key(observation) {
                self.saw(person, observation, given)?;
            }
        }
        if let Some(session) = self.session() {
            self.show(person, &cards::looked(&looked.card, &session))?;
        }
        Ok(Flow::On)
    }

    fn saw<P: Person>(&mut self, person: &mut P, observation: &Id, given: &Given) -> Result<(), Gone> {
        let event = Event::Answered {
            observation: observation.clone(),
            state: given.state.clone(),
            witness: given.witness.word().to_owned(),
            evidence: given.evidence.as_ref().map(Evidence::of).unwrap_or_default(),
        };
        self.happen(person, &event)
    }

    /// Lets the person replace an answer of the look by another one.
    pub(super) fn correct<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<Flow, Gone> {
        let seen = session.seen();
        let mut items: Vec<Item> = seen
            .iter()
            .enumerate()
            .map(|(index, (observation, given))| Item {
                key: digit(index),
                label: format!("{} {}", observation.ask.prompt, label(observation, &given.state)),
            })
            .collect();
        items.push(Item { key: 'b', label: "Back".to_owned() });
        let menu = Menu { prompt: "\nWhich answer is wrong?".to_owned(), default: items.len() - 1, items };
        let Reply::Said(index) = person.pick(&menu)? else { return Ok(Flow::End(Ending::Cancelled)) };
        let Some((observation, _)) = seen.get(index) else { return Ok(Flow::On) };
        self.instead(person, observation)
    }

    /// The answer that holds instead.
    fn instead<P: Person>(&mut self, person: &mut P, observation: &Observation) -> Result<Flow, Gone> {
        let states: Vec<&str> = observation.states.iter().map(String::as_str).chain([UNKNOWN]).collect();
        let item =
            |(index, state): (usize, &&str)| Item { key: digit(index), label: label(observation, state) };
        let items: Vec<Item> = states.iter().enumerate().map(item).collect();
        let menu = Menu { prompt: format!("\n{}", observation.ask.prompt), default: items.len() - 1, items };
        let Reply::Said(index) = person.pick(&menu)? else { return Ok(Flow::End(Ending::Cancelled)) };
        self.answer(person, observation, states.get(index).copied().unwrap_or(UNKNOWN))?;
        Ok(Flow::On)
    }
}

fn label(observation: &Observation, state: &str) -> String {
    let label = observation.ask.labels.get(state).map(String::as_str);
    label.unwrap_or("I do not know").to_owned()
}
