//! Resolved cases: counted for the cause that they had, also those of an overlay.

use rdpfix::knowledge::Knowledge;
use rdpfix::report::cases::CasesCard;
use rdpfix::session::{Facts, Policy, Session, Weakening};
use serde_json::{Value, json};

use crate::knowledge::overlay::{laid, refusal};
use crate::knowledge::whole;

const PROBLEM: &str = "cannot-connect-0x204";

fn case(cause: &str) -> Value {
    json!({"id": "house-1", "problem": PROBLEM, "said": ["It does not connect."], "known": {}, "cause": cause,
        "fixed_by": null, "year": 2026, "systems": {"client": "Windows 11", "host": "Windows 11"},
        "source": "ticket 1", "grade": "confirmed-by-poster"})
}

fn share(knowledge: &Knowledge, cause: &str) -> f64 {
    let policy = Policy { weakening: Weakening::Offer, go_on: false, assume_unknown: false, person: false };
    let problem = knowledge.problems.get(PROBLEM).unwrap();
    let session = Session::new(knowledge, problem, Facts::default(), policy);
    let model = session.model();
    model.causes.iter().find(|known| known.id == cause).unwrap().prior
}

#[test]
fn what_is_compiled_in_counts_every_file() {
    let (builtin, files) = (Knowledge::builtin(), whole());
    let count = |knowledge: &Knowledge| {
        knowledge.problems.ids().map(|problem| knowledge.cases_of(problem).count()).collect::<Vec<_>>()
    };
    assert_eq!(count(&builtin), count(&files));
    assert!(count(&builtin).iter().sum::<usize>() >= 400);
}

#[test]
fn a_case_of_an_overlay_makes_its_cause_likelier() {
    let builtin = Knowledge::builtin();
    let knowledge = laid(&[("cases/house-1.json", case("firewall-profile").to_string())]).unwrap();
    assert!(share(&knowledge, "firewall-profile") > share(&builtin, "firewall-profile"));
    assert!(share(&knowledge, "host-asleep") < share(&builtin, "host-asleep"));
    let of = |knowledge: &Knowledge| CasesCard::new(knowledge, PROBLEM, "firewall-profile").unwrap();
    let (old, new) = (of(&builtin), of(&knowledge));
    assert_eq!((new.seen, new.of), (old.seen + 1, old.of + 1));
    assert!(new.sources.contains(&"ticket 1".to_owned()));
}

/// The warnings of the built-in knowledge with so many cases of a house laid over it.
fn warnings(count: usize, cause: &str, known: &Value) -> Vec<String> {
    let file = |number: usize| {
        let mut file = case(cause);
        (file["id"], file["known"]) = (format!("house-{number}").into(), known.clone());
        (format!("cases/house-{number}.json"), file.to_string())
    };
    let files: Vec<_> = (1..=count).map(file).collect();
    let all = Knowledge::builtin().lay_over(&files);
    all.iter().map(ToString::to_string).filter(|fault| fault.contains(" is called '")).collect()
}

#[test]
fn a_word_that_cases_plainly_contradict_is_a_warning() {
    assert_eq!(warnings(0, "client-suite-blocks", &json!({})), Vec::<String>::new());
    let rare = warnings(20, "client-suite-blocks", &json!({}));
    let word = "warning: problems/cannot-connect-0x204.json: causes.client-suite-blocks: is called 'rare', and was behind ";
    assert!(rare.iter().any(|fault| fault.starts_with(word)), "{rare:#?}");
    // What people say of a state is held against what was told.
    let never = warnings(20, "rdp-switched-off", &json!({"rdp-switched-on": "yes"}));
    let word = "warning: causes/rdp-switched-off.json: observations.rdp-switched-on: ";
    assert!(never.iter().any(|fault| fault.starts_with(word)), "{never:#?}");
    // Two cases are chance.
    assert_eq!(warnings(2, "client-suite-blocks", &json!({"rdp-switched-on": "no"})), Vec::<String>::new());
}

#[test]
fn a_case_of_what_does_not_exist_is_refused() {
    let faults = refusal(&[("cases/house-1.json", case("firewall-profil").to_string())]);
    assert_eq!(
        faults,
        ["cases/house-1.json: cause: there is no 'firewall-profil'; did you mean 'firewall-profile'?"]
    );
}
