//! Scenarios: what a specialist would conclude from some answers, and what must never be offered then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::format::Problem;
use rdpfix::knowledge::words::Prior;
use rdpfix::session::{Facts, Given, Outcome, Policy, Session, Step, Tried, Weakening, WitnessKind};
use serde::Deserialize;

use crate::knowledge::{project, whole};

/// Somebody sits at the desk, and may be offered what weakens security when nothing safe is left.
pub(crate) const PERSON: Policy =
    Policy { weakening: Weakening::Offer, go_on: false, assume_unknown: false, person: true };

/// One file of `scenarios/PROBLEM/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    problem: String,
    given: BTreeMap<String, String>,
    tried: Vec<Attempt>,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attempt {
    fix: String,
    outcome: String,
}

/// `top`: the likeliest cause. `not_top`: a cause that these answers speak against.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    top: Option<String>,
    not_top: Option<String>,
    first_fix: Option<String>,
    #[serde(default)]
    never: Vec<String>,
}

/// How a scenario is written, for whoever added a problem and meets this test.
const TO_WRITE: &str = "Each is a file tests/knowledge/scenarios/PROBLEM/WHAT-IT-SHOWS.json with the answers of one \
    case and what a specialist concludes from them: {\"problem\": ..., \"given\": {OBSERVATION: STATE}, \"tried\": [], \
    \"expect\": {\"top\": CAUSE, \"first_fix\": FIX, \"never\": [FIX]}}. One for each cause that is high or medium; at \
    least one with \"not_top\": CAUSE in place of \"top\", whose answers speak against that cause.";

