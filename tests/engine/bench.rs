//! The decisions of whole sessions, equal to the reference bit for bit; and the benchmark's formats.

use rdpfix::engine::bench::{Fault, answer_line, read_model};
use rdpfix::engine::{Answer, Model, Situation, Step, decide};

use crate::engine::models::{expected, load};

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

const SMALL: &str = r#"{"format":"rdpfix-bench-model/1","id":"small",
 "causes":[{"id":"a","p":0.9},{"id":"unlisted","p":0.1}],
 "questions":[{"id":"q","cost":1,"p_unknown":0.1,"p_yes":[0.9,0.2]}],
 "actions":[{"id":"f","cost":5,"p_fix":[0.9,0],"security":"safe"},
  {"id":"w","cost":1,"p_fix":[0.9,0],"security":"weakens","after":["f"]}],
 "escalate":{"cost":60},"static_order":["f","w"]}"#;

#[test]
fn a_model_is_read_whole() {
    let model = read_model(SMALL).unwrap();
    assert_eq!(model.questions[0].states, ["yes", "no"]);
    assert_eq!(model.questions[0].given, [[0.9, 0.2], [1.0 - 0.9, 1.0 - 0.2]]);
    assert_eq!((model.fixes[1].weakens, &model.fixes[1].after[..]), (true, &[0][..]));
    assert_eq!(model.hand_over, 60.0);
}

#[test]
fn faults_name_what_is_wrong() {
    let faults = [
        ("-model/1", "-model/2", "format is `rdpfix-bench-model/2`, not `rdpfix-bench-model/1`"),
        ("\"id\":\"unlisted\"", "\"id\":\"b\"", "the last cause is not `unlisted`"),
        ("\"p\":0.9", "\"p\":0.8", "the probabilities of the causes sum to 0.9, not to 1"),
        ("\"id\":\"q\"", "\"id\":\"f\"", "`f` is there twice"),
        ("[0.9,0.2]", "[0.9]", "`q`: 1 numbers for 2 causes"),
        ("[0.9,0.2]", "[0.9,1.0]", "`q`: 1 is out of range for a probability"),
        ("\"cost\":5", "\"cost\":0", "`f`: 0 is out of range for a cost"),
        (",\"after\":[\"f\"]", "", "`w` weakens security without `after`"),
        ("\"after\":[\"f\"]", "\"after\":[\"g\"]", "`w` comes after `g`, which is no action of this model"),
    ];
    for (from, to, want) in faults {
        assert!(SMALL.contains(from), "{from}");
        assert_eq!(read_model(&SMALL.replacen(from, to, 1)).unwrap_err().to_string(), want);
    }
    assert!(matches!(read_model("{"), Err(Fault::Json(_))));
}

#[test]
fn the_oracle_answers_a_history() {
    let model = read_model(SMALL).unwrap();
    let answer = |line: &str| answer_line(&model, line);
    assert_eq!(answer(r#"{"history":[]}"#).unwrap(), r#"{"kind":"fix","item":"f"}"#);
    assert_eq!(answer(r#"{"history":[["f","failed"]]}"#).unwrap(), r#"{"kind":"fix","item":"w"}"#);
    let end = r#"{"history":[["q","unknown"],["f","failed"],["w","failed"]]}"#;
    assert_eq!(answer(end).unwrap(), r#"{"kind":"escalate","item":null}"#);
    for (line, want) in [
        (r#"{"history":[["q","maybe"]]}"#, "history: `q` cannot be `maybe`; use yes, no or unknown"),
        (r#"{"history":[["f","worked"]]}"#, "history: `f` cannot be `worked`; use failed"),
        (
            r#"{"history":[["q","yes"],["q","no"]]}"#,
            "history: `q` is no open question and no untried action of this model",
        ),
    ] {
        assert_eq!(answer(line).unwrap_err().to_string(), want);
    }
}
