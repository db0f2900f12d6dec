//! The decision rule written down a second time, as plainly as it can be said: dense loops, nothing kept
//! between steps, nothing stopped early. The engine must give the same values bit for bit.

use proptest::prelude::*;
use rdpfix::engine::{Answer, Model, Outcome, Situation, Step, decide, questions_by_value};

use crate::engine::laws::{any_model, any_situation};
use crate::engine::models::load;

fn gain(model: &Model, situation: &Situation, f: usize) -> f64 {
    situation.weights().iter().zip(&model.fixes[f].works).fold(0.0, |sum, (w, p)| sum + w * p)
}

fn offered(model: &Model, situation: &Situation) -> Vec<usize> {
    let done = |f: &usize| situation.outcomes()[*f] != Outcome::Untried;
    let bar = 0.05 * situation.weights().iter().sum::<f64>();
    let likely = || situation.weights().iter().zip(&model.safe).filter(|(w, _)| **w >= bar);
    let last = |f: &usize| !model.fixes[*f].weakens || likely().all(|(_, safe)| safe.iter().all(done));
    let free = |f: &usize| !done(f) && model.fixes[*f].after.iter().all(done) && last(f);
    let helps = |f: &usize| gain(model, situation, *f) > 1e-12 * situation.mass();
    (0..model.fixes.len()).filter(free).filter(helps).collect()
}

fn plan(model: &Model, situation: &Situation) -> f64 {
    let (mut here, mut spent) = (situation.clone(), 0.0);
    let mut best = here.mass() * model.hand_over;
    loop {
        let (mut next, mut rate) = (None, 0.0);
        for f in offered(model, &here) {
            let own = gain(model, &here, f) / model.fixes[f].cost;
            if own > rate * (1.0 + 1e-9) {
                (next, rate) = (Some(f), own);
            }
        }
        let Some(f) = next else { return best };
        spent += here.mass() * model.fixes[f].cost;
        here = here.failed(model, f);
        best = best.min(spent + here.mass() * model.hand_over);
    }
}

fn asked(model: &Model, situation: &Situation, q: usize, rest: impl Fn(&Situation) -> f64) -> f64 {
    let states = (0..model.questions[q].states.len()).map(Answer::State);
    let own = situation.mass() * model.questions[q].cost;
    states.chain([Answer::Unknown]).fold(own, |sum, answer| sum + rest(&situation.answered(model, q, answer)))
}

fn ask_or_plan(model: &Model, situation: &Situation, open: &[usize]) -> f64 {
    let still = open.iter().filter(|q| situation.answers()[**q].is_none());
    still.fold(plan(model, situation), |best, &q| {
        best.min(asked(model, situation, q, |next| plan(model, next)))
    })
}

/// The eight with the least value, in order.
fn eight(mut items: Vec<(usize, f64)>) -> Vec<usize> {
    while items.len() > 8 {
        let worst =
            (0..items.len()).fold(0, |worst, at| if items[at].1 >= items[worst].1 { at } else { worst });
        items.remove(worst);
    }
    items.into_iter().map(|(item, _)| item).collect()
}

/// Every option with its expected minutes times the mass.
fn options(model: &Model, here: &Situation) -> Vec<(Step, f64)> {
    let rated = |f| (f, -(gain(model, here, f) / model.fixes[f].cost));
    let fixes = eight(offered(model, here).into_iter().map(rated).collect());
    let valued = |q| (q, asked(model, here, q, |next| plan(model, next)));
    let open = eight(here.open_questions().map(valued).collect());
    let mut options = Vec::new();
    for f in fixes {
        let rest = ask_or_plan(model, &here.failed(model, f), &open);
        options.push((Step::Fix(f), here.mass() * model.fixes[f].cost + rest));
    }
    for &q in &open {
        options.push((Step::Ask(q), asked(model, here, q, |next| ask_or_plan(model, next, &open))));
    }
    options.push((Step::HandOver, here.mass() * model.hand_over));
    options
}

fn assert_same(model: &Model, situation: &Situation) {
    let options = options(model, situation);
    let mut best = options[0];
    for &option in &options {
        if option.1 < best.1 - 1e-9 * situation.mass() {
            best = option;
        }
    }
    let decision = decide(model, situation);
    assert_eq!(decision.step, best.0);
    let found: Vec<(Step, f64)> =
        decision.choices.iter().map(|choice| (choice.step, choice.minutes)).collect();
    let wanted: Vec<(Step, f64)> =
        options.into_iter().map(|(step, value)| (step, value / situation.mass())).collect();
    assert_eq!(found, wanted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn questions_of_two_to_six_states((model, situation) in any_situation(any_model(2..=6, 5, 6))) {
        assert_same(&model, &situation);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn more_than_eight_of_each(model in any_model(2..=3, 18, 24)) {
        assert_same(&model, &Situation::start(&model));
    }
}

/// Along one session of each model that is too large for the reference.
#[test]
fn large_models_weigh_the_eight_best() {
    for file in
        ["large/large-16x10.json", "win95pts/win95pts-Problem1.json", "win95pts/win95pts-Problem6.json"]
    {
        let model = load(file);
        let mut here = Situation::start(&model);
        for _ in 0..4 {
            assert_same(&model, &here);
            here = match decide(&model, &here).step {
                Step::Fix(f) => here.failed(&model, f),
                Step::Ask(q) => here.answered(&model, q, Answer::State(1)),
                Step::HandOver => break,
            };
        }
    }
}

#[test]
fn questions_are_ranked_by_asking_and_then_planning() {
    let model = load("large/large-31x20.json");
    let start = Situation::start(&model);
    let ranked = questions_by_value(&model, &start);
    assert_eq!(ranked.len(), 20);
    assert!(ranked.windows(2).all(|two| two[0].minutes <= two[1].minutes));
    for choice in ranked {
        let Step::Ask(q) = choice.step else { panic!("{choice:?} is no question") };
        assert_eq!(choice.minutes, asked(&model, &start, q, |next| plan(&model, next)) / start.mass());
    }
}
