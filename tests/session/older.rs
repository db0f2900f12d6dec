//! A session of an older knowledge: what is renamed is found, what is gone is set aside and said.

use rdpfix::knowledge::Knowledge;
use rdpfix::session::log::{Event, How, Line};

use crate::interview::person::{Act, script};
use crate::session::play::{Disk, From, begun, play};

fn lines(events: Vec<Event>) -> Vec<Line> {
    let line = |event| Line { at: "2026-11-29T10:15:00Z".to_owned(), about: None, host: None, event };
    std::iter::once(Event::Begun(begun())).chain(events).map(line).collect()
}

fn answered(observation: &str, state: &str) -> Event {
    let (observation, state) = (observation.to_owned(), state.to_owned());
    Event::Answered { observation, state, witness: "person".to_owned(), evidence: Vec::new() }
}

fn tried(fix: &str) -> Event {
    Event::Tried { fix: fix.to_owned(), outcome: "failed".to_owned(), reason: None, given: false }
}

/// The built-in knowledge with a unit of each kind under another id than the one of the session.
fn renamed() -> Knowledge {
    let rename = |text: &str, from: &str, to: &str| {
        let text =
            text.replacen(&format!("\"id\":\"{from}\""), &format!("\"id\":\"{to}\",\"was\":[\"{from}\"]"), 1);
        assert!(text.contains("\"was\""), "{from} is renamed");
        text.replace(&format!("\"{from}\""), &format!("\"{to}\""))
            .replace(&format!("\"was\":[\"{to}\"]"), &format!("\"was\":[\"{from}\"]"))
    };
    let units = [
        ("problems", "account-restriction", "restricted"),
        ("observations", "account-password", "password-kind"),
        ("fixes", "set-account-password", "give-a-password"),
    ];
    let mut files: Vec<(String, String)> = rdpfix::knowledge::BUILTIN
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    for (path, text) in &mut files {
        for (folder, from, to) in units {
            if *path == format!("{folder}/{from}.json") {
                *path = format!("{folder}/{to}.json");
                *text = rename(text, from, to);
            } else {
                *text = text.replace(&format!("\"{from}\""), &format!("\"{to}\""));
            }
        }
    }
    let (knowledge, _) = Knowledge::from_files(&files);
    knowledge
}

#[test]
fn former_ids_lead_to_those_of_today() {
    let knowledge = renamed();
    let lines = lines(vec![
        Event::Decided { problem: "account-restriction".to_owned(), given: false },
        answered("account-password", "set"),
        tried("set-account-password"),
    ]);
    let played = play(&knowledge, &From::Lines(&lines), &Disk::default(), None, script(&[Act::Leave]));
    let line = played.line.unwrap();
    for word in ["--problem restricted", "password-kind=set", "give-a-password=failed"] {
        assert!(line.contains(word), "{word}: {line}");
    }
    assert!(played.set_aside.is_empty(), "{:?}", played.set_aside);
}

#[test]
fn what_is_gone_is_set_aside_and_the_way_back_stays_whole() {
    let knowledge = Knowledge::builtin();
    let decided = |problem: &str| Event::Decided { problem: problem.to_owned(), given: false };
    let lines = lines(vec![
        decided("account-restriction"),
        answered("account-password", "set"),
        answered("account-password", "a-state-of-old"),
        answered("a-question-of-old", "yes"),
        tried("a-fix-of-old"),
        Event::WentBack,
        Event::WentBack,
        Event::WentBack,
        Event::Ended { how: How::Left, next: None },
    ]);
    let played = play(&knowledge, &From::Lines(&lines), &Disk::default(), None, script(&[Act::Leave]));
    assert_eq!(played.set_aside.len(), 3, "{:?}", played.set_aside);
    assert!(
        played.line.unwrap().ends_with("--answer account-password=set"),
        "three steps back from four answers"
    );
}

#[test]
fn a_problem_that_is_gone_is_chosen_again() {
    let knowledge = Knowledge::builtin();
    let lines = lines(vec![
        Event::Read { text: "0xc07".to_owned(), cut: false },
        Event::Decided { problem: "a-problem-of-old".to_owned(), given: false },
        answered("account-password", "set"),
    ]);
    let mind = script(&[Act::Paste("0xc07"), Act::Leave]);
    let played = play(&knowledge, &From::Lines(&lines), &Disk::default(), None, mind);
    assert!(played.set_aside[0].contains("a-problem-of-old"), "{:?}", played.set_aside);
    let line = played.line.unwrap();
    assert!(line.contains("account-restriction --answer account-password=set"), "{line}");
}
