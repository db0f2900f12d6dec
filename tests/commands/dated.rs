//! Problems that came and went with an update say so wherever they are named; every answer names its age.

use serde_json::{Value, json};

use crate::shared::program::{Run, copy, overlay, rdpfix, run};

fn validity() -> Value {
    json!({
        "builds": ["KB5074109"], "from": "2026-01-13", "until": "2026-01-17", "fixed_by": ["KB5077744"]
    })
}

const SINCE: &str = "2026-01-13 to 2026-01-17, with KB5074109; fixed by KB5077744";

/// A run over a built-in problem that is dated.
fn dated(args: &[&str], valid: &Value) -> Run {
    let mut problem = copy("problems/account-restriction.json", "account-restriction");
    problem["valid"] = valid.clone();
    let dir = overlay("problems/account-restriction.json", &problem);
    let run = run(&[args, &["--knowledge", dir.path().to_str().unwrap()]].concat(), b"");
    assert_eq!(run.stderr, "", "{args:?}");
    run
}

#[test]
fn a_dated_problem_says_so_in_every_text() {
    for line in [
        "lookup 0xc07",
        "explain 0xc07",
        "diagnose 0xc07 --no-input",
        "diagnose 0xc07 --no-input --assume-unknown",
    ] {
        for form in ["plain", "terminal", "markdown"] {
            let mut args: Vec<&str> = line.split(' ').collect();
            args.extend(["--format", form, "--color", "never"]);
            let text = dated(&args, &validity()).stdout;
            assert!(text.contains(SINCE), "{line} {form}: {text}");
        }
    }
    let card = dated(&["lookup", "0xc07"], &validity()).stdout;
    assert!(card.contains(&format!("  Since     {SINCE}\n")), "{card}");
    assert!(card.lines().count() <= 10 && card.lines().all(|line| line.len() <= 80), "{card}");
}

#[test]
fn what_is_not_over_has_no_end() {
    let open = json!({ "builds": ["KB1", "KB2"], "from": "2026-01-13" });
    let card = dated(&["lookup", "0xc07"], &open).stdout;
    assert!(card.contains("  Since     2026-01-13, with KB1, KB2\n"), "{card}");
    let many = json!({ "builds": vec!["KB5074109"; 12], "from": "2026-01-13", "fixed_by": ["KB5077744"] });
    let card = dated(&["lookup", "0xc07"], &many).stdout;
    assert!(card.contains("  Since     2026-01-13; fixed by KB5077744\n"), "{card}");
    assert!(card.lines().count() <= 10 && card.lines().all(|line| line.len() <= 80), "{card}");
}

#[test]
fn scripts_get_the_span_as_data() {
    let looked_up = dated(&["lookup", "0xc07", "--json"], &validity()).json();
    assert_eq!(looked_up["problems"][0]["valid"], validity());
    assert_eq!(dated(&["diagnose", "0xc07", "--json"], &validity()).json()["valid"], validity());
    assert_eq!(dated(&["explain", "0xc07", "--json"], &validity()).json()["unit"]["valid"], validity());
    assert_eq!(rdpfix("lookup 0xc07 --json").json()["problems"][0]["valid"], Value::Null);
    assert_eq!(rdpfix("diagnose 0xc07 --json").json()["valid"], Value::Null);
}

#[test]
fn every_answer_names_the_age_of_its_knowledge() {
    let as_of = rdpfix("lookup 0xc07 --json").json()["knowledge"]["as_of"].as_str().unwrap().to_owned();
    let said = format!("as of {as_of}");
    for line in [
        "lookup 0xc07",
        "lookup 0x7",
        "lookup nonsense",
        "lookup 0xC0000224",
        "lookup expose 3389 to the internet",
        "explain 0xc07",
        "explain nla",
        "explain account-password",
        "explain 0xC0000224",
        "explain rename-machinekeys",
        "diagnose 0xc07 --no-input",
        "diagnose nonsense --no-input",
        "list problems",
        "list codes",
        "kb coverage",
    ] {
        for width in ["40", "80"] {
            for form in ["plain", "terminal", "markdown"] {
                let args: Vec<&str> = line.split(' ').chain(["--format", form, "--width", width]).collect();
                let text = run(&args, b"").stdout.replace('\n', " ");
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains(&said), "{line} {form} {width}: {text}");
            }
        }
    }
}
