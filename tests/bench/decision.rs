//! How long one decision takes at the start of a session, when everything is still open.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use rdpfix::engine::{Model, Situation, bench, decide};

fn decisions(criterion: &mut Criterion) {
    let models = [eight_of_each(), load("large/large-31x20.json"), load("large/large-61x40.json")];
    for model in &models {
        let [causes, questions, fixes] = [model.causes.len(), model.questions.len(), model.fixes.len()];
        let name = format!("{causes} causes, {questions} questions, {fixes} fixes");
        let start = Situation::start(model);
        criterion
            .bench_function(&name, |bencher| bencher.iter(|| decide(black_box(model), black_box(&start))));
    }
}

/// The most that is weighed whole: a model with eight causes and fixes, and three of its five questions twice.
fn eight_of_each() -> Model {
    let mut model = load("random/rand-036.json");
    model.questions.extend_from_within(..3);
    model
}

fn load(file: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/models").join(file);
    let text = std::fs::read_to_string(path).expect("the models are beside the tests");
    bench::read_model(&text).expect("the models are well formed")
}

criterion_group!(benches, decisions);
criterion_main!(benches);
