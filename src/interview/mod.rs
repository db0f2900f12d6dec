//! The interview: the engine's next step, asked of a person, until it connects or is handed over.
//!
//! A person is behind the trait [`Person`], so that whole interviews run as transcripts. Every answer
//! is an event that leads to a new state; going back returns to an earlier one, and resuming follows
//! the events of a file.

mod ask;
mod check;
mod course;
mod former;
mod frame;
mod history;
mod printed;
mod program;
mod repair;
mod save;
mod start;
mod state;
mod weakened;

pub use check::{Check, Checked};
pub use course::{Added, Course, Keeping, Start};
pub use frame::Frame;
pub use program::{MAX_LINE, Program};

use std::rc::Rc;

use state::Open;

use crate::knowledge::format::Id;
use crate::report::interview::cards::{self, Place};
use crate::report::interview::filled::with_host;
use crate::report::page::Page;
use crate::session::log::{Event, How};
use crate::session::{Session, Step};
use crate::witness::{Anew, Gone, Item, Menu, Person, Reply, Subject, Topic};

/// The item that leaves, in every menu of the interview.
const QUIT: &str = "Quit (what was answered is kept)";

/// What a talk works with beside the course.
pub struct Setting<'a> {
    /// Whether this window may change this computer.
    pub elevated: Option<bool>,
    /// Sets a page as the person sees it, for the width that the screen has then.
    pub screen: Rc<dyn Fn(&Page) -> String>,
    /// The check of the host, where one was named.
    pub check: Option<Check<'a>>,
}

/// How an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It connects, or is handed over: the report is due.
    Finished,
    /// The person left.
    Cancelled,
}

/// What a step leads to.
enum Flow {
    On,
    End(Ending),
}

/// An interview: a course, and a person to talk to.
pub struct Interview<'c, 'a> {
    course: &'c mut Course<'a>,
    setting: &'c Setting<'c>,
    /// The ranking that was shown last.
    ranked: Option<Page>,
    /// It goes on from a file and has not shown anything yet.
    resumed: bool,
}

impl<'c, 'a> Interview<'c, 'a> {
    /// An interview that takes a course further.
    pub fn new(course: &'c mut Course<'a>, setting: &'c Setting<'c>) -> Self {
        let resumed = course.is_resumed();
        Self { course, setting, ranked: None, resumed }
    }

    /// Talks until it is over.
    ///
    /// # Errors
    /// When nobody is there any more; what was answered is still in the interview.
    pub fn run<P: Person>(&mut self, person: &mut P) -> Result<Ending, Gone> {
        let ended = self.talk(person);
        self.about(person, self.session().as_ref(), Topic::End);
        let finished = matches!(ended, Ok(Ending::Finished));
        self.course.end(if finished { How::Finished } else { How::Left });
        ended
    }

    fn talk<P: Person>(&mut self, person: &mut P) -> Result<Ending, Gone> {
        if self.course.now().problem.is_some() {
            self.understood(person)?;
        }
        loop {
            let flow = match (self.session(), self.course.now().open.clone()) {
                (None, _) => self.begin(person)?,
                (Some(session), Some(open)) => self.settle(person, &session, &open)?,
                (Some(session), None) => self.step(person, &session)?,
            };
            self.resumed = false;
            if let Flow::End(ending) = flow {
                return Ok(ending);
            }
        }
    }

