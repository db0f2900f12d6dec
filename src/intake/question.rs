//! What to ask when a text does not decide.

use super::case::{Case, Verdict, code_name};
use super::{Candidate, Choice, Confidence, Outcome, Question, Target};
use crate::lexicon::{Class, ProblemEntry};

/// With more words than this beside it, a bare code is part of a story.
const LONGEST_BESIDE_CODE: usize = 25;

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
    Some(Verdict::of(Outcome::Ambiguous, neighbour_candidates(case, &numbers), question))
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
    Some(Verdict::of(Outcome::Ambiguous, candidates, question))
}

/// `I get 0x904 when I connect`: a code of the client, but is this Remote Desktop at all?
pub(super) fn unlabelled(case: &Case<'_>) -> Option<Verdict> {
    if case.text.len() > LONGEST_BESIDE_CODE || !case.text.has(Class::Connection) {
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
    Some(Verdict::of(Outcome::Ambiguous, candidates, Some(Question { text, choices })))
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
