//! Form: ids, lengths, plain ASCII, whole sentences, states and words.

use serde_json::json;

use super::{Case, hold};
use crate::knowledge::remove;

const TEXTS: &[Case] = &[
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["id"] = "wake-hosts".into(),
        expect: &["fixes/wake-host.json: id: must be 'wake-host', the file's name"],
    },
    Case {
        file: "codes/ntstatus.json",
        edit: |table| table["namespace"] = "nt".into(),
        expect: &["codes/ntstatus.json: namespace: must be 'ntstatus', the file's name"],
    },
    Case {
        file: "refused/Con_1.json",
        edit: |refused| {
            let why = json!({"text": "No.", "grade": "unverified"});
            *refused = json!({"id": "Con_1", "title": "x", "finds": [], "why": why, "instead": "Do not."});
        },
        expect: &[
            "refused/Con_1.json: the name of a unit is at most 60 of a-z, 0-9 and -, and no device name",
        ],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["title"] = " Wake the host".into(),
        expect: &["fixes/wake-host.json: title: is empty or has blanks around it"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["steps"][1] = "Press a key \u{2013} any.".into(),
        expect: &["fixes/wake-host.json: steps.1: must be plain ASCII on one line"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["steps"][2]["cmd"][0] = "ping\nHOST".into(),
        expect: &["fixes/wake-host.json: steps.2.cmd.0: must be plain ASCII on one line"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["steps"][0] = "Press a key".into(),
        expect: &["fixes/wake-host.json: steps.0: must end with a full stop"],
    },
    Case {
        file: "topics/nla.json",
        edit: |topic| topic["sections"][0]["claims"][0]["text"] = "No stop".into(),
        expect: &["topics/nla.json: sections.0.claims.0.text: must end with a full stop"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["title"] = "x".repeat(67).into(),
        expect: &["fixes/wake-host.json: title: is 67 characters long, at most 66 fit"],
    },
    Case {
        file: "causes/host-asleep.json",
        edit: |cause| cause["title"] = "x".repeat(61).into(),
        expect: &["causes/host-asleep.json: title: is 61 characters long, at most 60 fit"],
    },
];

const PROBLEMS: &[Case] = &[
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["meaning"]["text"] = format!("{}.", "x".repeat(150)).into(),
        expect: &["problems/auth-0x507.json: meaning: is 151 characters long, at most 150 fit"],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| {
            problem["title"] = "x".repeat(61).into();
            problem["answer"]["do_not"] = "x".repeat(67).into();
        },
        expect: &[
            "problems/auth-0x507.json: answer.do_not: is 67 characters long, at most 66 fit",
            "problems/auth-0x507.json: title: is 61 characters long, at most 60 fit",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| {
            problem["reviewed"] = "2026-13-01".into();
            problem["valid"] = json!({"builds": ["1"], "from": "May 2026", "until": "2026-5-1"});
        },
        expect: &[
            "problems/auth-0x507.json: reviewed: must be a day as YYYY-MM-DD",
            "problems/auth-0x507.json: valid.from: must be a day as YYYY-MM-DD",
            "problems/auth-0x507.json: valid.until: must be a day as YYYY-MM-DD",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["samples"] = json!([]),
        expect: &[
            "problems/auth-0x507.json: samples: at least one text must show what the problem looks like",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["notes"][0]["kind"] = "faq".into(),
        expect: &["problems/auth-0x507.json: notes.0.question: belongs to a faq, and to nothing else"],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["hand_over"]["minutes"] = 0.into(),
        expect: &["problems/auth-0x507.json: hand_over.minutes: must be above 0"],
    },
];

const UNITS: &[Case] = &[
    Case {
        file: "observations/may-restart-host.json",
        edit: |observation| observation["states"] = json!(["yes", "no", "a", "b", "c", "d", "e"]),
        expect: &[
            "observations/may-restart-host.json: ask.labels: the state 'a' has no label",
            "observations/may-restart-host.json: ask.labels: the state 'b' has no label",
            "observations/may-restart-host.json: ask.labels: the state 'c' has no label",
            "observations/may-restart-host.json: ask.labels: the state 'd' has no label",
            "observations/may-restart-host.json: ask.labels: the state 'e' has no label",
            "observations/may-restart-host.json: states: there are 7, an observation has two to six",
        ],
    },
    Case {
        file: "observations/may-restart-host.json",
        edit: |observation| {
            observation["states"] = json!(["yes", "no", "unknown"]);
            observation["ask"]["labels"]["unknown"] = "x".repeat(61).into();
        },
        expect: &[
            "observations/may-restart-host.json: ask.labels: the label of 'unknown' is above 60 characters",
            "observations/may-restart-host.json: states: 'unknown' is implied or stands twice",
        ],
    },
    Case {
        file: "observations/may-restart-host.json",
        edit: |observation| observation["ask"]["labels"]["perhaps"] = "Perhaps".into(),
        expect: &["observations/may-restart-host.json: ask.labels: 'perhaps' is no state"],
    },
    Case {
        file: "observations/may-restart-host.json",
        edit: |observation| observation["ask"]["prompt"] = "Say it".into(),
        expect: &[
            "observations/may-restart-host.json: ask.prompt: must be a question of at most 110 characters",
        ],
    },
    Case {
        file: "observations/name-or-ip.json",
        edit: |observation| remove(observation, "otherwise"),
        expect: &[
            "observations/name-or-ip.json: otherwise: only an observation that blocks fixes can do without",
        ],
    },
    Case {
        file: "observations/name-or-ip.json",
        edit: |observation| observation["minutes"] = 61.into(),
        expect: &["observations/name-or-ip.json: minutes: must be above 0 and at most 60"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["effort"] = "easy".into(),
        expect: &["fixes/wake-host.json: minutes: give either minutes or effort"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["minutes"] = 601.into(),
        expect: &["fixes/wake-host.json: minutes: must be above 0 and at most 600"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["sides"] = json!([]),
        expect: &["fixes/wake-host.json: sides: a fix is done somewhere"],
    },
    Case {
        file: "fixes/use-smart-card.json",
        edit: |fix| fix["steps"] = json!([]),
        expect: &["fixes/use-smart-card.json: steps: a fix has something to do"],
    },
];

#[test]
fn texts_are_well_formed() {
    hold(TEXTS);
}

#[test]
fn problems_are_well_formed() {
    hold(PROBLEMS);
}

#[test]
fn observations_and_fixes_are_well_formed() {
    hold(UNITS);
}
