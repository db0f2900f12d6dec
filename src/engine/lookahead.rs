//! Estimates of the rest of a session, the inner loops of every decision.
//!
//! Values here are expected minutes times the probability of the situation: they add up over the answers
//! of a question without a division. Causes that a fix never repairs are skipped, which changes no bit:
//! they would add `x * 0.0` to a gain and multiply a weight by `1.0`.

use super::belief::{Situation, likelihood, mass, possible_answers};
use super::model::{Fix, Model, SAFE_FIRST};

/// A later option replaces an earlier one only when it is better by this share of the mass (or, between
/// fixes by probability over cost, of the rate), so that rounding never settles a tie.
pub(super) const TIE: f64 = 1e-9;

/// A fix that repairs no more than this share of the mass cannot help any more and is not offered.
const NEGLIGIBLE: f64 = 1e-12;

/// A model prepared for many estimates.
pub(super) struct Lookahead {
    /// Infinite when handing over is only for the very end.
    hand_over: f64,
    fixes: Vec<Reach>,
    questions: Vec<Branches>,
    /// [`Model::safe`].
    safe: Vec<Vec<usize>>,
}

/// What a fix reaches.
struct Reach {
    cost: f64,
    /// The causes it may repair, with the probability that it does.
    causes: Vec<(usize, f64)>,
    /// The other fixes that reach one of these causes: their gain changes when this one fails.
    rivals: Vec<usize>,
    after: Vec<usize>,
    weakens: bool,
}

/// What may follow a question: per answer, the factor of each cause.
struct Branches {
    cost: f64,
    factors: Vec<Vec<f64>>,
}

impl Lookahead {
    pub(super) fn new(model: &Model) -> Self {
        let mut fixes: Vec<Reach> = model.fixes.iter().map(Reach::new).collect();
        for f in 0..fixes.len() {
            fixes[f].rivals = rivals(&fixes, f);
        }
        let causes = 0..model.causes.len();
        let questions = model.questions.iter().map(|question| Branches {
            cost: question.cost,
            factors: possible_answers(question)
                .map(|answer| causes.clone().map(|cause| likelihood(question, answer, cause)).collect())
                .collect(),
        });
        Self { hand_over: model.hand_over, questions: questions.collect(), fixes, safe: model.safe.clone() }
    }

    /// A walk over the fixes, to be used for one estimate after the other.
    pub(super) fn walk(&self) -> Walk<'_> {
        let n = self.fixes.len();
        Walk {
            ahead: self,
            weights: Vec::new(),
            mass: 0.0,
            done: vec![false; n],
            gains: vec![0.0; n],
            rates: vec![0.0; n],
        }
    }

    /// Fix `f`, then at most one of the `open` questions, then the plan.
    pub(super) fn fix_first(&self, walk: &mut Walk, here: &Here, f: usize, open: &[usize]) -> f64 {
        let fix = &self.fixes[f];
        let mut next = here.clone();
        next.done[f] = true;
        for &(cause, works) in &fix.causes {
            next.weights[cause] *= 1.0 - works;
        }
        mass(&here.weights) * fix.cost + self.ask_or_plan(walk, &next, open)
    }

    /// Question `q`, then at most one more of the `open` questions, then the plan.
    pub(super) fn ask_first(&self, walk: &mut Walk, here: &Here, q: usize, open: &[usize]) -> f64 {
        let others: Vec<usize> = open.iter().copied().filter(|&other| other != q).collect();
        let question = &self.questions[q];
        let mut minutes = mass(&here.weights) * question.cost;
        let mut next = here.clone();
        for factors in &question.factors {
            next.weights.clear();
            next.weights.extend(product(&here.weights, factors));
            minutes += self.ask_or_plan(walk, &next, &others);
        }
        minutes
    }

    /// Question `q`, then the plan. Stops, with a value not below `enough`, once it is known to be no better.
    pub(super) fn ask_then_plan(&self, walk: &mut Walk, here: &Here, q: usize, enough: f64) -> f64 {
        let question = &self.questions[q];
        let mut minutes = mass(&here.weights) * question.cost;
        for factors in &question.factors {
            if minutes >= enough {
                break;
            }
            walk.start(product(&here.weights, factors), &here.done);
            minutes += self.plan(walk);
        }
        minutes
    }

    /// Handing over at once. When it is only for the very end, its price says nothing about the way there
    /// and is left out.
    pub(super) fn hand_over(&self, mass: f64, fixes_left: bool) -> f64 {
        if self.hand_over.is_finite() {
            mass * self.hand_over
        } else if fixes_left {
            f64::INFINITY
        } else {
            0.0
        }
    }

    /// The plan, or one of the `open` questions before it when that is cheaper.
    fn ask_or_plan(&self, walk: &mut Walk, here: &Here, open: &[usize]) -> f64 {
        walk.start(here.weights.iter().copied(), &here.done);
        let mut best = self.plan(walk);
        for &q in open {
            let asked = self.ask_then_plan(walk, here, q, best);
            if asked < best {
                best = asked;
            }
        }
        best
    }

    /// From where the walk stands: fixes by probability over cost, handed over at the best moment.
    fn plan(&self, walk: &mut Walk) -> f64 {
        if !self.hand_over.is_finite() {
            return self.whole_plan(walk);
        }
        let mut spent = 0.0;
        let mut best = walk.mass * self.hand_over;
        while let Some(f) = walk.best() {
            spent += walk.mass * self.fixes[f].cost;
            if spent >= best {
                break; // every later moment costs at least what is spent
            }
            walk.fail(f);
            let total = spent + walk.mass * self.hand_over;
            if total < best {
                best = total;
            }
        }
        best
    }

    /// From where the walk stands: every fix by probability over cost.
    fn whole_plan(&self, walk: &mut Walk) -> f64 {
        let mut spent = 0.0;
        while let Some(f) = walk.best() {
            spent += walk.mass * self.fixes[f].cost;
            walk.fail(f);
        }
        spent
    }
}

