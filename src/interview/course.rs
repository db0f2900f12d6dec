//! The course of a diagnosis: what happened so far, where that leads, and where it is written down.
//!
//! The one door for people and scripts: [`Course::happen`] takes an event, follows it to the next state and writes
//! it. An [`Interview`](super::Interview) only talks; a script records what it was told and asks for the report.

use std::io;

use crate::intake::{NameKind, Reading, message};
use crate::interview::frame::Frame;
use crate::interview::history::History;
use crate::interview::state::{Search, State};
use crate::knowledge::format::{Fix, Id};
use crate::knowledge::words::Side;
use crate::report::check::LookCard;
use crate::report::diagnosis::DiagnosisReport;
use crate::report::diagnosis::standing;
use crate::report::header::VERSION;
use crate::session::ledger::{Circumstances, Entry, Ledger};
use crate::session::log::{About, Begun, Event, Evidence, How, Line, Log};
use crate::session::{Facts, Given, Policy, Session, Step, WitnessKind};
use crate::witness::told;

/// With what a diagnosis begins.
#[derive(Clone, Debug, Default)]
pub struct Start<'t> {
    /// The text that was pasted or typed.
    pub text: Option<&'t str>,
    /// What it was read as.
    pub reading: Option<Reading>,
    /// The problem, where it is decided.
    pub problem: Option<&'t str>,
    /// Answers and tried fixes.
    pub facts: Facts,
}

/// What a call adds to a session that is gone on with.
#[derive(Clone, Debug, Default)]
pub struct Added<'t> {
    /// A text, where no problem is decided yet.
    pub text: Option<&'t str>,
    /// The problem, where none is decided yet.
    pub problem: Option<&'t str>,
    /// Answers and tried fixes.
    pub facts: Facts,
}

/// Where a diagnosis is written down. By default nowhere.
#[derive(Default)]
pub struct Keeping {
    /// The session file.
    pub log: Option<Log>,
    /// The ledger of what weakens security.
    pub ledger: Option<Ledger>,
    /// The id of the session.
    pub session: String,
    /// The name of this computer, where the system told it.
    pub this_computer: Option<String>,
}

/// A diagnosis under way.
pub struct Course<'a> {
    pub(super) frame: Frame<'a>,
    history: History,
    keeping: Keeping,
    /// What a check of the host found, once it was checked.
    pub(super) checked: Option<LookCard>,
    resumed: bool,
}

impl<'a> Course<'a> {
    /// A diagnosis that begins. Without a problem the reading leads to it, and one that is not exact is asked about
    /// first.
    pub fn begin(frame: Frame<'a>, start: Start) -> Self {
        let Start { text, reading, problem, mut facts } = start;
        if let Some(text) = text {
            told::add(text, frame.knowledge, &mut facts);
            facts.lean(&message::beside(text, frame.lexicon));
        }
        let (given, reading) = if problem.is_some() { (None, reading) } else { (reading, None) };
        let search = Search { reading: given, path: Vec::new() };
        let now = State { problem: problem.map(str::to_owned), reading, facts, search, ..State::default() };
        let history = History { now, earlier: Vec::new() };
        Self { frame, history, keeping: Keeping::default(), checked: None, resumed: false }
    }

    /// Resumes where the lines of a session file lead. Returns also what has no place in this knowledge any more.
    pub fn resume(frame: Frame<'a>, lines: &[Line]) -> (Self, Vec<String>) {
        let mut course = Self { resumed: true, ..Self::begin(frame, Start::default()) };
        let follow = |line: &Line| course.history.follow(&line.event, &frame);
        let mut aside: Vec<String> = lines.iter().filter_map(follow).collect();
        aside.dedup();
        (course, aside)
    }

    /// Writes the beginning: the first line, and what the call said.
    ///
    /// # Errors
    /// When that cannot be written; no session is saved then.
    pub fn write_beginning(&mut self, keeping: Keeping, begun: Begun, text: Option<&str>) -> io::Result<()> {
        self.keeping = keeping;
        let problem = self.now().problem.clone();
        let problem = problem.map(|problem| Event::Decided { problem, given: true });
        let before = text.map(Event::read).into_iter().chain(problem).chain(as_events(&self.now().facts));
        let events: Vec<Event> = std::iter::once(Event::Begun(begun)).chain(before).collect();
        events.iter().try_for_each(|event| self.write(event))
    }

