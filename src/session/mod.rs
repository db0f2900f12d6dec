//! A session: one problem, what is known about it, and what comes next.
//!
//! A session is a value. Every answer gives a new one, and the engine is asked anew each time from the
//! beginning, so that going back and resuming are nothing but replay.

pub mod case;
mod compile;
pub mod entry;
mod facts;
mod implied;
pub mod ledger;
mod lock;
pub mod log;
mod priors;
mod refine;
mod roles;
pub mod store;
mod systems;

use std::cell::OnceCell;
use std::collections::BTreeSet;

pub use facts::{Facts, Given, Outcome, Tried, UNKNOWN, WitnessKind};
pub use roles::Role;

use compile::Compiled;

use crate::engine::{self, Decision, reasons};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{self, Blocks, Fix, Id, Observation, Problem};
use crate::knowledge::systems::Known;
use crate::knowledge::words::Security;

/// From this probability on a cause counts as known: likelier than all others together, with some room.
const KNOWN_CAUSE: f64 = 0.6;

/// What is allowed in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What happens to fixes that weaken security.
    pub weakening: Weakening,
    /// Somebody chose to go on although handing over is cheaper.
    pub go_on: bool,
    /// Open questions are taken as not known.
    pub assume_unknown: bool,
    /// A person is there: they are asked first facts, and whether a fix can be done, before it is shown.
    pub person: bool,
}

/// What happens to fixes that weaken security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakening {
    /// They are offered when every safe fix that works `sometimes` or better for a cause of 5 % or more has failed
    /// or cannot be done.
    Offer,
    /// They are withheld: this is a script and nobody allowed them.
    Withhold,
    /// They were ruled out.
    Never,
}

/// A fix that cannot be done here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The fix.
    pub fix: Id,
    /// Why.
    pub because: String,
}

/// What comes next.
#[derive(Clone, Copy, Debug)]
pub enum Step<'k> {
    /// Ask.
    Ask(&'k Observation, Reason),
    /// Try.
    Fix(&'k Fix),
    /// Hand over.
    HandOver,
    /// It connects.
    Connected,
}

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It lowers the expected minutes.
    Saves,
    /// It is among the first facts.
    First,
    /// It says whether the next fix can be done at all.
    Gate,
    /// It says which steps of the next fix apply.
    Steps,
}

/// A problem with everything known about it.
#[derive(Debug)]
pub struct Session<'k> {
    /// What it draws on.
    pub knowledge: &'k Knowledge,
    /// The problem.
    pub problem: &'k Problem,
    /// What is known: what was told, seen and tried, and what that implies.
    pub facts: Facts,
    /// What is allowed.
    pub policy: Policy,
    compiled: Compiled,
    /// Made when it is first asked for: a lookup needs the plan alone.
    decision: OnceCell<Decision>,
    step: OnceCell<engine::Step>,
}

impl<'k> Session<'k> {
    /// A session from its facts.
    pub fn new(knowledge: &'k Knowledge, problem: &'k Problem, mut facts: Facts, policy: Policy) -> Self {
        let tellers = implied::complete(knowledge, problem, &mut facts);
        let mut compiled = compile::compile(knowledge, problem, &facts, &tellers, policy);
        if policy.assume_unknown {
            let open: Vec<usize> = compiled.situation.open_questions().collect();
            for q in open {
                compiled.situation = compiled.situation.answered(&compiled.model, q, engine::Answer::Unknown);
            }
        }
        Self { knowledge, problem, facts, policy, compiled, decision: OnceCell::new(), step: OnceCell::new() }
    }

    /// The same session with other facts.
    #[must_use]
    pub fn with(&self, facts: Facts) -> Self {
        Self::new(self.knowledge, self.problem, facts, self.policy)
    }

