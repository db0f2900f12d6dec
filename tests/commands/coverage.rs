//! How much is known, counted here from the files anew; and overlays that are checked where they will lie.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::shared::program::{Run, copy, files_of, ids_of, overlay, rdpfix, run};

fn coverage() -> Value {
    rdpfix("kb coverage --json").json()
}

fn list<'v>(value: &'v Value, field: &str) -> &'v Vec<Value> {
    value[field].as_array().unwrap()
}

fn sum(list: &[Value], field: &str) -> u64 {
    list.iter().map(|item| item[field].as_u64().unwrap()).sum()
}

#[test]
fn every_problem_has_a_depth() {
    let coverage = coverage();
    let problems = list(&coverage, "problems");
    let ids: Vec<&str> = problems.iter().map(|problem| problem["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ids_of("problems"));
    for (problem, (_, file)) in problems.iter().zip(files_of("problems")) {
        let causes = file["causes"].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(problem["causes"], causes, "{problem}");
        let enough = |field: &str| problem[field].as_u64().unwrap() >= 3;
        let depth = match causes {
            0 => "meaning",
            _ if enough("repairable") && enough("separating") => "full",
            _ => "causes",
        };
        assert_eq!(problem["depth"], depth, "{problem}");
    }
    assert_eq!(sum(list(&coverage, "depths"), "problems"), problems.len() as u64);
}

#[test]
fn every_code_and_every_language_is_counted() {
    let coverage = coverage();
    let namespaces = list(&coverage, "namespaces");
    assert_eq!(namespaces.len(), ids_of("codes").len());
    for (cover, (_, table)) in namespaces.iter().zip(files_of("codes")) {
        assert_eq!(cover["namespace"], table["namespace"]);
        assert_eq!(cover["codes"], list(&table, "codes").len());
        assert!(cover["leading"].as_u64() <= cover["codes"].as_u64(), "{cover}");
        let named = list(&table, "codes").iter().filter(|code| code["problem"].is_string()).count();
        assert!(cover["leading"].as_u64().unwrap() >= named as u64, "{cover}: {named}");
    }
    assert!(sum(namespaces, "leading") > 0);
    let messages: Vec<Value> =
        files_of("problems").into_iter().flat_map(|(_, file)| list(&file, "messages").clone()).collect();
    let langs: BTreeSet<&str> = messages.iter().map(|message| message["lang"].as_str().unwrap()).collect();
    let languages = list(&coverage, "languages");
    assert_eq!(languages.iter().map(|cover| cover["lang"].as_str().unwrap()).collect::<BTreeSet<_>>(), langs);
    let own = messages.iter().filter(|message| message["translated"] == true).count() as u64;
    assert_eq!(sum(languages, "translations"), own);
    assert_eq!(sum(languages, "messages") + own, messages.len() as u64);
}

#[test]
fn what_a_live_check_answers_is_counted() {
    let by_check = |file: &Value| {
        let ways = file["witnesses"].as_array();
        ways.is_some_and(|ways| ways.iter().any(|way| way["check"].is_string()))
    };
    let files = files_of("observations");
    let answered = files.iter().filter(|(_, file)| by_check(file)).count();
    assert!(answered > 0);
    let expected = json!({ "observations": files.len(), "answered": answered });
    assert_eq!(coverage()["checks"], expected);
    let text = rdpfix("kb coverage").stdout;
    let line = format!("Questions: {}, a live check can answer {answered}", files.len());
    assert!(text.contains(&line), "no '{line}' in {text}");
}

/// Whatever carries a grade in a file, and every disputed claim.
#[test]
fn every_statement_is_counted() {
    fn statements(value: &Value) -> u64 {
        match value {
            Value::Object(map) => {
                let disputed = map.get("disputed").and_then(Value::as_array).map_or(0, Vec::len) as u64;
                u64::from(map.get("grade").is_some_and(Value::is_string))
                    + disputed
                    + map.values().map(statements).sum::<u64>()
            }
            Value::Array(list) => list.iter().map(statements).sum(),
            _ => 0,
        }
    }
    let folders = ["problems", "causes", "observations", "fixes", "topics", "refused", "codes"];
    let all: u64 =
        folders.iter().flat_map(|folder| files_of(folder)).map(|(_, file)| statements(&file)).sum();
    let table = |name: &str| -> u64 {
        let text = std::fs::read_to_string(crate::shared::keep::root().join("knowledge").join(name)).unwrap();
        statements(&serde_json::from_str(&text).unwrap())
    };
    let all = all + table("events.json") + table("collect.json");
    let coverage = coverage();
    let grades = list(&coverage, "grades");
    let words: Vec<&str> = grades.iter().map(|count| count["grade"].as_str().unwrap()).collect();
    assert_eq!(words, ["documented", "source-code", "reported", "unverified", "disputed"]);
    assert_eq!(sum(grades, "statements"), all);
}

#[test]
fn the_oldest_review_names_its_problems() {
    let coverage = coverage();
    let mut reviewed: Vec<(String, String)> = files_of("problems")
        .into_iter()
        .map(|(_, file)| {
            (file["reviewed"].as_str().unwrap().to_owned(), file["id"].as_str().unwrap().to_owned())
        })
        .collect();
    reviewed.sort();
    let oldest: Vec<&str> =
        reviewed.iter().filter(|(day, _)| *day == reviewed[0].0).map(|(_, id)| id.as_str()).collect();
    assert_eq!(coverage["oldest_review"], json!({ "date": reviewed[0].0, "problems": oldest }));
}

#[test]
fn people_read_the_same_in_every_form() {
    for form in ["plain", "terminal", "markdown"] {
        let text = rdpfix(&format!("kb coverage --format {form} --color never"));
        assert_eq!((text.code, text.stderr.as_str()), (0, ""), "{form}");
        for part in
            ["problems are known", "Codes: ", "Statements: ", "language", "Oldest review: ", "as of 20"]
        {
            assert!(text.stdout.contains(part), "{form}: no '{part}' in {}", text.stdout);
        }
    }
    for width in [40, 80] {
        let text = rdpfix(&format!("kb coverage --width {width}")).stdout;
        assert!(text.lines().all(|line| line.len() <= width), "{text}");
    }
}

fn kb(command: &str, dir: &Path) -> Run {
    run(&["kb", command, "--json", "--knowledge", dir.to_str().unwrap()], b"")
}

#[test]
fn an_overlay_is_counted_with_what_lies_below() {
    let mut problem = copy("problems/disconnect-0x904.json", "house-problem");
    for field in ["codes", "messages", "causes", "also_ask", "implies", "samples", "counter_samples", "was"] {
        problem[field] =
            if matches!(field, "causes" | "also_ask" | "implies") { json!({}) } else { json!([]) };
    }
    problem["procedures"] = json!([]);
    problem["messages"] = json!([{
        "lang": "tlh", "text": "the house connection is gone", "grade": "unverified", "translated": true
    }]);
    problem["samples"] = json!(["the house connection is gone"]);
    problem["reviewed"] = json!("2020-02-02");
    let dir = overlay("problems/house-problem.json", &problem);
    let with = kb("coverage", dir.path()).json();
    let of = |document: &Value| list(document, "problems").len();
    assert_eq!(of(&with), of(&coverage()) + 1);
    assert_eq!(with["oldest_review"], json!({ "date": "2020-02-02", "problems": ["house-problem"] }));
    let own = list(&with, "languages").iter().find(|cover| cover["lang"] == "tlh").unwrap();
    assert_eq!(own, &json!({ "lang": "tlh", "messages": 0, "translations": 1, "problems": 1 }));
    let depth = list(&with, "problems").iter().find(|problem| problem["id"] == "house-problem").unwrap();
    assert_eq!(depth["depth"], "meaning");
}

#[test]
fn an_overlay_alone_can_be_validated() {
    let dir = overlay("topics/house-rules.json", &copy("topics/nla.json", "house-rules"));
    let laid = kb("validate", dir.path());
    assert_eq!((laid.code, laid.stderr.as_str()), (0, ""), "{}", laid.stdout);
    let report = laid.json();
    assert_eq!((&report["faults"], &report["hint"]), (&json!([]), &Value::Null));
    let below = rdpfix("kb validate --json").json()["files"].as_u64().unwrap();
    assert_eq!(report["files"], below + 1);
    let warned = |document: &Value| {
        list(document, "warnings").iter().any(|warning| warning["file"] == "topics/house-rules.json")
    };
    assert!(warned(&report), "{report}");

    // By itself it lacks everything that it names, and the answer says how it is meant.
    let alone = run(&["kb", "validate", dir.path().to_str().unwrap()], b"");
    assert_eq!((alone.code, alone.stderr.as_str()), (1, ""));
    assert!(alone.stdout.contains("kb validate --knowledge"), "{}", alone.stdout);
    let blank = dir.path().join("of the house");
    std::fs::create_dir_all(blank.join("topics")).unwrap();
    std::fs::rename(dir.path().join("topics/house-rules.json"), blank.join("topics/house-rules.json"))
        .unwrap();
    let alone = run(&["kb", "validate", blank.to_str().unwrap(), "--json"], b"").json();
    let quote = if cfg!(windows) { '"' } else { '\'' };
    let line = format!("rdpfix kb validate --knowledge {quote}{}{quote}", blank.display());
    assert_eq!(alone["hint"], line);
}

#[test]
fn what_an_overlay_would_break_is_found() {
    let mut fix = copy("fixes/nla-off-on-host.json", "nla-off-on-host");
    fix.as_object_mut().unwrap().remove("warning");
    let dir = overlay("fixes/nla-off-on-host.json", &fix);
    let laid = kb("validate", dir.path());
    assert_eq!(laid.code, 1);
    let faults = laid.json()["faults"].to_string();
    assert!(faults.contains("an overlay cannot remove it"), "{faults}");

    // A sample that belongs to a built-in problem is read as that one.
    let mut problem = copy("problems/disconnect-0x904.json", "house-problem");
    problem["codes"] = json!([]);
    problem["was"] = json!([]);
    problem["messages"] =
        json!([{ "lang": "en", "text": "the house is gone entirely", "grade": "unverified" }]);
    problem["samples"] = json!(["Remote Desktop error code 0xC07"]);
    problem["counter_samples"] = json!([]);
    let dir = overlay("problems/house-problem.json", &problem);
    let faults = kb("validate", dir.path()).json()["faults"].clone();
    let messages: Vec<&str> =
        faults.as_array().unwrap().iter().filter_map(|fault| fault["message"].as_str()).collect();
    assert_eq!(messages, ["is read as account-restriction"]);
}
