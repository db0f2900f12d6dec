//! Overlay directories that cannot be used: every fault at once, and what protects the reader stays.

use std::path::Path;

use serde_json::{Value, json};

use crate::shared::program::{Run, command, finish, knowledge, rdpfix, run};

/// A run with one file laid over the built-in knowledge.
fn with_file(path: &str, text: &str) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, text).unwrap();
    lookup(dir.path())
}

fn lookup(dir: &Path) -> Run {
    run(&["lookup", "0xc07", "--knowledge", dir.to_str().unwrap()], b"")
}

/// The built-in file, changed.
fn changed(path: &str, change: impl FnOnce(&mut Value)) -> Run {
    let text = std::fs::read_to_string(knowledge().join(path)).unwrap();
    let mut value = serde_json::from_str(&text).unwrap();
    change(&mut value);
    with_file(path, &value.to_string())
}

#[test]
fn what_is_no_directory() {
    rdpfix("lookup 0xc07 --knowledge no-such-folder")
        .refused_with(&["cannot read no-such-folder", "caused by: "]);
    let file = knowledge().join("sources.json");
    lookup(&file).refused_with(&["cannot read", "sources.json"]);
}

#[test]
fn what_is_no_knowledge() {
    with_file("fixes/mine.json", "{ \"id\": \"mine\", ").refused_with(&["1 fault", "fixes/mine.json", "EOF"]);
    with_file("fixes/mine.json", "").refused_with(&["fixes/mine.json"]);
    with_file("fixes/mine.txt", "{}").refused_with(&["fixes/mine.txt", "is no knowledge file"]);
    with_file("fixs/mine.json", "{}").refused_with(&["fixs/mine.json", "is no knowledge file"]);
    with_file("mine.json", "{}").refused_with(&["mine.json", "is no knowledge file"]);
    with_file("topics/mine.json", &" ".repeat((1 << 20) + 1)).refused_with(&["larger than 1 MiB"]);
}

#[test]
fn every_fault_is_named_at_once() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("fixes")).unwrap();
    for name in ["a.json", "b.json"] {
        std::fs::write(dir.path().join("fixes").join(name), "{").unwrap();
    }
    lookup(dir.path()).refused_with(&["2 faults", "fixes/a.json", "fixes/b.json"]);
}

#[test]
fn a_field_that_nobody_reads() {
    changed("fixes/sync-clock.json", |fix| fix["colour"] = json!("red"))
        .refused_with(&["unknown field `colour`"]);
}

#[test]
fn an_id_that_nobody_knows() {
    changed("causes/blank-password.json", |cause| {
        cause["fixes"] = json!({ "set-acount-password": "always" });
    })
    .refused_with(&["causes/blank-password.json", "set-acount-password", "set-account-password"]);
}

#[test]
fn protection_cannot_be_removed() {
    let fix = "fixes/nla-off-on-host.json";
    let keep = "an overlay cannot remove it";
    changed(fix, |fix| drop(fix.as_object_mut().unwrap().remove("warning")))
        .refused_with(&[fix, "warning", keep]);
    changed(fix, |fix| fix["warning"] = json!("")).refused_with(&[fix, "warning"]);
    changed(fix, |fix| fix["then"] = json!([])).refused_with(&[fix, "then", keep]);
    changed(fix, |fix| fix["security"] = json!("safe")).refused_with(&[fix, "security", keep]);
    changed(fix, |fix| fix["risk"] = json!("none")).refused_with(&[fix, "risk", keep]);
    changed(fix, |fix| {
        fix["changes"] = json!([]);
        fix["undo"] = Value::Null;
    })
    .refused_with(&[fix, "undo", keep]);
    let refused = "problems/account-restriction.json";
    changed(refused, |problem| problem["refused"] = json!([])).refused_with(&[refused, "refused"]);
}

#[test]
fn a_grade_cannot_be_raised() {
    let grade = |grade: &'static str| move |fix: &mut Value| fix["grade"] = json!(grade);
    let fix = "fixes/use-compatible-client-for-test.json";
    let text = std::fs::read_to_string(knowledge().join(fix)).unwrap();
    let own: Value = serde_json::from_str(&text).unwrap();
    assert_ne!(own["grade"], "documented");
    changed(fix, grade("documented")).refused_with(&[fix, "grade", "cannot raise the grade"]);
    assert_eq!(changed(fix, grade("disputed")).code, 0);
}

#[test]
fn a_good_overlay_is_named_in_every_answer() {
    let dir = tempfile::tempdir().unwrap();
    let overlay = dir.path().join("house");
    std::fs::create_dir_all(overlay.join("topics")).unwrap();
    let topic = std::fs::read_to_string(knowledge().join("topics/nla.json")).unwrap();
    std::fs::write(
        overlay.join("topics/house-rules.json"),
        topic.replace("\"id\": \"nla\"", "\"id\": \"house-rules\""),
    )
    .unwrap();
    let path = overlay.to_str().unwrap();
    let flag = run(&["explain", "house-rules", "--json", "--knowledge", path], b"");
    assert_eq!((flag.code, flag.stderr.as_str()), (0, ""));
    assert!(flag.json()["knowledge"]["revision"].as_str().unwrap().ends_with("+house"));
    let mut by_variable = command(["explain", "house-rules", "--json"]);
    by_variable.env("RDPFIX_KNOWLEDGE", path);
    assert_eq!(finish(by_variable, b"").stdout, flag.stdout);
    let mut empty = command(["lookup", "0xc07"]);
    empty.env("RDPFIX_KNOWLEDGE", "");
    assert_eq!(finish(empty, b"").code, 0);
}

#[test]
fn faults_are_a_document_for_a_script() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("fixes")).unwrap();
    std::fs::write(dir.path().join("fixes/a.json"), "{").unwrap();
    let path = dir.path().to_str().unwrap();
    let document = run(&["lookup", "0xc07", "--json", "--knowledge", path], b"");
    assert_eq!((document.code, document.stderr.as_str()), (2, ""));
    assert!(document.json()["error"]["message"].as_str().unwrap().contains("fixes/a.json"));
    let validate = run(&["kb", "validate", path], b"");
    assert_eq!((validate.code, validate.stderr.as_str()), (1, ""));
    assert!(validate.stdout.contains("fixes/a.json: "), "{}", validate.stdout);
    assert_eq!(run(&["kb", "validate", path, "--exit-zero"], b"").code, 0);
}
