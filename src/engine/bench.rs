//! The benchmark's formats: its models in, decision trees and single decisions out.
//!
//! The words here are the benchmark's own: an action is a fix, to escalate is to hand over, and every
//! question is answered `yes`, `no` or `unknown`.

use std::collections::BTreeSet;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::belief::{Answer, Situation};
use super::decide::{Step, decide};
use super::model::{Cause, Fix, Model, Question, UNLISTED};
use super::tree::{Kind, Node, Target, Tree};

/// The format of a model file.
pub const MODEL_FORMAT: &str = "rdpfix-bench-model/1";
/// The format of a decision tree.
pub const TREE_FORMAT: &str = "rdpfix-tree/1";

/// The name of this engine's policy in the benchmark: one step ahead, one question in the estimate.
const POLICY: &str = "l1q";
/// How far the priors may sum to something other than one.
const SUM_TOLERANCE: f64 = 1e-9;

/// What is wrong with a benchmark model or with a line of history.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Not JSON, or not of this shape.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A file of another format.
    #[error("format is `{0}`, not `{MODEL_FORMAT}`")]
    Format(String),
    /// The last cause is another one, or there is none.
    #[error("the last cause is not `{UNLISTED}`")]
    NoUnlisted,
    /// The priors are not a distribution.
    #[error("the probabilities of the causes sum to {0}, not to 1")]
    Sum(f64),
    /// One id stands for two things.
    #[error("`{0}` is there twice")]
    Duplicate(String),
    /// A list has not one number per cause.
    #[error("`{id}`: {found} numbers for {causes} causes")]
    Length {
        /// The question or action.
        id: String,
        /// How many numbers it has.
        found: usize,
        /// How many it needs.
        causes: usize,
    },
    /// A number is no probability, or, for an answer, leaves no doubt.
    #[error("`{id}`: {value} is out of range for a probability")]
    Probability {
        /// The cause, question or action.
        id: String,
        /// The number.
        value: f64,
    },
    /// A cost is negative, or zero for an action.
    #[error("`{id}`: {value} is out of range for a cost")]
    Cost {
        /// The question or action, or `escalate`.
        id: String,
        /// The number.
        value: f64,
    },
    /// A weakening action does not say what comes before it.
    #[error("`{0}` weakens security without `after`")]
    NoAfter(String),
    /// An action waits for something that is no action.
    #[error("`{id}` comes after `{after}`, which is no action of this model")]
    After {
        /// The waiting action.
        id: String,
        /// What it waits for.
        after: String,
    },
    /// A history names something that the model has not, or that has happened already.
    #[error("history: `{item}` is no open question and no untried action of this model")]
    Item {
        /// The id in the history.
        item: String,
    },
    /// A history gives an answer or outcome that its item cannot have.
    #[error("history: `{item}` cannot be `{outcome}`; use {expected}")]
    Outcome {
        /// The id in the history.
        item: String,
        /// What the history says.
        outcome: String,
        /// What it could say.
        expected: String,
    },
}

/// Reads a model file.
pub fn read_model(text: &str) -> Result<Model, Fault> {
    let file: ModelFile = serde_json::from_str(text)?;
    file.check()?;
    Ok(file.into_model())
}

/// Answers one line of the oracle: `{"history":[["q1","no"],["fix2","failed"]]}` in, `{"kind","item"}` out.
pub fn answer_line(model: &Model, line: &str) -> Result<String, Fault> {
    let line: HistoryLine = serde_json::from_str(line)?;
    let mut situation = Situation::start(model);
    for (item, outcome) in &line.history {
        situation = replay(model, &situation, item, outcome)?;
    }
    let (kind, item) = match decide(model, &situation).step {
        Step::Ask(q) => ("ask", Some(model.questions[q].id.as_str())),
        Step::Fix(f) => ("fix", Some(model.fixes[f].id.as_str())),
        Step::HandOver => ("escalate", None),
    };
    Ok(serde_json::to_string(&StepLine { kind, item })?)
}

/// A tree as the benchmark reads it. What was cut is said only when something was.
#[derive(Serialize)]
pub struct TreeDocument<'t> {
    format: &'static str,
    model: &'t str,
    policy: &'static str,
    root: String,
    #[serde(skip_serializing_if = "is_zero")]
    cut: f64,
    nodes: Vec<NodeDocument<'t>>,
}

