//! What happens in an interview goes to disk, and what weakens security into the ledger.

use std::io;

use crate::intake::NameKind;
use crate::interview::{Ending, Interview};
use crate::knowledge::format::Fix;
use crate::report::header::VERSION;
use crate::report::interview::cards;
use crate::session::ledger::{Circumstances, Entry, Ledger};
use crate::session::log::{About, Begun, Event, Evidence, How, Line, Log};
use crate::session::{Facts, Step, WitnessKind};
use crate::witness::{Gone, Person};

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

/// Where an interview leaves what happens. By default nowhere.
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

impl Interview<'_> {
    /// Begins to keep: with the first line, and with what the call told.
    ///
    /// # Errors
    /// When that cannot be written; no session is kept then.
    pub fn begin_keeping(&mut self, keeping: Keeping, begun: Begun, text: Option<&str>) -> io::Result<()> {
        self.keeping = keeping;
        let problem = self.course.now.problem.clone();
        let problem = problem.map(|problem| Event::Decided { problem, given: true });
        let before = text.map(Event::read).into_iter().chain(problem).chain(told(&self.course.now.facts));
        std::iter::once(Event::Begun(begun)).chain(before).try_for_each(|event| self.write(&event))
    }

    /// Comes to where the lines of a file lead. Returns what has no place in this knowledge any more.
    pub fn replay(&mut self, lines: &[Line]) -> Vec<String> {
        self.resumed = true;
        let frame = self.frame();
        let mut aside: Vec<String> =
            lines.iter().filter_map(|line| self.course.follow(&line.event, frame)).collect();
        aside.dedup();
        aside
    }

    /// Goes on to keep after [`Interview::replay`], with what this call adds.
    ///
    /// # Errors
    /// When that cannot be written; no session is kept then.
    pub fn go_on_keeping(&mut self, keeping: Keeping, added: &Added) -> io::Result<()> {
        self.keeping = keeping;
        let knowledge = self.setting.knowledge.revision();
        let resumed = Event::Resumed { version: VERSION.to_owned(), knowledge };
        let problem =
            added.problem.map(|problem| Event::Decided { problem: problem.to_owned(), given: true });
        let text = added.text.map(Event::read);
        let facts = told(&self.news(&added.facts));
        for event in std::iter::once(resumed).chain(text).chain(problem).chain(facts) {
            self.course.follow(&event, self.frame());
            self.write(&event)?;
        }
        Ok(())
    }

    /// Of what flags tell, what is not known in the same way: the same call again adds nothing.
    fn news(&self, added: &Facts) -> Facts {
        let known = &self.course.now.facts;
        let mut news = added.clone();
        news.answers.retain(|id, given| known.answers.get(id).is_none_or(|known| known.state != given.state));
        news.tried
            .retain(|tried| known.outcome(&tried.fix).is_none_or(|known| known.outcome != tried.outcome));
        news
    }

    /// Whether the session file is still written.
    pub fn keeps(&self) -> bool {
        self.keeping.log.is_some()
    }

    /// One line more in the session file. After a failure there must be none.
    fn write(&mut self, event: &Event) -> io::Result<()> {
        let about = self.about();
        let Some(log) = &mut self.keeping.log else { return Ok(()) };
        log.keep(event, &about).inspect_err(|_| self.keeping.log = None)
    }

    /// Nobody was asked: the file says where it stands.
    pub fn end_unasked(&mut self) {
        self.write_end(How::Added);
    }

    pub(super) fn ended(&mut self, ending: Option<Ending>) {
        self.write_end(if ending == Some(Ending::Finished) { How::Finished } else { How::Left });
    }

    fn write_end(&mut self, how: How) {
        let next = self.session().map(|session| match session.next() {
            Step::Ask(..) => "ask",
            Step::Fix(_) => "fix",
            Step::HandOver => "hand-over",
            Step::Connected => "connected",
        });
        // It is over: a file without this line says no more than that nobody ended it.
        let _ = self.write(&Event::Ended { how, next: next.map(str::to_owned) });
    }

    /// On disk before anything else is asked; or nothing is kept from here on, and the person knows it.
    pub(super) fn keep<P: Person>(&mut self, person: &mut P, event: &Event) -> Result<(), Gone> {
        let Err(error) = self.write(event) else { return Ok(()) };
        let text = format!(
            "From here on nothing is kept: the session file cannot be written ({error}). What was answered before \
             is in it; the line at the end goes on with all."
        );
        self.show(person, &cards::line(text))
    }

    /// A weakening goes into the ledger, or the person knows that it does not.
    pub(super) fn record<P: Person>(
        &mut self,
        person: &mut P,
        fix: &Fix,
        printed: &[Option<String>],
        machine: &str,
    ) -> Result<(), Gone> {
        let Keeping { ledger: Some(ledger), session, .. } = &self.keeping else { return Ok(()) };
        let problem = self.course.now.problem.as_deref();
        let entry = Entry::new(fix, Circumstances { session, problem, machine }, printed, ledger.clock());
        let written = ledger.weakened(entry);
        self.or_lost(person, written)
    }

    /// It is undone in the ledger, too.
    pub(super) fn record_undone<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<(), Gone> {
        let Keeping { ledger: Some(ledger), session, .. } = &self.keeping else { return Ok(()) };
        let written = ledger.undone(&Entry::id(session, &fix.id));
        self.or_lost(person, written)
    }

    fn or_lost<P: Person>(&mut self, person: &mut P, written: io::Result<()>) -> Result<(), Gone> {
        let Err(error) = written else { return Ok(()) };
        self.keeping.ledger = None;
        let text = format!(
            "The ledger of temporary changes cannot be written ({error}): rdpfix pending will not know. Note it \
             yourself."
        );
        self.show(person, &cards::line(text))
    }

    pub(super) fn has_ledger(&self) -> bool {
        self.keeping.ledger.is_some()
    }

    pub(super) fn this_computer(&self) -> Option<&str> {
        self.keeping.this_computer.as_deref()
    }

    /// The host that the text named, else the one that was looked at.
    pub(super) fn host(&self) -> Option<&str> {
        let names = self.course.now.reading.iter().flat_map(|reading| &reading.names);
        let mut hosts = names.filter(|name| name.kind == NameKind::Host);
        let looked = || self.looked.as_ref().map(|looked| looked.host.reveal());
        hosts.next().map(|name| name.value.as_str()).or_else(looked)
    }

    fn about(&self) -> About {
        let problem = self.course.now.problem.clone();
        About { problem, host: self.host().map(str::to_owned) }
    }
}

/// What flags told, as events.
fn told(facts: &Facts) -> Vec<Event> {
    let answers = facts.answers.iter().map(|(observation, given)| Event::Answered {
        observation: observation.clone(),
        state: given.state.clone(),
        witness: if given.witness == WitnessKind::Person { WitnessKind::Script } else { given.witness }
            .word()
            .to_owned(),
        evidence: given.evidence.as_ref().map(Evidence::of).unwrap_or_default(),
    });
    let tried = facts.tried.iter().map(|tried| Event::Tried {
        fix: tried.fix.clone(),
        outcome: tried.outcome.word().to_owned(),
        reason: tried.reason.as_ref().map(|reason| reason.reveal().to_owned()),
        given: true,
    });
    answers.chain(tried).collect()
}
