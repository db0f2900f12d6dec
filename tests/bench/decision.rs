//! How long one decision takes, at the start of a session, when most is still open.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use rdpfix::engine::{Situation, bench, decide};

/// A model of eight causes, five questions and eight fixes, the size of one problem, and two large ones.
const MODELS: [(&str, &str); 3] = [
    ("8 causes, 5 questions, 8 fixes", "random/rand-036.json"),
    ("31 causes, 20 questions, 30 fixes", "large/large-31x20.json"),
    ("61 causes, 40 questions, 60 fixes", "large/large-61x40.json"),
];

fn decisions(criterion: &mut Criterion) {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/models");
    for (name, file) in MODELS {
        let text = std::fs::read_to_string(models.join(file)).expect("the models are beside the tests");
        let model = bench::read_model(&text).expect("the models are well formed");
        let start = Situation::start(&model);
        criterion
            .bench_function(name, |bencher| bencher.iter(|| decide(black_box(&model), black_box(&start))));
    }
}

criterion_group!(benches, decisions);
criterion_main!(benches);
