//! How events lead from one state of an interview to the next.
//!
//! This is the only place where a state changes. Talking and scripts make events, resuming reads them: all of
//! them come through [`History::follow`], so that they arrive at the same state.

use crate::intake;
use crate::interview::former::Former;
use crate::interview::frame::Frame;
use crate::interview::state::{Open, Search, State};
use crate::knowledge::format::Id;
use crate::knowledge::words::Security;
use crate::lexicon::Lexicon;
use crate::sensitive::{Kind, Sensitive};
use crate::session::log::{EntryStep, Event, Evidence};
use crate::session::{Facts, Given, Outcome, Tried, UNKNOWN, WitnessKind};

/// The states up to now.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) now: State,
    pub(super) earlier: Vec<State>,
}

impl History {
    /// Goes one event further. Returns what of it has no place in this knowledge any more, as a sentence.
    pub(super) fn follow(&mut self, event: &Event, frame: &Frame) -> Option<String> {
        let former = Former(frame.knowledge);
        match event {
            Event::Begun(_) | Event::Resumed { .. } => {}
            Event::Ended { .. } => self.now.left.clear(),
            Event::Read { text, .. } => {
                let reading = Some(intake::read_failure(text, frame.lexicon));
                let path = if text.trim().is_empty() { vec![EntryStep::Families] } else { Vec::new() };
                self.now.search = Search { reading, path };
                let said = intake::message::beside(text, frame.lexicon);
                self.throughout(|facts| facts.lean(&said));
            }
            Event::Stepped { step } => self.search(step, frame.lexicon),
            Event::Decided { problem, given } => return self.decided(problem, *given, former),
            Event::Answered { observation, state, witness, evidence } => {
                let witness = WitnessKind::parse(witness).unwrap_or(WitnessKind::Script);
                let evidence = Evidence::phrase(evidence);
                let given = Given { state: state.clone(), witness, evidence };
                return self.answered(observation, &given, former);
            }
            Event::Skipped { observation } => return self.skipped(observation, former),
            Event::Reopened => self.change(|now| {
                for id in std::mem::take(&mut now.skipped) {
                    now.facts.answers.remove(&id);
                }
            }),
            Event::Consented { fix } => self.now.open = former.fix(fix).map(Open::Consented),
            Event::Tried { fix, outcome, reason, given } => {
                return self.tried(fix, outcome, reason.as_deref(), *given, former);
            }
            Event::OwnReason { fix } => self.now.open = former.fix(fix).map(Open::OwnReason),
            Event::Because { fix, reason, fact } => {
                self.now.open = None;
                self.because(fix, reason.as_deref(), former);
                let fact = fact.as_ref().and_then(|fact| former.state(&fact.observation, &fact.state));
                if let Some((observation, state)) = fact {
                    let given = Given { state, witness: WitnessKind::Person, evidence: None };
                    self.now.facts.answers.insert(observation, given);
                }
            }
            Event::Noted { fix, change, printed } => self.noted(fix, *change, printed.as_deref(), former),
            Event::Located { fix, .. } => {
                self.now.open = former.fix(fix).and_then(|fix| self.after_weakening(fix));
            }
            Event::Undone { fix, undone } => self.undone(fix, *undone, former),
            Event::WentBack => match self.earlier.pop() {
                Some(earlier) => self.now = earlier,
                None => self.now.open = None,
            },
            Event::WentOn => self.change(|now| now.go_on = true),
        }
        None
    }

    /// Saves this state for going back, without what was only begun in it, and then changes it.
    fn change(&mut self, change: impl FnOnce(&mut State)) {
        self.earlier.push(State { open: None, search: Search::default(), ..self.now.clone() });
        self.now.open = None;
        self.now.search = Search::default();
        change(&mut self.now);
    }

    /// What flags and checks say holds from the beginning: taking an answer back does not take it away.
    fn throughout(&mut self, change: impl Fn(&mut Facts)) {
        for state in self.earlier.iter_mut().chain([&mut self.now]) {
            change(&mut state.facts);
        }
    }

    fn search(&mut self, step: &EntryStep, lexicon: &Lexicon) {
        match step {
            EntryStep::Paste => self.now.search = Search::default(),
            EntryStep::Code(code) => {
                let reading = Some(intake::read(code, lexicon, None));
                self.now.search = Search { reading, path: Vec::new() };
            }
            EntryStep::Back => {
                self.now.search.path.pop();
            }
            step => self.now.search.path.push(step.clone()),
        }
    }

    fn decided(&mut self, problem: &str, given: bool, former: Former) -> Option<String> {
        let reading = self.now.search.reading.take();
        let found = former.problem(problem);
        let aside =
            found.is_none().then(|| format!("The problem {problem} is not known any more: choose again."));
        let decide = |now: &mut State| (now.problem, now.reading) = (found, reading);
        // After another error the way back leads to before the fix, as from the fix itself.
        if given || self.now.open == Some(Open::Changed) {
            (self.now.open, self.now.search) = (None, Search::default());
            decide(&mut self.now);
        } else {
            self.change(decide);
        }
        aside
    }

