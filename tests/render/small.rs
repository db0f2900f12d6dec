//! A small world of its own, so that the reports on it change when reports change and not when knowledge grows:
//! one problem, two causes, a question, three fixes.

use rdpfix::intake::{self, Reading};
use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::checks::{Certificate, LayerId, State};
use rdpfix::knowledge::words::Side;
use rdpfix::lexicon::Lexicon;
use rdpfix::report::check::{LayerCard, LookCard};
use rdpfix::report::diagnosis::DiagnosisReport;
use rdpfix::sensitive::{Kind, Phrase, Sensitive};
use rdpfix::session::{Facts, Given, Outcome, Policy, Session, Tried, Weakening, WitnessKind};
use serde_json::{Value, json};

/// The problem.
pub(crate) const PROBLEM: &str = "door-shut";

/// The knowledge.
pub(crate) fn knowledge() -> Knowledge {
    let files = [
        ("sources.json", sources()),
        ("families.json", json!({ "doors": { "title": "Doors", "order": 1 } })),
        ("codes/mstsc-disconnect.json", codes()),
        ("problems/door-shut.json", problem()),
        (
            "causes/host-outdated.json",
            cause(
                "host-outdated",
                "the host lacks <an update>",
                "host",
                "rarely",
                &["update-host", "old-door"],
            ),
        ),
        (
            "causes/client-forbids.json",
            cause("client-forbids", "this client forbids it", "client", "always", &["allow-on-client"]),
        ),
        ("observations/client-setting.json", observation()),
        ("fixes/update-host.json", update()),
        ("fixes/allow-on-client.json", allow()),
        ("fixes/old-door.json", weakening()),
    ];
    let files = files.map(|(path, file)| (path.to_owned(), file.to_string()));
    // What a catalogue must have besides (samples that are found, counter-samples) does not matter here.
    let (knowledge, faults) = Knowledge::from_files(&files);
    let units = [
        knowledge.problems.ids().count(),
        knowledge.causes.ids().count(),
        knowledge.observations.ids().count(),
        knowledge.fixes.ids().count(),
        knowledge.sources().0.iter().count(),
    ];
    assert_eq!(units, [1, 2, 1, 3, 2], "{faults:?}");
    assert!(knowledge.codes.get("mstsc-disconnect").is_some(), "{faults:?}");
    knowledge
}

/// What was pasted, with names.
pub(crate) fn reading(text: &str) -> Reading {
    intake::read(text, Lexicon::builtin(), None)
}

/// What was told: an answer with what it was read from, a fix that cannot be done with the reason, and what became
/// of the weakening one, if anything.
pub(crate) fn facts(evidence: &str, reason: &str, weakened: Option<Outcome>) -> Facts {
    let mut facts = Facts::default();
    let given = Given {
        state: "no".to_owned(),
        witness: WitnessKind::Person,
        evidence: Some(Phrase::name(Kind::Text, evidence)),
    };
    facts.answers.insert("client-setting".to_owned(), given);
    facts.note(tried("update-host", Outcome::Cannot, Some(reason)));
    if let Some(outcome) = weakened {
        facts.note(tried("allow-on-client", Outcome::Failed, None));
        facts.note(tried("old-door", outcome, None));
    }
    facts
}

fn tried(fix: &str, outcome: Outcome, reason: Option<&str>) -> Tried {
    let reason = reason.map(|reason| Sensitive::new(Kind::Text, reason));
    Tried { fix: fix.to_owned(), outcome, reason, undone: false }
}

/// A look at a host, with a name that the host told.
pub(crate) fn looked(host: &str, computer: &str) -> LookCard {
    let layer = LayerCard {
        id: LayerId::Certificate,
        state: State::Fault,
        verdict: Certificate::Expired.into(),
        sides: vec![Side::Host],
        detail: Phrase::name(Kind::Host, computer).and(", expired 12 days ago"),
        means: None,
        evidence: Phrase::words("the certificate of ").and_name(Kind::Host, computer),
    };
    LookCard {
        host: Sensitive::new(Kind::Host, host),
        port: 3389,
        seen_from: "this computer as the client".to_owned(),
        layers: vec![layer],
    }
}

/// The report on it.
pub(crate) fn report(knowledge: &Knowledge, reading: &Reading, facts: Facts) -> DiagnosisReport {
    DiagnosisReport::new(&session(knowledge, facts), Some(reading), true)
}

