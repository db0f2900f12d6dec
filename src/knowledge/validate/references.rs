//! References: every id that is named exists, every former id is free, every number has one owner.

use std::collections::{BTreeMap, BTreeSet};

use super::super::commands::number;
use super::super::fault::{Fault, did_you_mean};
use super::super::format::{Case, Cause, CodeRef, Fix, Observation, Problem, StateWords, UniqueMap, Way};
use super::super::{Knowledge, Units};
use super::super::{checks, clues};

/// Outcomes of a fix that say something of an observation: that it cannot be done says nothing.
const SHOWING: [&str; 3] = ["worked", "failed", "changed"];

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut check = Check { knowledge, faults: Vec::new() };
    for (id, problem) in knowledge.problems.iter() {
        check.problem(&format!("problems/{id}.json"), problem);
    }
    for (id, cause) in knowledge.causes.iter() {
        check.cause(&format!("causes/{id}.json"), cause);
    }
    for (id, observation) in knowledge.observations.iter() {
        check.observation(&format!("observations/{id}.json"), observation);
    }
    for (id, fix) in knowledge.fixes.iter() {
        check.fix(&format!("fixes/{id}.json"), fix);
    }
    for (id, case) in knowledge.cases.iter() {
        check.case(&format!("cases/{id}.json"), case);
    }
    check.families();
    check.codes();
    check.events();
    check.former_ids();
    check.sources();
    check.faults
}

