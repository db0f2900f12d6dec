//! Leaving at every prompt of a long interview: nothing that was said is lost.

use rdpfix::interview::Ending;
use rdpfix::knowledge::Knowledge;
use rdpfix::report::diagnosis::NextCard;
use rdpfix::session::WitnessKind;

use crate::interview::person::{Act, Mind, Prompt, Start, Talk, flags, next, session, talk};

use Act::{At, Interrupt, Leave, Line, Paste, Pick};

/// Prompts of the whole way.
const PROMPTS: usize = 30;

/// A long way: questions, a fix that cannot be done for a reason of one's own, one that changes the error,
/// lists, more questions and fixes. At one prompt the person leaves.
fn leaving(at: usize, way: Act) -> Mind<'static> {
    let (mut prompts, mut pastes, mut fixes) = (0, 0, 0);
    Box::new(move |prompt: &Prompt, shown: &str| {
        prompts += 1;
        match prompt {
            _ if prompts > at => way,
            Prompt::Paste => {
                pastes += 1;
                if pastes == 1 {
                    Paste("CredSSP encryption oracle remediation, Remote Desktop")
                } else {
                    Paste("")
                }
            }
            Prompt::Line if shown.contains("Type WEAKEN") => Line(""),
            Prompt::Line => Line("the owner says no"),
            Prompt::Pick(menu) => {
                let has = |label: &str| menu.items.iter().any(|item| item.label.starts_with(label));
                if has("It works") {
                    fixes += 1;
                    Pick(["Cannot be done", "A different", "The same error"][(fixes - 1).min(2)])
                } else if has("Another reason") {
                    Pick("Another reason")
                } else if has("Go on here") {
                    Pick("Go on here")
                } else if has("I do not know") {
                    At(prompts % 2)
                } else {
                    At(0)
                }
            }
        }
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
    let mut before = 0;
    for at in 0..PROMPTS {
        let left = play(at, Leave);
        let cut = play(at, Interrupt);
        assert_eq!(cut.ending, None, "prompt {at}");
        assert_eq!(left.line, cut.line, "prompt {at}");
        assert!(said(&left) >= before, "prompt {at} lost something:\n{}", left.transcript);
        assert_eq!(left.ending, Some(Ending::Cancelled), "prompt {at}:\n{}", left.transcript);
        before = said(&left);
    }
    let whole = play(PROMPTS, Interrupt);
    for word in ["=cannot", "=changed", "--problem"] {
        assert!(
            whole.line.as_deref().is_some_and(|line| line.contains(word)),
            "{word}:\n{}",
            whole.transcript
        );
    }
    assert!(before > 8, "the way is long");
}

#[test]
fn the_line_leads_to_the_same_next_step() {
    let knowledge = Knowledge::builtin();
    for at in 1..PROMPTS {
        let talk = play(at, Interrupt);
        let (Some(line), Some(report)) = (talk.line, talk.report) else { continue };
        let (problem, facts) = flags(&line);
        assert_eq!(report.problem.as_deref(), Some(problem.as_str()));
        let told = report.answers.iter().filter(|answer| answer.witness != WitnessKind::Implied);
        assert_eq!(told.count(), facts.answers.len());
        assert_eq!(report.tried.len(), facts.tried.len());
        // That somebody goes on although handing over is cheaper has no flag.
        if !talk.transcript.contains("<<<PICK Go on here") {
            let again = session(&knowledge, &line, Start::default().policy);
            assert_eq!(next(&again), kind(&report.next), "prompt {at}: {line}");
        }
    }
}

fn kind(next: &NextCard) -> String {
    match next {
        NextCard::Ask { observation, .. } => format!("ask {}", observation.as_deref().unwrap_or_default()),
        NextCard::Fix { fix, .. } => format!("fix {fix}"),
        NextCard::HandOver { .. } => "hand over".to_owned(),
        NextCard::Connected { .. } => "connected".to_owned(),
    }
}
