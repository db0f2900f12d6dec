//! The model that is compiled in: small, whole, and learned from the texts as they are.

use std::path::Path;

use rdpfix::knowledge::Knowledge;
use rdpfix::prose::{self, ClassKind, Model};
use rdpfix::training::inputs::{Corpus, Shares};
use rdpfix::training::{Settings, train};

fn knowledge() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge"))
}

/// The largest model that is worth its place in the program, in bytes.
const LARGEST: u64 = 1_500_000;

#[test]
fn the_model_was_learned_from_the_texts_as_they_are() {
    let corpus = Corpus::of_folder(knowledge()).unwrap();
    assert!(
        corpus.digest(&Settings::default()) == prose::builtin().digest(),
        "the texts under knowledge/ changed and the model did not: \
         run cargo run --release --example train, and commit knowledge/model.bin"
    );
}

#[test]
fn every_class_is_in_the_knowledge_and_every_problem_has_a_class() {
    let units = Knowledge::builtin();
    let of = |kind: ClassKind| {
        let classes = prose::builtin().classes().iter().filter(move |class| class.kind == kind);
        classes.map(|class| class.id).collect::<Vec<_>>()
    };
    let spoken_of = units.problems.values().filter(|problem| !problem.fallback);
    assert_eq!(of(ClassKind::Problem), spoken_of.map(|problem| problem.id.as_str()).collect::<Vec<_>>());
    for topic in of(ClassKind::Topic) {
        assert!(units.topics.contains(topic), "the model knows a topic that is not there: {topic}");
    }
}

#[test]
fn the_model_is_small() {
    let size = std::fs::metadata(knowledge().join("model.bin")).unwrap().len();
    assert!(size <= LARGEST, "{size} bytes");
}

#[test]
fn a_damaged_model_is_refused_and_never_read() {
    let bytes = std::fs::read(knowledge().join("model.bin")).unwrap();
    assert!(Model::open(&bytes).is_some());
    for length in [0, 7, 8, 30, 100, bytes.len() / 2, bytes.len() - 1] {
        assert!(Model::open(&bytes[..length]).is_none(), "{length} of {} bytes", bytes.len());
    }
    let longer: Vec<u8> = bytes.iter().copied().chain([0]).collect();
    assert!(Model::open(&longer).is_none());
}

/// Two problems, a product and complaints, with phrases that differ in a word.
fn small() -> Corpus {
    let problem = |id: &str, title: &str| {
        let text = format!(r#"{{"id":"{id}","title":"{title}","meaning":{{"text":"{title}"}}}}"#);
        (format!("problems/{id}.json"), text)
    };
    let said = |folder: &str, id: &str, words: [&str; 3]| {
        let phrases = words.map(|word| format!("\"it is {word} again\",\"always {word} here\"")).join(",");
        let text = format!(r#"{{"id":"{id}","title":"{id}","phrases":{{"en":[{phrases}]}}}}"#);
        (format!("{folder}/{id}.json"), text)
    };
    let units = [problem("black", "A black screen"), problem("sound", "There is no sound")];
    let phrases = [
        said("problems", "black", ["black", "dark", "blank"]),
        said("problems", "sound", ["silent", "mute", "quiet"]),
        said("products", "printerware", ["jammed", "inkless", "paperless"]),
        said("vague", "any", ["bad", "broken", "strange"]),
    ];
    Corpus::new(&units, &phrases, &[], &Shares::default()).expect("the texts are well formed")
}

#[test]
fn what_is_learned_is_read_and_learning_again_gives_the_same_bytes() {
    let trained = train(&small(), &Settings::default());
    assert_eq!(trained.bytes, train(&small(), &Settings::default()).bytes);
    let model = Model::open(&trained.bytes).unwrap();
    let first = |text: &str| {
        let reading = prose::read_with(&model, text);
        (reading.classes[0].class.id, reading.classes[0].reasons.clone())
    };
    assert_eq!(first("so dark today").0, "black");
    assert_eq!(first("MUTE!").0, "sound");
    assert_eq!(first("the thing is jammed").0, "printerware");
    assert_eq!(first("all of it is broken").0, "any");
    assert!(first("so dark today").1.iter().any(|reason| reason.contains("dark")));
}

#[test]
fn another_text_or_another_setting_is_another_digest() {
    let settings = Settings::default();
    let mut changed = small();
    changed.texts[0].text.push('!');
    assert_ne!(small().digest(&settings), changed.digest(&settings));
    let other = Settings { cost: settings.cost * 2.0, ..settings };
    assert_ne!(small().digest(&settings), small().digest(&other));
}

#[test]
fn phrases_for_a_problem_that_is_not_there_are_named() {
    let lost = ("problems/lost.json".to_owned(), r#"{"id":"lost","phrases":{"en":["a"]}}"#.to_owned());
    let error = Corpus::new(&[], &[lost], &[], &Shares::default()).unwrap_err();
    assert_eq!(error.to_string(), "lost.json: there is no problem of this id");
}
