//! Learns the models that read what people say, from the texts under `knowledge/`.
//!
//! `cargo run --release --example train` writes `knowledge/model.bin` and `knowledge/causes.bin`. With `-- --try FILE` it learns nothing and
//! prints how the model reads the lines of a file: JSON with `text` and `expect`, the ids that are right.

#![expect(clippy::print_stdout, reason = "a tool for authors")]

use std::error::Error;
use std::fs;
use std::path::Path;

use rdpfix::prose::{self, ClassKind};
use rdpfix::training::inputs::Corpus;
use rdpfix::training::{Settings, train};
use serde::Deserialize;

/// A text whose reading is known.
#[derive(Deserialize)]
struct Labelled {
    #[serde(alias = "opening")]
    text: String,
    #[serde(alias = "problems_ok")]
    expect: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => learn(),
        ["--try", file] => try_on(Path::new(file)),
        _ => Err("usage: train [--try FILE]".into()),
    }
}

fn learn() -> Result<(), Box<dyn Error>> {
    let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let models = [
        ("model.bin", Corpus::of_folder(&knowledge)?, Settings::default()),
        ("causes.bin", Corpus::of_causes(&knowledge)?, Settings::causes()),
    ];
    for (file, corpus, settings) in models {
        let trained = train(&corpus, &settings);
        let [tried, first, three] = trained.held_out;
        println!("{file}: {} texts, {} classes", corpus.texts.len(), corpus.classes.len());
        println!("  of {tried} texts held out, {first} are right first and {three} among three");
        println!("  temperature {:.2}, {} bytes", trained.temperature, trained.bytes.len());
        fs::write(knowledge.join(file), trained.bytes)?;
    }
    Ok(())
}

fn try_on(file: &Path) -> Result<(), Box<dyn Error>> {
    let (mut tried, mut first, mut three) = (0, 0, 0);
    for line in fs::read_to_string(file)?.lines() {
        let labelled: Labelled = serde_json::from_str(line)?;
        let reading = prose::read(&labelled.text);
        let best: Vec<&str> = reading.of(ClassKind::Problem).take(3).map(|guess| guess.class.id).collect();
        let right = |ids: &[&str]| ids.iter().any(|id| labelled.expect.iter().any(|wanted| wanted == id));
        tried += 1;
        first += usize::from(right(&best[..1]));
        three += usize::from(right(&best));
    }
    println!("of {tried} texts, {first} are right first and {three} among three");
    Ok(())
}