impl<'t> TreeDocument<'t> {
    /// The document of a tree.
    pub fn new(tree: &'t Tree) -> Self {
        let nodes = tree.nodes.iter().enumerate();
        Self {
            format: TREE_FORMAT,
            model: &tree.model,
            policy: POLICY,
            root: node_id(tree.root),
            cut: rounded(tree.cut, 1e9),
            nodes: nodes.map(|(at, node)| NodeDocument::new(at, node)).collect(),
        }
    }
}

#[derive(Deserialize)]
struct ModelFile {
    format: String,
    id: String,
    causes: Vec<CauseEntry>,
    questions: Vec<QuestionEntry>,
    actions: Vec<ActionEntry>,
    escalate: Escalate,
}

#[derive(Deserialize)]
struct CauseEntry {
    id: String,
    p: f64,
}

#[derive(Deserialize)]
struct QuestionEntry {
    id: String,
    cost: f64,
    p_unknown: f64,
    p_yes: Vec<f64>,
}

#[derive(Deserialize)]
struct ActionEntry {
    id: String,
    cost: f64,
    p_fix: Vec<f64>,
    #[serde(default)]
    security: Security,
    after: Option<Vec<String>>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Security {
    #[default]
    Safe,
    Weakens,
}

#[derive(Deserialize)]
struct Escalate {
    cost: f64,
}

#[derive(Deserialize)]
struct HistoryLine {
    history: Vec<(String, String)>,
}

#[derive(Serialize)]
struct StepLine<'m> {
    kind: &'static str,
    item: Option<&'m str>,
}

impl ModelFile {
    fn check(&self) -> Result<(), Fault> {
        if self.format != MODEL_FORMAT {
            return Err(Fault::Format(self.format.clone()));
        }
        self.check_causes()?;
        self.check_ids()?;
        self.questions.iter().try_for_each(|question| question.check(self.causes.len()))?;
        self.actions.iter().try_for_each(|action| action.check(self))?;
        check_cost("escalate", self.escalate.cost, 0.0)
    }

    fn check_causes(&self) -> Result<(), Fault> {
        if self.causes.last().is_none_or(|cause| cause.id != UNLISTED) {
            return Err(Fault::NoUnlisted);
        }
        for cause in &self.causes {
            check_probability(&cause.id, cause.p, (0.0..=1.0).contains(&cause.p))?;
        }
        let sum = self.causes.iter().fold(0.0, |sum, cause| sum + cause.p);
        if (sum - 1.0).abs() > SUM_TOLERANCE { Err(Fault::Sum(sum)) } else { Ok(()) }
    }

    fn check_ids(&self) -> Result<(), Fault> {
        let causes = self.causes.iter().map(|cause| &cause.id);
        let questions = self.questions.iter().map(|question| &question.id);
        let actions = self.actions.iter().map(|action| &action.id);
        let mut seen = BTreeSet::new();
        match causes.chain(questions).chain(actions).find(|id| !seen.insert(*id)) {
            Some(id) => Err(Fault::Duplicate(id.clone())),
            None => Ok(()),
        }
    }

    fn action(&self, id: &str) -> Option<usize> {
        self.actions.iter().position(|action| action.id == id)
    }

    fn into_model(self) -> Model {
        let fixes = self.actions.iter().map(|action| Fix {
            id: action.id.clone(),
            cost: action.cost,
            works: action.p_fix.clone(),
            weakens: action.security == Security::Weakens,
            after: action.waits_for().filter_map(|id| self.action(id)).collect(),
        });
        Model {
            fixes: fixes.collect(),
            id: self.id,
            causes: self.causes.into_iter().map(|cause| Cause { id: cause.id, prior: cause.p }).collect(),
            questions: self.questions.into_iter().map(QuestionEntry::into_question).collect(),
            hand_over: self.escalate.cost,
            safe: Vec::new(),
        }
    }
}

impl QuestionEntry {
    fn check(&self, causes: usize) -> Result<(), Fault> {
        check_length(&self.id, &self.p_yes, causes)?;
        check_probability(&self.id, self.p_unknown, (0.0..1.0).contains(&self.p_unknown))?;
        for &p in &self.p_yes {
            check_probability(&self.id, p, 0.0 < p && p < 1.0)?;
        }
        check_cost(&self.id, self.cost, 0.0)
    }

    fn into_question(self) -> Question {
        let no = self.p_yes.iter().map(|p| 1.0 - p).collect();
        Question {
            id: self.id,
            cost: self.cost,
            unknown: self.p_unknown,
            states: vec!["yes".to_owned(), "no".to_owned()],
            given: vec![self.p_yes, no],
        }
    }
}

