//! What the learned reader makes of a text in which the rules find nothing certain.
//!
//! Sure enough and about Remote Desktop: an answer. About Remote Desktop and not so sure: a question with the
//! likeliest problems, best first. About another product: nothing but the product's name.

use super::case::{Case, Verdict};
use super::{Candidate, Choice, Confidence, Outcome, Question, Target, own, question};
use crate::lexicon::{Class, PRODUCTS};
use crate::prose::{self, ClassKind, Guess};

/// The thresholds of the learned reader, all in one place, chosen on two thirds of the real texts.
mod threshold {
    /// From this probability on, a problem may be an answer ...
    pub(super) const ANSWER: f32 = 0.20;
    /// ... where it is so many times as likely as the next one.
    pub(super) const TIMES: f32 = 5.0;
    /// From this probability on, weak evidence for another problem does not stand in the way.
    pub(super) const CERTAIN: f32 = 0.85;
    /// From this probability on, a topic is an answer.
    pub(super) const TOPIC: f32 = 0.5;
    /// The same where the text begins with a question of use.
    pub(super) const TOPIC_ASKED: f32 = 0.25;
    /// From this probability on, a text is about another product.
    pub(super) const PRODUCT: f32 = 0.30;
    /// The same where the text names Remote Desktop.
    pub(super) const PRODUCT_BESIDE_RDP: f32 = 0.40;
    /// The same where a rule has found a message or a code: a log of another program holds those as well.
    pub(super) const PRODUCT_BESIDE_RULE: f32 = 0.50;
    /// The same where the text names the product and not Remote Desktop.
    pub(super) const PRODUCT_NAMED: f32 = 0.10;
    /// ... unless one of its problems is as likely as this.
    pub(super) const LIKELY: f32 = 0.40;
    /// Below this probability of another product, a text may be about Remote Desktop without naming it ...
    pub(super) const PRODUCT_UNNAMED: f32 = 0.2;
    /// ... where one of its problems is as likely as this.
    pub(super) const UNNAMED: f32 = 0.25;
    /// From this probability on, a problem is worth a question to somebody who asks for a diagnosis and says that something
    /// is wrong.
    pub(super) const DIAGNOSIS: f32 = 0.05;
    /// From this probability on, nothing fails in a text in which nobody says that something does.
    pub(super) const NO_FAILURE: f32 = 0.5;
}

/// A text of fewer words is too short to be told from another product's.
pub(super) const FEW_WORDS: usize = 8;

/// How many problems a question offers.
const OFFERED: usize = 3;

/// The verdict on a text, given the problems that weak evidence speaks for.
pub(super) fn verdict(case: &Case<'_>, weak: &[Candidate]) -> Verdict {
    let reading = prose::read(case.text.source);
    let own = own::candidates(case);
    if is_about_another_product(case, &reading) {
        return Verdict { product: product(case, &reading), ..Verdict::unknown() };
    }
    let evident = !(weak.is_empty() && own.is_empty());
    let tells_of_failure = is_about_remote_desktop(case, &reading) && !nothing_fails(case, &reading);
    if !evident && !tells_of_failure && !is_said_to_diagnosis(case, &reading) {
        return Verdict::unknown();
    }
    if let Some(verdict) = topics(case, &reading).filter(|_| !evident) {
        return verdict;
    }
    let first = sure(case, &reading).filter(|first| {
        let agrees = weak.iter().all(|weak| weak.problem == first.class.id);
        // A sentence that several errors begin with, and nothing else.
        let bare = !weak.is_empty() && case.text.len() <= FEW_WORDS;
        // A code that stands in no table may be anything.
        let known = case.codes.unlisted.is_empty();
        own.is_empty() && !bare && known && (agrees || first.probability >= threshold::CERTAIN)
    });
    if let Some(first) = first.and_then(|first| candidate(case, first, Confidence::Strong)) {
        return Verdict::of(Outcome::Match, vec![first], None);
    }
    ask(case, own.into_iter().chain(weak.iter().cloned()), in_order(case, &reading).into_iter())
}

/// The problem that a text surely tells of.
fn sure<'r>(case: &Case<'_>, reading: &'r prose::Reading<'static>) -> Option<&'r Guess<'static>> {
    let mut likeliest = reading.of(ClassKind::Problem);
    let first = likeliest.next()?;
    let next = likeliest.next().map_or(0.0, |next| next.probability);
    let likely = first.probability >= threshold::ANSWER && first.probability >= next * threshold::TIMES;
    (likely && case.context.remote_desktop && tells(case)).then_some(first)
}

/// The problem that a text is certain to tell of, where rules find several.
pub(super) fn certain(case: &Case<'_>) -> Option<u32> {
    let reading = prose::read(case.text.source);
    let first = reading.of(ClassKind::Problem).next()?;
    (first.probability >= threshold::CERTAIN).then(|| case.lexicon.problem(first.class.id)).flatten()
}

