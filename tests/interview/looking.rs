//! The look at the host: shown before anything is asked, believed, and open to correction.

use rdpfix::interview::{Checked, Ending};
use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::checks::{Certificate, LayerId, State};
use rdpfix::knowledge::words::Side;
use rdpfix::report::check::{LayerCard, LookCard};
use rdpfix::sensitive::{Kind, Phrase, Redact, Redactor, Sensitive};
use rdpfix::session::{Given, WitnessKind};

use crate::interview::person::{Act, Start, Talk, script, talk};

use Act::{At, Leave, Pick};

const DISCONNECT: &str = "disconnect-0x904";

/// A look at srv01 that has answered so.
fn looked(answers: &[(&str, &str)]) -> Checked {
    let evidence =
        || Phrase::words("certificate: ").and_name(Kind::Host, "SRV01").and(", expired 12 days ago");
    let layer = LayerCard {
        id: LayerId::Certificate,
        state: State::Fault,
        verdict: Certificate::Expired.into(),
        sides: vec![Side::Host],
        detail: Phrase::name(Kind::Host, "SRV01").and(", expired 12 days ago"),
        means: None,
        evidence: Phrase::words("a handshake"),
    };
    let given = |(id, state): &(&str, &str)| {
        let given =
            Given { state: (*state).to_owned(), witness: WitnessKind::Check, evidence: Some(evidence()) };
        ((*id).to_owned(), given)
    };
    Checked {
        card: LookCard {
            host: Sensitive::new(Kind::Host, "srv01"),
            port: 3389,
            seen_from: "this computer as the client".to_owned(),
            layers: vec![layer],
        },
        given: answers.iter().map(given).collect(),
    }
}

fn seeing(answers: &[(&str, &str)]) -> Start {
    Start { looked: Some(looked(answers)), ..Start::problem(DISCONNECT) }
}

fn play(start: &Start, acts: &[Act]) -> Talk {
    talk(&Knowledge::builtin(), start, script(acts))
}

fn witness(talk: &Talk, observation: &str) -> Option<(String, &'static str)> {
    let report = talk.report.as_ref().expect("a problem is decided");
    let answer = report.answers.iter().find(|answer| answer.observation == observation)?;
    Some((answer.state.clone(), answer.witness.word()))
}

const EXPIRED: [(&str, &str); 2] = [("certificate-state", "expired"), ("tls-versions-host", "modern")];

#[test]
fn a_look_comes_before_the_first_question_and_answers_it() {
    let talk = play(&seeing(&EXPIRED), &[Leave]);
    let at = |words: &str| {
        talk.transcript.find(words).unwrap_or_else(|| panic!("no '{words}' in {}", talk.transcript))
    };
    assert!(at("Looking at srv01: up to 4 connections.") < at("expired 12 days ago"));
    assert!(at("FAULT") < at("2 questions answered by looking; the menu lets you correct them."));
    assert_eq!(witness(&talk, "certificate-state"), Some(("expired".to_owned(), "check")));
    assert!(!talk.transcript.contains("What is wrong with the certificate"), "{}", talk.transcript);
    let report = talk.report.expect("a problem is decided");
    assert_eq!(report.looked.expect("there was a look").layers[0].verdict, Certificate::Expired.into());
    assert!(talk.line.expect("a line").contains("--answer certificate-state=expired"));
}

#[test]
fn an_answer_of_a_look_can_be_corrected_and_the_correction_taken_back() {
    let corrected = [
        Pick("Correct an answer that was read or checked"),
        At(0),
        Pick("Nothing: dates and name are right"),
    ];
    let talk = play(&seeing(&EXPIRED), &[&corrected[..], &[Leave]].concat());
    assert_eq!(witness(&talk, "certificate-state"), Some(("ok".to_owned(), "person")));
    let talk = play(&seeing(&EXPIRED), &[&corrected[..], &[Pick("Back"), Leave]].concat());
    assert_eq!(witness(&talk, "certificate-state"), Some(("expired".to_owned(), "check")));
    assert_eq!(talk.ending, Some(Ending::Cancelled));
}

#[test]
fn nothing_is_corrected_by_going_back_from_the_list() {
    let talk =
        play(&seeing(&EXPIRED), &[Pick("Correct an answer that was read or checked"), Pick("Back"), Leave]);
    assert_eq!(witness(&talk, "certificate-state"), Some(("expired".to_owned(), "check")));
}

#[test]
fn without_a_look_there_is_nothing_to_correct() {
    let talk = play(&Start::problem(DISCONNECT), &[Leave]);
    assert!(!talk.transcript.contains("Correct an answer that was read or checked"), "{}", talk.transcript);
}

/// A look answers more than a problem asks: what bears on nothing here is neither counted nor reported.
#[test]
fn what_bears_on_nothing_is_not_told() {
    let talk = play(&seeing(&[("certificate-state", "ok"), ("gateway-port-443", "open")]), &[Leave]);
    assert!(talk.transcript.contains("One question answered by looking;"), "{}", talk.transcript);
    assert_eq!(witness(&talk, "gateway-port-443"), None);
    assert!(!talk.line.expect("a line").contains("gateway-port-443"));
}

#[test]
fn what_was_told_before_stands() {
    let start = seeing(&EXPIRED).knowing("certificate-state", "ok");
    let talk = play(&start, &[Leave]);
    assert_eq!(witness(&talk, "certificate-state"), Some(("ok".to_owned(), "script")));
}

/// The error says that a connection was made; a look that finds the port closed is shown to contradict it.
#[test]
fn a_look_that_contradicts_the_error_is_shown() {
    let talk = play(&seeing(&[("port-reachable", "refused")]), &[Leave]);
    assert!(talk.transcript.contains("The error implies"), "{}", talk.transcript);
    let mut report = talk.report.expect("a problem is decided");
    assert_eq!(report.contradictions.len(), 1);
    let only = &report.contradictions[0];
    assert_eq!(
        (only.observation.as_str(), only.implied.as_str(), only.seen.as_str()),
        ("port-reachable", "open", "refused")
    );
    assert!(only.evidence.reveal().contains("SRV01"));
    report.redact(&mut Redactor::new());
    assert!(!rdpfix::render::json::document(&report).contains("SRV01"));
}
