//! Whole cases that begin with a folder of files: they lead to their cause with at most two questions beside them.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use serde::Deserialize;

use super::with;

/// What `scenarios.json` holds; its own words say what each field means.
#[derive(Deserialize)]
struct Scenarios {
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
struct Scenario {
    name: String,
    problem: Option<String>,
    files: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    cause: String,
    #[serde(default)]
    told: BTreeMap<String, String>,
}

/// The questions that somebody answers beside the files.
const MOST_ANSWERS: usize = 2;

impl Scenario {
    /// What does not come out as it says.
    fn faults(&self) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, lines) in &self.files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, lines.join("\n") + "\n").unwrap();
        }
        let mut args: Vec<OsString> =
            ["diagnose", "--no-input", "--json", "--no-session"].map(OsString::from).into();
        args.extend(self.problem.iter().flat_map(|id| ["--problem".into(), id.into()]));
        args.extend(
            self.answers.iter().flat_map(|(id, state)| ["--answer".into(), format!("{id}={state}").into()]),
        );
        args.extend(["--evidence".into(), folder.path().into()]);
        let args: Vec<&OsStr> = args.iter().map(OsString::as_os_str).collect();
        let report = with(&args).json();
        let first = &report["ranking"][0];
        let mut faults = Vec::new();
        if first["cause"] != self.cause.as_str() || first["posterior"].as_f64().is_none_or(|p| p <= 0.5) {
            faults.push(format!("{} instead of {}: {first}", report["problem"], self.cause));
        }
        let answers = report["answers"].as_array().into_iter().chain(report["implied"].as_array()).flatten();
        let told: BTreeMap<&str, &str> =
            answers.filter_map(|a| Some((a["observation"].as_str()?, a["state"].as_str()?))).collect();
        let wrong = self.told.iter().filter(|(id, state)| told.get(id.as_str()) != Some(&state.as_str()));
        faults.extend(wrong.map(|(id, state)| format!("{id} is {:?}, not {state}", told.get(id.as_str()))));
        faults
    }
}

#[test]
fn files_lead_to_their_cause_with_at_most_two_questions() {
    let Scenarios { scenarios } = serde_json::from_str(include_str!("scenarios.json")).unwrap();
    let alone = scenarios.iter().filter(|scenario| scenario.answers.is_empty()).count();
    assert!(scenarios.len() >= 40 && alone >= 5, "{} of {} by files alone", alone, scenarios.len());
    let mut faults = Vec::new();
    for scenario in &scenarios {
        assert!(scenario.answers.len() <= MOST_ANSWERS, "{}", scenario.name);
        faults.extend(scenario.faults().into_iter().map(|fault| format!("{}: {fault}", scenario.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
