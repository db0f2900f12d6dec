//! Symptom entry: from what a person sees to a problem, in at most three questions.
//!
//! The problems are the causes of one more model, the families and their signs its questions, and
//! "this is it" its fixes: the engine that looks for causes looks for problems, too.

use crate::engine::{self, Answer, Model, Situation, Step, UNLISTED};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Family, Id, Problem, Sign};
use crate::knowledge::words::{Chance, Prior, Unlisted};

/// Minutes to choose from a menu. An estimate, as all minutes are.
const TO_CHOOSE: f64 = 0.2;
/// Minutes to read what a problem is and to say whether it is this.
const TO_COMPARE: f64 = 0.3;
/// Minutes to find it in the whole list.
const TO_SEARCH: f64 = 10.0;
/// How many people cannot say which of the answers it is. Unit: probability.
const CANNOT_SAY: f64 = 0.05;

/// What is known about what a person sees.
#[derive(Clone, Debug)]
#[must_use]
pub struct Entry<'k> {
    problems: Vec<&'k Problem>,
    families: Vec<(&'k Id, &'k Family)>,
    model: Model,
    situation: Situation,
}

/// What comes next.
#[derive(Debug)]
pub enum Next<'k> {
    /// Which family it is.
    Families(Vec<(&'k Id, &'k Family)>),
    /// Which sign of a family it is.
    Signs(&'k Family),
    /// Which problem it is, the likeliest first.
    Problems(Vec<&'k Problem>),
}

impl<'k> Entry<'k> {
    /// Before anything is known. Families that lead nowhere are left out.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let problems: Vec<&Problem> = knowledge.problems.values().filter(|p| !p.fallback).collect();
        let mut families: Vec<_> = knowledge.families().0.iter().collect();
        families.sort_by_key(|(_, family)| family.order);
        let held: Vec<Vec<f64>> = problems.iter().map(|problem| weights(problem, &families)).collect();
        let mut place = 0..families.len();
        families.retain(|_| place.next().is_some_and(|f| held.iter().any(|weights| weights[f] > 0.0)));
        let model = model(&problems, &families);
        let situation = Situation::start(&model);
        Self { problems, families, model, situation }
    }

    /// What the engine would ask next; after two answers, whatever it would ask, the problems.
    pub fn next(&self) -> Next<'k> {
        if self.situation.answers().iter().flatten().count() > 1 {
            return Next::Problems(self.ranked());
        }
        match engine::decide(&self.model, &self.situation).step {
            Step::Ask(0) => Next::Families(self.families.clone()),
            Step::Ask(question) => Next::Signs(self.told_apart()[question - 1]),
            Step::Fix(_) | Step::HandOver => Next::Problems(self.ranked()),
        }
    }

    /// It is of this family. A family that is not listed changes nothing.
    pub fn of_family(&self, id: &str) -> Self {
        let state = self.families.iter().position(|(known, _)| *known == id);
        self.answered(0, state.map_or(Answer::Unknown, Answer::State))
    }

    /// It is this sign (by index) of the family; `None`: none of them.
    ///
    /// # Panics
    /// When the family is not one that [`Entry::next`] asked about.
    pub fn of_sign(&self, family: &Family, sign: Option<usize>) -> Self {
        let question = self.told_apart().into_iter().position(|known| std::ptr::eq(known, family));
        let question = question.expect("a family comes from `next`") + 1;
        self.answered(question, sign.map_or(Answer::Unknown, Answer::State))
    }

    /// The families whose problems a question tells apart, in the order of the questions.
    fn told_apart(&self) -> Vec<&'k Family> {
        told_apart(&self.families).map(|(_, family)| *family).collect()
    }

    fn answered(&self, question: usize, answer: Answer) -> Self {
        Self { situation: self.situation.answered(&self.model, question, answer), ..self.clone() }
    }

    /// The problems that it may be, likeliest first; those that the answers speak against are left out.
    fn ranked(&self) -> Vec<&'k Problem> {
        let posterior = self.situation.posterior();
        let mut ranked: Vec<_> = self.problems.iter().copied().zip(posterior).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let least = ranked.first().map_or(0.0, |first| first.1) * Chance::Never.value();
        ranked
            .into_iter()
            .filter(|(_, probability)| *probability > least)
            .map(|(problem, _)| problem)
            .collect()
    }
}

/// How often a problem is met as one of each family: what its signs say. A family without signs holds those
/// that name it, and so does one whose signs forgot a problem that stands nowhere else.
fn weights(problem: &Problem, families: &[(&Id, &Family)]) -> Vec<f64> {
    let signs = |family: &Family| family.signs.iter().map(|sign| of_sign(problem, sign)).sum::<f64>();
    let nowhere = families.iter().all(|(_, family)| signs(family) == 0.0);
    let of = |(id, family): &(&Id, &Family)| {
        let own = problem.family == **id && (family.signs.is_empty() || nowhere);
        if own { Prior::Low.value() } else { signs(family) }
    };
    families.iter().map(of).collect()
}

