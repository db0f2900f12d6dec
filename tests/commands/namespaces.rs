//! Numbers that are said to be of a namespace, those of an overlay's too.

use serde_json::{Value, json};

use crate::shared::program::{Run, copy, files_of, ids_of, overlay, rdpfix, run, tried};

fn from(namespace: &str, number: &str) -> Run {
    run(&["lookup", number, "--from", namespace, "--json"], b"")
}

/// Every row of every table, in hexadecimal and in decimal.
#[test]
fn every_row_is_found_by_its_namespace() {
    for (_, table) in files_of("codes") {
        let namespace = table["namespace"].as_str().unwrap();
        for code in tried(table["codes"].as_array().unwrap()) {
            let hex = code["code"].as_str().unwrap();
            let value = u32::from_str_radix(hex.strip_prefix("0x").unwrap(), 16).unwrap();
            let texts = [hex.to_owned(), value.to_string()];
            // One of many is enough for the second spelling: each is a process of its own.
            for text in texts.iter().take(1 + usize::from(value % 7 == 0)) {
                let run = from(namespace, text);
                assert_eq!(run.stderr, "", "{namespace} {text}");
                let document = run.json();
                assert_ne!(document["outcome"], "unknown", "{namespace} {text}");
                let found = &document["codes"][0];
                assert_eq!(
                    (&found["namespace"], &found["dec"]),
                    (&json!(namespace), &json!(value)),
                    "{text}"
                );
                let first = &document["problems"][0];
                if code["problem"].is_string() && code["extended"].is_null() {
                    assert_eq!(
                        (&first["id"], &first["confidence"]),
                        (&code["problem"], &json!("exact")),
                        "{text}"
                    );
                }
            }
        }
    }
}

/// A table whose numbers are small, and one that is read in decimal.
fn session_log() -> tempfile::TempDir {
    let row = |code: &str, meaning: &str, problem: Option<&str>| json!({ "code": code, "meaning": meaning, "grade": "unverified", "problem": problem });
    overlay(
        "codes/house-log.json",
        &json!({
            "namespace": "house-log", "title": "Reason in the session log (event 40)", "note": "A log of the tests.",
            "codes": [
                row("0x5", "The host wants NLA.", Some("nla-required-by-server")),
                row("0xC", "The user signed out.", None),
                row("0x904", "The socket was closed.", Some("disconnect-0x904")),
            ],
        }),
    )
}

fn in_the_log(text: &str, more: &[&str]) -> Run {
    let dir = session_log();
    let mut args = vec!["lookup", text, "--from", "house-log", "--knowledge", dir.path().to_str().unwrap()];
    args.extend(more);
    run(&args, b"")
}

#[test]
fn a_small_number_leads_to_its_problem_and_the_headline_names_the_log() {
    let text = in_the_log("5", &[]);
    assert_eq!((text.code, text.stderr.as_str()), (0, ""), "{}", text.stdout);
    assert!(text.stdout.starts_with("5 (Reason in the session log): "), "{}", text.stdout);
    assert!(text.stdout.lines().count() <= 10, "{}", text.stdout);
    for spelling in ["5", "0x5", "0x00000005", "error code: 5"] {
        let document = in_the_log(spelling, &["--json"]).json();
        assert_eq!(document["problems"][0]["id"], "nla-required-by-server", "{spelling}");
        assert_eq!(document["problems"][0]["confidence"], "exact", "{spelling}");
        assert_eq!(document["codes"].as_array().unwrap().len(), 1, "{spelling}");
    }
    let decimal = in_the_log("2308", &[]).stdout;
    assert!(decimal.starts_with("2308 (Reason in the session log): "), "{decimal}");
    let row = in_the_log("12", &[]);
    assert_eq!(row.code, 0);
    assert!(row.stdout.contains("12 (Reason in the session log)"), "{}", row.stdout);
    assert!(row.stdout.contains("The user signed out."), "{}", row.stdout);
}

/// A log that repeats the error codes of the client leads where those lead.
#[test]
fn a_table_that_repeats_another_one() {
    let row = json!({ "code": "0x904", "meaning": "The socket was closed.", "grade": "unverified" });
    let mut table = json!({
        "namespace": "house-log", "title": "House log", "note": "A log of the tests.",
        "repeats": "mstsc-disconnect", "codes": [row],
    });
    let found = |table: &Value| {
        let dir = overlay("codes/house-log.json", table);
        run(
            &["lookup", "2308", "--from", "house-log", "--json", "--knowledge", dir.path().to_str().unwrap()],
            b"",
        )
    };
    let document = found(&table).json();
    assert_eq!(document["problems"][0]["id"], "disconnect-0x904");
    assert_eq!(document["problems"][0]["confidence"], "exact");
    table["repeats"] = json!("mstsc-disconect");
    let refused = found(&table);
    assert_eq!(refused.code, 2);
    assert!(refused.stdout.contains("did you mean 'mstsc-disconnect'"), "{}", refused.stdout);
}

