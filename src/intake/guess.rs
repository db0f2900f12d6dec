//! What the learned reader makes of a text in which the rules find nothing certain.
//!
//! Sure enough and about Remote Desktop: an answer. About Remote Desktop and not so sure: a question with the
//! likeliest problems, best first. About another product: nothing but the product's name.

use super::case::{Case, Verdict};
use super::{Candidate, Choice, Confidence, Outcome, Question, Target, own, question};
use crate::lexicon::{Class, PRODUCTS};
use crate::prose::{self, ClassKind, Guess};

/// The thresholds of the learned reader, all in one place. Chosen on two thirds of the real texts: there 3 of 121 openings
/// of cases are answered wrongly, on the other third 4 of 66.
mod threshold {
    /// From this probability on, a problem is an answer.
    pub(super) const ANSWER: f32 = 0.60;
    /// From this probability on, a topic is an answer.
    pub(super) const TOPIC: f32 = 0.5;
    /// From this probability on, a text is about another product.
    pub(super) const PRODUCT: f32 = 0.30;
    /// The same where the text names Remote Desktop.
    pub(super) const PRODUCT_BESIDE_RDP: f32 = 0.40;
    /// The same where a rule has found a message or a code: a log of another program holds those as well.
    pub(super) const PRODUCT_BESIDE_RULE: f32 = 0.50;
    /// A text that does not name Remote Desktop is asked about only below this probability of another product.
    pub(super) const PRODUCT_UNNAMED: f32 = 0.2;
    /// A text that does not name Remote Desktop is asked about only from this probability of one of its problems on.
    pub(super) const UNNAMED: f32 = 0.3;
}

/// A text of fewer words is too short to be told from another product's.
const FEW_WORDS: usize = 8;

/// A text of more lines is a log: where it names nothing of Remote Desktop, no prose is read in it.
const LOG: usize = 20;

/// How many problems a question offers.
const OFFERED: usize = 3;

/// The verdict on a text, given the problems that weak evidence speaks for.
pub(super) fn verdict(case: &Case<'_>, weak: &[Candidate]) -> Verdict {
    let reading = prose::read(case.text.source);
    if let Some(product) = other_product(case, &reading) {
        return Verdict { product: Some(product), ..Verdict::unknown() };
    }
    let own = own::candidates(case);
    let about = !(weak.is_empty() && own.is_empty()) || is_about_remote_desktop(case, &reading);
    if !about {
        return Verdict::unknown();
    }
    if let Some(verdict) = topics(case, &reading).filter(|_| weak.is_empty()) {
        return verdict;
    }
    let guesses = in_order(case, &reading);
    let first = reading.of(ClassKind::Problem).next().filter(|first| first.probability >= threshold::ANSWER);
    let sure = first.is_some_and(|first| weak.iter().all(|weak| weak.problem == first.class.id));
    let sure = sure && own.is_empty() && case.context.remote_desktop && tells(case);
    let first = first.and_then(|first| candidate(case, first, Confidence::Strong)).filter(|_| sure);
    if let Some(first) = first {
        return Verdict::of(Outcome::Match, vec![first], None);
    }
    ask(case, own.into_iter().chain(weak.iter().cloned()), guesses.into_iter())
}

/// The other product that a text is about although a rule found something in it; never where that is all there is.
pub(super) fn product_despite_rules(case: &Case<'_>) -> Option<String> {
    if case.context.alone || case.from.is_some() || case.text.len() < FEW_WORDS {
        return None;
    }
    let reading = prose::read(case.text.source);
    let likely = reading.probability(ClassKind::Product) >= threshold::PRODUCT_BESIDE_RULE;
    let first = reading.of(ClassKind::Product).next().filter(|_| likely);
    first.map(|guess| guess.class.title.to_owned())
}

/// The title of the other product that a text is about.
fn other_product(case: &Case<'_>, reading: &prose::Reading) -> Option<String> {
    let least = if case.context.remote_desktop { threshold::PRODUCT_BESIDE_RDP } else { threshold::PRODUCT };
    let likely = case.text.len() >= FEW_WORDS && reading.probability(ClassKind::Product) >= least;
    let read = reading.of(ClassKind::Product).next().filter(|_| likely);
    let read = read.map(|guess| guess.class.title.to_owned());
    let named =
        || case.text.products().first().map(|(_, product)| PRODUCTS[usize::from(*product)].1.to_owned());
    read.or_else(|| named().filter(|_| case.context.other_product))
}

