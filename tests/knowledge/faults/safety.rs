//! Safety and honesty.

use serde_json::json;

use super::{Case, cause, hold};
use crate::knowledge::remove;

const FIXES: &[Case] = &[
    Case {
        file: "fixes/nla-off-on-host.json",
        edit: |fix| remove(fix, "warning"),
        expect: &[
            "fixes/nla-off-on-host.json: warning: a fix that weakens security says what it opens, and until when",
        ],
    },
    Case {
        file: "fixes/nla-off-on-host.json",
        edit: |fix| {
            fix["undo"] = json!(null);
            fix["changes"] = json!([{"kind": "text", "what": "Switch it off.", "undo": null}]);
        },
        expect: &["fixes/nla-off-on-host.json: undo: a fix that weakens security has a way back"],
    },
    Case {
        file: "fixes/nla-off-on-host.json",
        edit: |fix| fix["then"] = json!(["security-layer-rdp"]),
        expect: &[
            "fixes/nla-off-on-host.json: then: a fix that weakens security names the safe fix that really repairs",
        ],
    },
    Case {
        file: "fixes/nla-off-on-host.json",
        edit: |fix| fix["then"] = json!(["wake-host"]),
        expect: &[
            "fixes/nla-off-on-host.json: then: 'wake-host' repairs none of the causes that this fix is for",
        ],
    },
    Case {
        file: "fixes/sign-out-stuck-session.json",
        edit: |fix| remove(fix, "warning"),
        expect: &["fixes/sign-out-stuck-session.json: warning: a fix of high risk says what can be lost"],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["steps"][2]["cmd"][0] = r"reg add HKLM\X /v Y /d 1".into(),
        expect: &[
            "fixes/wake-host.json: steps: registry and service changes stand in 'changes', where the way back is \
             generated",
        ],
    },
    Case {
        file: "causes/no-safe-way.json",
        edit: |unit| {
            *unit = cause("no-safe-way");
            unit["fixes"] = json!({"wake-host": "rarely", "nla-off-on-host": "always"});
        },
        expect: &[
            "warning: causes/no-safe-way.json: cannot be reached: no problem shows it",
            "causes/no-safe-way.json: fixes: 'nla-off-on-host' weakens security and no safe fix works sometimes or \
             better",
        ],
    },
];

const STATEMENTS: &[Case] = &[
    Case {
        file: "observations/host-reach.json",
        edit: |observation| {
            observation["ask"]["how"][1]["powershell"][0] = "Set-Service WinRM -StartupType Automatic".into();
        },
        expect: &[
            "observations/host-reach.json: ask.how: 'set-service' changes something; finding out only reads",
        ],
    },
    Case {
        file: "fixes/use-smart-card.json",
        edit: |fix| fix["grade"] = "reported".into(),
        expect: &["fixes/use-smart-card.json: is called 'reported' and names no source"],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["notes"][1]["grade"] = "documented".into(),
        expect: &[
            "problems/auth-0x507.json: notes.1: is called 'documented' but its best source is 'reported'",
        ],
    },
];

#[test]
fn fixes_are_safe() {
    hold(FIXES);
}

#[test]
fn statements_say_no_more_than_their_sources_and_finding_out_only_reads() {
    hold(STATEMENTS);
}
