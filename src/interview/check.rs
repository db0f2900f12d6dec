//! The check of the host: before anything is asked, and open to correction afterwards.

use crate::interview::{Ending, Flow, Interview, digit};
use crate::knowledge::format::{Id, Observation};
use crate::report::check::LookCard;
use crate::report::interview::cards;
use crate::session::{Given, Session, UNKNOWN};
use crate::witness::{Gone, Item, Menu, Person, Reply, Topic};

/// The item of a menu that leads to the answers of a check and of the text.
pub(super) const CORRECT: &str = "Correct an answer that was read or checked";

/// A check that is still to be run.
pub struct Check<'a> {
    /// What is said before anything is sent.
    pub announcement: String,
    /// What is said while it goes on.
    pub waiting: String,
    /// Runs it.
    pub run: &'a dyn Fn() -> Checked,
}

/// A check that was run.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it found.
    pub card: LookCard,
    /// The observations that it answers.
    pub given: Vec<(Id, Given)>,
}

impl Interview<'_, '_> {
    /// Checks the host and shows what was found. What somebody said before stands.
    pub(super) fn check_host<P: Person>(&mut self, person: &mut P, check: &Check) -> Result<Flow, Gone> {
        self.show(person, &cards::notice(&check.announcement))?;
        let checked = person.wait(&check.waiting, || (check.run)());
        let written = self.course.check(&checked);
        self.or_unsaved(person, written)?;
        if let Some(session) = self.session() {
            self.show(person, &cards::looked(&checked.card, &session))?;
        }
        Ok(Flow::On)
    }

    /// Lets the person replace an answer of the check by another one.
    pub(super) fn correct<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<Flow, Gone> {
        let seen = session.seen();
        self.about(person, Some(session), Topic::Correction);
        let mut items: Vec<Item> = seen
            .iter()
            .enumerate()
            .map(|(index, (observation, given))| Item {
                key: digit(index),
                label: format!("{} {}", observation.ask.prompt, label(observation, &given.state)),
            })
            .collect();
        items.push(Item { key: 'b', label: "Back".to_owned() });
        let menu = Menu {
            prompt: "\nWhich answer is wrong?".to_owned(),
            default: items.len() - 1,
            items,
            paste: None,
        };
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
        let menu = Menu {
            prompt: format!("\n{}", observation.ask.prompt),
            default: items.len() - 1,
            items,
            paste: None,
        };
        let Reply::Said(index) = person.pick(&menu)? else { return Ok(Flow::End(Ending::Cancelled)) };
        self.answer(person, observation, states.get(index).copied().unwrap_or(UNKNOWN))?;
        Ok(Flow::On)
    }
}

fn label(observation: &Observation, state: &str) -> String {
    let label = observation.ask.labels.get(state).map(String::as_str);
    label.unwrap_or("I do not know").to_owned()
}
