//! Leaving at every prompt of a long interview: nothing that was said is lost.

use std::cell::RefCell;

use rdpfix::knowledge::Knowledge;
use rdpfix::session::interview::Ending;

use crate::person::{Act, Mind, Prompt, Start, Talk, flags, next, script, session, talk};

use Act::{At, Interrupt, Leave, Line, Paste, Pick};

/// A long way: questions, a fix that cannot be done, one that changes the error, lists, more questions.
const ACTS: [Act; 13] = [
    Paste("The function requested is not supported. CredSSP encryption oracle remediation, Remote Desktop"),
    Pick("No,"),
    Pick("Yes, an event"),
    Pick("Yes, there"),
    Pick("Yes, or in"),
    Pick("Cannot be done"),
    Pick("Another reason"),
    Line("the owner says no"),
    Pick("A different"),
    Paste(""),
    Pick("It cannot connect"),
    At(0),
    At(1),
];

/// Follows the list and leaves at one prompt.
fn leaving(at: usize, way: Act) -> Mind<'static> {
    let mut list = script(&ACTS);
    let mut count = 0;
    Box::new(move |prompt: &Prompt, shown: &str| {
        count += 1;
        if count > at { way } else { list(prompt, shown) }
    })
}

fn play(at: usize, way: Act) -> Talk {
    talk(&Knowledge::builtin(), &Start::default(), leaving(at, way))
}

/// What was said up to a prompt: answers and tried fixes only ever become more on this way.
fn said(talk: &Talk) -> usize {
    talk.line.as_deref().map_or(0, |line| line.matches(" --").count())
}

#[test]
fn at_every_prompt_the_line_holds_all_that_was_said() {
    let before = RefCell::new(0);
    for at in 0..ACTS.len() {
        let left = play(at, Leave);
        let cut = play(at, Interrupt);
        assert_eq!(cut.ending, None, "prompt {at}");
        assert_eq!(left.line, cut.line, "prompt {at}");
        assert!(said(&left) >= *before.borrow(), "prompt {at} lost something:\n{}", left.transcript);
        assert_eq!(left.ending, Some(Ending::Cancelled), "prompt {at}:\n{}", left.transcript);
        before.replace(said(&left));
    }
    assert!(*before.borrow() > 6, "the way is long");
}

#[test]
fn the_line_leads_to_the_same_next_step() {
    let knowledge = Knowledge::builtin();
    for at in 1..ACTS.len() {
        let talk = play(at, Interrupt);
        let line = talk.line.expect("a problem");
        let report = talk.report.expect("a problem");
        let again = session(&knowledge, &line, Start::default().policy);
        let (problem, facts) = flags(&line);
        assert_eq!(report.problem.as_deref(), Some(problem.as_str()));
        assert_eq!(report.answers.len(), facts.answers.len());
        let next_kind = match &report.next {
            rdpfix::report::diagnosis::NextCard::Ask { observation, .. } => {
                format!("ask {}", observation.as_deref().unwrap_or_default())
            }
            rdpfix::report::diagnosis::NextCard::Fix { fix, .. } => format!("fix {fix}"),
            rdpfix::report::diagnosis::NextCard::HandOver { .. } => "hand over".to_owned(),
            rdpfix::report::diagnosis::NextCard::Connected { .. } => "connected".to_owned(),
        };
        assert_eq!(next(&again), next_kind, "prompt {at}: {line}");
    }
}