fn of_sign(problem: &Problem, sign: &Sign) -> f64 {
    sign.problems.get(&problem.id).map_or(0.0, |word| word.value())
}

fn model(problems: &[&Problem], families: &[(&Id, &Family)]) -> Model {
    let all = |problem: &Problem| weights(problem, families).iter().sum::<f64>();
    let total: f64 = problems.iter().map(|problem| all(problem)).sum();
    let listed = 1.0 - Unlisted::Low.value();
    let cause =
        |problem: &&Problem| engine::Cause { id: problem.id.clone(), prior: all(problem) / total * listed };
    let unlisted = engine::Cause { id: UNLISTED.to_owned(), prior: Unlisted::Low.value() };
    Model {
        id: "what-do-you-see".to_owned(),
        causes: problems.iter().map(cause).chain([unlisted]).collect(),
        questions: questions(problems, families),
        fixes: (0..problems.len()).map(|index| this_is_it(problems, index)).collect(),
        hand_over: TO_SEARCH,
        safe: Vec::new(),
    }
}

/// Which family, then one question per family: which of its signs.
fn questions(problems: &[&Problem], families: &[(&Id, &Family)]) -> Vec<engine::Question> {
    let which = question(
        "family",
        families.iter().map(|(id, _)| (*id).clone()).collect(),
        problems.iter().map(|p| weights(p, families)),
    );
    let signs = |(id, family): &(&Id, &Family)| {
        question(
            id,
            family.signs.iter().map(|sign| sign.id.clone()).collect(),
            problems.iter().map(|p| family.signs.iter().map(|sign| of_sign(p, sign)).collect()),
        )
    };
    std::iter::once(which).chain(told_apart(families).map(signs)).collect()
}

/// A question needs two answers.
fn told_apart<'f, 'k>(
    families: &'f [(&'k Id, &'k Family)],
) -> impl Iterator<Item = &'f (&'k Id, &'k Family)> {
    families.iter().filter(|(_, family)| family.signs.len() > 1)
}

/// A question whose answers are as likely as the weights of a problem in them.
fn question(id: &str, states: Vec<Id>, weights: impl Iterator<Item = Vec<f64>>) -> engine::Question {
    let unlisted = vec![0.0; states.len()];
    let chances: Vec<Vec<f64>> = weights.chain([unlisted]).map(|of_problem| chances(&of_problem)).collect();
    let given = (0..states.len()).map(|state| chances.iter().map(|of| of[state]).collect()).collect();
    engine::Question { id: id.to_owned(), cost: TO_CHOOSE, unknown: CANNOT_SAY, states, given }
}

/// Weights as probabilities. People err: no answer rules a problem out. Without any weight all are alike.
fn chances(weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    #[allow(clippy::cast_precision_loss, reason = "a menu has fewer than a hundred lines")]
    let alike = 1.0 / weights.len().max(1) as f64;
    let sure = if total > 0.0 { Chance::Always.value() } else { 0.0 };
    weights.iter().map(|weight| sure * weight / total.max(f64::MIN_POSITIVE) + (1.0 - sure) * alike).collect()
}

fn this_is_it(problems: &[&Problem], index: usize) -> engine::Fix {
    let works = (0..=problems.len()).map(|cause| if cause == index { Chance::Always.value() } else { 0.0 });
    let id = problems[index].id.clone();
    engine::Fix { id, cost: TO_COMPARE, works: works.collect(), weakens: false, after: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer of somebody who sees this problem and knows it.
    fn truthful<'k>(entry: &Entry<'k>, next: &Next<'k>, problem: &Problem) -> Option<Entry<'k>> {
        let most = |weights: Vec<f64>| (0..weights.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b]));
        match next {
            Next::Families(families) => {
                let of = most(weights(problem, families));
                Some(entry.of_family(families[of?].0))
            }
            Next::Signs(family) => {
                let of = most(family.signs.iter().map(|sign| of_sign(problem, sign)).collect());
                Some(entry.of_sign(family, of))
            }
            Next::Problems(_) => None,
        }
    }

    #[test]
    fn three_questions_at_most_lead_to_every_problem() {
        let knowledge = Knowledge::builtin();
        for problem in knowledge.problems.values().filter(|problem| !problem.fallback) {
            let mut entry = Entry::new(&knowledge);
            let mut asked = 1;
            while let Some(answered) = truthful(&entry, &entry.next(), problem) {
                (entry, asked) = (answered, asked + 1);
            }
            let Next::Problems(shown) = entry.next() else { panic!("it ends with problems") };
            let place = shown.iter().position(|p| p.id == problem.id);
            assert!(asked <= 3, "{}: {asked} questions", problem.id);
            assert!(place.is_some_and(|place| place < 8), "{}: at {place:?}", problem.id);
        }
    }

    #[test]
    fn a_family_nobody_knows_changes_nothing() {
        let knowledge = Knowledge::builtin();
        let Next::Problems(all) = Entry::new(&knowledge).of_family("no-such-family").next() else { return };
        assert_eq!(all.len(), knowledge.problems.values().filter(|problem| !problem.fallback).count());
    }
}
