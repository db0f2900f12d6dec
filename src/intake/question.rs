//! What to ask when a text does not decide.

use super::case::{Case, Verdict, code_name};
use super::vocabulary::{self, COMPLAINT, CONNECTION, OTHER_PRODUCTS};
use super::{Candidate, Choice, Confidence, Outcome, Question, Target};
use crate::lexicon::ProblemEntry;
use crate::text::normalise::Text;

/// A complaint of more words than this is prose.
const LONGEST_COMPLAINT: usize = 25;

/// Of so many words are a few sentences.
const A_FEW_SENTENCES: usize = 60;

/// Up to so many words a complaint needs no word of a family.
const SHORTEST_COMPLAINT: usize = 10;

/// Which of several problems it is.
pub(super) fn which(choices: Vec<Choice>) -> Question {
    Question { text: "Which of these do you see?".to_owned(), choices }
}

/// A problem as an answer.
pub(super) fn problem_choice(problem: &ProblemEntry) -> Choice {
    Choice { label: problem.title.to_string(), target: Target::Problem(problem.id.to_string()) }
}

/// A damaged code: its neighbours, those that form a known pair with what stands beside it first.
pub(super) fn damaged(case: &Case<'_>) -> Option<Verdict> {
    let damaged = case.codes.damaged.iter().rev().find(|d| !d.may_be.is_empty())?;
    if case.from.is_none() && case.context.other_product {
        return None;
    }
    let extended = case.codes.read.iter().find(|c| c.is_extended || c.number < 0x100).map(|c| c.number);
    let is_pair =
        |n: u32| case.lexicon.leads(n).iter().any(|l| l.extended.is_some() && l.extended == extended);
    let leads = |n: u32| !case.lexicon.leads(n).is_empty();
    let mut numbers = damaged.may_be.clone();
    numbers.sort_by_key(|n| (!is_pair(*n), !leads(*n)));
    numbers.truncate(6);
    let choices = numbers.iter().map(|n| code_choice(case, *n));
    let text = "The code is damaged. Which of these stands in the message?".to_owned();
    let question = Some(Question { text, choices: choices.collect() });
    Some(Verdict { outcome: Outcome::Ambiguous, candidates: neighbour_candidates(case, &numbers), question })
}

/// A number too small to decide: the problems whose codes hold it.
pub(super) fn small(case: &Case<'_>) -> Option<Verdict> {
    let code = case.codes.read.iter().rev().find(|c| c.small || c.is_extended)?;
    let mut problems: Vec<u32> = case.lexicon.with_extended(code.number);
    problems.extend(case.lexicon.leads(code.number).iter().map(|l| l.problem));
    problems.sort_unstable();
    problems.dedup();
    if problems.is_empty() || !(case.context.remote_desktop || case.context.alone) {
        return None;
    }
    let entries = || problems.iter().map(|p| case.lexicon.problem_entry(*p));
    let text = format!("{} alone does not decide. Which of these do you see?", code_name(code.number, None));
    let candidates = entries().map(|p| weak(p, code_name(code.number, None))).collect();
    let question = Some(Question { text, choices: entries().map(problem_choice).collect() });
    Some(Verdict { outcome: Outcome::Ambiguous, candidates, question })
}

/// A short text in which somebody connects to something.
fn is_about_connecting(text: &Text<'_>) -> bool {
    text.len() <= LONGEST_COMPLAINT && vocabulary::find(text, CONNECTION).is_some()
}

/// A text of a few sentences in which somebody cannot connect to something.
pub(super) fn is_complaint_about_connecting(text: &Text<'_>) -> bool {
    text.len() <= A_FEW_SENTENCES
        && vocabulary::find(text, CONNECTION).is_some()
        && (0..text.len()).any(|at| vocabulary::complains_at(text, at))
}

/// `I get 0x904 when I connect`: a code of the client, but is this Remote Desktop at all?
pub(super) fn unlabelled(case: &Case<'_>) -> Option<Verdict> {
    if !is_about_connecting(case.text) {
        return None;
    }
    let number = *case.codes.unlabelled.last()?;
    let leads = case.lexicon.leads(number).iter();
    let own = leads.filter(|l| !l.shared && l.extended.is_none() && !case.needs_rdp_word(l));
    let mut problems: Vec<&ProblemEntry> = own.map(|l| case.lexicon.problem_entry(l.problem)).collect();
    problems.dedup_by(|a, b| a.id == b.id);
    if problems.is_empty() {
        return None;
    }
    let name = code_name(number, None);
    let candidates = problems.iter().map(|p| weak(p, name.clone())).collect();
    let choices = problems.into_iter().map(problem_choice).collect();
    let text = format!("Is it Remote Desktop that shows {name}? Then it is this.");
    Some(Verdict { outcome: Outcome::Ambiguous, candidates, question: Some(Question { text, choices }) })
}

/// A short complaint about Remote Desktop that names no error: the families, the likeliest first.
pub(super) fn vague(case: &Case<'_>) -> Option<Verdict> {
    let text = case.text;
    let about = case.context.remote_desktop && vocabulary::find(text, OTHER_PRODUCTS).is_none();
    if !about || text.len() > LONGEST_COMPLAINT || !vocabulary::tells(text) {
        return None;
    }
    let spaced = format!(" {} ", text.words().collect::<Vec<_>>().join(" "));
    let named =
        |finds: &[std::borrow::Cow<'static, str>]| finds.iter().any(|f| spaced.contains(&format!(" {f} ")));
    let (first, rest): (Vec<_>, Vec<_>) = case.lexicon.families.iter().partition(|f| named(&f.finds));
    let complains = || text.len() <= SHORTEST_COMPLAINT && vocabulary::find(text, COMPLAINT).is_some();
    if first.is_empty() && !complains() {
        return None;
    }
    let choice = |f: &crate::lexicon::FamilyEntry| Choice {
        label: f.title.to_string(),
        target: Target::Family(f.id.to_string()),
    };
    let choices = first.into_iter().chain(rest).map(choice).collect();
    let question = Some(Question { text: "What do you see?".to_owned(), choices });
    Some(Verdict { outcome: Outcome::Ambiguous, candidates: Vec::new(), question })
}

/// A code as an answer, with the problem that it leads to.
fn code_choice(case: &Case<'_>, number: u32) -> Choice {
    let name = code_name(number, None);
    let lead = case.lexicon.leads(number).iter().find(|lead| !lead.shared && lead.extended.is_none());
    let title = lead.map(|lead| format!(": {}", case.lexicon.problem_entry(lead.problem).title));
    Choice { label: format!("{name}{}", title.unwrap_or_default()), target: Target::Code(name) }
}

fn neighbour_candidates(case: &Case<'_>, numbers: &[u32]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for number in numbers {
        for lead in case.lexicon.leads(*number).iter().filter(|l| !l.shared) {
            let problem = case.lexicon.problem_entry(lead.problem);
            if candidates.iter().all(|c| c.problem != problem.id) {
                candidates.push(weak(problem, code_name(*number, None)));
            }
        }
    }
    candidates
}

fn weak(problem: &ProblemEntry, matched: String) -> Candidate {
    Candidate { problem: problem.id.to_string(), confidence: Confidence::Weak, matched: vec![matched] }
}
