//! What a technician would do although the engine's minutes say otherwise.
//!
//! The engine adds up estimates. Where two steps are as good as equal by them, these rules decide: ask half a minute before
//! repairing the second of two causes, mend what is known to be broken before restarting everything, and hand over only where
//! that is plainly quicker.

use super::{KNOWN_CAUSE, Session};
use crate::engine::{Decision, Model, Question, Situation, Step};
use crate::knowledge::format::Fix;
use crate::knowledge::words::{Reboot, Security, Works};

/// Causes below this probability are not worth a question of their own.
const WORTH_TELLING_APART: f64 = 0.15;

/// A question that is asked before a repair takes at most so many minutes.
const QUICK: f64 = 0.5;

/// A question is asked for its answer: people know it at least in two of three cases.
const SELDOM_KNOWN: f64 = 0.35;

/// So far apart the states of a question lie with two causes that it tells apart (half the sum of the differences).
const APART: f64 = 0.5;

/// Minutes by which handing over has to be quicker than a repair: estimates are not more exact than that.
const PLAINLY_QUICKER: f64 = 3.0;

/// A fix that serves so many causes is no repair of one of them.
const GENERIC: usize = 3;

/// A cause that leads by this much and has a repair that was not tried is not handed over.
const LEADING: f64 = 0.3;

/// The next step: the engine's, or what these rules put before it.
pub(super) fn step(session: &Session) -> Step {
    let decision = session.decision();
    match decision.step {
        Step::Fix(f) => separating(session, f).map(Step::Ask).or_else(|| named(session, f).map(Step::Fix)),
        Step::HandOver => {
            repair_of_leader(session).or_else(|| nearly_as_quick(session, decision)).map(Step::Fix)
        }
        Step::Ask(_) => None,
    }
    .unwrap_or(decision.step)
}

/// A quick question that tells the two likeliest causes apart, where a fix serves the second and not the first.
fn separating(session: &Session, f: usize) -> Option<usize> {
    let (model, situation) = (session.model(), session.situation());
    let (first, second) = two_likeliest(model, situation)?;
    let works = |cause: usize| model.fixes[f].works[cause] >= Works::Sometimes.value();
    if works(first) || !works(second) {
        return None;
    }
    let telling = situation.open_questions().filter(|&q| {
        let question = &model.questions[q];
        question.cost <= QUICK && question.unknown <= SELDOM_KNOWN && apart(question, first, second) >= APART
    });
    telling.max_by(|&a, &b| {
        let apart = |q: usize| apart(&model.questions[q], first, second);
        apart(a).total_cmp(&apart(b)).then(b.cmp(&a))
    })
}

/// The two likeliest causes that have a name, where both are worth telling apart.
fn two_likeliest(model: &Model, situation: &Situation) -> Option<(usize, usize)> {
    let posterior = situation.posterior();
    let mut causes: Vec<usize> = (0..model.unlisted()).collect();
    causes.sort_by(|&a, &b| posterior[b].total_cmp(&posterior[a]).then(a.cmp(&b)));
    let &[first, second, ..] = causes.as_slice() else { return None };
    (posterior[second] >= WORTH_TELLING_APART).then_some((first, second))
}

/// How differently two causes show: half the sum of the differences between the chances of the states, 0 to 1.
fn apart(question: &Question, a: usize, b: usize) -> f64 {
    question.given.iter().map(|state| (state[a] - state[b]).abs()).sum::<f64>() / 2.0
}

/// The repair of a known cause that restarts nothing, before a generic one that does.
fn named(session: &Session, f: usize) -> Option<usize> {
    let (model, situation) = (session.model(), session.situation());
    let serves =
        |f: usize| model.fixes[f].works.iter().filter(|works| **works >= Works::Sometimes.value()).count();
    let restarts = |f: usize| session.fix(f).reboot != Reboot::None;
    let (cause, probability) = session.ranking().into_iter().next()?;
    if !restarts(f) || serves(f) < GENERIC || probability < KNOWN_CAUSE || cause == model.unlisted() {
        return None;
    }
    let (works, cost) = (|f: usize| model.fixes[f].works[cause], |f: usize| model.fixes[f].cost);
    let as_good = |&g: &usize| {
        let safe = session.fix(g).security == Security::Safe && !restarts(g);
        situation.untried(g)
            && safe
            && serves(g) < serves(f)
            && works(g) >= works(f)
            && cost(g) <= 2.0 * cost(f)
    };
    let named = (0..model.fixes.len()).filter(as_good);
    named.min_by(|&a, &b| works(b).total_cmp(&works(a)).then(cost(a).total_cmp(&cost(b))))
}

/// The untried safe repair of a cause that leads: whether it can be done here is asked before anybody hands over.
fn repair_of_leader(session: &Session) -> Option<usize> {
    let (model, situation) = (session.model(), session.situation());
    let (cause, probability) = session.ranking().into_iter().next()?;
    if probability < LEADING || cause == model.unlisted() {
        return None;
    }
    let repairs = |&f: &usize| {
        let fix: &Fix = session.fix(f);
        situation.untried(f)
            && fix.security == Security::Safe
            && model.fixes[f].works[cause] >= Works::Sometimes.value()
            && model.fixes[f].cost <= model.hand_over
    };
    (0..model.fixes.len())
        .filter(repairs)
        .min_by(|&a, &b| model.fixes[a].cost.total_cmp(&model.fixes[b].cost))
}

/// The best repair, where handing over is not plainly quicker and a cause with a name leads.
fn nearly_as_quick(session: &Session, decision: &Decision) -> Option<usize> {
    let (cause, _) = session.ranking().into_iter().next()?;
    let repairs = decision.choices.iter().filter_map(|choice| match choice.step {
        Step::Fix(f) => Some((f, choice.minutes)),
        _ => None,
    });
    let (f, minutes) = repairs.min_by(|a, b| a.1.total_cmp(&b.1))?;
    (cause != session.model().unlisted() && minutes - decision.minutes < PLAINLY_QUICKER).then_some(f)
}