#[test]
fn every_scenario_comes_out_as_a_specialist_expects() {
    let knowledge = whole();
    let mut wrong = Vec::new();
    for (name, scenario) in scenarios(&mut wrong) {
        match named_units(&knowledge, &scenario) {
            Ok(problem) => {
                wrong.extend(disagreements(&knowledge, problem, &scenario).map(|d| format!("{name}: {d}")));
            }
            Err(unknown) => wrong.extend(unknown.into_iter().map(|u| format!("{name}: {u}"))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_and_every_main_cause_has_scenarios() {
    let mut wrong = Vec::new();
    let all = scenarios(&mut wrong);
    for problem in whole().problems.values().filter(|problem| !problem.causes.is_empty()) {
        let own: Vec<_> = all.iter().map(|(_, s)| s).filter(|s| s.problem == problem.id).collect();
        let tops: BTreeSet<_> = own.iter().filter_map(|s| s.expect.top.as_deref()).collect();
        let against = own.iter().any(|s| s.expect.not_top.is_some());
        if own.len() < 4 || tops.is_empty() || !against {
            wrong.push(format!("{}: has {} scenarios, needs four. {TO_WRITE}", problem.id, own.len()));
        }
        let main =
            problem.causes.iter().filter(|(_, entry)| matches!(entry.prior(), Prior::High | Prior::Medium));
        let missing = main.filter(|(id, _)| !tops.contains(id.as_str()));
        wrong.extend(missing.map(|(id, _)| format!("{}: no scenario finds '{id}'", problem.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_scenario_with_a_field_nobody_knows_is_refused() {
    let misspelt = r#"{"problem": "x", "given": {}, "tried": [], "expect": {"top": "y", "frist_fix": "z"}}"#;
    let refusal = serde_json::from_str::<Scenario>(misspelt).err().unwrap().to_string();
    assert!(refusal.contains("unknown field `frist_fix`"), "{refusal}");
}

/// Name and content of every scenario file; what cannot be read goes to `wrong`.
fn scenarios(wrong: &mut Vec<String>) -> Vec<(String, Scenario)> {
    let folder = project().join("tests/knowledge/scenarios");
    let files = |dir: PathBuf| fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = files(folder.clone()).flat_map(files).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        match serde_json::from_str::<Scenario>(&fs::read_to_string(&path).unwrap()) {
            Ok(scenario) if path.parent().unwrap().ends_with(&scenario.problem) => {
                found.push((name, scenario));
            }
            Ok(scenario) => {
                wrong.push(format!("{name}: is about '{}' but does not lie in its folder", scenario.problem));
            }
            Err(e) => wrong.push(format!("{name}: {e}")),
        }
    }
    found
}

/// The problem of a scenario, when everything that it names exists.
fn named_units<'k>(knowledge: &'k Knowledge, scenario: &Scenario) -> Result<&'k Problem, Vec<String>> {
    let problem =
        knowledge.problems.get(&scenario.problem).ok_or_else(|| vec!["no such problem".to_owned()])?;
    let Expect { top, not_top, first_fix, never } = &scenario.expect;
    let mut unknown = Vec::new();
    if top.is_some() == not_top.is_some() {
        unknown.push("expects either a top cause or one that is not".to_owned());
    }
    let causes = top.iter().chain(not_top).filter(|id| !knowledge.causes.contains(id));
    unknown.extend(causes.map(|id| format!("no cause '{id}'")));
    let fixes = first_fix.iter().chain(never).chain(scenario.tried.iter().map(|tried| &tried.fix));
    unknown.extend(fixes.filter(|id| !knowledge.fixes.contains(id)).map(|id| format!("no fix '{id}'")));
    for (id, state) in &scenario.given {
        let states = knowledge.observations.get(id).map(|observation| &observation.states);
        if states.is_none_or(|states| !states.contains(state)) {
            unknown.push(format!("no state '{state}' of an observation '{id}'"));
        }
    }
    let outcomes = scenario.tried.iter().filter(|tried| Outcome::parse(&tried.outcome).is_none());
    unknown.extend(outcomes.map(|tried| format!("no outcome '{}'", tried.outcome)));
    if unknown.is_empty() { Ok(problem) } else { Err(unknown) }
}

/// Where session and specialist disagree.
fn disagreements<'s>(
    knowledge: &Knowledge,
    problem: &Problem,
    scenario: &'s Scenario,
) -> impl Iterator<Item = String> + use<'s> {
    let session = Session::new(knowledge, problem, facts(scenario), PERSON);
    let named = |(cause, p): &(usize, f64)| format!("{} {p:.2}", session.model().causes[*cause].id);
    let ranking: Vec<_> = session.ranking().iter().take(3).map(named).collect();
    let top = session.model().causes[session.ranking()[0].0].id.clone();
    let plan: Vec<_> = session.plan().into_iter().map(|fix| fix.id.clone()).collect();
    let next = match session.next() {
        Step::Fix(fix) => Some(fix.id.clone()),
        _ => None,
    };
    let Expect { top: wanted, not_top, first_fix, never } = &scenario.expect;
    let other =
        wanted.iter().filter(|id| **id != top).map(|id| format!("expected cause '{id}', got {ranking:?}"));
    let same = not_top.iter().filter(|id| **id == top).map(|id| format!("'{id}' must not lead: {ranking:?}"));
    let first = first_fix.iter().filter(|id| plan.first() != Some(id));
    let first = first.map(|id| format!("expected fix '{id}' first, got {:?}", &plan[..plan.len().min(4)]));
    let offered = never.iter().filter(|id| plan.first() == Some(id) || next.as_ref() == Some(id));
    let offered = offered.map(|id| format!("'{id}' must not be offered now"));
    other.chain(same).chain(first).chain(offered).collect::<Vec<_>>().into_iter()
}

fn facts(scenario: &Scenario) -> Facts {
    let given = |state: &String| Given { state: state.clone(), witness: WitnessKind::Person, evidence: None };
    let tried = |attempt: &Attempt| Tried {
        fix: attempt.fix.clone(),
        outcome: Outcome::parse(&attempt.outcome).unwrap(),
        reason: None,
        undone: false,
    };
    Facts {
        answers: scenario.given.iter().map(|(id, state)| (id.clone(), given(state))).collect(),
        tried: scenario.tried.iter().map(tried).collect(),
        ..Facts::default()
    }
}