    /// Goes on writing after [`Course::resume`], with what this call adds.
    ///
    /// # Errors
    /// When that cannot be written; no session is saved then, but all of it is known.
    pub fn write_on(&mut self, keeping: Keeping, added: &Added) -> io::Result<()> {
        self.keeping = keeping;
        let knowledge = self.frame.knowledge.revision();
        let resumed = Event::Resumed { version: VERSION.to_owned(), knowledge };
        let problem =
            added.problem.map(|problem| Event::Decided { problem: problem.to_owned(), given: true });
        let text = added.text.map(Event::read);
        let facts = as_events(&self.news(&added.facts));
        let mut written = Ok(());
        for event in std::iter::once(resumed).chain(text).chain(problem).chain(facts) {
            let now = self.happen(&event);
            written = written.and(now);
        }
        written
    }

    /// Of what flags tell, what is not known in the same way: the same call again adds nothing.
    fn news(&self, added: &Facts) -> Facts {
        let known = &self.now().facts;
        let mut news = added.clone();
        news.answers.retain(|id, given| known.answers.get(id).is_none_or(|known| known.state != given.state));
        news.tried
            .retain(|tried| known.outcome(&tried.fix).is_none_or(|known| known.outcome != tried.outcome));
        news
    }

    /// Something happened: on to the next state, and into the session file.
    ///
    /// # Errors
    /// When it cannot be written; from then on nothing is.
    pub fn happen(&mut self, event: &Event) -> io::Result<()> {
        self.history.follow(event, &self.frame);
        let written = self.write(event);
        let Event::Read { text, .. } = event else { return written };
        let told = told::read(text, self.frame.knowledge);
        let news = told.iter().filter(|(id, _)| !self.now().facts.answers.contains_key(id));
        let news: Vec<Event> = news.map(|(id, given)| answered(id, given, given.witness)).collect();
        news.iter().fold(written, |written, event| written.and(self.happen(event)))
    }

    /// Adds what a check of the host found and answered. What somebody answered before stands; a check is surer than
    /// what a text was read as.
    ///
    /// # Errors
    /// When it cannot be written; all of it is known all the same.
    pub fn check(&mut self, checked: &super::Checked) -> io::Result<()> {
        self.checked = Some(checked.card.clone());
        let mut written = Ok(());
        for (observation, given) in &checked.given {
            let known = self.now().facts.answers.get(observation);
            if known.is_none_or(|known| known.witness == WitnessKind::Text) {
                let now = self.happen(&answered(observation, given, given.witness));
                written = written.and(now);
            }
        }
        written
    }

    /// Adds what was read from the output of a command. What somebody answered before stands.
    ///
    /// # Errors
    /// When it cannot be written; all of it is known all the same.
    pub(super) fn read(&mut self, given: &[(Id, Given)]) -> io::Result<()> {
        let mut written = Ok(());
        for (observation, given) in given {
            if self.now().facts.state(observation).is_none() {
                let now = self.happen(&answered(observation, given, given.witness));
                written = written.and(now);
            }
        }
        written
    }

    /// One line more in the session file. After a failure there must be none.
    fn write(&mut self, event: &Event) -> io::Result<()> {
        let about = self.about();
        let Some(log) = &mut self.keeping.log else { return Ok(()) };
        log.keep(event, &about).inspect_err(|_| self.keeping.log = None)
    }

    /// Writes that the run is over, and where it stands.
    pub fn end(&mut self, how: How) {
        let next = self.session().map(|session| match session.next() {
            Step::Ask(..) => "ask",
            Step::Fix(_) => "fix",
            Step::HandOver => "hand-over",
            Step::Connected => "connected",
        });
        // It is over: a file without this line says no more than that nobody ended it.
        let _ = self.write(&Event::Ended { how, next: next.map(str::to_owned) });
    }

    /// The state now.
    pub(super) const fn now(&self) -> &State {
        &self.history.now
    }

    /// True while there is no earlier state to go back to.
    pub(super) fn is_at_the_beginning(&self) -> bool {
        self.history.earlier.is_empty()
    }

