//! Systems: every word is one that an observation tells.

use std::collections::BTreeSet;

use super::super::Knowledge;
use super::super::fault::{Fault, did_you_mean};
use super::super::format::{Observation, Step, Systems};
use super::super::systems::covers;

/// A place that says where something applies.
struct Place<'k> {
    file: String,
    field: &'static str,
    systems: &'k Systems,
}

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        places(knowledge).iter().flat_map(|place| unknown(knowledge, place)).collect();
    for observation in knowledge.observations.values() {
        let strange = observation.tells.keys().filter(|state| !observation.states.contains(state));
        let file = || format!("observations/{}.json", observation.id);
        faults.extend(strange.map(|state| Fault::new(file(), "tells", format!("'{state}' is no state"))));
    }
    faults
}

/// Whether something depends on what an observation tells.
pub(super) fn is_needed(knowledge: &Knowledge, observation: &Observation) -> bool {
    let axes = |systems: &Systems| -> Vec<&str> {
        systems.axes().into_iter().filter(|(_, words)| !words.is_empty()).map(|(axis, _)| axis).collect()
    };
    let told: BTreeSet<&str> = observation.tells.iter().flat_map(|(_, systems)| axes(systems)).collect();
    !told.is_empty()
        && places(knowledge).iter().any(|p| axes(p.systems).iter().any(|axis| told.contains(axis)))
}

/// Every place that says where something applies.
fn places(knowledge: &Knowledge) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for (id, cause) in knowledge.causes.iter() {
        places.push(Place { file: format!("causes/{id}.json"), field: "systems", systems: &cause.systems });
    }
    for (id, fix) in knowledge.fixes.iter() {
        let file = format!("fixes/{id}.json");
        places.extend(of_steps(&file, "steps", &fix.steps));
        places.push(Place { file, field: "systems", systems: &fix.systems });
    }
    for (id, observation) in knowledge.observations.iter() {
        let file = format!("observations/{id}.json");
        places.extend(of_steps(&file, "ask.how", &observation.ask.how));
        places.push(Place { file, field: "systems", systems: &observation.systems });
    }
    for (id, problem) in knowledge.problems.iter() {
        let file = format!("problems/{id}.json");
        places.extend(of_steps(&file, "hand_over.collect", &problem.hand_over.collect));
        places.push(Place { file, field: "systems", systems: &problem.systems });
    }
    places
}

fn of_steps<'k>(file: &str, field: &'static str, steps: &'k [Step]) -> impl Iterator<Item = Place<'k>> {
    let place = move |systems| Place { file: file.to_owned(), field, systems };
    steps.iter().filter_map(Step::systems).map(place)
}

/// The words of a place that no observation tells: nobody could ever know that it does not apply.
fn unknown(knowledge: &Knowledge, place: &Place) -> Vec<Fault> {
    let told = |axis: &str| -> BTreeSet<&str> {
        let tells = knowledge.telling().flat_map(|observation| observation.tells.iter());
        let axes = tells.flat_map(|(_, systems)| systems.axes()).filter(|(known, _)| *known == axis);
        axes.flat_map(|(_, words)| words.iter().map(String::as_str)).collect()
    };
    let mut faults = Vec::new();
    for (axis, words) in place.systems.axes().into_iter().filter(|(_, words)| !words.is_empty()) {
        let told = told(axis);
        for word in words.iter().filter(|word| !told.iter().any(|told| covers(word, told))) {
            let near = did_you_mean(word, told.iter().copied());
            let message = format!("no observation tells '{word}'{near}");
            faults.push(Fault::new(&place.file, format!("{}.{axis}", place.field), message));
        }
    }
    faults
}