    /// The next step.
    pub fn next(&self) -> Step<'k> {
        if self.facts.tried.iter().any(|tried| tried.outcome == Outcome::Worked) {
            return Step::Connected;
        }
        if let Some(first) = self.first_fact() {
            return Step::Ask(first, Reason::First);
        }
        match self.step() {
            engine::Step::Ask(q) => Step::Ask(self.observation(q), Reason::Saves),
            engine::Step::Fix(f) => {
                let fix = self.fix(f);
                let gate = self.gate(fix).map(|gate| (gate, Reason::Gate));
                let asked = gate.or_else(|| self.system(fix).map(|system| (system, Reason::Steps)));
                asked.map_or(Step::Fix(fix), |(observation, reason)| Step::Ask(observation, reason))
            }
            engine::Step::HandOver => Step::HandOver,
        }
    }

    /// The engine's numbers behind the next step.
    pub fn decision(&self) -> &Decision {
        self.decision.get_or_init(|| engine::decide(&self.compiled.model, &self.compiled.situation))
    }

    /// What is next by the engine's numbers and a technician's rules (`refine`), before it is known whether a fix can be
    /// done here.
    pub fn step(&self) -> engine::Step {
        *self.step.get_or_init(|| refine::step(self))
    }

    /// The model the engine works on.
    pub fn model(&self) -> &engine::Model {
        &self.compiled.model
    }

    /// What the engine knows.
    pub fn situation(&self) -> &engine::Situation {
        &self.compiled.situation
    }

    /// Cause (by index into the model) and probability, likeliest first; equal ones by id.
    pub fn ranking(&self) -> Vec<(usize, f64)> {
        let mut ranking: Vec<_> = self.compiled.situation.posterior().into_iter().enumerate().collect();
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranking
    }

    /// The fixes that can be done here and may still help, in the order in which one would try them. The
    /// next step looks further ahead than the order does: a fix that it chose comes first.
    pub fn plan(&self) -> Vec<&'k Fix> {
        let mut plan = self.order();
        if let engine::Step::Fix(next) = self.step() {
            let next = self.fix(next);
            plan.retain(|fix| fix.id != next.id);
            plan.insert(0, next);
        }
        plan
    }

    /// The fixes that can be done here and may still help, all safe ones before all that weaken security, else by
    /// probability over cost alone: the plan without the price of looking ahead.
    pub fn order(&self) -> Vec<&'k Fix> {
        let order = engine::plan(&self.compiled.model, &self.compiled.situation);
        let mut order: Vec<&Fix> = order.into_iter().map(|f| self.fix(f)).collect();
        order.sort_by_key(|fix| fix.security == Security::Weakens);
        order
    }

    /// The fixes that cannot be done here, or wait for others, each with the reason.
    pub fn blocked(&self) -> Vec<Blocked> {
        let mut blocked = self.compiled.blocked.clone();
        let (model, situation) = (&self.compiled.model, &self.compiled.situation);
        for f in (0..model.fixes.len()).filter(|&f| situation.untried(f)) {
            let waiting = reasons::waiting_for(model, situation, f);
            if !waiting.is_empty() {
                let titles: Vec<_> = waiting.into_iter().map(|w| self.fix(w).title.clone()).collect();
                let because = format!("It weakens security and waits for: {}.", titles.join("; "));
                blocked.push(Blocked { fix: model.fixes[f].id.clone(), because });
            }
        }
        blocked
    }

    /// What could still be asked: what decides whether the next fix can be done, then questions, best first.
    pub fn missing(&self) -> Vec<&'k Observation> {
        let (model, situation) = (&self.compiled.model, &self.compiled.situation);
        let asked = match self.next() {
            Step::Ask(observation, _) => Some(observation),
            _ => None,
        };
        let by_value =
            engine::questions_by_value(model, situation).into_iter().filter_map(|choice| match choice.step {
                engine::Step::Ask(q) => Some(self.observation(q)),
                _ => None,
            });
        let gates = self.plan().into_iter().flat_map(|fix| self.open_gates(fix));
        let mut seen = BTreeSet::new();
        asked.into_iter().chain(by_value).chain(gates).filter(|o| seen.insert(o.id.as_str())).collect()
    }

    /// What the problem itself says, by observation.
    pub fn implied(&self) -> impl Iterator<Item = (&'k Id, &'k String)> {
        self.problem.implies.iter()
    }

    /// What is known about host and client: what applies to others is left out.
    pub fn known(&self) -> &Known {
        &self.compiled.known
    }

    /// Those of some steps that apply.
    pub fn applying<'s>(&self, steps: &'s [format::Step]) -> impl Iterator<Item = &'s format::Step> {
        steps.iter().filter(|step| step.systems().is_none_or(|systems| self.known().admits(systems)))
    }

    /// The states of an observation that are possible on the systems that are known; all of them where none is.
    pub fn possible<'o>(&self, observation: &'o Observation) -> Vec<&'o String> {
        let possible = self.known().possible(observation);
        let states = observation.states.iter().zip(&possible);
        let left: Vec<&String> = states.filter(|(_, possible)| **possible).map(|(state, _)| state).collect();
        if left.is_empty() { observation.states.iter().collect() } else { left }
    }

    /// The observations that bear on the problem, first facts first.
    pub fn bearing(&self) -> Vec<&'k Observation> {
        let mut bearing: Vec<_> =
            (0..self.compiled.model.questions.len()).map(|q| self.observation(q)).collect();
        bearing.sort_by_key(|observation| !observation.first);
        bearing
    }

    /// What a check or the pasted text has answered and bears on the problem, by id.
    pub fn seen(&self) -> Vec<(&'k Observation, &Given)> {
        [WitnessKind::Check, WitnessKind::Evidence, WitnessKind::Text]
            .into_iter()
            .flat_map(|witness| self.known_by(witness))
            .collect()
    }

    /// What a witness has answered and bears on the problem, by id.
    pub fn known_by(&self, witness: WitnessKind) -> Vec<(&'k Observation, &Given)> {
        let seen = self.facts.answers.iter().filter(|(_, given)| given.witness == witness);
        let known = seen.filter_map(|(id, given)| Some((self.knowledge.observations.get(id)?, given)));
        known.filter(|(observation, _)| self.bears(observation)).collect()
    }

    /// Whether an answer changes anything here: a cause depends on it, or what can be done.
    pub fn bears(&self, observation: &Observation) -> bool {
        self.index_of_question(&observation.id).is_some() || !observation.blocks.is_empty()
    }

    /// Where a look contradicts what the problem itself says: the observation, what the problem says, what was seen.
    pub fn contradictions(&self) -> Vec<(&'k Observation, &'k str, &Given)> {
        let contradiction = |(id, state): (&'k Id, &'k String)| {
            let given = self.facts.answers.get(id)?;
            let looked = matches!(given.witness, WitnessKind::Check | WitnessKind::Evidence);
            let sees = looked && given.state != *state;
            sees.then_some((self.knowledge.observations.get(id)?, state.as_str(), given))
        };
        self.implied().filter_map(contradiction).collect()
    }

    /// Every fix of the problem's causes: in the order in which one would try them, then what can only wait.
    pub fn every_fix(&self) -> Vec<&'k Fix> {
        let mut fixes = self.plan();
        let planned: BTreeSet<_> = fixes.iter().map(|fix| fix.id.as_str()).collect();
        let all = (0..self.compiled.model.fixes.len()).map(|f| self.fix(f));
        let rest: Vec<_> = all.filter(|fix| !planned.contains(fix.id.as_str())).collect();
        fixes.extend(rest);
        fixes
    }

    /// Weakening fixes that were done and not undone: in place until somebody says otherwise.
    pub fn temporary(&self) -> Vec<&'k Fix> {
        let done = |t: &&Tried| t.outcome != Outcome::Cannot && !t.undone;
        let fixes = self.facts.tried.iter().filter(done).filter_map(|t| self.knowledge.fixes.get(&t.fix));
        fixes.filter(|fix| fix.security == Security::Weakens).collect()
    }

    /// The cause behind an index of the model, unless it is the unlisted one.
    pub fn cause(&self, index: usize) -> Option<&'k crate::knowledge::format::Cause> {
        self.knowledge.causes.get(&self.compiled.model.causes[index].id)
    }

    /// The index of a fix in the model.
    pub fn index_of_fix(&self, id: &str) -> Option<usize> {
        self.compiled.model.fixes.iter().position(|fix| fix.id == id)
    }

    /// The index of a question in the model.
    pub fn index_of_question(&self, id: &str) -> Option<usize> {
        self.compiled.model.questions.iter().position(|question| question.id == id)
    }

    fn observation(&self, q: usize) -> &'k Observation {
        let id = &self.compiled.model.questions[q].id;
        self.knowledge.observations.get(id).expect("the model is compiled from the knowledge")
    }

    fn fix(&self, f: usize) -> &'k Fix {
        let id = &self.compiled.model.fixes[f].id;
        self.knowledge.fixes.get(id).expect("the model is compiled from the knowledge")
    }

    /// A person is asked the first facts before anything else, the quickest first, where the problem has
    /// a use for them.
    fn first_fact(&self) -> Option<&'k Observation> {
        if !self.policy.person || self.policy.assume_unknown {
            return None;
        }
        let place = |o: &Observation| self.problem.first.iter().position(|first| *first == o.id);
        let open = self.compiled.situation.open_questions().map(|q| self.observation(q));
        let open = open.filter(|o| place(o).is_some() || (o.first && self.is_mentioned(o)));
        let order = |o: &Observation| place(o).unwrap_or(usize::MAX);
        open.min_by(|a, b| {
            order(a).cmp(&order(b)).then(a.minutes.total_cmp(&b.minutes)).then(a.id.cmp(&b.id))
        })
    }

    /// Whether the problem or a cause in the model speaks of an observation: what does no more than tell the systems
    /// is asked when that pays.
    fn is_mentioned(&self, observation: &Observation) -> bool {
        let causes = self.model().causes.iter().filter_map(|cause| self.knowledge.causes.get(&cause.id));
        self.problem.also_ask.contains(&observation.id)
            || causes.into_iter().any(|cause| cause.observations.contains(&observation.id))
    }

    /// The open observation that decides whether a fix can be done. Whatever guards a fix that weakens
    /// security is asked of a person in any case, and of a script unless it takes open questions as not
    /// known; whatever else is open a script may take as possible.
    fn gate(&self, fix: &'k Fix) -> Option<&'k Observation> {
        let Policy { person, assume_unknown, .. } = self.policy;
        let asked = if fix.security == Security::Weakens {
            person || !assume_unknown
        } else {
            person && !assume_unknown
        };
        asked.then(|| self.open_gates(fix).into_iter().next()).flatten()
    }

    /// What tells a person's systems apart where the steps of a fix differ between them.
    fn system(&self, fix: &Fix) -> Option<&'k Observation> {
        let asked = self.policy.person && !self.policy.assume_unknown;
        let deciding = || systems::deciding(self.knowledge, &self.facts, &self.compiled.known, &fix.steps);
        asked.then(deciding).flatten()
    }

    fn open_gates(&self, fix: &Fix) -> Vec<&'k Observation> {
        let gates = self.knowledge.observations.values().filter(|observation| {
            let guards = |(_, blocks): (_, &Blocks)| blocks.stop(fix);
            !self.facts.answers.contains_key(&observation.id) && observation.blocks.iter().any(guards)
        });
        gates.collect()
    }
}