    /// True when it goes on from a session file.
    pub(super) const fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// The problem and what is known about it, once one is decided.
    pub fn session(&self) -> Option<Session<'a>> {
        let problem = self.frame.knowledge.problems.get(self.now().problem.as_deref()?)?;
        let policy = Policy { go_on: self.now().go_on, ..self.frame.policy };
        Some(Session::new(self.frame.knowledge, problem, self.now().facts.clone(), policy))
    }

    /// The report on where it stands, once a problem is decided.
    pub fn report(&self) -> Option<DiagnosisReport> {
        let session = self.session()?;
        let report = DiagnosisReport::new(&session, self.now().reading.as_ref(), self.frame.numbers);
        Some(report.with_look(self.checked.clone()))
    }

    /// The problem, once it is decided.
    pub fn problem(&self) -> Option<&str> {
        self.now().problem.as_deref()
    }

    /// The last reading of a text.
    pub fn reading(&self) -> Option<&Reading> {
        self.now().reading.as_ref().or(self.now().search.reading.as_ref())
    }

    /// The command line that goes on from here, once a problem is decided.
    pub fn go_on_line(&self) -> Option<String> {
        let mut line = standing::command(&self.session()?);
        if self.frame.here == Side::Host {
            line.push_str(" --i-am host");
        }
        Some(line)
    }

    /// What a check of the host found, once it was checked.
    pub fn checked(&self) -> Option<LookCard> {
        self.checked.clone()
    }

    /// True while the session file is written.
    pub fn is_saved(&self) -> bool {
        self.keeping.log.is_some()
    }

    /// True while temporary changes go into the ledger.
    pub(super) fn has_ledger(&self) -> bool {
        self.keeping.ledger.is_some()
    }

    /// Writes a weakening into the ledger.
    ///
    /// # Errors
    /// When it cannot be written; from then on nothing is.
    pub(super) fn record(&mut self, fix: &Fix, printed: &[Option<String>], machine: &str) -> io::Result<()> {
        let Keeping { ledger: Some(ledger), session, .. } = &self.keeping else { return Ok(()) };
        let problem = self.now().problem.as_deref();
        let entry = Entry::new(fix, Circumstances { session, problem, machine }, printed, ledger.clock());
        let written = ledger.weakened(entry);
        written.inspect_err(|_| self.keeping.ledger = None)
    }

    /// Writes into the ledger that a weakening is undone.
    ///
    /// # Errors
    /// When it cannot be written; from then on nothing is.
    pub(super) fn record_undone(&mut self, fix: &Fix) -> io::Result<()> {
        let Keeping { ledger: Some(ledger), session, .. } = &self.keeping else { return Ok(()) };
        let written = ledger.undone(&Entry::id(session, &fix.id));
        written.inspect_err(|_| self.keeping.ledger = None)
    }

    /// The name of this computer, where the system said it.
    pub(super) fn this_computer(&self) -> Option<&str> {
        self.keeping.this_computer.as_deref()
    }

    /// The host that the text named, else the one that was checked.
    pub(super) fn host(&self) -> Option<&str> {
        let names = self.now().reading.iter().flat_map(|reading| &reading.names);
        let mut hosts = names.filter(|name| name.kind == NameKind::Host);
        let checked = || self.checked.as_ref().map(|checked| checked.host.reveal());
        hosts.next().map(|name| name.value.as_str()).or_else(checked)
    }

    fn about(&self) -> About {
        About { problem: self.now().problem.clone(), host: self.host().map(str::to_owned) }
    }
}

/// An answer, as an event.
fn answered(observation: &Id, given: &Given, witness: WitnessKind) -> Event {
    Event::Answered {
        observation: observation.clone(),
        state: given.state.clone(),
        witness: witness.word().to_owned(),
        evidence: given.evidence.as_ref().map(Evidence::of).unwrap_or_default(),
    }
}

/// What flags said, as events.
fn as_events(facts: &Facts) -> Vec<Event> {
    let answers = facts.answers.iter().map(|(observation, given)| {
        let person = given.witness == WitnessKind::Person;
        answered(observation, given, if person { WitnessKind::Script } else { given.witness })
    });
    let tried = facts.tried.iter().map(|tried| Event::Tried {
        fix: tried.fix.clone(),
        outcome: tried.outcome.word().to_owned(),
        reason: tried.reason.as_ref().map(|reason| reason.reveal().to_owned()),
        given: true,
    });
    answers.chain(tried).collect()
}
