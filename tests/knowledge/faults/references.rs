//! References: every id that is named exists, every former id is free, every number has one owner.

use serde_json::json;

use super::{Case, hold};

const PROBLEMS: &[Case] = &[
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["family"] = "security-warnings".into(),
        expect: &[
            "problems/auth-0x507.json: family: there is no 'security-warnings'; did you mean 'security-warning'?",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["causes"]["host-aslep"] = "low".into(),
        expect: &[
            "problems/auth-0x507.json: causes.host-aslep: there is no 'host-aslep'; did you mean 'host-asleep'?",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["implies"] = json!({"port-reachable": "opened"}),
        expect: &[
            "problems/auth-0x507.json: implies: 'port-reachable' has no state 'opened'; did you mean 'open'? (its \
             states are open, refused, timed-out)",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["also_ask"] = json!({"zzz": "usually"}),
        expect: &["problems/auth-0x507.json: also_ask.zzz: there is no 'zzz'"],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| {
            problem["topics"][0] = "nlaa".into();
            problem["refused"][0] = "leave-nla-of".into();
        },
        expect: &[
            "problems/auth-0x507.json: refused: there is no 'leave-nla-of'; did you mean 'leave-nla-off'?",
            "problems/auth-0x507.json: topics: there is no 'nlaa'; did you mean 'nla'?",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["procedures"][0]["steps"][1]["fix"] = "zzz".into(),
        expect: &["problems/auth-0x507.json: procedures: there is no 'zzz'"],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["notes"][1]["sources"][0] = "seed-credssp-nl".into(),
        expect: &[
            "problems/auth-0x507.json: notes.1: there is no source 'seed-credssp-nl'; did you mean 'seed-credssp-nla'?",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["suggested_by"] = json!({"securty": ["ok"], "tcp": ["refused", "refusd"]}),
        expect: &[
            "problems/auth-0x507.json: suggested_by: the check 'tcp' has no result 'refusd'; did you mean 'refused'?",
            "problems/auth-0x507.json: suggested_by: there is no check 'securty'; did you mean 'security'?",
        ],
    },
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| problem["was"] = json!(["disconnect-0x904"]),
        expect: &["problems/auth-0x507.json: was: 'disconnect-0x904' is in use again"],
    },
];

const CODES: &[Case] = &[
    Case {
        file: "problems/auth-0x507.json",
        edit: |problem| {
            problem["codes"] = json!([
                {"namespace": "mstsc-disconnect", "code": "0x507"},
                {"namespace": "mstsc-disconect", "code": "0x507"},
                {"namespace": "mstsc-disconnect", "code": "0xZZ"},
                {"namespace": "mstsc-disconnect", "code": "0xABCDEF"}
            ]);
        },
        expect: &[
            "problems/auth-0x507.json: codes: '0xZZ' is no number",
            "problems/auth-0x507.json: codes: 0xABCDEF is not in codes/mstsc-disconnect.json",
            "problems/auth-0x507.json: codes: 0xZZ is not in codes/mstsc-disconnect.json",
            "problems/auth-0x507.json: codes: there is no 'mstsc-disconect'; did you mean 'mstsc-disconnect'?",
        ],
    },
    Case {
        file: "problems/disconnect-0x904.json",
        edit: |problem| {
            problem["codes"]
                .as_array_mut()
                .unwrap()
                .push(json!({"namespace": "mstsc-disconnect", "code": "0xC07"}));
        },
        expect: &[
            "problems/disconnect-0x904.json: codes: 0xC07 is owned by 'account-restriction' too: one of them says \
             \"shared\": true",
        ],
    },
    Case {
        file: "problems/disconnect-0x904.json",
        edit: |problem| {
            let shared = json!({"namespace": "mstsc-disconnect", "code": "0xC07", "shared": true});
            problem["codes"].as_array_mut().unwrap().push(shared);
        },
        expect: &[],
    },
    Case {
        file: "codes/mstsc-fatal.json",
        edit: |table| {
            table["codes"] = json!([
                {"code": "0x1", "meaning": "One.", "grade": "unverified"},
                {"code": "1", "meaning": "One.", "grade": "unverified"},
                {"code": "one", "meaning": "One.", "grade": "unverified"},
                {"code": "0x2", "meaning": "Two.", "grade": "unverified", "problem": "disconnect-0x94"},
                {"code": "0x3", "meaning": "Three.", "grade": "unverified", "problem": "disconnect-0x904"}
            ]);
        },
        expect: &[
            "codes/mstsc-fatal.json: 0x2: there is no 'disconnect-0x94'; did you mean 'disconnect-0x904'?",
            "codes/mstsc-fatal.json: 0x3: leads to 'disconnect-0x904', which does not list it in 'codes'",
            "codes/mstsc-fatal.json: codes: 'one' is no number",
            "codes/mstsc-fatal.json: codes: 1 stands twice",
        ],
    },
];

const UNITS: &[Case] = &[
    Case {
        file: "causes/host-asleep.json",
        edit: |cause| cause["observations"]["host-slep"] = "always".into(),
        expect: &[
            "causes/host-asleep.json: observations.host-slep: there is no 'host-slep'; did you mean 'host-sleeps'?",
        ],
    },
    Case {
        file: "causes/host-asleep.json",
        edit: |cause| cause["observations"]["certificate-state"] = json!({"expird": "always"}),
        expect: &[
            "causes/host-asleep.json: observations.certificate-state: 'certificate-state' has no state 'expird'; did \
             you mean 'expired'? (its states are ok, expired, name-mismatch, key-unusable)",
        ],
    },
    Case {
        file: "causes/host-asleep.json",
        edit: |cause| cause["observations"]["name-or-ip"] = "usually".into(),
        expect: &[
            "causes/host-asleep.json: observations.name-or-ip: 'name-or-ip' has no state 'yes' (its states are name, ip)",
        ],
    },
    Case {
        file: "causes/host-asleep.json",
        edit: |cause| cause["observations"]["name-or-ip"] = json!({"ip": "usually", "name": "rarely"}),
        expect: &[
            "causes/host-asleep.json: observations.name-or-ip: of two states one word is enough: the other is its rest",
        ],
    },
    Case {
        file: "causes/host-asleep.json",
        edit: |cause| cause["fixes"]["wake-hst"] = "usually".into(),
        expect: &["causes/host-asleep.json: fixes: there is no 'wake-hst'; did you mean 'wake-host'?"],
    },
    Case {
        file: "causes/path-cuts-connection.json",
        edit: |cause| cause["fixes"] = json!({}),
        expect: &[
            "causes/path-cuts-connection.json: fixes: a cause has a fix, or says in 'hand_over' who has to act",
        ],
    },
    Case {
        file: "observations/may-restart-host.json",
        edit: |observation| {
            observation["otherwise"] = json!({"maybe": "usually"});
            let because = "There is no way in.";
            observation["blocks"]["never"] = json!({"sides": ["host"], "because": because});
            observation["witnesses"] = json!([{"map": {"ok": "yess"}}]);
        },
        expect: &[
            "observations/may-restart-host.json: blocks: 'may-restart-host' has no state 'never' (its states are yes, no)",
            "observations/may-restart-host.json: otherwise: 'may-restart-host' has no state 'maybe' (its states are yes, no)",
            "observations/may-restart-host.json: witnesses: names one of check, fact and event",
            "observations/may-restart-host.json: witnesses.map: 'may-restart-host' has no state 'yess'; did you mean 'yes'? (its \
             states are yes, no)",
        ],
    },
    Case {
        file: "observations/may-restart-host.json",
        edit: |observation| {
            observation["witnesses"] = json!([
                {"check": "securty", "map": {"nla-required": "yes"}},
                {"check": "tcp", "map": {"opened": "yes", "refused": "no"}}
            ]);
        },
        expect: &[
            "observations/may-restart-host.json: witnesses.map: the check 'tcp' has no result 'opened'; did you mean 'open'?",
            "observations/may-restart-host.json: witnesses.map: there is no check 'securty'; did you mean 'security'?",
        ],
    },
    Case {
        file: "fixes/bypass-vpn-for-test.json",
        edit: |fix| fix["then"] = json!(["exempt-from-inspecton"]),
        expect: &["fixes/bypass-vpn-for-test.json: then: there is no 'exempt-from-inspecton'; did you mean \
             'exempt-from-inspection'?"],
    },
];

#[test]
fn what_problems_name_exists() {
    hold(PROBLEMS);
}

#[test]
fn every_number_has_one_owner() {
    hold(CODES);
}

#[test]
fn what_causes_observations_and_fixes_name_exists() {
    hold(UNITS);
}
