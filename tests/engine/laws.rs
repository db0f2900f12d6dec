//! What holds for every model: over random ones, with questions of several states, weakening fixes and fixes
//! that cannot be done.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use rdpfix::engine::reasons::waiting_for;
use rdpfix::engine::tree::unroll;
use rdpfix::engine::{Answer, Cause, Fix, Model, Outcome, Question, Situation, Step, UNLISTED, decide, plan};

fn scaled(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

fn any_question(states: RangeInclusive<usize>, causes: usize) -> impl Strategy<Value = Question> {
    let per_cause = states.prop_flat_map(move |n| vec(vec(0.03..1.0f64, n), causes));
    (0.5..10.0f64, 0.0..0.4f64, per_cause).prop_map(|(cost, unknown, per_cause)| {
        let per_cause: Vec<Vec<f64>> = per_cause.iter().map(|weights| scaled(weights)).collect();
        let states = 0..per_cause[0].len();
        Question {
            id: String::new(),
            cost,
            unknown,
            given: states.clone().map(|state| per_cause.iter().map(|given| given[state]).collect()).collect(),
            states: states.map(|state| format!("s{state}")).collect(),
        }
    })
}

fn any_fix(causes: usize) -> impl Strategy<Value = Fix> {
    let works = prop_oneof![3 => Just(0.0), 2 => 0.2..0.95f64];
    let unlisted = |mut works: Vec<f64>| {
        works.push(0.0);
        works
    };
    (1.0..60.0f64, vec(works, causes - 1).prop_map(unlisted), prop::bool::weighted(0.3))
        .prop_map(|(cost, works, weakens)| Fix { id: String::new(), cost, works, weakens, after: Vec::new() })
}

/// Weakening fixes wait for the safe ones that work for one of the same causes.
fn with_safety_rule(mut model: Model) -> Model {
    let shares = |a: &Fix, b: &Fix| a.works.iter().zip(&b.works).any(|(a, b)| a * b > 0.0);
    for f in 0..model.fixes.len() {
        let first = |&g: &usize| !model.fixes[g].weakens && shares(&model.fixes[f], &model.fixes[g]);
        if model.fixes[f].weakens {
            model.fixes[f].after = (0..model.fixes.len()).filter(first).collect();
        }
    }
    let helps = |cause: usize, f: usize| !model.fixes[f].weakens && model.fixes[f].works[cause] >= 0.5;
    let safe = |cause| (0..model.fixes.len()).filter(|&f| helps(cause, f)).collect();
    model.safe = (0..model.causes.len()).map(safe).collect();
    model
}

/// A model with questions of so many `states`, and at most so many questions and fixes.
pub(crate) fn any_model(
    states: RangeInclusive<usize>,
    questions: usize,
    fixes: usize,
) -> impl Strategy<Value = Model> {
    let parts = (3..=7usize).prop_flat_map(move |causes| {
        let questions = vec(any_question(states.clone(), causes), questions / 2..=questions);
        (vec(0.05..1.0f64, causes), questions, vec(any_fix(causes), fixes / 2..=fixes), 30.0..200.0f64)
    });
    parts.prop_map(|(priors, mut questions, mut fixes, hand_over)| {
        let last = priors.len() - 1;
        let name = |cause| if cause == last { UNLISTED.to_owned() } else { format!("c{cause}") };
        let causes = scaled(&priors).into_iter().enumerate();
        let causes = causes.map(|(cause, prior)| Cause { id: name(cause), prior }).collect();
        questions.iter_mut().enumerate().for_each(|(q, question)| question.id = format!("q{q}"));
        fixes.iter_mut().enumerate().for_each(|(f, fix)| fix.id = format!("f{f}"));
        with_safety_rule(Model {
            id: "random".to_owned(),
            causes,
            questions,
            fixes,
            hand_over,
            safe: Vec::new(),
        })
    })
}

/// The model, some way into a session: each item is answered, failed, impossible, or open.
pub(crate) fn any_situation(
    models: impl Strategy<Value = Model>,
) -> impl Strategy<Value = (Model, Situation)> {
    (models, vec(0..9usize, 24)).prop_map(|(model, fate)| {
        let mut here = Situation::start(&model);
        for (q, question) in model.questions.iter().enumerate() {
            here = match fate[q] {
                0 => here.answered(&model, q, Answer::Unknown),
                1 => here.answered(&model, q, Answer::State(0)),
                2 => here.answered(&model, q, Answer::State(question.states.len() - 1)),
                _ => here,
            };
        }
        for f in 0..model.fixes.len() {
            let free = waiting_for(&model, &here, f).is_empty();
            here = match fate[12 + f] {
                0 if free => here.failed(&model, f),
                1 => here.cannot(f),
                _ => here,
            };
        }
        (model, here)
    })
}

/// The same model, with the states of every question in reverse.
fn reversed(model: &Model) -> Model {
    let mut model = model.clone();
    for question in &mut model.questions {
        question.states.reverse();
        question.given.reverse();
    }
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_posterior_sums_to_one((model, here) in any_situation(any_model(2..=6, 8, 8)), gone in 0..3usize) {
        for here in [here.ruled_out(gone), here] {
            let posterior = here.posterior();
            prop_assert_eq!(posterior.len(), model.causes.len());
            prop_assert!(posterior.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((posterior.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_answers_of_a_question_share_the_mass((model, here) in any_situation(any_model(2..=6, 4, 4))) {
        for q in here.open_questions() {
            let states = (0..model.questions[q].states.len()).map(Answer::State);
            let masses = states.chain([Answer::Unknown]).map(|answer| here.answered(&model, q, answer).mass());
            prop_assert!((masses.sum::<f64>() / here.mass() - 1.0).abs() < 1e-12);
            let unknown = here.answered(&model, q, Answer::Unknown).posterior();
            prop_assert!(unknown.iter().zip(here.posterior()).all(|(a, b)| (a - b).abs() < 1e-12));
        }
    }

    #[test]
    fn no_weakening_fix_comes_before_the_safe_ones((model, start) in any_situation(any_model(2..=3, 4, 6))) {
        for hand_over in [model.hand_over, f64::INFINITY] {
            let model = Model { hand_over, ..model.clone() };
            let mut sessions = vec![start.clone()];
            while let Some(here) = sessions.pop() {
                match decide(&model, &here).step {
                    Step::Fix(f) => {
                        let untried = |first: &usize| here.outcomes()[*first] == Outcome::Untried;
                        prop_assert!(!model.fixes[f].after.iter().any(untried));
                        let causes = here.posterior().into_iter().zip(&model.safe);
                        let mut likely = causes.filter(|(p, _)| model.fixes[f].weakens && *p >= 0.05 + 1e-12);
                        prop_assert!(!likely.any(|(_, safe)| safe.iter().any(untried)));
                        prop_assert!(here.untried(f));
                        sessions.push(here.failed(&model, f));
                    }
                    Step::Ask(q) => {
                        prop_assert!(here.answers()[q].is_none());
                        sessions.push(here.answered(&model, q, Answer::State(0)));
                        sessions.push(here.answered(&model, q, Answer::State(1)));
                    }
                    Step::HandOver => {}
                }
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_decision((model, here) in any_situation(any_model(2..=4, 9, 9))) {
        prop_assert_eq!(decide(&model, &here), decide(&model.clone(), &here.clone()));
        prop_assert_eq!(
            unroll(&model, &here, 0.05, Some(50)),
            unroll(&model.clone(), &here.clone(), 0.05, Some(50))
        );
    }

    #[test]
    fn the_order_of_states_costs_nothing(model in any_model(2..=6, 6, 6)) {
        let turned = reversed(&model);
        let one = decide(&model, &Situation::start(&model));
        let other = decide(&turned, &Situation::start(&turned));
        prop_assert_eq!(one.choices.len(), other.choices.len());
        for (a, b) in one.choices.iter().zip(&other.choices) {
            prop_assert_eq!(a.step, b.step);
            prop_assert!((a.minutes - b.minutes).abs() <= 1e-9 * a.minutes);
        }
    }

    #[test]
    fn states_that_say_the_same_count_as_one(model in any_model(2..=3, 5, 6)) {
        let mut split = model.clone();
        for question in &mut split.questions {
            let half: Vec<f64> = question.given[0].iter().map(|p| p / 2.0).collect();
            question.given[0].clone_from(&half);
            question.given.push(half);
            question.states.push("again".to_owned());
        }
        let one = decide(&model, &Situation::start(&model));
        let other = decide(&split, &Situation::start(&split));
        for (a, b) in one.choices.iter().zip(&other.choices) {
            prop_assert!((a.minutes - b.minutes).abs() <= 1e-9 * a.minutes);
        }
    }

    #[test]
    fn the_plan_is_whole((model, here) in any_situation(any_model(2..=3, 3, 8)), hand_over in 0.0..500.0f64) {
        let planned = plan(&model, &here);
        let cheap = Model { hand_over, ..model.clone() };
        prop_assert_eq!(&planned, &plan(&cheap, &here), "cut by the price of handing over");
        let mut sorted = planned.clone();
        sorted.sort_unstable();
        let helps = |f: &usize| here.untried(*f) && model.fixes[*f].works.iter().any(|&p| p > 0.0);
        prop_assert_eq!(sorted, (0..model.fixes.len()).filter(helps).collect::<Vec<_>>());
        // What a fix waits for depends on how likely the causes still are when its turn comes.
        let mut here = here;
        for &f in &planned {
            prop_assert_eq!(waiting_for(&model, &here, f), Vec::<usize>::new());
            here = here.failed(&model, f);
        }
    }

    #[test]
    fn going_on_at_any_price_ends_when_nothing_is_left((model, here) in any_situation(any_model(2..=3, 4, 6))) {
        let model = Model { hand_over: f64::INFINITY, ..model };
        let mut here = here;
        loop {
            let decision = decide(&model, &here);
            prop_assert!(decision.minutes.is_finite());
            here = match decision.step {
                Step::Fix(f) => here.failed(&model, f),
                Step::Ask(q) => here.answered(&model, q, Answer::State(0)),
                Step::HandOver => break,
            };
        }
        prop_assert_eq!(plan(&model, &here), Vec::<usize>::new());
    }
}

#[test]
fn when_nothing_fits_the_cause_is_unlisted_and_it_is_handed_over() {
    let model = crate::engine::models::yes_no(&[0.9, 0.1], &[(1.0, 0.1, &[0.9, 0.1])], &[(5.0, &[0.9, 0.0])]);
    let here = Situation::start(&model).ruled_out(0).ruled_out(1);
    assert_eq!(here.posterior(), [0.0, 1.0]);
    let decision = decide(&model, &here);
    assert_eq!((decision.step, decision.minutes), (Step::HandOver, 120.0));
}

#[test]
fn a_fix_that_cannot_be_done_counts_as_done_and_shifts_no_belief() {
    let mut model =
        crate::engine::models::yes_no(&[0.9, 0.1], &[], &[(5.0, &[0.9, 0.0]), (1.0, &[0.9, 0.0])]);
    model.fixes[1].weakens = true;
    model.fixes[1].after = vec![0];
    let start = Situation::start(&model);
    assert_eq!(decide(&model, &start).step, Step::Fix(0));
    let without = start.cannot(0);
    assert_eq!(without.posterior(), start.posterior());
    assert_eq!(decide(&model, &without).step, Step::Fix(1));
    assert_eq!(plan(&model, &without), [1]);
}