impl Reach {
    fn new(fix: &Fix) -> Self {
        let causes = fix.works.iter().copied().enumerate().filter(|&(_, works)| works != 0.0);
        Self {
            cost: fix.cost,
            causes: causes.collect(),
            rivals: Vec::new(),
            after: fix.after.clone(),
            weakens: fix.weakens,
        }
    }

    fn reaches(&self, cause: usize) -> bool {
        self.causes.iter().any(|&(own, _)| own == cause)
    }
}

fn rivals(fixes: &[Reach], f: usize) -> Vec<usize> {
    let meets = |other: &Reach| fixes[f].causes.iter().any(|&(cause, _)| other.reaches(cause));
    (0..fixes.len()).filter(|&other| other != f && meets(&fixes[other])).collect()
}

fn product<'a>(weights: &'a [f64], factors: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    weights.iter().zip(factors).map(|(weight, factor)| weight * factor)
}

/// Where an estimate starts: the belief, and the fixes that are tried or impossible.
#[derive(Clone)]
pub(super) struct Here {
    weights: Vec<f64>,
    done: Vec<bool>,
}

impl Here {
    pub(super) fn new(situation: &Situation) -> Self {
        let done = (0..situation.outcomes().len()).map(|f| !situation.untried(f)).collect();
        Self { weights: situation.weights().to_vec(), done }
    }
}

/// Fixes failing one after the other.
pub(super) struct Walk<'a> {
    ahead: &'a Lookahead,
    weights: Vec<f64>,
    mass: f64,
    done: Vec<bool>,
    /// The probability that the fix works here, times the mass.
    gains: Vec<f64>,
    /// Gain over cost; zero once the fix is done.
    rates: Vec<f64>,
}

impl Walk<'_> {
    pub(super) fn start_here(&mut self, here: &Here) {
        self.start(here.weights.iter().copied(), &here.done);
    }

    /// The fix with the best rate among those that may be offered; the first one of a tie.
    pub(super) fn best(&self) -> Option<usize> {
        let (mut best, mut bar) = (None, 0.0);
        for (f, &rate) in self.rates.iter().enumerate() {
            if rate > bar && self.offered(f) {
                best = Some(f);
                bar = rate * (1.0 + TIE);
            }
        }
        best
    }

    /// Marks fix `f` as failed.
    pub(super) fn fail(&mut self, f: usize) {
        let fix = &self.ahead.fixes[f];
        for &(cause, works) in &fix.causes {
            self.weights[cause] *= 1.0 - works;
        }
        self.mass = mass(&self.weights);
        self.done[f] = true;
        self.rates[f] = 0.0;
        for &rival in &fix.rivals {
            self.weigh(rival);
        }
    }

    /// The fixes that may be offered, in order; of more than `most`, those with the best rate.
    pub(super) fn options(&self, most: usize) -> Vec<usize> {
        let mut options: Vec<usize> = (0..self.rates.len()).filter(|&f| self.offered(f)).collect();
        if options.len() > most {
            options.sort_by(|&a, &b| self.rates[b].total_cmp(&self.rates[a]));
            options.truncate(most);
            options.sort_unstable();
        }
        options
    }

    fn start(&mut self, weights: impl Iterator<Item = f64>, done: &[bool]) {
        self.weights.clear();
        self.weights.extend(weights);
        self.mass = mass(&self.weights);
        self.done.copy_from_slice(done);
        for f in 0..self.done.len() {
            self.weigh(f);
        }
    }

    fn weigh(&mut self, f: usize) {
        let fix = &self.ahead.fixes[f];
        let gain = fix.causes.iter().fold(0.0, |sum, &(cause, works)| sum + self.weights[cause] * works);
        self.gains[f] = gain;
        self.rates[f] = if self.done[f] { 0.0 } else { gain / fix.cost };
    }

    fn offered(&self, f: usize) -> bool {
        !self.done[f]
            && self.gains[f] > NEGLIGIBLE * self.mass
            && self.ahead.fixes[f].after.iter().all(|&first| self.done[first])
            && (!self.ahead.fixes[f].weakens || self.safe_ones_are_done())
    }

    /// Whether no safe fix is left that comes before every weakening one: see [`Model::safe`].
    fn safe_ones_are_done(&self) -> bool {
        let likely = self.weights.iter().zip(&self.ahead.safe).filter(|(w, _)| **w >= SAFE_FIRST * self.mass);
        likely.into_iter().all(|(_, safe)| safe.iter().all(|&first| self.done[first]))
    }
}