    /// What was begun comes before the next step.
    fn settle<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session<'a>,
        open: &Open,
    ) -> Result<Flow, Gone> {
        let fixes = &self.course.frame.knowledge.fixes;
        let known = |id: &Id| fixes.get(id).expect("events are followed to ids that are known");
        self.about_open(person, session, open);
        match open {
            Open::Consented(fix) => self.consented(person, session, known(fix)),
            Open::HowItWas(fix, noted) => self.weakened(person, session, known(fix), noted),
            Open::Undo(fix) => self.undo(person, session, known(fix)),
            Open::WhyNot(fix) => self.cannot(person, known(fix)),
            Open::OwnReason(fix) => self.own_reason(person, known(fix)),
            Open::Changed => self.begin(person),
        }
    }

    fn step<P: Person>(&mut self, person: &mut P, session: &Session<'a>) -> Result<Flow, Gone> {
        if let (Some(check), None) = (&self.setting.check, &self.course.checked) {
            return self.check_host(person, check);
        }
        let step = session.next();
        if !matches!(step, Step::Connected) {
            self.rank(person, session)?;
        }
        self.about_step(person, session, step);
        match step {
            Step::Ask(observation, reason) => self.ask(person, session, observation, reason),
            Step::Fix(fix) => self.try_fix(person, session, fix),
            Step::HandOver => self.hand_over(person, session),
            Step::Connected => self.connected(person, session),
        }
    }

    /// Shows the ranking where it is not what the person has seen last.
    fn rank<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<(), Gone> {
        let page = cards::ranking(session, self.course.frame.numbers);
        if self.ranked.as_ref() != Some(&page) {
            self.show(person, &page)?;
            self.ranked = Some(page);
        }
        Ok(())
    }

    /// Says what the prompts of a step are about.
    fn about_step<P: Person>(&self, person: &mut P, session: &Session, step: Step) {
        let topic = match step {
            Step::Ask(observation, reason) => Topic::Question(observation, reason),
            Step::Fix(fix) => Topic::Fix(fix),
            Step::HandOver => Topic::HandOver,
            Step::Connected => Topic::End,
        };
        self.about(person, Some(session), topic);
    }

    /// Says what the prompts about what was begun are about.
    fn about_open<P: Person>(&self, person: &mut P, session: &Session, open: &Open) {
        let fixes = &self.course.frame.knowledge.fixes;
        let topic = match open {
            Open::Consented(fix) => fixes.get(fix).map(Topic::Fix),
            Open::HowItWas(fix, _) => fixes.get(fix).map(Topic::Before),
            Open::Undo(fix) => fixes.get(fix).map(Topic::Undo),
            Open::WhyNot(fix) | Open::OwnReason(fix) => fixes.get(fix).map(Topic::WhyNot),
            // The search says it itself.
            Open::Changed => None,
        };
        if let Some(topic) = topic {
            self.about(person, Some(session), topic);
        }
    }

    fn about<P: Person>(&self, person: &mut P, session: Option<&Session>, topic: Topic) {
        let now = self.course.now();
        person.about(&Subject { topic, session, questions: now.questions, steps: now.steps });
    }

    fn session(&self) -> Option<Session<'a>> {
        self.course.session()
    }

    fn place(&self) -> Place {
        Place { here: self.course.frame.here, elevated: self.setting.elevated }
    }

    fn show<P: Person>(&self, person: &mut P, page: &Page) -> Result<(), Gone> {
        let host = self.course.host().unwrap_or_default();
        let (page, screen) = (with_host(page.clone(), host), Rc::clone(&self.setting.screen));
        let text: Anew = Rc::new(move || screen(&page));
        person.show_anew(&text)
    }

    /// To the state before; at the beginning only what was begun is left.
    fn back<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        if self.course.is_at_the_beginning() {
            self.show(person, &cards::line("This is the beginning."))?;
        }
        if !self.course.is_at_the_beginning() || self.course.now().open.is_some() {
            self.happen(person, &Event::WentBack)?;
        }
        Ok(Flow::On)
    }
}

/// A menu of labels with keys.
fn menu(prompt: impl Into<String>, items: &[(char, &str)], default: usize) -> Menu {
    let items = items.iter().map(|(key, label)| Item { key: *key, label: (*label).to_owned() }).collect();
    Menu { prompt: prompt.into(), items, default, paste: None }
}

/// The key of an answer in a list of any length.
fn digit(index: usize) -> char {
    const KEYS: &[u8] = b"123456789acefghijklmnrtuvwxyz";
    KEYS.get(index).map_or('0', |&key| char::from(key))
}

/// The key of the item that was chosen; `None` when the person leaves.
fn pick<P: Person>(person: &mut P, menu: &Menu) -> Result<Option<char>, Gone> {
    Ok(match person.pick(menu)? {
        Reply::Said(index) => menu.items.get(index).map(|item| item.key),
        Reply::Left => None,
    })
}
