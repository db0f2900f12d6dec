//! Sense: nothing that can never matter, nothing that cannot be told apart.

use serde_json::{Value, json};

use super::{Case, cause, edited, hold, said};
use crate::knowledge::files;

const IDLE: &[Case] = &[
    Case {
        file: "observations/idle.json",
        edit: |unit| {
            let ask = json!({"prompt": "Is it?", "how": ["Look."], "labels": {"yes": "Yes", "no": "No"}});
            *unit = json!({"id": "idle", "states": ["yes", "no"], "ask": ask, "otherwise": "either",
                "minutes": 1, "who": "look"});
        },
        expect: &["observations/idle.json: separates nothing: no cause mentions it"],
    },
    Case {
        file: "causes/xp-without-sp3.json",
        edit: |cause| cause["observations"]["xp-service-pack"] = json!({"sp3": "always"}),
        expect: &[
            "observations/xp-service-pack.json: separates nothing: it is the same for every cause of every problem",
            "warning: problems/auth-0x507.json: causes.xp-without-sp3: no answers can make it likelier than \
             'xp-credssp-not-enabled'",
        ],
    },
    Case {
        file: "fixes/idle.json",
        edit: |unit| {
            *unit = json!({"id": "idle", "title": "Do nothing", "sides": ["host"], "minutes": 1, "reboot": "none",
                "risk": "none", "security": "safe", "steps": ["Wait."], "verify": "It is quiet.", "undo": null,
                "grade": "unverified"});
        },
        expect: &["fixes/idle.json: repairs nothing: no cause names it"],
    },
    Case {
        file: "causes/unseen.json",
        edit: |unit| *unit = cause("unseen"),
        expect: &["warning: causes/unseen.json: cannot be reached: no problem shows it"],
    },
    Case {
        file: "topics/unseen.json",
        edit: |unit| {
            let summary = json!({"text": "Nothing.", "grade": "unverified"});
            *unit = json!({"id": "unseen", "title": "Nothing", "summary": summary, "sections": []});
        },
        expect: &["warning: topics/unseen.json: cannot be reached: no problem points to it"],
    },
];

#[test]
fn what_can_never_matter_is_named() {
    hold(IDLE);
}

#[test]
fn a_fix_for_causes_that_no_problem_shows_cannot_be_reached() {
    const WAKING: [&str; 3] = ["host-asleep", "host-off-or-unreachable", "target-down-behind-gateway"];
    let shown = |path: &&String| path.starts_with("problems/");
    let problems: Vec<String> = files().iter().map(|(path, _)| path).filter(shown).cloned().collect();
    let files = problems.iter().fold(files(), |files, path| {
        edited(&files, path, |problem| {
            let causes = problem.get_mut("causes").and_then(Value::as_object_mut);
            if let Some(causes) = causes {
                causes.retain(|id, _| !WAKING.contains(&id.as_str()));
            }
        })
    });
    let found = said(&files);
    for expected in [
        "warning: causes/host-asleep.json: cannot be reached: no problem shows it",
        "warning: fixes/wake-host.json: cannot be reached: no problem shows a cause that it repairs",
    ] {
        assert!(found.iter().any(|fault| fault == expected), "{expected} is not in {found:#?}");
    }
}

/// What a cause of the knowledge is seen by.
fn observations(cause: &str) -> serde_json::Value {
    let path = format!("causes/{cause}.json");
    let text = files().into_iter().find(|(file, _)| *file == path).unwrap().1;
    serde_json::from_str::<serde_json::Value>(&text).unwrap()["observations"].take()
}

/// Twins differ in words that nobody is asked about, or not at all.
#[test]
fn causes_that_nothing_separates_are_named() {
    let twin = edited(&files(), "causes/twin.json", |unit| {
        *unit = cause("twin");
        unit["observations"] = observations("session-stuck");
        unit["observations"]["port-reachable"] = json!({"refused": "usually"});
    });
    let shown =
        edited(&twin, "problems/disconnect-0x904.json", |problem| problem["causes"]["twin"] = "low".into());
    let found = said(&shown);
    let expected =
        "warning: problems/disconnect-0x904.json: causes: nothing separates 'session-stuck' from 'twin'";
    assert!(found.iter().any(|fault| fault == expected), "{found:#?}");
}

#[test]
fn a_cause_that_no_answers_can_bring_to_the_front_is_named() {
    let hopeless = edited(&files(), "causes/hopeless.json", |unit| {
        *unit = cause("hopeless");
        unit["observations"] = json!({});
    });
    let shown = edited(&hopeless, "problems/nla-required-by-server.json", |problem| {
        problem["causes"] = json!({"hopeless": "rare", "client-nla-switched-off": "high"});
    });
    let found = said(&shown);
    let named = found.iter().any(|fault| {
        fault.starts_with("warning: problems/nla-required-by-server.json: causes.hopeless: no answers")
    });
    assert!(!named, "denials of the other cause bring it to the front: {found:#?}");
    let covered = edited(&shown, "causes/hopeless.json", |unit| {
        unit["observations"] = observations("client-nla-switched-off");
        unit["observations"]["other-client-works"] = json!("always");
    });
    let expected = "warning: problems/nla-required-by-server.json: causes.hopeless: no answers can make it likelier \
                    than 'client-nla-switched-off'";
    assert!(said(&covered).iter().any(|fault| fault == expected), "{:#?}", said(&covered));
}
