//! What a command printed, pasted as the answer to a question.

use std::collections::VecDeque;

use rdpfix::knowledge::Knowledge;
use rdpfix::session::WitnessKind;

use crate::interview::person::{Act, Mind, Start, Talk, talk};

use Act::{Leave, Paste, Pick};

/// `sc query TermService` of a German Windows: words are translated, numbers and names are not.
const STOPPED: &str = "SERVICE_NAME: TermService\n        TYP                : 30  WIN32\n        \
                       STATUS             : 1  STOPPED\n        WIN32_EXITCODE     : 0  (0x0)\n        \
                       SERVICE_EXITCODE   : 0  (0x0)\n        PR\u{dc}FPUNKT          : 0x0\n        \
                       WARTEHINWEIS       : 0x0\n";

const IT: &str = "Paste what a command printed";

/// The interview about a host that does not listen, from the question on whether its service runs.
fn ask(acts: &[Act]) -> Talk {
    let mut acts: VecDeque<Act> = acts.iter().copied().collect();
    let mut asked = false;
    let mind: Mind = Box::new(move |_, shown| {
        asked |= shown.contains("Is Remote Desktop Services running on the host");
        if asked { acts.pop_front().unwrap_or(Leave) } else { Pick("I do not know") }
    });
    talk(
        &Knowledge::builtin(),
        &Start::problem("rdp-service-not-listening").knowing("host-reach", "yes"),
        mind,
    )
}

#[test]
fn the_state_is_read_from_what_a_command_printed() {
    let talk = ask(&[Pick(IT), Paste(STOPPED), Leave]);
    let report = talk.report.expect("a problem is decided");
    let answer =
        report.answers.iter().find(|answer| answer.observation == "rdp-service-state").expect("answered");
    assert_eq!((answer.state.as_str(), answer.witness), ("stopped", WitnessKind::Evidence));
    let evidence = answer.evidence.as_ref().expect("what it was read from").reveal();
    assert!(evidence.contains("TermService"), "{evidence}");
    assert!(talk.transcript.contains("Read from the output: It is stopped"), "{}", talk.transcript);
}

#[test]
fn what_answers_nothing_is_said_so_and_the_question_stays() {
    for (text, says) in [
        ("hello, it does not work", "No output that rdpfix can read"),
        ("Windows IP Configuration\n\n   IPv4 Address. . . : 10.0.0.5\n", "does not answer the question"),
        ("", "Paste what a command printed"),
    ] {
        let talk = ask(&[Pick(IT), Paste(text), Pick("It is stopped"), Leave]);
        assert!(talk.transcript.contains(says), "{text}\n{}", talk.transcript);
        let report = talk.report.expect("a problem is decided");
        let answer = report.answers.iter().find(|answer| answer.observation == "rdp-service-state");
        assert_eq!(answer.map(|answer| answer.witness), Some(WitnessKind::Person), "{}", talk.transcript);
    }
}

/// The answer of a file is that of a person: the same causes in the same order.
#[test]
fn an_answer_that_was_pasted_counts_as_one_that_was_chosen() {
    let ranking = |acts: &[Act]| serde_json::to_value(ask(acts).report.expect("a problem").ranking).unwrap();
    assert_eq!(ranking(&[Pick(IT), Paste(STOPPED), Leave]), ranking(&[Pick("It is stopped"), Leave]));
}