#[test]
fn a_number_that_the_namespace_lacks() {
    let text = in_the_log("3079", &[]);
    assert_eq!((text.code, text.stderr.as_str()), (1, ""));
    assert!(text.stdout.contains("Reason in the session log (event 40)"), "{}", text.stdout);
    assert!(text.stdout.contains("mstsc-disconnect"), "{}", text.stdout);
    let document = in_the_log("3079", &["--json"]).json();
    assert_eq!((&document["outcome"], &document["problems"]), (&json!("unknown"), &json!([])));
    assert!(document["codes"].as_array().unwrap().iter().any(|code| code["namespace"] == "mstsc-disconnect"));
    let nowhere = in_the_log("4242", &["--json"]).json();
    assert_eq!((&nowhere["codes"], &nowhere["unlisted"][0]["dec"]), (&json!([]), &json!(4242)));
}

#[test]
fn a_namespace_that_is_none() {
    rdpfix("lookup 3 --from mstsc-disconect").refused_with(&["did you mean 'mstsc-disconnect'?"]);
    let all = ids_of("codes");
    rdpfix("lookup 3 --from nonsense").refused_with(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let dir = session_log();
    let args = ["lookup", "5", "--from", "house-lgo", "--knowledge", dir.path().to_str().unwrap()];
    run(&args, b"").refused_with(&["did you mean 'house-log'?"]);
}

/// A code of the client needs no name of its namespace; others are named, in the report of a diagnosis too.
#[test]
fn headlines_name_the_namespace() {
    assert!(rdpfix("lookup 0xc07").stdout.starts_with("0xC07 (3079): "));
    let titles: Vec<(String, String)> = files_of("codes")
        .into_iter()
        .map(|(_, table)| {
            (table["namespace"].as_str().unwrap().to_owned(), table["title"].as_str().unwrap().to_owned())
        })
        .collect();
    for (_, problem) in files_of("problems") {
        for code in problem["codes"].as_array().into_iter().flatten() {
            let (namespace, number) = (code["namespace"].as_str().unwrap(), code["code"].as_str().unwrap());
            if namespace == "mstsc-disconnect" || code["extended"].is_string() {
                continue;
            }
            let card = run(&["lookup", number, "--from", namespace], b"").stdout.replace('\n', " ");
            let title = &titles.iter().find(|(known, _)| known == namespace).unwrap().1;
            let card = card.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(card.contains(title.split(" (").next().unwrap()), "{namespace} {number}: {card}");
        }
    }
    let report = rdpfix("diagnose 0xC000006E --no-input").stdout;
    assert!(!report.starts_with("0xC000006E (3221225582)"), "{report}");
}

/// A title as short as can be leaves a line to say where else the number is known.
#[test]
fn other_namespaces_are_named_where_a_line_is_left() {
    let mut problem = copy("problems/disconnect-0x904.json", "house-problem");
    for list in ["messages", "samples", "counter_samples", "was"] {
        problem[list] = json!([]);
    }
    problem["title"] = json!("The house is closed");
    problem["meaning"]["text"] = json!("It is closed.");
    problem["codes"] = json!([{ "namespace": "mstsc-disconnect", "code": "0x7777" }]);
    problem["samples"] = json!(["0x7777"]);
    let dir = overlay("problems/house-problem.json", &problem);
    let table = |namespace: &str| -> Value {
        json!({ "namespace": namespace, "title": "House log", "note": "A table of the tests.", "codes": [
            { "code": "0x7777", "meaning": "The house is closed.", "grade": "unverified" },
        ] })
    };
    std::fs::create_dir(dir.path().join("codes")).unwrap();
    for namespace in ["mstsc-disconnect", "house-log"] {
        let mut table = table(namespace);
        if namespace == "mstsc-disconnect" {
            table["title"] = json!("Error code of Remote Desktop Connection");
        }
        std::fs::write(dir.path().join(format!("codes/{namespace}.json")), table.to_string()).unwrap();
    }
    let card = run(&["lookup", "0x7777", "--knowledge", dir.path().to_str().unwrap()], b"");
    assert_eq!((card.code, card.stderr.as_str()), (0, ""));
    assert!(card.stdout.contains("  Also      with --from house-log"), "{}", card.stdout);
    assert!(card.stdout.lines().count() <= 10, "{}", card.stdout);
}
