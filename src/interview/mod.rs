//! The interview: the engine's next step, asked of a person, until it connects or is handed over.
//!
//! A person is behind the trait [`Person`], so that whole interviews run as transcripts. Every answer
//! is an event that leads to a new moment; going back returns to an earlier one, and going on from a file
//! follows the events that stand in it.

mod ask;
mod former;
mod keep;
mod look;
mod moment;
mod repair;
mod start;
mod weakened;

pub use keep::{Added, Keeping};
pub use look::{Look, Looked};

use moment::{Course, Frame, Moment, Open, Search};

use crate::intake::Reading;
use crate::knowledge::Knowledge;
use crate::knowledge::format::Id;
use crate::knowledge::words::Side;
use crate::lexicon::Lexicon;
use crate::report::check::LookCard;
use crate::report::diagnosis::DiagnosisReport;
use crate::report::diagnosis::standing;
use crate::report::interview::cards::{self, Place};
use crate::report::page::Page;
use crate::session::log::Event;
use crate::session::{Facts, Policy, Session, Step, Weakening};
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
    /// The look at the host, where one was named.
    pub look: Option<Look<'a>>,
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

/// An interview.
pub struct Interview<'a> {
    setting: &'a Setting<'a>,
    course: Course,
    /// The ranking that was shown last.
    ranked: Option<Page>,
    /// Where what happens is left.
    keeping: Keeping,
    /// It goes on from a file and has not shown anything yet.
    resumed: bool,
    /// What was seen of the host, once it was looked at.
    looked: Option<LookCard>,
}

impl<'a> Interview<'a> {
    /// An interview that begins with what is known already. Without a problem the reading leads to it, and
    /// one that is not exact is asked about first.
    pub fn new(
        setting: &'a Setting<'a>,
        reading: Option<Reading>,
        problem: Option<&str>,
        facts: Facts,
    ) -> Self {
        let (given, reading) = if problem.is_some() { (None, reading) } else { (reading, None) };
        let search = Search { reading: given, path: Vec::new() };
        let now = Moment { problem: problem.map(str::to_owned), reading, facts, search, ..Moment::default() };
        let course = Course { now, history: Vec::new() };
        Self { setting, course, ranked: None, keeping: Keeping::default(), resumed: false, looked: None }
    }

    /// Talks until it is over.
    ///
    /// # Errors
    /// When nobody is there any more; what was answered is still in the interview.
    pub fn run<P: Person>(&mut self, person: &mut P) -> Result<Ending, Gone> {
        let ended = self.talk(person);
        self.ended(ended.as_ref().ok().copied());
        ended
    }

    fn talk<P: Person>(&mut self, person: &mut P) -> Result<Ending, Gone> {
        if self.course.now.problem.is_some() {
            self.understood(person)?;
        }
        loop {
            let flow = match (self.session(), self.course.now.open.clone()) {
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
        let fixes = &self.setting.knowledge.fixes;
        let known = |id: &Id| fixes.get(id).expect("events are followed to ids that are known");
        match open {
            Open::Consented(fix) => self.consented(person, session, known(fix)),
            Open::HowItWas(fix, noted) => self.weakened(person, session, known(fix), noted),
            Open::Undo(fix) => self.undo(person, session, known(fix)),
            Open::WhyNot(fix) => self.cannot(person, known(fix)),
            Open::OwnReason(fix) => self.own_reason(person, known(fix)),
            Open::Changed => self.begin(person),
        }
    }

    /// Where it stands, once a problem is decided.
    pub fn report(&self) -> Option<DiagnosisReport> {
        let session = self.session()?;
        let report = DiagnosisReport::new(&session, self.course.now.reading.as_ref(), self.setting.numbers);
        Some(report.with_look(self.looked.clone()))
    }

    /// The problem, once it is decided.
    pub fn problem(&self) -> Option<&str> {
        self.course.now.problem.as_deref()
    }

    /// What was read last.
    pub fn reading(&self) -> Option<&Reading> {
        self.course.now.reading.as_ref().or(self.course.now.search.reading.as_ref())
    }

    /// The line that goes on from here, once a problem is decided.
    pub fn go_on_line(&self) -> Option<String> {
        let mut line = standing::command(&self.session()?);
        let flags = [
            (self.setting.here == Side::Host, " --i-am host"),
            (self.setting.policy.assume_unknown, " --assume-unknown"),
            (self.setting.policy.weakening == Weakening::Never, " --no-weakening"),
        ];
        line.extend(flags.into_iter().filter(|(given, _)| *given).map(|(_, flag)| flag));
        Some(line)
    }

    fn step<P: Person>(&mut self, person: &mut P, session: &Session<'a>) -> Result<Flow, Gone> {
        if let (Some(look), None) = (&self.setting.look, &self.looked) {
            return self.look_at_host(person, look);
        }
        let step = session.next();
        if !matches!(step, Step::Connected) {
            self.rank(person, session)?;
        }
        match step {
            Step::Ask(observation, reason) => self.ask(person, session, observation, reason),
            Step::Fix(fix) => self.try_fix(person, session, fix),
            Step::HandOver => self.hand_over(person, session),
            Step::Connected => self.connected(person, session),
        }
    }

    /// Shows the ranking where it is not what the person has seen last.
    fn rank<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<(), Gone> {
        let page = cards::ranking(session, self.setting.numbers);
        if self.ranked.as_ref() != Some(&page) {
            self.show(person, &page)?;
            self.ranked = Some(page);
        }
        Ok(())
    }

    fn session(&self) -> Option<Session<'a>> {
        let problem = self.setting.knowledge.problems.get(self.course.now.problem.as_deref()?)?;
        let policy = Policy { go_on: self.course.now.go_on, ..self.setting.policy };
        Some(Session::new(self.setting.knowledge, problem, self.course.now.facts.clone(), policy))
    }

    fn place(&self) -> Place {
        Place { here: self.setting.here, elevated: self.setting.elevated }
    }

    fn show<P: Person>(&self, person: &mut P, page: &Page) -> Result<(), Gone> {
        person.show(&(self.setting.screen)(page))
    }

    fn frame(&self) -> Frame<'a> {
        Frame { knowledge: self.setting.knowledge, lexicon: self.setting.lexicon }
    }

    /// Something happened: on to the next moment, and into the file before anything else is asked.
    fn happen<P: Person>(&mut self, person: &mut P, event: &Event) -> Result<(), Gone> {
        self.course.follow(event, self.frame());
        self.keep(person, event)
    }

    /// To the moment before; at the beginning only what was begun is left.
    fn back<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        if self.course.history.is_empty() {
            self.show(person, &cards::line("This is the beginning."))?;
        }
        if !self.course.history.is_empty() || self.course.now.open.is_some() {
            self.happen(person, &Event::WentBack)?;
        }
        Ok(Flow::On)
    }
}

/// A menu of labels with keys.
fn menu(prompt: impl Into<String>, items: &[(char, &str)], default: usize) -> Menu {
    let items = items.iter().map(|(key, label)| Item { key: *key, label: (*label).to_owned() }).collect();
    Menu { prompt: prompt.into(), items, default }
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
