//! Unrolled trees: their exact expected cost, walked from the exported document alone.

use std::collections::BTreeMap;

use rdpfix::engine::bench::TreeDocument;
use rdpfix::engine::tree::{Target, Tree, unroll};
use rdpfix::engine::{Answer, Model, Situation};
use serde_json::Value;

use crate::engine::models::{expected, load};

fn whole(model: &Model) -> Tree {
    unroll(model, &Situation::start(model), 0.0, None)
}

/// What following a tree costs on average.
#[derive(Default)]
struct Cost {
    minutes: f64,
    questions: f64,
    fixes: f64,
    /// The probability of ending in a branch that is not there.
    cut: f64,
}

/// Walks an exported tree, with nothing but the document and the model.
struct Walk<'a> {
    model: &'a Model,
    nodes: BTreeMap<&'a str, &'a Value>,
    cost: Cost,
}

impl<'a> Walk<'a> {
    fn of(model: &'a Model, document: &'a Value) -> Cost {
        let nodes = document["nodes"].as_array().unwrap().iter();
        let nodes = nodes.map(|node| (node["id"].as_str().unwrap(), node)).collect();
        let mut walk = Self { model, nodes, cost: Cost::default() };
        walk.go(document["root"].as_str().unwrap(), &Situation::start(model));
        walk.cost
    }

    fn go(&mut self, target: &str, here: &Situation) {
        let node = self.nodes.get(target).copied();
        match node.map(|node| node["kind"].as_str().unwrap()) {
            None => {
                assert_eq!(target, "escalate", "`{target}` is nowhere");
                self.cost.minutes += here.mass() * self.model.hand_over;
                self.cost.cut += here.mass();
            }
            Some("escalate") => self.cost.minutes += here.mass() * self.model.hand_over,
            Some("ask") => self.ask(node.unwrap(), here),
            Some("fix") => self.fix(node.unwrap(), here),
            Some(kind) => panic!("`{kind}` is no kind"),
        }
    }

    fn ask(&mut self, node: &Value, here: &Situation) {
        let q =
            self.model.questions.iter().position(|question| node["item"] == question.id.as_str()).unwrap();
        assert_eq!(here.answers()[q], None, "asked twice");
        self.cost.minutes += here.mass() * self.model.questions[q].cost;
        self.cost.questions += here.mass();
        for (name, answer) in
            [("yes", Answer::State(0)), ("no", Answer::State(1)), ("unknown", Answer::Unknown)]
        {
            self.go(node["next"][name].as_str().unwrap(), &here.answered(self.model, q, answer));
        }
    }

    fn fix(&mut self, node: &Value, here: &Situation) {
        let f = self.model.fixes.iter().position(|fix| node["item"] == fix.id.as_str()).unwrap();
        assert!(here.untried(f), "tried twice");
        assert!(
            self.model.fixes[f].after.iter().all(|&first| !here.untried(first)),
            "against the safety rule"
        );
        self.cost.minutes += here.mass() * self.model.fixes[f].cost;
        self.cost.fixes += here.mass();
        assert_eq!(node["next"]["worked"], "solved");
        self.go(node["next"]["failed"].as_str().unwrap(), &here.failed(self.model, f));
    }
}

#[test]
fn an_exported_tree_costs_what_the_reference_costs() {
    for (file, want) in expected() {
        let model = load(&file);
        let tree = whole(&model);
        // No two nodes share their answers and failed fixes: as many nodes as decisions.
        assert_eq!((tree.nodes.len(), tree.cut), (want.decisions, 0.0), "{file}");
        let document = serde_json::to_value(TreeDocument::new(&tree)).unwrap();
        let cost = Walk::of(&model, &document);
        let close = |found: f64, want: f64| (found - want).abs() <= 1e-9 * want.max(1.0);
        assert!(close(cost.minutes, want.l1q_ecr), "{file}: {} not {}", cost.minutes, want.l1q_ecr);
        assert!(close(cost.questions, want.l1q_questions) && close(cost.fixes, want.l1q_fixes), "{file}");
    }
}

#[test]
fn a_tree_document_has_the_fields_of_its_format() {
    let model = load("seed/rdp-0x507.json");
    let tree = whole(&model);
    let document = serde_json::to_string(&TreeDocument::new(&tree)).unwrap();
    let start = concat!(
        r#"{"format":"rdpfix-tree/1","model":"rdp-0x507","policy":"l1q","root":"n0","nodes":["#,
        r#"{"id":"n0","kind":"ask","reach":1.0,"belief":[{"cause":""#,
    );
    assert!(document.starts_with(start), "{document}");
    assert!(document.contains(r#""item":"is-xp-sp3","next":{"yes":"n1","no":"#), "{document}");
    assert!(document.contains(r#""next":{"worked":"solved","failed":"n"#), "{document}");
    assert!(!document.contains("\"cut\""), "{document}");
}

#[test]
fn rare_branches_are_cut_and_said_to_be() {
    let model = load("seed/rdp-0xc07.json");
    let pruned = unroll(&model, &Situation::start(&model), 0.01, None);
    assert!(pruned.nodes.iter().all(|node| node.reach >= 0.01));
    assert!(pruned.nodes.len() < whole(&model).nodes.len());
    assert_says_what_was_cut(&model, &pruned);
}

#[test]
fn a_limit_keeps_the_likeliest_nodes() {
    let model = load("seed/rdp-0xc07.json");
    let few = unroll(&model, &Situation::start(&model), 0.0, Some(40));
    assert_eq!(few.nodes.len(), 40);
    assert_says_what_was_cut(&model, &few);
    let least = few.nodes.iter().map(|node| node.reach).fold(1.0, f64::min);
    let likelier = whole(&model).nodes.iter().filter(|node| node.reach > least).count();
    assert!(likelier < 40, "{likelier} nodes are likelier than the least likely one of 40");
}

fn assert_says_what_was_cut(model: &Model, tree: &Tree) {
    assert!(tree.nodes.iter().flat_map(|node| &node.next).any(|(_, target)| *target == Target::Cut));
    let document = serde_json::to_value(TreeDocument::new(tree)).unwrap();
    let cut = Walk::of(model, &document).cut;
    assert!(cut > 0.0 && (tree.cut - cut).abs() < 1e-12, "{} is said, {cut} is cut", tree.cut);
    assert!((document["cut"].as_f64().unwrap() - cut).abs() < 1e-9);
}
