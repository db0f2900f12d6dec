//! The benchmark's models and what is known about them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rdpfix::engine::bench::read_model;
use rdpfix::engine::{Cause, Fix, Model, Question, UNLISTED};
use serde::Deserialize;

/// What the reference implementation found for a model.
#[derive(Deserialize)]
pub(crate) struct Expected {
    /// Expected minutes of the whole policy, computed exactly.
    pub(crate) l1q_ecr: f64,
    pub(crate) l1q_questions: f64,
    pub(crate) l1q_fixes: f64,
    /// The id of the first step.
    pub(crate) first: String,
    pub(crate) decisions: usize,
    pub(crate) decision_hash: String,
}

/// The model in `FOLDER/NAME.json`.
pub(crate) fn load(file: &str) -> Model {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    read_model(&text).unwrap_or_else(|fault| panic!("{file}: {fault}"))
}

/// Every model with known results, by file.
pub(crate) fn expected() -> BTreeMap<String, Expected> {
    let text = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A model of yes/no questions `(cost, unknown, P(yes))` and safe fixes `(cost, works)`.
pub(crate) fn yes_no(priors: &[f64], questions: &[(f64, f64, &[f64])], fixes: &[(f64, &[f64])]) -> Model {
    let last = priors.len() - 1;
    let name = |cause| if cause == last { UNLISTED.to_owned() } else { format!("c{cause}") };
    let causes = priors.iter().enumerate();
    let questions = questions.iter().enumerate().map(|(q, &(cost, unknown, yes))| Question {
        id: format!("q{q}"),
        cost,
        unknown,
        states: vec!["yes".to_owned(), "no".to_owned()],
        given: vec![yes.to_vec(), yes.iter().map(|p| 1.0 - p).collect()],
    });
    let fixes = fixes.iter().enumerate().map(|(f, &(cost, works))| Fix {
        id: format!("f{f}"),
        cost,
        works: works.to_vec(),
        weakens: false,
        after: Vec::new(),
    });
    Model {
        id: "by-hand".to_owned(),
        causes: causes.map(|(cause, &prior)| Cause { id: name(cause), prior }).collect(),
        questions: questions.collect(),
        fixes: fixes.collect(),
        hand_over: 120.0,
        safe: Vec::new(),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/models")
}
