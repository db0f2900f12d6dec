//! `rdpfix session case`: a session that ended well becomes a case, and cases of a house count there.

use serde_json::{Value, json};

use crate::shared::home::Home;
use crate::shared::program::{Run, finish};

const NAMES: [&str; 4] = ["zq-server", "zq-user", "ZQDOM", "10.77.66.55"];

/// A session of a paste with names, in which one fix worked.
fn worked(home: &Home, file: &str, call: &[&str]) -> Run {
    let paste =
        "mstsc to zq-server (10.77.66.55) as ZQDOM\\zq-user: Error code: 0x904, extended error code: 0x7";
    let start = ["diagnose", paste, "--no-input", "--json", "--session", file];
    finish(home.command(start.iter().chain(call)), b"")
}

fn case(home: &Home, args: &[&str]) -> Run {
    finish(home.command(["session", "case"].iter().chain(args)), b"")
}

#[test]
fn a_session_that_ended_well_is_a_case_without_names() {
    let home = Home::new();
    let file = home.path().join("zq-session.ndjson");
    let file = file.to_str().unwrap();
    let told = ["--answer", "certificate-state=expired", "--tried", "renew-host-certificate=worked"];
    assert_eq!(worked(&home, file, &told).code, 0);
    let run = case(&home, &[file]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let case = run.json();
    assert_eq!(case["problem"], "disconnect-0x904");
    assert_eq!(case["cause"], "host-certificate-unusable");
    assert_eq!(case["fixed_by"], "renew-host-certificate");
    assert_eq!(case["known"]["certificate-state"], "expired");
    assert_eq!(case["said"].as_array().unwrap().len(), 1);
    for name in NAMES.iter().chain(&["zq-session"]) {
        assert!(!run.stdout.to_lowercase().contains(&name.to_lowercase()), "{name}: {}", run.stdout);
    }
}

#[test]
fn the_case_is_a_file_that_is_laid_over() {
    let home = Home::new();
    let file = home.path().join("s.ndjson");
    let file = file.to_str().unwrap();
    let told = ["--answer", "certificate-state=expired", "--tried", "renew-host-certificate=worked"];
    worked(&home, file, &told);
    let house = home.path().join("house");
    std::fs::create_dir_all(house.join("cases")).unwrap();
    let out = house.join("cases/first-floor.json");
    let run = case(&home, &[file, "-o", out.to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!(written["id"], "first-floor");
    let valid = home.run(&format!("kb validate --knowledge {}", house.display()));
    assert_eq!(valid.code, 0, "{}", valid.stdout);
    // It is not written over, and a name that is no id is refused.
    case(&home, &[file, "-o", out.to_str().unwrap()]).refused_with(&["--force"]);
    let bad = home.path().join("First Floor.json");
    case(&home, &[file, "-o", bad.to_str().unwrap()]).refused_with(&["a-z"]);
    assert!(!bad.exists());
}

#[test]
fn what_is_not_certain_is_no_case() {
    let home = Home::new();
    let file = home.path().join("s.ndjson");
    let file = file.to_str().unwrap();
    worked(&home, file, &[]);
    case(&home, &[file]).refused_with(&["no fix of this session worked", "session resume"]);
    // What starts the services again helps against more than one cause.
    worked(&home, file, &["--tried", "restart-remote-desktop-services=worked"]);
    case(&home, &[file]).refused_with(&["more than one cause", "--cause"]);
    case(&home, &[file, "--cause", "nonsense"]).refused_with(&["'nonsense' is no cause"]);
    let named = case(&home, &[file, "--cause", "host-certificate-unusable"]);
    assert_eq!(named.json()["cause"], "host-certificate-unusable");
    case(&home, &["nothing-like-it"]).refused_with(&["there is no session"]);
}

const PROBLEM: &str = "cannot-connect-0x204";
const CAUSE: &str = "security-suite-blocks";

fn report(home: &Home, overlay: Option<&str>) -> Value {
    let mut args = vec!["diagnose", "--problem", PROBLEM, "--no-input", "--json"];
    args.extend(overlay.iter().flat_map(|dir| ["--knowledge", dir]));
    finish(home.command(args), b"").json()
}

/// The place of the cause in the ranking, from 0, and its probability.
fn rank(report: &Value) -> (usize, f64) {
    let ranking = report["ranking"].as_array().unwrap();
    let at = ranking.iter().position(|rank| rank["cause"] == CAUSE).unwrap();
    (at, ranking[at]["posterior"].as_f64().unwrap())
}

#[test]
fn twenty_cases_of_a_house_move_their_cause_up() {
    let home = Home::new();
    let house = home.path().join("house");
    std::fs::create_dir_all(house.join("cases")).unwrap();
    for number in 1..=20 {
        let id = format!("house-{number}");
        let case = json!({"id": id, "problem": PROBLEM, "said": ["It does not connect."], "known": {},
            "cause": CAUSE, "fixed_by": null, "year": 2026, "systems": {}, "source": format!("session {number}"),
            "grade": "confirmed-by-poster"});
        std::fs::write(house.join(format!("cases/{id}.json")), case.to_string()).unwrap();
    }
    let house = house.to_str().unwrap();
    let (before, after) = (report(&home, None), report(&home, Some(house)));
    let ((old, less), (new, more)) = (rank(&before), rank(&after));
    assert!(old > 2, "it is far behind: {old}");
    assert!(new < old && new <= 1 && more > 3.0 * less, "from {old} ({less}) to {new} ({more})");
    let seen = |report: &Value| report["ranking"][rank(report).0]["cases"]["seen"].as_u64().unwrap();
    assert_eq!(seen(&after), seen(&before) + 20);
    let explained = home.run(&format!("explain {PROBLEM} --json --knowledge {house}")).stdout;
    assert!(explained.contains("session 20"), "explain names them");
    let cases = |line: &str| {
        let coverage = home.run(line).json();
        let problems = coverage["problems"].as_array().unwrap();
        let own = problems.iter().find(|problem| problem["id"] == PROBLEM).unwrap();
        own["cases"].as_u64().unwrap()
    };
    let line = format!("kb coverage --json --knowledge {house}");
    assert_eq!(cases(&line), cases("kb coverage --json") + 20);
}
