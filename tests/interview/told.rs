//! What a pasted text tells: answers of a witness of their own, and causes that its words lean to.

use std::rc::Rc;

use rdpfix::interview::{Course, Frame, Keeping, Start};
use rdpfix::knowledge::Knowledge;
use rdpfix::lexicon::Lexicon;
use rdpfix::session::log::{Event, Log, parse};
use rdpfix::session::{Facts, Given, WitnessKind};
use rdpfix::witness::told::{self, pattern::Pattern};

use crate::interview::person;
use crate::session::play::{Disk, begun, clock};

const PROBLEM: &str = "disconnect-0x904";

fn frame(knowledge: &Knowledge) -> Frame<'_> {
    let start = person::Start::default();
    Frame { knowledge, lexicon: Lexicon::builtin(), policy: start.policy, here: start.here, numbers: false }
}

fn begin<'k>(knowledge: &'k Knowledge, text: &str, facts: Facts) -> Course<'k> {
    let start = Start { text: Some(text), problem: Some(PROBLEM), facts, ..Start::default() };
    Course::begin(frame(knowledge), start)
}

fn state(knowledge: &Knowledge, text: &str, observation: &str) -> Option<String> {
    let told = told::read(text, knowledge).into_iter().find(|(id, _)| id == observation);
    told.map(|(_, given)| given.state)
}

#[test]
fn what_a_text_tells_is_an_answer_with_its_words() {
    let knowledge = Knowledge::builtin();
    let course =
        begin(&knowledge, "mstsc says that it can't connect to srv-secret.corp.local", Facts::default());
    let given = &course.session().unwrap().facts.answers["which-client"];
    assert_eq!((given.state.as_str(), given.witness), ("mstsc", WitnessKind::Text));
    let evidence = given.evidence.as_ref().unwrap().reveal();
    assert!(evidence.contains("mstsc") && !evidence.contains("secret"), "{evidence}");
    let report = serde_json::to_value(course.report().unwrap()).unwrap();
    let answers = report["answers"].as_array().unwrap();
    assert!(
        answers.iter().any(|a| a["observation"] == "which-client" && a["witness"] == "text"),
        "{answers:?}"
    );
}

/// A name may begin as a pattern does, and what told a state is published.
#[test]
fn a_name_that_begins_like_a_pattern_is_not_shown() {
    let knowledge = Knowledge::builtin();
    let told = told::read("xfreerdpsecrethost42 cannot connect", &knowledge);
    let evidence = told.iter().filter_map(|(_, given)| given.evidence.as_ref());
    let evidence: Vec<String> = evidence.map(rdpfix::sensitive::Phrase::reveal).collect();
    assert!(!evidence.is_empty(), "it is read");
    assert!(evidence.iter().all(|words| !words.contains("secret")), "{evidence:?}");
}

#[test]
fn what_is_denied_or_would_be_tells_nothing() {
    let knowledge = Knowledge::builtin();
    let client = |text: &str| state(&knowledge, text, "which-client");
    assert_eq!(client("I connect with mstsc.").as_deref(), Some("mstsc"));
    assert_eq!(client("I do not use mstsc."), None);
    assert_eq!(client("With mstsc I could not connect.").as_deref(), Some("mstsc"));
    assert_eq!(client("Client: mstsc").as_deref(), Some("mstsc"));
    assert_eq!(client("If I used mstsc, it might work."), None);
    assert_eq!(client("Two programs, mstsc and xfreerdp, show the same."), None);
}

#[test]
fn what_somebody_answers_stands_before_what_a_text_tells() {
    let knowledge = Knowledge::builtin();
    let given = Given { state: "windows-app".to_owned(), witness: WitnessKind::Script, evidence: None };
    let facts =
        Facts { answers: [("which-client".to_owned(), given)].into_iter().collect(), ..Facts::default() };
    let course = begin(&knowledge, "mstsc cannot connect", facts);
    assert_eq!(course.session().unwrap().facts.answers["which-client"].state, "windows-app");
}

#[test]
fn what_a_text_tells_is_not_asked() {
    let knowledge = Knowledge::builtin();
    let course = begin(&knowledge, "mstsc cannot connect", Facts::default());
    let session = course.session().unwrap();
    assert!(session.missing().iter().all(|observation| observation.id != "which-client"));
    let shown = session.seen().into_iter().any(|(observation, _)| observation.id == "which-client");
    assert!(shown, "it can be corrected");
}

/// The file holds the text and what it told: whoever resumes arrives at the same causes.
#[test]
fn a_session_that_is_resumed_knows_what_the_text_told() {
    let knowledge = Knowledge::builtin();
    let text = "mstsc cannot connect since the router was replaced, the VPN is up";
    let disk = Disk::default();
    let mut course = begin(&knowledge, text, Facts::default());
    let log = Some(Log::new(Box::new(disk.clone()), clock, ""));
    course.write_beginning(Keeping { log, ..Keeping::default() }, begun(), Some(text)).unwrap();
    let (facts, ranking) = course.session().map(|s| (s.facts.clone(), s.ranking())).unwrap();
    drop(course);
    let kept = String::from_utf8(Rc::unwrap_or_clone(disk.bytes).into_inner()).unwrap();
    let lines = parse(kept.as_bytes()).unwrap().lines;
    assert!(
        lines.iter().any(|line| matches!(&line.event, Event::Answered { witness, .. } if witness == "text"))
    );
    let (resumed, aside) = Course::resume(frame(&knowledge), &lines);
    assert_eq!(aside, Vec::<String>::new());
    let session = resumed.session().unwrap();
    assert_eq!((session.facts.clone(), session.ranking()), (facts, ranking));
}

#[test]
fn words_of_a_text_move_the_causes_that_they_lean_to() {
    let knowledge = Knowledge::builtin();
    let share = |text: &str, cause: &str| {
        let course = begin(&knowledge, text, Facts::default());
        let session = course.session().unwrap();
        let index = session.model().causes.iter().position(|known| known.id == cause).unwrap();
        session.ranking().into_iter().find(|(at, _)| *at == index).unwrap().1
    };
    let (plain, leaning) =
        ("it fails", "Since the certificate of the server ran out last week nobody of us gets in any more");
    let cause = "host-certificate-unusable";
    assert!(
        share(leaning, cause) > 1.2 * share(plain, cause),
        "{} {}",
        share(leaning, cause),
        share(plain, cause)
    );
}

/// A dialog says the same whatever is wrong.
#[test]
fn a_dialog_leans_to_no_cause() {
    let knowledge = Knowledge::builtin();
    let dialog = "[Window Title]\nRemote Desktop Connection\n\n[Content]\nA user account restriction (for example, a \
        time-of-day restriction) is preventing you from logging on. For assistance, contact your system administrator \
        or technical support.\n\nError code: 0xc07\nExtended error code: 0x0\n\n[OK]";
    let course = begin(&knowledge, dialog, Facts::default());
    assert!(course.session().unwrap().facts.leaning.is_empty());
    let told = format!("Since Monday nobody of the night shift gets in, by day all of them do.\n{dialog}");
    let course = begin(&knowledge, &told, Facts::default());
    assert!(!course.session().unwrap().facts.leaning.is_empty());
}

#[test]
fn every_pattern_can_be_read() {
    let knowledge = Knowledge::builtin();
    let mut wrong = Vec::new();
    for observation in knowledge.observations.values() {
        for (state, patterns) in &observation.said {
            let bad = patterns.iter().filter_map(|written| Pattern::parse(written).err());
            wrong.extend(bad.map(|why| format!("{}, {state}: {why}", observation.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