/// The session behind it, in which a weakening is allowed.
pub(crate) fn session(knowledge: &Knowledge, facts: Facts) -> Session<'_> {
    let problem = knowledge.problems.get(PROBLEM).expect("it is the only one");
    let policy = Policy { weakening: Weakening::Offer, go_on: false, assume_unknown: false, person: false };
    Session::new(knowledge, problem, facts, policy)
}

fn sources() -> Value {
    let source =
        |title, url, grade| json!({ "title": title, "publisher": "Doors Inc.", "url": url, "grade": grade });
    json!({
        "manual": source("The \"manual\" of doors", "https://doors.example/manual?a=1&b=2", "documented"),
        "forum": source("A thread on doors", "http://forum.example/doors", "reported"),
    })
}

fn codes() -> Value {
    json!({
        "namespace": "mstsc-disconnect",
        "title": "Error code of doors",
        "note": "On the door.",
        "codes": [{
            "code": "0x904", "symbol": "doorShut", "meaning": "The door was shut.", "grade": "documented",
            "sources": ["forum"], "problem": PROBLEM,
        }],
    })
}

fn problem() -> Value {
    json!({
        "id": PROBLEM,
        "title": "The door is shut",
        "family": "doors",
        "meaning": { "text": "The host shut the door.", "grade": "documented", "sources": ["manual"] },
        "codes": [{ "namespace": "mstsc-disconnect", "code": "0x904" }],
        "causes": {
            "host-outdated": { "prior": "high", "note": "The usual reason.", "sources": ["forum"] },
            "client-forbids": "low",
        },
        "unlisted": "low",
        "answer": {
            "where": "on the host", "try": "install the updates of the host",
            "do_not": "leave the old door open", "tell": "HOST shut the door to USER at TIME.",
        },
        "hand_over": {
            "minutes": 240.0,
            "to": "whoever runs the host",
            "collect": [{ "text": "Note the version.", "cmd": ["ver"] }],
            "of": ["host"],
            "request": "Please look at the updates of HOST.",
        },
        "samples": ["The door is shut, error code 0x904"],
        "reviewed": "2026-01-02",
    })
}

fn cause(id: &str, title: &str, side: &str, forbids: &str, fixes: &[&str]) -> Value {
    let fixes: serde_json::Map<String, Value> =
        fixes.iter().map(|fix| ((*fix).to_owned(), json!("usually"))).collect();
    json!({
        "id": id, "title": title, "explanation": "It shuts the door.", "side": side,
        "observations": { "client-setting": forbids }, "fixes": fixes, "grade": "reported", "sources": ["forum"],
    })
}

fn observation() -> Value {
    json!({
        "id": "client-setting",
        "states": ["yes", "no"],
        "ask": {
            "prompt": "Does a setting of this client forbid it?",
            "how": [{ "text": "Read the setting.", "cmd": ["reg query HKLM\\SOFTWARE\\Doors /v Forbid /reg:64"] }],
            "labels": { "yes": "Yes, it is forbidden", "no": "No, it is allowed" },
        },
        "otherwise": "rarely",
        "minutes": 1.0,
        "who": "look",
        "sources": ["manual"],
    })
}

fn update() -> Value {
    json!({
        "id": "update-host", "title": "Install the updates of the host", "sides": ["host"], "needs": ["admin"],
        "minutes": 20.0, "reboot": "host", "risk": "low", "security": "safe",
        "steps": ["Install the updates.", { "text": "Restart it.", "powershell": ["Restart-Computer -ComputerName HOST -Force"] }],
        "verify": "The door opens.", "undo": null, "grade": "documented", "sources": ["manual"],
    })
}

fn allow() -> Value {
    json!({
        "id": "allow-on-client", "title": "Allow it on this client", "sides": ["client"], "minutes": 2.0,
        "reboot": "none", "risk": "none", "security": "safe", "steps": ["Switch it on."],
        "verify": "The door opens.", "undo": "Switch it off.", "grade": "reported", "sources": ["forum"],
    })
}

fn weakening() -> Value {
    json!({
        "id": "old-door", "title": "EMERGENCY: open the old door", "sides": ["client"], "needs": ["admin"],
        "minutes": 1.0, "reboot": "none", "risk": "high", "security": "weakens", "steps": ["Set the value below."],
        "changes": [{
            "kind": "registry", "key": "HKLM\\SOFTWARE\\Doors", "name": "OldDoor", "type": "REG_DWORD", "data": "1",
        }],
        "warning": "Until it is undone, anybody may come in.",
        "verify": "The old door opens.", "undo": "Delete the value.", "then": ["update-host"],
        "grade": "documented", "sources": ["manual"],
    })
}
