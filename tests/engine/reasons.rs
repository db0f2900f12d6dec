//! The numbers behind the reasons that a report gives.

use rdpfix::engine::reasons::{
    Pair, Shift, odd_answers, shift, strongest_pair, waiting_for, without_question,
};
use rdpfix::engine::{Answer, Choice, Decision, Model, Situation, Step, decide};

use crate::engine::models::{load, yes_no};

fn model() -> Model {
    let questions: [(f64, f64, &[f64]); 3] =
        [(1.0, 0.1, &[0.97, 0.2, 0.2]), (1.0, 0.1, &[0.03, 0.8, 0.5]), (1.0, 0.1, &[0.5, 0.5, 0.5])];
    yes_no(&[0.6, 0.3, 0.1], &questions, &[(5.0, &[0.9, 0.0, 0.0]), (20.0, &[0.0, 0.9, 0.0])])
}

#[test]
fn the_strongest_pair_is_likely_and_far_apart() {
    let model = model();
    let start = Situation::start(&model);
    assert_eq!(strongest_pair(&model, &start, 0), Some(Pair { a: 0, b: 1 }));
    assert_eq!(strongest_pair(&model, &start, 2), None);
    let without_first = start.ruled_out(0);
    assert_eq!(strongest_pair(&model, &without_first, 1), Some(Pair { a: 1, b: 2 }));
    let second_likelier = start.failed(&model, 0);
    assert_eq!(strongest_pair(&model, &second_likelier, 1), Some(Pair { a: 1, b: 0 }));
}

#[test]
fn without_the_question_the_best_other_option_counts() {
    let choice = |step, minutes| Choice { step, minutes };
    let choices = vec![
        choice(Step::Fix(0), 65.0),
        choice(Step::Ask(0), 62.0),
        choice(Step::Ask(1), 64.0),
        choice(Step::HandOver, 120.0),
    ];
    let asking = Decision { step: Step::Ask(0), minutes: 62.0, choices };
    assert_eq!(without_question(&asking), Some(64.0));
    assert_eq!(without_question(&Decision { step: Step::Fix(0), ..asking }), None);
}

#[test]
fn a_question_is_asked_only_when_it_saves_minutes() {
    for file in ["seed/rdp-0xc07.json", "seed/rdp-0x507.json"] {
        let model = load(file);
        let decision = decide(&model, &Situation::start(&model));
        let without = without_question(&decision).expect("these sessions start with a question");
        assert!(decision.minutes < without, "{file}");
    }
}

#[test]
fn shifts_are_sorted_by_how_far_they_went() {
    let shifts = shift(&[0.6, 0.3, 0.1], &[0.5, 0.1, 0.4]);
    let causes: Vec<usize> = shifts.iter().map(|shift| shift.cause).collect();
    assert_eq!(causes, [2, 1, 0]);
    assert_eq!(shifts[1], Shift { cause: 1, before: 0.3, after: 0.1 });
}

#[test]
fn an_answer_that_only_an_unlisted_cause_explains_is_odd() {
    let model = model();
    // The first cause stays the likeliest although it nearly never says yes to the second question.
    let believed = Situation::start(&model).answered(&model, 0, Answer::State(0));
    assert_eq!(odd_answers(&model, &believed), Vec::<usize>::new());
    let odd =
        believed.answered(&model, 2, Answer::Unknown).ruled_out(1).answered(&model, 1, Answer::State(0));
    assert_eq!(odd_answers(&model, &odd), [1]);
    assert_eq!(odd_answers(&model, &odd.ruled_out(0)), Vec::<usize>::new());
}

#[test]
fn a_fix_waits_for_what_is_still_untried() {
    let mut model = model();
    model.fixes.push(model.fixes[0].clone());
    model.fixes[2].weakens = true;
    model.fixes[2].after = vec![0, 1];
    let start = Situation::start(&model);
    assert_eq!(waiting_for(&model, &start, 2), [0, 1]);
    assert_eq!(waiting_for(&model, &start.failed(&model, 0), 2), [1]);
    assert_eq!(waiting_for(&model, &start.failed(&model, 0).cannot(1), 2), Vec::<usize>::new());
}
