//! The lexicon of the knowledge finds what the units themselves give as samples.

use rdpfix::intake::{Outcome, read};

use crate::knowledge::whole;
use crate::shared::lists::lexicon;

#[test]
fn every_sample_finds_its_problem_first_and_no_counter_sample_does() {
    let knowledge = whole();
    let lexicon = lexicon(&knowledge);
    let first = |text: &str| {
        let reading = read(text, &lexicon, None);
        let decided = reading.outcome == Outcome::Match;
        reading.candidates.into_iter().next().filter(|_| decided).map(|c| c.problem)
    };
    let mut wrong = Vec::new();
    for problem in knowledge.problems.values() {
        let of = |texts: &[String], is: bool| -> Vec<String> {
            let failed = texts.iter().filter(|text| (first(text).as_ref() == Some(&problem.id)) != is);
            failed.map(|text| format!("{}: {text:?} gives {:?}", problem.id, first(text))).collect()
        };
        wrong.extend(of(&problem.samples, true));
        wrong.extend(of(&problem.counter_samples, false));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