impl ActionEntry {
    fn check(&self, file: &ModelFile) -> Result<(), Fault> {
        check_length(&self.id, &self.p_fix, file.causes.len())?;
        for &p in &self.p_fix {
            check_probability(&self.id, p, (0.0..=1.0).contains(&p))?;
        }
        check_cost(&self.id, self.cost, f64::MIN_POSITIVE)?;
        if self.security == Security::Weakens && self.after.is_none() {
            return Err(Fault::NoAfter(self.id.clone()));
        }
        match self.after.iter().flatten().find(|id| file.action(id).is_none()) {
            Some(after) => Err(Fault::After { id: self.id.clone(), after: after.clone() }),
            None => Ok(()),
        }
    }

    /// The protocol makes only weakening actions wait; the `after` of a safe one says nothing.
    fn waits_for(&self) -> impl Iterator<Item = &String> {
        self.after.iter().flatten().filter(|_| self.security == Security::Weakens)
    }
}

fn check_length(id: &str, numbers: &[f64], causes: usize) -> Result<(), Fault> {
    if numbers.len() == causes {
        return Ok(());
    }
    Err(Fault::Length { id: id.to_owned(), found: numbers.len(), causes })
}

fn check_probability(id: &str, value: f64, in_range: bool) -> Result<(), Fault> {
    if in_range { Ok(()) } else { Err(Fault::Probability { id: id.to_owned(), value }) }
}

fn check_cost(id: &str, value: f64, least: f64) -> Result<(), Fault> {
    if value.is_finite() && value >= least { Ok(()) } else { Err(Fault::Cost { id: id.to_owned(), value }) }
}

/// The situation after one entry of a history.
fn replay(model: &Model, situation: &Situation, item: &str, outcome: &str) -> Result<Situation, Fault> {
    let wrong = |expected: String| Fault::Outcome { item: item.into(), outcome: outcome.into(), expected };
    if let Some(q) = situation.open_questions().find(|&q| model.questions[q].id == item) {
        let states = &model.questions[q].states;
        let answer = match states.iter().position(|state| state == outcome) {
            Some(state) => Answer::State(state),
            None if outcome == "unknown" => Answer::Unknown,
            None => return Err(wrong(format!("{} or unknown", states.join(", ")))),
        };
        return Ok(situation.answered(model, q, answer));
    }
    let untried = |&f: &usize| situation.untried(f) && model.fixes[f].id == item;
    match (0..model.fixes.len()).find(untried) {
        Some(f) if outcome == "failed" => Ok(situation.failed(model, f)),
        Some(_) => Err(wrong("failed".to_owned())),
        None => Err(Fault::Item { item: item.to_owned() }),
    }
}

#[derive(Serialize)]
struct NodeDocument<'t> {
    id: String,
    kind: &'static str,
    reach: f64,
    belief: Vec<BeliefDocument<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'t str>,
    #[serde(skip_serializing_if = "Branches::is_empty")]
    next: Branches<'t>,
}

impl<'t> NodeDocument<'t> {
    fn new(at: usize, node: &'t Node) -> Self {
        let (kind, item) = match node.kind {
            Kind::Ask => ("ask", Some(node.item.as_str())),
            Kind::Fix => ("fix", Some(node.item.as_str())),
            Kind::HandOver => ("escalate", None),
        };
        let belief = node.belief.iter().map(|(cause, p)| BeliefDocument { cause, p: rounded(*p, 1e4) });
        Self {
            id: node_id(at),
            kind,
            reach: rounded(node.reach, 1e9),
            belief: belief.collect(),
            item,
            next: Branches(&node.next),
        }
    }
}

#[derive(Serialize)]
struct BeliefDocument<'t> {
    cause: &'t str,
    p: f64,
}

/// What may follow a node, in order.
struct Branches<'t>(&'t [(String, Target)]);

impl Branches<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Branches<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, target) in self.0 {
            match target {
                Target::Node(at) => map.serialize_entry(name, &node_id(*at))?,
                Target::Solved => map.serialize_entry(name, "solved")?,
                Target::Cut => map.serialize_entry(name, "escalate")?,
            }
        }
        map.end()
    }
}

fn node_id(at: usize) -> String {
    format!("n{at}")
}

/// To the nearest of `steps` parts: for readers, nothing is computed from it.
fn rounded(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}
