//! What the reader of prose is trained on: every file names what exists, and holds enough.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use rdpfix::knowledge::Knowledge;
use serde::Deserialize;
use serde_json::Value;

use crate::shared::keep::root;

/// So many sentences make a problem readable.
const FEWEST: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    id: String,
    #[serde(default, rename = "title")]
    _title: String,
    phrases: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    problem: String,
    said: Vec<String>,
    known: BTreeMap<String, String>,
    cause: String,
    fixed_by: Option<String>,
    year: Option<u16>,
    systems: BTreeMap<String, String>,
    source: String,
    grade: String,
}

/// Name and content of every JSON file of a folder under `knowledge/`.
fn files<T: serde::de::DeserializeOwned>(folder: &str) -> Vec<(String, T)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("knowledge").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    let file = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let content = serde_json::from_str(&fs::read_to_string(path).unwrap());
        let content = content.unwrap_or_else(|error| panic!("{folder}/{name}: {error}"));
        (name, content)
    };
    paths.iter().map(file).collect()
}

#[test]
fn every_case_names_what_exists() {
    let knowledge = Knowledge::builtin();
    let mut sources = BTreeSet::new();
    for (name, case) in files::<Case>("cases") {
        assert_eq!(case.id, name);
        assert!(knowledge.problems.contains(&case.problem), "{name}: problem {}", case.problem);
        assert!(knowledge.causes.contains(&case.cause), "{name}: cause {}", case.cause);
        assert!(case.fixed_by.iter().all(|fix| knowledge.fixes.contains(fix)), "{name}: {:?}", case.fixed_by);
        for (id, state) in &case.known {
            let observation = knowledge.observations.get(id);
            let observation = observation.unwrap_or_else(|| panic!("{name}: there is no observation {id}"));
            assert!(observation.states.contains(state), "{name}: {id} has no state {state}");
        }
        assert!((1..=4).contains(&case.said.len()), "{name}: one to four texts");
        assert!(case.year.is_none_or(|year| (2000..=2100).contains(&year)), "{name}: {:?}", case.year);
        let grades = ["confirmed-by-poster", "confirmed-by-others", "vendor"];
        assert!(grades.contains(&case.grade.as_str()), "{name}: {}", case.grade);
        assert!(sources.insert(case.source.clone()), "{name}: {} has a case already", case.source);
        assert!(can_be_found(&case.source), "{name}: nobody can look up {}", case.source);
        let prose =
            [&case.source, &case.grade].into_iter().chain(case.systems.iter().flat_map(|(k, v)| [k, v]));
        assert!(prose.into_iter().all(|text| text.is_ascii()), "{name}: only 'said' is in another language");
    }
}

/// An address, `OWNER/REPOSITORY#NUMBER`, or the name of a repository or site, a colon and the title there.
fn can_be_found(source: &str) -> bool {
    let thread = |(repository, number): (&str, &str)| {
        repository.contains('/') && number.chars().all(|digit| digit.is_ascii_digit())
    };
    let titled = |(place, title): (&str, &str)| {
        place.contains(['/', '.']) && !place.contains(' ') && !title.contains(", id ")
    };
    source.starts_with("https://")
        || source.starts_with("http://")
        || source.rsplit_once('#').is_some_and(thread)
        || source.split_once(": ").is_some_and(titled)
}

#[test]
fn every_problem_has_phrases_and_every_file_of_phrases_a_unit() {
    let knowledge = Knowledge::builtin();
    let spoken = files::<Spoken>("phrases/problems");
    let named: BTreeSet<&str> = spoken.iter().map(|(name, _)| name.as_str()).collect();
    let spoken_of = knowledge.problems.values().filter(|problem| !problem.fallback);
    let without: Vec<&str> = spoken_of.map(|p| p.id.as_str()).filter(|id| !named.contains(id)).collect();
    assert!(
        without.is_empty(),
        "write at least {FEWEST} phrases in knowledge/phrases/problems for {without:?}"
    );
    for (name, file) in &spoken {
        assert!(knowledge.problems.contains(name), "phrases/problems/{name}: there is no such problem");
        let all = file.phrases.values().map(Vec::len).sum::<usize>();
        assert!(all >= FEWEST, "phrases/problems/{name}: {all} of {FEWEST} phrases");
    }
    for (name, _) in files::<Spoken>("phrases/topics") {
        assert!(knowledge.topics.contains(&name), "phrases/topics/{name}: there is no such topic");
    }
    let families = files::<Spoken>("phrases/vague");
    let known = |name: &str| name == "general" || knowledge.families().0.get(name).is_some();
    assert!(families.iter().all(|(name, _)| known(name)), "phrases/vague holds a family that does not exist");
}

#[test]
fn no_phrase_stands_twice() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for folder in ["problems", "topics", "products", "vague", "no-failure"] {
        for (name, file) in files::<Spoken>(&format!("phrases/{folder}")) {
            assert_eq!(file.id, name);
            for phrase in file.phrases.into_values().flatten() {
                let place = format!("{folder}/{name}");
                let other = seen.insert(phrase.to_lowercase(), place.clone());
                assert!(other.is_none(), "{phrase:?} stands in {other:?} and in {place}");
            }
        }
    }
}

/// The words of the rules are what a text is folded to: capitals and accents would never be found.
#[test]
fn the_words_of_the_rules_are_lower_case() {
    for (name, file) in files::<Value>("words") {
        let mut words = Vec::new();
        strings(&file, &mut words);
        let wrong: Vec<&String> = words.iter().filter(|word| **word != word.to_lowercase()).collect();
        assert!(wrong.is_empty() || name == "products", "words/{name}: {wrong:?}");
    }
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| strings(value, found)),
        Value::Object(map) => map.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}
