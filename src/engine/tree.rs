//! The decisions of a whole session, unrolled into a tree.

use std::collections::BTreeMap;

use super::belief::{Answer, Situation, possible_answers};
use super::decide::{Step, decide};
use super::model::Model;

/// How many causes a node names.
const NAMED: usize = 3;

/// What the engine would do, whatever the answers.
///
/// Two paths part only at a question, by different answers, so no two nodes have the same answers and failed
/// fixes: the graph in which those would share a node is a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The id of the model.
    pub model: String,
    /// The nodes, each before those below it.
    pub nodes: Vec<Node>,
    /// The node at which a session starts.
    pub root: usize,
    /// The probability that a session ends in a branch that was left out.
    pub cut: f64,
}

/// One step of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What is done here.
    pub kind: Kind,
    /// The id of the question or fix; empty when handing over.
    pub item: String,
    /// The probability that a session comes here.
    pub reach: f64,
    /// The likeliest causes, by id, at most three.
    pub belief: Vec<(String, f64)>,
    /// What may follow, by the id of the state, or `unknown`, `worked`, `failed`.
    pub next: Vec<(String, Target)>,
}

/// What is done in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A question is asked.
    Ask,
    /// A fix is tried.
    Fix,
    /// The session is handed over.
    HandOver,
}

/// Where a branch leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this node.
    Node(usize),
    /// The problem is solved.
    Solved,
    /// The branch was left out.
    Cut,
}

/// Unrolls every decision from `situation` on, the likeliest first. Branches rarer than `prune` (a share of
/// the sessions that start here) are left out, and so is everything beyond `limit` nodes.
pub fn unroll(model: &Model, situation: &Situation, prune: f64, limit: Option<usize>) -> Tree {
    let whole = situation.mass();
    let share = |situation: &Situation| if whole > 0.0 { situation.mass() / whole } else { 1.0 };
    let limit = limit.unwrap_or(usize::MAX).max(1);
    let mut queue = Queue::default();
    queue.push(share(situation), Pending { situation: situation.clone(), from: None });
    let mut nodes: Vec<Node> = Vec::new();
    while nodes.len() < limit
        && let Some((reach, Pending { situation, from })) = queue.pop()
    {
        let at = nodes.len();
        let (node, children) = grow(model, &situation, reach);
        nodes.push(node);
        if let Some((parent, branch)) = from {
            nodes[parent].next[branch].1 = Target::Node(at);
        }
        for (branch, child) in children {
            let reach = share(&child);
            if reach > 0.0 && reach >= prune {
                queue.push(reach, Pending { situation: child, from: Some((at, branch)) });
            } else {
                queue.cut += reach;
            }
        }
    }
    Tree { model: model.id.clone(), nodes: preorder(nodes), root: 0, cut: queue.all_cut() }
}

/// A branch that is still to be unrolled, and the branch of the node that leads to it.
struct Pending {
    situation: Situation,
    from: Option<(usize, usize)>,
}

/// What is still to be unrolled, the likeliest first, the first one of a tie.
#[derive(Default)]
struct Queue {
    /// Keyed by how unlikely it is, as bits (those of positive numbers sort like the numbers), then by age.
    pending: BTreeMap<(std::cmp::Reverse<u64>, usize), Pending>,
    age: usize,
    cut: f64,
}

impl Queue {
    fn push(&mut self, reach: f64, pending: Pending) {
        self.pending.insert((std::cmp::Reverse(reach.to_bits()), self.age), pending);
        self.age += 1;
    }

    fn pop(&mut self) -> Option<(f64, Pending)> {
        let ((std::cmp::Reverse(bits), _), pending) = self.pending.pop_first()?;
        Some((f64::from_bits(bits), pending))
    }

    /// What was cut, with everything that is still waiting.
    fn all_cut(&self) -> f64 {
        self.pending.keys().fold(self.cut, |sum, (std::cmp::Reverse(bits), _)| sum + f64::from_bits(*bits))
    }
}

/// The node of a situation, with every branch cut for now, and the situations after each branch.
fn grow(model: &Model, situation: &Situation, reach: f64) -> (Node, Vec<(usize, Situation)>) {
    let (kind, item, next, children) = match decide(model, situation).step {
        Step::HandOver => (Kind::HandOver, String::new(), Vec::new(), Vec::new()),
        Step::Fix(f) => {
            let next = vec![("worked".to_owned(), Target::Solved), ("failed".to_owned(), Target::Cut)];
            (Kind::Fix, model.fixes[f].id.clone(), next, vec![(1, situation.failed(model, f))])
        }
        Step::Ask(q) => {
            let question = &model.questions[q];
            let answers: Vec<Answer> = possible_answers(question).collect();
            let name = |answer: &Answer| match answer {
                Answer::State(state) => question.states[*state].clone(),
                Answer::Unknown => "unknown".to_owned(),
            };
            let next = answers.iter().map(|answer| (name(answer), Target::Cut)).collect();
            let children = answers.iter().map(|&answer| situation.answered(model, q, answer));
            (Kind::Ask, question.id.clone(), next, children.enumerate().collect())
        }
    };
    (Node { kind, item, reach, belief: likeliest(model, situation), next }, children)
}

/// The likeliest causes, the first one of a tie first.
fn likeliest(model: &Model, situation: &Situation) -> Vec<(String, f64)> {
    let ids = model.causes.iter().map(|cause| cause.id.clone());
    let mut belief: Vec<(String, f64)> = ids.zip(situation.posterior()).collect();
    belief.sort_by(|a, b| b.1.total_cmp(&a.1));
    belief.truncate(NAMED);
    belief
}

/// Sorts the nodes so that each stands before its first branch, that before the second, and so on.
fn preorder(nodes: Vec<Node>) -> Vec<Node> {
    let mut places = vec![0; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    let mut stack = vec![0];
    while let Some(at) = stack.pop() {
        places[at] = order.len();
        order.push(at);
        let below = nodes[at].next.iter().rev().filter_map(|(_, target)| match target {
            Target::Node(child) => Some(*child),
            Target::Solved | Target::Cut => None,
        });
        stack.extend(below);
    }
    let mut unsorted: Vec<Option<Node>> = nodes.into_iter().map(Some).collect();
    let sorted = order.into_iter().map(|at| unsorted[at].take().expect("each node has one way to it"));
    sorted.map(|node| node.renumbered(&places)).collect()
}

impl Node {
    fn renumbered(mut self, places: &[usize]) -> Self {
        for (_, target) in &mut self.next {
            if let Target::Node(at) = target {
                *at = places[*at];
            }
        }
        self
    }
}