    fn answered(&mut self, observation: &str, given: &Given, former: Former) -> Option<String> {
        let known = former.state(observation, &given.state);
        let aside = known.is_none().then(|| aside(observation, &given.state));
        let fact = known.map(|(observation, state)| (observation, Given { state, ..given.clone() }));
        let tell = |facts: &mut Facts| {
            if let Some((observation, given)) = fact.clone() {
                facts.answers.insert(observation, given);
            }
        };
        if given.witness != WitnessKind::Person {
            self.throughout(tell);
            return aside;
        }
        self.change(|now| {
            tell(&mut now.facts);
            if let Some((observation, _)) = &fact {
                now.skipped.remove(observation);
            }
            now.questions += 1;
        });
        aside
    }

    fn skipped(&mut self, observation: &str, former: Former) -> Option<String> {
        let known = former.state(observation, UNKNOWN).map(|(observation, _)| observation);
        let aside = known.is_none().then(|| aside(observation, UNKNOWN));
        self.change(|now| {
            if let Some(observation) = known {
                let given = Given { state: UNKNOWN.to_owned(), witness: WitnessKind::Person, evidence: None };
                now.facts.answers.insert(observation.clone(), given);
                now.skipped.insert(observation);
            }
            now.questions += 1;
        });
        aside
    }

    fn tried(
        &mut self,
        fix: &str,
        outcome: &str,
        reason: Option<&str>,
        given: bool,
        former: Former,
    ) -> Option<String> {
        let known = former.fix(fix).zip(Outcome::parse(outcome));
        let aside = known.is_none().then(|| {
            format!("What became of {fix} ({outcome}) is set aside: this knowledge has no such fix or word.")
        });
        let reason = reason.map(|reason| Sensitive::new(Kind::Text, crate::text::sanitise(reason)));
        let tried = known.map(|(fix, outcome)| Tried { fix, outcome, reason: reason.clone(), undone: false });
        let note = |facts: &mut Facts| tried.iter().cloned().for_each(|tried| facts.note(tried));
        if given {
            self.throughout(note);
            return aside;
        }
        self.change(|now| {
            note(&mut now.facts);
            now.steps += 1;
        });
        if let Some(Tried { fix, outcome, reason, .. }) = tried {
            let weakens = former.0.fixes.get(&fix).is_some_and(|fix| fix.security == Security::Weakens);
            self.now.open = match outcome {
                Outcome::Cannot => reason.is_none().then_some(Open::WhyNot(fix)),
                _ if weakens => Some(Open::HowItWas(fix, Vec::new())),
                Outcome::Changed => Some(Open::Changed),
                Outcome::Worked | Outcome::Failed | Outcome::Returns => None,
            };
        }
        aside
    }

    fn noted(&mut self, fix: &str, change: usize, printed: Option<&str>, former: Former) {
        let fix = former.fix(fix).and_then(|id| former.0.fixes.get(&id));
        let exists = fix.is_some_and(|fix| change < fix.changes.len());
        if let (Some(Open::HowItWas(_, noted)), true) = (&mut self.now.open, exists) {
            noted.resize(change, None);
            noted.push(printed.map(str::to_owned));
        }
    }

    /// Once a weakening is noted: what did not help is undone first, another error is read first.
    fn after_weakening(&self, fix: Id) -> Option<Open> {
        match self.now.facts.outcome(&fix)?.outcome {
            Outcome::Failed => Some(Open::Undo(fix)),
            Outcome::Changed => Some(Open::Changed),
            Outcome::Worked | Outcome::Returns | Outcome::Cannot => None,
        }
    }

    fn because(&mut self, fix: &str, reason: Option<&str>, former: Former) {
        let reason = reason.map(|reason| Sensitive::new(Kind::Text, crate::text::sanitise(reason)));
        let Some(fix) = former.fix(fix) else { return };
        if let Some(tried) = self.now.facts.tried.iter_mut().find(|tried| tried.fix == fix) {
            tried.reason = reason;
        }
    }

    fn undone(&mut self, fix: &str, undone: bool, former: Former) {
        let asked_at_the_end = self.now.open.take().is_none();
        let Some(fix) = former.fix(fix) else { return };
        if asked_at_the_end && !undone {
            self.now.left.insert(fix.clone());
        }
        if let Some(tried) = self.now.facts.tried.iter_mut().find(|tried| tried.fix == fix) {
            tried.undone = undone;
        }
    }
}

fn aside(observation: &str, state: &str) -> String {
    format!("The answer {observation}={state} is set aside: this knowledge has no such question or answer.")
}