/// The other product that a text is about although a rule found something in it; never where that is all there is.
pub(super) fn product_despite_rules(case: &Case<'_>) -> Option<Verdict> {
    if case.context.alone || case.from.is_some() || case.text.len() < FEW_WORDS {
        return None;
    }
    let reading = prose::read(case.text.source);
    let likely = reading.probability(ClassKind::Product) >= threshold::PRODUCT_BESIDE_RULE;
    likely.then(|| Verdict { product: product(case, &reading), ..Verdict::unknown() })
}

/// True for a text that reads like one about another product, or that names one and not Remote Desktop. A name that is
/// often said beside Remote Desktop ("Windows Update") needs the reader to agree.
fn is_about_another_product(case: &Case<'_>, reading: &prose::Reading) -> bool {
    let product = reading.probability(ClassKind::Product);
    let least = if case.context.remote_desktop { threshold::PRODUCT_BESIDE_RDP } else { threshold::PRODUCT };
    let likeliest = reading.of(ClassKind::Problem).next().map_or(0.0, |guess| guess.probability);
    let least_named =
        if case.text.has(Class::Product) { threshold::PRODUCT_NAMED } else { threshold::PRODUCT_UNNAMED };
    let named = case.context.other_product && (product >= least_named || likeliest < threshold::LIKELY);
    named || (case.text.len() >= FEW_WORDS && product >= least)
}

/// The title of the product that a text is about: what it reads like, else what it names.
fn product(case: &Case<'_>, reading: &prose::Reading) -> Option<String> {
    let mut read = reading.of(ClassKind::Product).filter(|guess| !guess.class.title.is_empty());
    let likely = read.next().filter(|guess| guess.probability >= threshold::PRODUCT_UNNAMED);
    let named =
        || case.text.products().first().map(|(_, product)| PRODUCTS[usize::from(*product)].1.to_owned());
    likely.map(|guess| guess.class.title.to_owned()).or_else(named)
}

/// True for a text in which nothing fails: a manual, thanks, news.
fn nothing_fails(case: &Case<'_>, reading: &prose::Reading) -> bool {
    reading.probability(ClassKind::NoFailure) >= threshold::NO_FAILURE && !tells(case)
}

/// True where somebody tells of something wrong. A manual, a policy or a list of changes only explains; of a few words,
/// everything is told.
fn tells(case: &Case<'_>) -> bool {
    let speaks = [Class::FirstPerson, Class::ThirdPerson].into_iter().any(|class| case.text.has(class));
    let told = case.text.len() <= FEW_WORDS || speaks || something_is_wrong(case);
    told && !case.text.has(Class::Document)
}

/// True where something is said to be wrong, in a clause that is about now and not about what would be.
fn something_is_wrong(case: &Case<'_>) -> bool {
    let wrong = [Class::Complaint, Class::Happened].into_iter().flat_map(|class| case.text.places(class));
    wrong.into_iter().any(|at| {
        let elsewhere = |at: usize| case.text.is(at, Class::Condition) || case.text.is(at, Class::OtherTime);
        !case.text.clause(at).any(elsewhere)
    })
}

/// True for a text that names Remote Desktop, or that tells of something wrong and reads like one of its problems.
fn is_about_remote_desktop(case: &Case<'_>, reading: &prose::Reading) -> bool {
    let likeliest = reading.of(ClassKind::Problem).next().map_or(0.0, |guess| guess.probability);
    case.context.remote_desktop
        || (!case.is_log()
            && reading.probability(ClassKind::Product) < threshold::PRODUCT_UNNAMED
            && likeliest >= threshold::UNNAMED
            && something_is_named(case))
}

/// True for a text that says in any way that a thing is not as it should be.
fn something_is_named(case: &Case<'_>) -> bool {
    let wrong = [Class::Complaint, Class::NotSo, Class::Symptom, Class::Happened];
    wrong.into_iter().any(|class| case.text.has(class))
}

/// True for a text that was said to a diagnosis and reads like one of its problems.
fn is_said_to_diagnosis(case: &Case<'_>, reading: &prose::Reading) -> bool {
    let likeliest = reading.of(ClassKind::Problem).next().map_or(0.0, |guess| guess.probability);
    let least = if something_is_named(case) { threshold::DIAGNOSIS } else { threshold::UNNAMED };
    case.diagnosis && !case.is_log() && likeliest >= least
}

/// A question of use: the topics that answer it.
fn topics(case: &Case<'_>, reading: &prose::Reading) -> Option<Verdict> {
    let likeliest = reading.of(ClassKind::Topic).next()?;
    let least = if case.text.is(0, Class::How) { threshold::TOPIC_ASKED } else { threshold::TOPIC };
    let asks = likeliest.probability >= least && case.context.remote_desktop;
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
    // The words that decided are the person's own, and what is matched is published: none of them is told.
    Some(Candidate { problem, confidence, matched: Vec::new() })
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