struct Check<'a> {
    knowledge: &'a Knowledge,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, path: &str, field: &str, message: String) {
        self.faults.push(Fault::new(path, field, message));
    }

    /// `id` must be a unit of `units`.
    fn unit<T: serde::de::DeserializeOwned>(&mut self, path: &str, field: &str, units: &Units<T>, id: &str) {
        if !units.contains(id) {
            let near = did_you_mean(id, units.ids());
            self.fault(path, field, format!("there is no '{id}'{near}"));
        }
    }

    /// `state` must be a state of the observation `id`.
    fn state(&mut self, path: &str, field: &str, id: &str, state: &str) {
        let Some(observation) = self.knowledge.observations.get(id) else { return };
        if !observation.states.iter().any(|known| known == state) {
            let near = did_you_mean(state, observation.states.iter().map(String::as_str));
            let states = observation.states.join(", ");
            self.fault(path, field, format!("'{id}' has no state '{state}'{near} (its states are {states})"));
        }
    }

    /// Observations that exist, with states that they have.
    fn states(&mut self, path: &str, field: &str, states: &UniqueMap<String>) {
        for (id, state) in states {
            self.unit(path, field, &self.knowledge.observations, id);
            self.state(path, field, id, state);
        }
    }

    fn words(&mut self, path: &str, field: &str, id: &str, words: &StateWords) {
        let field = format!("{field}.{id}");
        self.unit(path, &field, &self.knowledge.observations, id);
        let Some(observation) = self.knowledge.observations.get(id) else { return };
        self.own_words(path, &field, id, observation, words);
    }

    fn own_words(
        &mut self,
        path: &str,
        field: &str,
        id: &str,
        observation: &Observation,
        words: &StateWords,
    ) {
        for state in words.states() {
            self.state(path, field, id, state);
        }
        if observation.states.len() == 2 && words.states().len() > 1 {
            self.fault(path, field, "of two states one word is enough: the other is its rest".to_owned());
        }
    }

    fn problem(&mut self, path: &str, problem: &Problem) {
        let knowledge = self.knowledge;
        let families = &knowledge.families().0;
        if !families.contains(&problem.family) {
            let near = did_you_mean(&problem.family, families.keys().map(String::as_str));
            self.fault(path, "family", format!("there is no '{}'{near}", problem.family));
        }
        for id in problem.causes.keys() {
            self.unit(path, &format!("causes.{id}"), &knowledge.causes, id);
        }
        for (id, state) in &problem.implies {
            self.unit(path, "implies", &knowledge.observations, id);
            self.state(path, "implies", id, state);
        }
        for (id, words) in &problem.also_ask {
            self.words(path, "also_ask", id, words);
        }
        for id in &problem.first {
            self.unit(path, "first", &knowledge.observations, id);
        }
        for id in &problem.topics {
            self.unit(path, "topics", &knowledge.topics, id);
        }
        for id in &problem.refused {
            self.unit(path, "refused", &knowledge.refused, id);
        }
        for id in problem.procedures.iter().flat_map(|p| &p.steps).filter_map(|step| step.fix.as_ref()) {
            self.unit(path, "procedures", &knowledge.fixes, id);
        }
        for code in &problem.codes {
            self.code(path, code);
        }
        for (check, words) in &problem.suggested_by {
            self.check_words(path, "suggested_by", check, words);
        }
    }

    fn case(&mut self, path: &str, case: &Case) {
        if format!("cases/{}.json", case.id) != path {
            self.fault(path, "id", "must be the file's name".to_owned());
        }
        if !(1..=4).contains(&case.said.len()) {
            self.fault(path, "said", "holds one to four texts".to_owned());
        }
        self.unit(path, "problem", &self.knowledge.problems, &case.problem);
        self.unit(path, "cause", &self.knowledge.causes, &case.cause);
        if let Some(fix) = &case.fixed_by {
            self.unit(path, "fixed_by", &self.knowledge.fixes, fix);
        }
        for (observation, state) in &case.known {
            self.unit(path, "known", &self.knowledge.observations, observation);
            self.state(path, "known", observation, state);
        }
    }

    fn families(&mut self) {
        for (id, family) in &self.knowledge.families().0 {
            let mut seen = BTreeSet::new();
            for sign in &family.signs {
                let field = format!("{id}.signs.{}", sign.id);
                if !seen.insert(&sign.id) {
                    self.fault("families.json", &field, "stands twice".to_owned());
                }
                for problem in sign.problems.keys() {
                    self.unit("families.json", &field, &self.knowledge.problems, problem);
                }
            }
        }
    }

    fn code(&mut self, path: &str, code: &CodeRef) {
        self.unit(path, "codes", &self.knowledge.codes, &code.namespace);
        for text in std::iter::once(&code.code).chain(&code.extended) {
            if number(text).is_none() {
                self.fault(path, "codes", format!("'{text}' is no number"));
            }
        }
        let Some(table) = self.knowledge.codes.get(&code.namespace) else { return };
        if !table.codes.iter().any(|entry| number(&entry.code) == number(&code.code)) {
            let place = format!("codes/{}.json", code.namespace);
            self.fault(path, "codes", format!("{} is not in {place}", code.code));
        }
    }

    fn cause(&mut self, path: &str, cause: &Cause) {
        let knowledge = self.knowledge;
        for (id, words) in &cause.observations {
            self.words(path, "observations", id, words);
        }
        for id in cause.fixes.keys() {
            self.unit(path, "fixes", &knowledge.fixes, id);
        }
        if cause.fixes.is_empty() && cause.hand_over.is_none() {
            self.fault(path, "fixes", "a cause has a fix, or says in 'hand_over' who has to act".to_owned());
        }
    }

    fn observation(&mut self, path: &str, observation: &Observation) {
        if let Some(words) = &observation.otherwise {
            self.own_words(path, "otherwise", &observation.id, observation, words);
        }
        for state in observation.blocks.keys() {
            self.state(path, "blocks", &observation.id, state);
        }
        for state in observation.said.keys() {
            self.state(path, "said", &observation.id, state);
        }
        for state in observation.role.iter().flat_map(|role| [&role.own, &role.other]) {
            self.state(path, "role", &observation.id, state);
        }
        for (state, settled) in &observation.settles {
            self.state(path, "settles", &observation.id, state);
            self.states(path, &format!("settles.{state}"), settled);
        }
        for way in &observation.witnesses {
            self.way(path, observation, way);
        }
    }

    /// A witness is of one kind, and what it names can be found.
    fn way(&mut self, path: &str, observation: &Observation, way: &Way) {
        let kinds = [way.check.is_some(), way.fact.is_some(), way.event.is_some()];
        if kinds.into_iter().filter(|there| *there).count() != 1 {
            self.fault(path, "witnesses", "names one of check, fact and event".to_owned());
        }
        if way.map.is_empty() {
            self.fault(path, "witnesses.map", "says of no result what it means".to_owned());
        }
        for (_, state) in &way.map {
            self.state(path, "witnesses.map", &observation.id, state);
        }
        if let Some(check) = &way.check {
            self.check_words(path, "witnesses.map", check, way.map.keys());
            return;
        }
        if let Some(message) = way.fact.as_ref().and_then(|clue| clue.kind.fault_of(&clue.name)) {
            self.fault(path, "witnesses.fact.name", message);
        }
        if way.event.as_ref().is_some_and(|clue| clue.numbers.is_empty() || clue.source.is_empty()) {
            self.fault(path, "witnesses.event", "names the source and at least one number".to_owned());
        }
        let patterns = way.event.iter().flat_map(|clue| clue.only.iter()).flat_map(|(_, values)| values);
        for result in way.map.keys().chain(patterns) {
            if result.contains("..") && clues::range(result).is_none() {
                self.fault(
                    path,
                    "witnesses",
                    format!("'{result}' is no range: write 0..300, 300.. or ..300"),
                );
            }
            if way.event.is_some() && result == clues::ABSENT {
                let message = "that no event is there proves nothing: a log may begin later";
                self.fault(path, "witnesses.map", message.to_owned());
            }
        }
    }

    /// `words` must be results of the live check.
    fn check_words<'w>(
        &mut self,
        path: &str,
        field: &str,
        check: &str,
        words: impl IntoIterator<Item = &'w String>,
    ) {
        let Some(known) = checks::words(check) else {
            let near = did_you_mean(check, checks::CHECKS.iter().map(|(name, _)| *name));
            self.fault(path, field, format!("there is no check '{check}'{near}"));
            return;
        };
        for word in words {
            if !known.contains(&word.as_str()) {
                let near = did_you_mean(word, known.iter().copied());
                self.fault(path, field, format!("the check '{check}' has no result '{word}'{near}"));
            }
        }
    }

    fn fix(&mut self, path: &str, fix: &Fix) {
        for id in &fix.then {
            self.unit(path, "then", &self.knowledge.fixes, id);
        }
        for (outcome, shown) in &fix.shows {
            if !SHOWING.contains(&outcome.as_str()) {
                let message = format!("no outcome is called '{outcome}' (they are {})", SHOWING.join(", "));
                self.fault(path, "shows", message);
            }
            self.states(path, &format!("shows.{outcome}"), shown);
        }
    }

    /// A number leads to one problem, unless all but one say that they share it.
    fn codes(&mut self) {
        let mut owners = BTreeMap::new();
        for (id, problem) in self.knowledge.problems.iter() {
            for code in problem.codes.iter().filter(|code| !code.shared) {
                let key =
                    (code.namespace.as_str(), number(&code.code), code.extended.as_deref().and_then(number));
                if let Some(other) = owners.insert(key, id) {
                    let message =
                        format!("{} is owned by '{other}' too: one of them says \"shared\": true", code.code);
                    self.faults.push(Fault::new(format!("problems/{id}.json"), "codes", message));
                }
            }
        }
        for (id, table) in self.knowledge.codes.iter() {
            let path = format!("codes/{id}.json");
            if let Some(other) = &table.repeats {
                self.unit(&path, "repeats", &self.knowledge.codes, other);
            }
            let mut seen = BTreeSet::new();
            for code in &table.codes {
                let key = (number(&code.code), code.extended.as_deref().map(number));
                if key.0.is_none() {
                    self.fault(&path, "codes", format!("'{}' is no number", code.code));
                }
                if !seen.insert(key) {
                    self.fault(&path, "codes", format!("{} stands twice", code.code));
                }
                if let Some(problem) = &code.problem {
                    self.unit(&path, &code.code, &self.knowledge.problems, problem);
                    self.listed(&path, &code.code, problem);
                }
            }
        }
    }

    /// A number that leads to a problem is one of the problem's own, in this namespace or in the one whose
    /// numbers this one repeats, as logs of the client do.
    fn listed(&mut self, path: &str, code: &str, id: &str) {
        let Some(problem) = self.knowledge.problems.get(id) else { return };
        let own = |listed: &CodeRef| number(&listed.code) == number(code);
        if !problem.codes.iter().any(own) {
            self.fault(path, code, format!("leads to '{id}', which does not list it in 'codes'"));
        }
    }

    /// An event leads to what exists, and a number of a source stands once.
    fn events(&mut self) {
        let (path, knowledge) = ("events.json", self.knowledge);
        let mut seen = BTreeSet::new();
        for (id, event) in &knowledge.events().events {
            if let Some(problem) = &event.problem {
                self.unit(path, &format!("{id}.problem"), &knowledge.problems, problem);
            }
            if let Some(cause) = &event.cause {
                self.unit(path, &format!("{id}.cause"), &knowledge.causes, cause);
            }
            for field in &event.read {
                self.unit(path, &format!("{id}.read"), &knowledge.codes, &field.namespace);
            }
            if event.numbers.is_empty() {
                self.fault(path, id, "names no number".to_owned());
            }
            for number in event.numbers.iter().filter(|number| !seen.insert((&event.source, **number))) {
                self.fault(path, id, format!("{number} of this source stands twice"));
            }
        }
    }

    fn former_ids(&mut self) {
        let k = self.knowledge;
        let mut former: Vec<(String, &str, bool)> = Vec::new();
        former.extend(
            k.problems.iter().flat_map(|(id, u)| was("problems", id, &u.was, |w| k.problems.contains(w))),
        );
        former
            .extend(k.causes.iter().flat_map(|(id, u)| was("causes", id, &u.was, |w| k.causes.contains(w))));
        let taken = |w: &str| k.observations.contains(w);
        former.extend(k.observations.iter().flat_map(|(id, u)| was("observations", id, &u.was, taken)));
        former.extend(k.fixes.iter().flat_map(|(id, u)| was("fixes", id, &u.was, |w| k.fixes.contains(w))));
        former
            .extend(k.topics.iter().flat_map(|(id, u)| was("topics", id, &u.was, |w| k.topics.contains(w))));
        for (path, id, taken) in former {
            if taken {
                self.fault(&path, "was", format!("'{id}' is in use again"));
            }
        }
    }

    /// Every source that is named anywhere exists.
    fn sources(&mut self) {
        let known = &self.knowledge.sources().0;
        for (_, path, _, document) in self.knowledge.documents() {
            super::safety::each_statement(&document, "", &mut |field, statement| {
                for id in statement.sources.iter().filter(|id| !known.contains(id)) {
                    let near = did_you_mean(id, known.keys().map(String::as_str));
                    self.faults.push(Fault::new(&path, field, format!("there is no source '{id}'{near}")));
                }
            });
        }
    }
}

fn was<'a>(
    folder: &str,
    id: &str,
    former: &'a [String],
    taken: impl Fn(&str) -> bool,
) -> Vec<(String, &'a str, bool)> {
    let path = format!("{folder}/{id}.json");
    former.iter().map(|w| (path.clone(), w.as_str(), taken(w))).collect()
}
