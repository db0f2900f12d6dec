//! Overlays: an organisation's own knowledge adds and replaces, and never takes away what protects.

use std::fs;

use rdpfix::knowledge::{Knowledge, LoadError};
use serde_json::{Value, json};

use crate::knowledge::{files, remove};

/// The built-in knowledge with an overlay `house` of these files (path, text) laid over it.
pub(crate) fn laid(overlay: &[(&str, String)]) -> Result<Knowledge, LoadError> {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("house");
    for (path, text) in overlay {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Knowledge::with_overlays(&[dir])
}

/// A shipped file, changed.
fn changed(file: &str, edit: fn(&mut Value)) -> String {
    let text = files().into_iter().find(|(path, _)| path == file).unwrap().1;
    let mut unit = serde_json::from_str(&text).unwrap();
    edit(&mut unit);
    unit.to_string()
}

/// Every fault of an overlay, one per line.
pub(crate) fn refusal(overlay: &[(&str, String)]) -> Vec<String> {
    match laid(overlay) {
        Err(LoadError::Faults { faults, .. }) => faults.iter().map(ToString::to_string).collect(),
        Err(other) => vec![other.to_string()],
        Ok(_) => Vec::new(),
    }
}

#[test]
fn units_are_added_and_replaced_by_id() {
    let knowledge = laid(&[
        (
            "causes/host-asleep.json",
            changed("causes/host-asleep.json", |cause| cause["title"] = "the host naps".into()),
        ),
        (
            "causes/house-proxy.json",
            changed("causes/path-cuts-connection.json", |cause| {
                cause["id"] = "house-proxy".into();
                cause["title"] = "the proxy of the house".into();
            }),
        ),
    ]);
    let knowledge = knowledge.unwrap();
    assert_eq!(knowledge.causes.get("host-asleep").unwrap().title, "the host naps");
    assert_eq!(knowledge.causes.get("house-proxy").unwrap().title, "the proxy of the house");
    assert_eq!(knowledge.causes.len(), Knowledge::builtin().causes.len() + 1);
    assert!(knowledge.revision().ends_with("+house"), "{}", knowledge.revision());
}

#[test]
fn tables_are_merged_entry_by_entry() {
    let code = |code: &str, meaning: &str| json!({"code": code, "meaning": meaning, "grade": "unverified"});
    let table = json!({"namespace": "mstsc-fatal", "title": "Fatal", "note": "A note.",
        "codes": [code("0xABC", "Ours."), code("0x7", "Replaced.")]});
    let family = json!({"house": {"title": "The house is on fire", "order": 99}});
    let source =
        json!({"house-wiki": {"title": "Wiki", "publisher": "House", "url": "wiki", "grade": "reported"}});
    let knowledge = laid(&[
        ("codes/mstsc-fatal.json", table.to_string()),
        ("families.json", family.to_string()),
        ("sources.json", source.to_string()),
    ]);
    let (knowledge, builtin) = (knowledge.unwrap(), Knowledge::builtin());
    let codes = |k: &Knowledge| k.codes.get("mstsc-fatal").unwrap().codes.clone();
    let was: Vec<_> = codes(&builtin).iter().map(|code| code.code.clone()).collect();
    assert!(was.contains(&"0x7".to_owned()), "{was:?}");
    assert_eq!(codes(&knowledge).len(), was.len() + 1);
    let meaning = |number: &str| codes(&knowledge).iter().find(|c| c.code == number).unwrap().meaning.clone();
    assert_eq!((meaning("0x7"), meaning("0xABC")), ("Replaced.".to_owned(), "Ours.".to_owned()));
    assert_eq!(knowledge.families().0.len(), builtin.families().0.len() + 1);
    assert_eq!(knowledge.sources().0.len(), builtin.sources().0.len() + 1);
}

/// One file that takes something away, and what is said about it.
type Loss = (&'static str, fn(&mut Value), &'static str);

const LOST: &[Loss] = &[
    ("fixes/restart-host.json", |fix| remove(fix, "warning"), "warning: an overlay cannot remove it"),
    (
        "fixes/allow-in-host-firewall.json",
        |fix| fix["undo"] = json!(null),
        "undo: an overlay cannot remove it",
    ),
    (
        "fixes/keep-host-awake.json",
        |fix| {
            fix["undo"] = json!(null);
            fix["changes"] = json!([{"kind": "text", "what": "Stay awake.", "undo": null}]);
        },
        "undo: an overlay cannot remove it",
    ),
    (
        "fixes/install-xp-sp3.json",
        |fix| fix["then"] = json!(["replace-old-client"]),
        "then: an overlay cannot remove it",
    ),
    (
        "fixes/nla-off-on-host.json",
        |fix| fix["security"] = "safe".into(),
        "security: an overlay cannot remove it",
    ),
    ("fixes/nla-off-on-host.json", |fix| fix["risk"] = "low".into(), "risk: an overlay cannot remove it"),
    (
        "fixes/connect-by-full-name.json",
        |fix| fix["grade"] = "documented".into(),
        "grade: an overlay cannot raise the grade from 'reported' to 'documented'",
    ),
    (
        "causes/host-asleep.json",
        |cause| cause["grade"] = "reported".into(),
        "grade: an overlay cannot raise the grade from 'disputed' to 'reported'",
    ),
    (
        "problems/auth-0x507.json",
        |problem| {
            problem["meaning"] =
                json!({"text": "So it is.", "grade": "documented", "sources": ["ms-kb951608"]});
        },
        "meaning.grade: an overlay cannot raise the grade from 'reported' to 'documented'",
    ),
    (
        "problems/disconnect-0x904.json",
        |problem| problem["causes"]["host-asleep"] = "high".into(),
        "causes.host-asleep: an overlay cannot raise the grade from 'disputed' to 'documented'",
    ),
    (
        "problems/auth-0x507.json",
        |problem| _ = problem["disputed"].as_array_mut().unwrap().remove(0),
        "disputed: an overlay cannot remove a disputed claim",
    ),
    (
        "problems/auth-0x507.json",
        |problem| problem["notes"].as_array_mut().unwrap().retain(|note| note["kind"] != "warning"),
        "notes: an overlay cannot remove a warning",
    ),
    (
        "problems/auth-0x507.json",
        |problem| problem["refused"] = json!([]),
        "refused: an overlay cannot remove refused advice",
    ),
    (
        "observations/internet-facing.json",
        |observation| observation["blocks"]["yes"]["weakens"] = false.into(),
        "blocks.yes: an overlay cannot remove or change it",
    ),
    ("topics/rdp-tls-and-certificate.json", |topic| topic["summary"]["grade"] = "documented".into(), ""),
    (
        "refused/uninstall-credssp-update.json",
        |refused| refused["why"] = json!({"text": "No.", "grade": "documented", "sources": ["ms-kb951608"]}),
        "why.grade: an overlay cannot raise the grade from 'reported' to 'documented'",
    ),
    (
        "codes/mstsc-disconnect.json",
        |table| {
            let codes = table["codes"].as_array_mut().unwrap();
            codes.retain(|code| code["code"] == "0x507");
            codes[0]["grade"] = "documented".into();
            codes[0]["sources"] = json!(["ms-kb951608"]);
        },
        "0x507: an overlay cannot raise the grade from 'reported' to 'documented'",
    ),
    (
        "sources.json",
        |sources| {
            sources.as_object_mut().unwrap().retain(|id, _| id == "seed-0xc07");
            sources["seed-0xc07"]["grade"] = "documented".into();
        },
        "seed-0xc07: an overlay cannot raise the grade from 'reported' to 'documented'",
    ),
];

#[test]
fn nothing_that_protects_is_taken_away() {
    let mut wrong = Vec::new();
    for (number, (file, edit, expected)) in LOST.iter().enumerate() {
        let said = refusal(&[(file, changed(file, *edit))]);
        let expected = if expected.is_empty() { Vec::new() } else { vec![format!("{file}: {expected}")] };
        if said != expected {
            wrong.push(format!("case {number}: expected {expected:?}, got {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_bad_overlay_names_every_fault() {
    let said = refusal(&[
        ("fixes/restart-host.json", changed("fixes/restart-host.json", |fix| remove(fix, "warning"))),
        (
            "causes/house.json",
            changed("causes/host-asleep.json", |cause| {
                cause["id"] = "home".into();
                cause["fixes"] = json!({"wake-hots": "usually"});
            }),
        ),
    ]);
    assert_eq!(
        said,
        [
            "causes/house.json: fixes: there is no 'wake-hots'; did you mean 'wake-host'?",
            "causes/house.json: id: must be 'house', the file's name",
            "fixes/restart-host.json: warning: an overlay cannot remove it",
        ]
    );
}

#[test]
fn files_that_cannot_be_read_are_all_named_and_nothing_else() {
    let said = refusal(&[
        ("causes/a.json", "{".to_owned()),
        ("fixes/wake-host.json", "[]".to_owned()),
        ("notes/x.json", "{}".to_owned()),
        ("codes/ntstatus.json", changed("codes/ntstatus.json", |table| remove(table, "title"))),
    ]);
    let files: Vec<_> = said.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
    assert_eq!(
        files,
        ["causes/a.json", "codes/ntstatus.json", "fixes/wake-host.json", "notes/x.json"],
        "{said:#?}"
    );
}

#[test]
fn what_a_person_reads_counts_the_faults() {
    let overlay = [("causes/a.json", "{".to_owned())];
    let said = laid(&overlay).unwrap_err().to_string();
    assert!(
        said.contains("house has 1 fault:\n  causes/a.json: EOF while parsing an object at line 1 column 1"),
        "{said}"
    );
    let nowhere = Knowledge::with_overlays(&["no/such/folder".into()]).unwrap_err().to_string();
    assert_eq!(nowhere, "cannot read no/such/folder");
    let huge = laid(&[("topics/huge.json", " ".repeat((1 << 20) + 1))]).unwrap_err();
    let why = std::error::Error::source(&huge).unwrap().to_string();
    assert!(huge.to_string().ends_with("huge.json") && why == "it is larger than 1 MiB", "{huge}: {why}");
}

#[test]
fn built_in_warnings_and_ways_back_stand_beside_those_of_an_overlay() {
    let builtin = Knowledge::builtin();
    let own = |text: &str| text.to_owned();
    let fix = changed("fixes/allow-vulnerable-credssp.json", |fix| {
        fix["warning"] = ".".into();
        fix["undo"] = "None.".into();
    });
    let problem = changed("problems/account-disabled.json", |problem| {
        for note in problem["notes"].as_array_mut().unwrap() {
            if note["kind"] == "warning" {
                note["text"] = "All is well.".into();
            }
        }
    });
    let refused = builtin.refused.ids().next().unwrap().to_owned();
    let path = format!("refused/{refused}.json");
    let why = changed(&path, |refused| refused["why"]["text"] = "Go ahead, do it.".into());
    let laid = [
        ("fixes/allow-vulnerable-credssp.json", fix),
        ("problems/account-disabled.json", problem),
        (&path, why),
    ];
    let knowledge = laid_over(&laid);
    let (old, new) = (
        builtin.fixes.get("allow-vulnerable-credssp").unwrap(),
        knowledge.fixes.get("allow-vulnerable-credssp").unwrap(),
    );
    let whole = |old: &Option<String>, own: &str| {
        Some(format!("{} Added by an overlay: {own}", old.clone().unwrap()))
    };
    assert_eq!((&new.warning, &new.undo), (&whole(&old.warning, "."), &whole(&old.undo, "None.")));
    let texts = |knowledge: &Knowledge| -> Vec<String> {
        let notes = &knowledge.problems.get("account-disabled").unwrap().notes;
        notes.iter().map(|note| own(&note.text)).collect()
    };
    assert!(texts(&builtin).iter().all(|text| texts(&knowledge).contains(text)));
    let why = |knowledge: &Knowledge| own(&knowledge.refused.get(&refused).unwrap().why.text);
    assert_eq!(why(&knowledge), format!("{} Added by an overlay: Go ahead, do it.", why(&builtin)));
}

fn laid_over(overlay: &[(&str, String)]) -> Knowledge {
    laid(overlay).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_change_of_a_weakening_fix_is_never_called_safe() {
    for (file, edit) in [
        ("nla-off-on-host", (|_| {}) as fn(&mut Value)),
        ("nla-off-on-host", |fix| fix["changes"][0]["name"] = "USERAUTHENTICATION".into()),
        ("allow-vulnerable-credssp", |fix| fix["changes"][0]["data"] = "0x2".into()),
    ] {
        let mut fix: Value = serde_json::from_str(&changed(&format!("fixes/{file}.json"), edit)).unwrap();
        fix["id"] = "house-quick".into();
        fix["security"] = "safe".into();
        let faults = refusal(&[("fixes/house-quick.json", fix.to_string())]);
        let message = format!("must be 'weakens': it makes a change of '{file}'");
        assert!(faults.iter().any(|fault| fault.contains(&message)), "{faults:#?}");
    }
}

#[test]
fn names_that_a_shell_would_act_upon_are_refused() {
    for (field, edit) in [
        ("key", (|change| change["key"] = "HKLM\\SOFTWARE\\x\" & calc & rem \"".into()) as fn(&mut Value)),
        ("name", |change| change["name"] = "a%PATH%".into()),
        ("name", |change| *change = json!({"kind": "service", "name": "x & calc", "state": "stopped"})),
        ("rule", |change| *change = json!({"kind": "firewall", "rule": "x' ; calc ; '", "enabled": true})),
    ] {
        let mut fix: Value =
            serde_json::from_str(&changed("fixes/allow-vulnerable-credssp.json", |_| {})).unwrap();
        edit(&mut fix["changes"][0]);
        let faults = refusal(&[("fixes/allow-vulnerable-credssp.json", fix.to_string())]);
        let at = format!("changes.0.{field}");
        assert!(faults.iter().any(|fault| fault.contains(&at)), "{at}: {faults:#?}");
    }
}

#[test]
fn events_are_merged_line_by_line_and_lead_to_what_exists() {
    let event = |problem: &str| {
        json!({"events": {"house-77": {
            "numbers": [77], "log": "Application", "source": "House", "side": "host",
            "meaning": "The house rule was broken.", "problem": problem, "grade": "unverified"
        }}})
        .to_string()
    };
    let knowledge = laid(&[("events.json", event("logon-failed"))]).unwrap();
    let events = &knowledge.events().events;
    assert!(events.contains("house-77") && events.contains("security-4625"));
    let faults = refusal(&[("events.json", event("logon-fialed"))]);
    assert!(faults.iter().any(|fault| fault.contains("logon-fialed")), "{faults:?}");
    let raised = changed("events.json", |table| {
        table["events"]["netlogon-5719"]["grade"] = json!("documented");
        table["events"]["netlogon-5719"]["sources"] = json!(["ms-event-4625"]);
    });
    let faults = refusal(&[("events.json", raised)]);
    assert!(faults.iter().any(|fault| fault.contains("raise the grade")), "{faults:?}");
}
