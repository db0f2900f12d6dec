//! What comes next.

use super::belief::Situation;
use super::lookahead::{Here, Lookahead, TIE, Walk};
use super::model::Model;

/// The look-ahead weighs at most this many fixes and this many questions, the best ones of each.
const WIDTH: usize = 8;

/// What can be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Try this fix (index into [`Model::fixes`]).
    Fix(usize),
    /// Ask this question (index into [`Model::questions`]).
    Ask(usize),
    /// Hand over: no fix and no question is worth its minutes.
    HandOver,
}

/// A step and what it leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The step.
    pub step: Step,
    /// Expected minutes to the end of the session, with this step first.
    pub minutes: f64,
}

/// The step to take, and what was weighed against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The best step.
    pub step: Step,
    /// Expected minutes to the end of the session.
    pub minutes: f64,
    /// Every step that was weighed: fixes, questions, handing over, each in the order of the model.
    pub choices: Vec<Choice>,
}

/// The step with the fewest expected minutes; a tie goes to fixes, then questions, in the order of the model.
///
/// Of more than eight possible fixes, the eight with the best gain over cost are weighed; of more than eight
/// open questions, the eight that are best when asked and followed by the plan; the first ones of a tie.
///
/// When [`Model::hand_over`] is infinite every fix that can help is tried; minutes then count up to the
/// moment at which nothing is left, and handing over is chosen only there.
pub fn decide(model: &Model, situation: &Situation) -> Decision {
    let mass = situation.mass();
    if mass <= 0.0 {
        return nothing_fits(model);
    }
    let ahead = Lookahead::new(model);
    let mut walk = ahead.walk();
    let here = Here::new(situation);
    walk.start_here(&here);
    let fixes = walk.options(WIDTH);
    let open = best_questions(&ahead, &mut walk, &here, situation);

    let mut values: Vec<(Step, f64)> = Vec::with_capacity(fixes.len() + open.len() + 1);
    values.extend(fixes.iter().map(|&f| (Step::Fix(f), ahead.fix_first(&mut walk, &here, f, &open))));
    values.extend(open.iter().map(|&q| (Step::Ask(q), ahead.ask_first(&mut walk, &here, q, &open))));
    values.push((Step::HandOver, ahead.hand_over(mass, !fixes.is_empty())));

    let better =
        |best: (Step, f64), option: (Step, f64)| if option.1 < best.1 - TIE * mass { option } else { best };
    let (step, value) = values[1..].iter().copied().fold(values[0], better);
    let choices = values.iter().map(|&(step, value)| Choice { step, minutes: value / mass }).collect();
    Decision { step, minutes: value / mass, choices }
}

/// The fixes that can still help, in the order of probability over cost, each one as if all before it had
/// failed. A fix that waits for others comes after them; one that waits for a fix which cannot help, and
/// so is never tried, is left out. Never cut where handing over would be cheaper.
pub fn plan(model: &Model, situation: &Situation) -> Vec<usize> {
    let ahead = Lookahead::new(model);
    let mut walk = ahead.walk();
    walk.start_here(&Here::new(situation));
    std::iter::from_fn(|| {
        let f = walk.best()?;
        walk.fail(f);
        Some(f)
    })
    .collect()
}

/// The open questions, best first: expected minutes when the question is asked and the plan follows.
pub fn questions_by_value(model: &Model, situation: &Situation) -> Vec<Choice> {
    let mass = situation.mass();
    let ahead = Lookahead::new(model);
    let per_session = |value: f64| if mass > 0.0 { value / mass } else { 0.0 };
    ranked_questions(&ahead, &mut ahead.walk(), &Here::new(situation), situation)
        .into_iter()
        .map(|(q, value)| Choice { step: Step::Ask(q), minutes: per_session(value) })
        .collect()
}

/// No cause fits what was seen: it is one that nobody listed, and nothing here repairs it.
fn nothing_fits(model: &Model) -> Decision {
    let minutes = if model.hand_over.is_finite() { model.hand_over } else { 0.0 };
    let choice = Choice { step: Step::HandOver, minutes };
    Decision { step: choice.step, minutes, choices: vec![choice] }
}

/// The open questions to weigh, in the order of the model.
fn best_questions(ahead: &Lookahead, walk: &mut Walk, here: &Here, situation: &Situation) -> Vec<usize> {
    let open: Vec<usize> = situation.open_questions().collect();
    if open.len() <= WIDTH {
        return open;
    }
    let ranked = ranked_questions(ahead, walk, here, situation);
    let mut best: Vec<usize> = ranked.into_iter().take(WIDTH).map(|(q, _)| q).collect();
    best.sort_unstable();
    best
}

fn ranked_questions(
    ahead: &Lookahead,
    walk: &mut Walk,
    here: &Here,
    situation: &Situation,
) -> Vec<(usize, f64)> {
    let value = |q| (q, ahead.ask_then_plan(walk, here, q, f64::INFINITY));
    let mut ranked: Vec<(usize, f64)> = situation.open_questions().map(value).collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    ranked
}