/// True where somebody tells of something wrong. A manual, a policy or a list of changes only explains; of a few words,
/// everything is told.
fn tells(case: &Case<'_>) -> bool {
    let told = [Class::Complaint, Class::Happened, Class::FirstPerson];
    let told = case.text.len() <= FEW_WORDS || told.into_iter().any(|class| case.text.has(class));
    told && !case.text.has(Class::Document)
}

/// True for a text that names Remote Desktop, or that tells of something wrong and reads like one of its problems.
fn is_about_remote_desktop(case: &Case<'_>, reading: &prose::Reading) -> bool {
    let wrong = [Class::Complaint, Class::NotSo, Class::Symptom, Class::Happened];
    let likeliest = reading.of(ClassKind::Problem).next().map_or(0.0, |guess| guess.probability);
    case.context.remote_desktop
        || (case.text.lines() <= LOG
            && reading.probability(ClassKind::Product) < threshold::PRODUCT_UNNAMED
            && likeliest >= threshold::UNNAMED
            && wrong.into_iter().any(|class| case.text.has(class)))
}

/// A question of use: the topics that answer it.
fn topics(case: &Case<'_>, reading: &prose::Reading) -> Option<Verdict> {
    let likeliest = reading.of(ClassKind::Topic).next()?;
    let asks = likeliest.probability >= threshold::TOPIC && case.context.remote_desktop;
    let topics = vec![likeliest.class.id.to_owned()];
    asks.then(|| Verdict { topics, ..Verdict::of(Outcome::Match, Vec::new(), None) })
}

/// The problems by how likely they are. What reads like a vague complaint of a family is shared among the family's
/// problems as often as they are met.
fn in_order(case: &Case<'_>, reading: &prose::Reading) -> Vec<Candidate> {
    let mut likely: Vec<(f32, Candidate)> = Vec::new();
    for guess in reading.of(ClassKind::Problem) {
        let shared = shared(case, reading, guess.class.id);
        likely.extend(
            candidate(case, guess, Confidence::Weak).map(|found| (guess.probability + shared, found)),
        );
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    likely.into_iter().map(|(_, candidate)| candidate).collect()
}

/// What a problem gets of the vague complaints. One that leans to no family is one about connecting.
fn shared(case: &Case<'_>, reading: &prose::Reading, problem: &str) -> f32 {
    let index = case.lexicon.problem(problem);
    let families = &case.lexicon.families;
    let share = |guess: &Guess| {
        let of_class = families.iter().find(|family| family.id == guess.class.id);
        let family = of_class.or_else(|| families.first());
        let share = family.and_then(|family| family.problems.iter().find(|(p, _)| Some(*p) == index));
        guess.probability * share.map_or(0.0, |(_, percent)| f32::from(*percent) / 100.0)
    };
    reading.of(ClassKind::Vague).map(share).sum()
}

fn candidate(case: &Case<'_>, guess: &Guess, confidence: Confidence) -> Option<Candidate> {
    let problem = case.lexicon.problem(guess.class.id)?;
    let problem = case.lexicon.problem_entry(problem).id.to_string();
    Some(Candidate { problem, confidence, matched: guess.reasons.clone() })
}

/// A question with the likeliest problems: those of the evidence first, then those that the text reads like.
fn ask(
    case: &Case<'_>,
    evident: impl Iterator<Item = Candidate>,
    guesses: impl Iterator<Item = Candidate>,
) -> Verdict {
    let mut candidates: Vec<Candidate> = evident.collect();
    let offered = OFFERED.max(candidates.len().min(OFFERED + 1));
    for guess in guesses {
        if candidates.len() < offered && candidates.iter().all(|known| known.problem != guess.problem) {
            candidates.push(guess);
        }
    }
    candidates.truncate(offered);
    if candidates.is_empty() {
        return families(case);
    }
    let entry = |id: &str| case.lexicon.problem(id).map(|problem| case.lexicon.problem_entry(problem));
    let problems = candidates.iter().filter_map(|candidate| entry(&candidate.problem));
    let other = Choice { label: "Something else".to_owned(), target: Target::Else };
    let choices = problems.map(question::problem_choice).chain([other]).collect();
    Verdict::of(Outcome::Ambiguous, candidates, Some(question::which(choices)))
}

/// Where the model knows none of the problems (an overlay that replaces them all): the families.
fn families(case: &Case<'_>) -> Verdict {
    let choice = |family: &crate::lexicon::FamilyEntry| Choice {
        label: family.title.to_string(),
        target: Target::Family(family.id.to_string()),
    };
    let choices = case.lexicon.families.iter().map(choice).collect();
    let question = Question { text: "What do you see?".to_owned(), choices };
    Verdict::of(Outcome::Ambiguous, Vec::new(), Some(question))
}
