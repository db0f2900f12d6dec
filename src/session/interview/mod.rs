//! The interview: the engine's next step, asked of a person, until it connects or is handed over.
//!
//! A person is behind the trait [`Person`], so that whole interviews run as transcripts. Every answer
//! makes a new moment; going back returns to an earlier one.

mod ask;
mod repair;
mod start;

use std::collections::BTreeSet;

use super::{Facts, Policy, Session, Step};
use crate::intake::Reading;
use crate::knowledge::Knowledge;
use crate::knowledge::format::Id;
use crate::knowledge::index::Lexicon;
use crate::knowledge::words::Side;
use crate::report::cards::Place;
use crate::report::diagnosis::{self, DiagnosisReport};
use crate::report::page::Page;
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// What an interview works with.
pub struct Setting<'a> {
    /// What is known about failures.
    pub knowledge: &'a Knowledge,
    /// How texts are read.
    pub lexicon: &'a Lexicon,
    /// What is allowed.
    pub policy: Policy,
    /// Which of the two computers this one is.
    pub here: Side,
    /// Whether this window may change it.
    pub elevated: Option<bool>,
    /// Probabilities as numbers too.
    pub numbers: bool,
    /// Sets a page as the person sees it.
    pub screen: &'a dyn Fn(&Page) -> String,
}

/// How an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It connects, or is handed over: the report is due.
    Finished,
    /// The person left.
    Cancelled,
}

/// Everything that going back has to restore.
#[derive(Clone, Debug, Default)]
struct Moment {
    problem: Option<Id>,
    facts: Facts,
    skipped: BTreeSet<Id>,
    go_on: bool,
}

/// What a step leads to.
enum Flow {
    On,
    End(Ending),
}

/// An interview.
pub struct Interview<'a> {
    setting: &'a Setting<'a>,
    reading: Option<Reading>,
    now: Moment,
    history: Vec<Moment>,
    questions: usize,
    steps: usize,
}

impl<'a> Interview<'a> {
    /// An interview that begins with what is known already.
    pub fn new(
        setting: &'a Setting<'a>,
        reading: Option<Reading>,
        problem: Option<&str>,
        facts: Facts,
    ) -> Self {
        let now = Moment { problem: problem.map(str::to_owned), facts, ..Moment::default() };
        Self { setting, reading, now, history: Vec::new(), questions: 0, steps: 0 }
    }

    /// Talks until it is over.
    ///
    /// # Errors
    /// When nobody is there any more; what was answered is still in the interview.
    pub fn run<P: Person>(&mut self, person: &mut P) -> Result<Ending, Gone> {
        if let Some(rights) = crate::report::cards::rights(self.setting.elevated) {
            self.show(person, &crate::report::cards::line(rights))?;
        }
        if self.now.problem.is_some() {
            self.understood(person)?;
        } else if let Flow::End(ending) = self.find_problem(person)? {
            return Ok(ending);
        }
        loop {
            let flow = {
                let Some(session) = self.session() else { return Ok(Ending::Cancelled) };
                match session.next() {
                    Step::Ask(observation, reason) => self.ask(person, &session, observation, reason)?,
                    Step::Fix(fix) => self.try_fix(person, &session, fix)?,
                    Step::HandOver => self.hand_over(person, &session)?,
                    Step::Connected => self.connected(person, &session)?,
                }
            };
            if let Flow::End(ending) = flow {
                return Ok(ending);
            }
        }
    }

    /// Where it stands, once a problem is decided.
    pub fn report(&self) -> Option<DiagnosisReport> {
        let session = self.session()?;
        Some(DiagnosisReport::new(&session, self.reading.as_ref(), self.setting.numbers))
    }

    /// The line that goes on from here, once a problem is decided.
    pub fn go_on_line(&self) -> Option<String> {
        self.session().map(|session| diagnosis::command(&session))
    }

    fn session(&self) -> Option<Session<'a>> {
        let problem = self.setting.knowledge.problems.get(self.now.problem.as_deref()?)?;
        let policy = Policy { go_on: self.now.go_on, ..self.setting.policy };
        Some(Session::new(self.setting.knowledge, problem, self.now.facts.clone(), policy))
    }

    fn place(&self) -> Place {
        Place { here: self.setting.here, elevated: self.setting.elevated }
    }

    fn show<P: Person>(&self, person: &mut P, page: &Page) -> Result<(), Gone> {
        person.show(&(self.setting.screen)(page))
    }

    /// Keeps this moment for the way back, then changes it.
    fn change(&mut self, change: impl FnOnce(&mut Moment)) {
        self.history.push(self.now.clone());
        change(&mut self.now);
    }

    /// To the moment before; at the beginning nothing happens.
    fn back<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        match self.history.pop() {
            Some(earlier) => self.now = earlier,
            None => self.show(person, &crate::report::cards::line("This is the beginning."))?,
        }
        Ok(Flow::On)
    }
}

/// A menu of labels with keys.
fn menu(prompt: impl Into<String>, items: &[(char, &str)], default: usize) -> Menu {
    let items = items.iter().map(|(key, label)| Item { key: *key, label: (*label).to_owned() }).collect();
    Menu { prompt: prompt.into(), items, default }
}

/// The digit of an answer.
fn digit(index: usize) -> char {
    char::from_digit(u32::try_from(index + 1).unwrap_or(9).min(9), 10).unwrap_or('9')
}

/// The item chosen; leaving counts as the last one, which every menu keeps for that.
fn chosen(reply: &Reply<usize>, menu: &Menu) -> usize {
    match reply {
        Reply::Said(index) => *index,
        Reply::Left => menu.items.len() - 1,
    }
}
