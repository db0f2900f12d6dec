//! A cause that nobody listed answers like one that a question is not about, so denials make it likelier.

use proptest::collection::vec;
use proptest::prelude::*;
use rdpfix::engine::{Answer, Model, Question, Situation};

use crate::engine::models::{load, yes_no};

/// The five questions of the problem, each answered as a cause answers that it is not about.
#[test]
fn five_denials_in_a_row_make_the_unlisted_cause_likelier() {
    let model = load("seed/rdp-0xc07.json");
    assert_eq!(model.questions.len(), 5);
    let unlisted = model.unlisted();
    let mut here = Situation::start(&model);
    let mut before = here.posterior()[unlisted];
    assert!((before - 0.10).abs() < 1e-12);
    for q in 0..5 {
        here = here.answered(&model, q, denial(&model.questions[q], unlisted));
        let after = here.posterior()[unlisted];
        assert!(after >= before, "question {q} lowered it from {before} to {after}");
        before = after;
    }
    assert!((before - 0.33).abs() < 0.005, "{before}");
}

/// The likeliest answer of a cause that the question is not about.
fn denial(question: &Question, unlisted: usize) -> Answer {
    let yes = question.given[0][unlisted];
    Answer::State(usize::from(yes < 0.5))
}

/// Questions whose named causes say yes more often than everything else, the unlisted cause included.
fn covered() -> impl Strategy<Value = Model> {
    let question = (0.03..0.5f64, vec(0.0..1.0f64, 4)).prop_map(|(otherwise, named)| {
        let says_yes =
            |share: f64| if share < 0.5 { otherwise } else { otherwise + (0.97 - otherwise) * share };
        named.into_iter().map(says_yes).chain([otherwise]).collect::<Vec<f64>>()
    });
    (vec(0.05..1.0f64, 5), vec(question, 5)).prop_map(|(priors, yes)| {
        let sum: f64 = priors.iter().sum();
        let priors: Vec<f64> = priors.iter().map(|prior| prior / sum).collect();
        let questions: Vec<(f64, f64, &[f64])> = yes.iter().map(|yes| (1.0, 0.1, yes.as_slice())).collect();
        yes_no(&priors, &questions, &[(5.0, &[0.9, 0.0, 0.0, 0.0, 0.0])])
    })
}

proptest! {
    #[test]
    fn denials_never_make_the_unlisted_cause_less_likely(model in covered()) {
        let mut here = Situation::start(&model);
        for q in 0..model.questions.len() {
            let next = here.answered(&model, q, Answer::State(1));
            prop_assert!(next.posterior()[4] >= here.posterior()[4] * (1.0 - 1e-12));
            here = next;
        }
    }
}
