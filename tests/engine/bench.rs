//! The decisions of whole sessions, equal to the reference bit for bit; and the benchmark's formats.

use rdpfix::engine::bench::{Fault, answer_line, read_model};
use rdpfix::engine::{Answer, Model, Situation, Step, decide};

use crate::models::{expected, load};

/// Folds the decisions of every possible session, in preorder: children by answer, don't know last.
struct Fold {
    hash: u64,
    decisions: usize,
}

impl Fold {
    fn of(model: &Model) -> Self {
        let mut fold = Self { hash: 0xcbf2_9ce4_8422_2325, decisions: 0 };
        fold.walk(model, &Situation::start(model));
        fold
    }

    fn walk(&mut self, model: &Model, situation: &Situation) {
        if situation.mass() <= 0.0 {
            return;
        }
        let step = decide(model, situation).step;
        self.add(match step {
            Step::Fix(f) => 1000 + f,
            Step::Ask(q) => 2000 + q,
            Step::HandOver => 3000,
        });
        match step {
            Step::Fix(f) => self.walk(model, &situation.failed(model, f)),
            Step::Ask(q) => {
                for state in 0..model.questions[q].states.len() {
                    self.walk(model, &situation.answered(model, q, Answer::State(state)));
                }
                self.walk(model, &situation.answered(model, q, Answer::Unknown));
            }
            Step::HandOver => {}
        }
    }

    fn add(&mut self, code: usize) {
        self.hash = (self.hash ^ code as u64).wrapping_mul(0x0100_0000_01b3);
        self.decisions += 1;
    }
}

fn name(model: &Model, step: Step) -> &str {
    match step {
        Step::Fix(f) => &model.fixes[f].id,
        Step::Ask(q) => &model.questions[q].id,
        Step::HandOver => "escalate",
    }
}

#[test]
fn every_decision_is_that_of_the_reference() {
    let expected = expected();
    assert_eq!(expected.len(), 213);
    let mut wrong = Vec::new();
    for (file, want) in &expected {
        let model = load(file);
        let fold = Fold::of(&model);
        let first = decide(&model, &Situation::start(&model)).step;
        let same = (format!("{:016x}", fold.hash), fold.decisions, name(&model, first))
            == (want.decision_hash.clone(), want.decisions, want.first.as_str());
        if !same {
            wrong.push(format!("{file}: {:016x} after {} decisions", fold.hash, fold.decisions));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ: {wrong:#?}", wrong.len(), expected.len());
}
