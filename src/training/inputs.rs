//! The texts the model learns from, each with what it is or is not.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::Settings;
use crate::knowledge::{LoadError, read_dir};
use crate::prose::ClassKind;

/// A file as path and text.
pub type File = (String, String);

/// How much a text counts, by where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Shares {
    /// A phrase, and what was said in a case.
    pub phrase: f32,
    /// Title, meaning, short answer and causes of a problem.
    pub unit: f32,
    /// A literal message, a symptom, a sample or a counter-sample.
    pub message: f32,
}

impl Default for Shares {
    fn default() -> Self {
        Self { phrase: 2.0, unit: 1.0, message: 0.5 }
    }
}

/// Everything that is learned from.
#[derive(Debug)]
pub struct Corpus {
    /// What is told apart: problems, topics, products, vague complaints, texts without a failure; or causes. By kind and id.
    pub classes: Vec<ClassName>,
    /// The texts.
    pub texts: Vec<Example>,
}

/// A class by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassName {
    /// What it stands for.
    pub kind: ClassKind,
    /// Its id.
    pub id: String,
    /// What a product is called; empty for every other kind.
    pub title: String,
}

/// A text and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The text.
    pub text: String,
    /// The class that it is, or is not.
    pub class: usize,
    /// Whether it is of that class; a counter-sample is of any other.
    pub is: bool,
    /// How much it counts.
    pub share: f32,
    /// The number of a phrase within its class, by which phrases are held out; nothing else is.
    pub phrase: Option<usize>,
}

/// A file that cannot be learned from.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {why}")]
pub struct Unusable {
    /// Its path.
    pub file: String,
    /// What is wrong with it.
    pub why: String,
}

/// `phrases/KIND/ID.json`: what people say, by language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    id: String,
    #[serde(default)]
    title: String,
    phrases: BTreeMap<String, Vec<String>>,
}

/// What is read of `cases/ID.json`.
#[derive(Deserialize)]
struct Case {
    problem: Option<String>,
    cause: Option<String>,
    said: Option<Said>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    One(String),
    Many(Vec<String>),
}

/// What is read of a problem.
#[derive(Deserialize)]
struct Problem {
    id: String,
    title: String,
    #[serde(default)]
    fallback: bool,
    meaning: Words,
    #[serde(default)]
    answer: BTreeMap<String, String>,
    #[serde(default)]
    messages: Vec<Words>,
    #[serde(default)]
    symptoms: Vec<String>,
    #[serde(default)]
    samples: Vec<String>,
    #[serde(default)]
    counter_samples: Vec<String>,
    #[serde(default)]
    causes: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

/// What is read of a cause.
#[derive(Deserialize)]
struct Cause {
    id: String,
    title: String,
    #[serde(default)]
    explanation: String,
    #[serde(default)]
    fixes: BTreeMap<String, serde_json::Value>,
}

/// What is read of a fix.
#[derive(Deserialize)]
struct Fix {
    id: String,
    title: String,
}

/// A folder that cannot be learned from.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] LoadError),
    /// A file in it is wrong.
    #[error(transparent)]
    Unusable(#[from] Unusable),
}

impl Corpus {
    /// Collects the texts of the folder `knowledge/`.
    pub fn of_folder(knowledge: &Path) -> Result<Self, Failed> {
        let [units, phrases, cases] = folders(knowledge)?;
        Ok(Self::new(&units, &phrases, &cases, &Shares::default())?)
    }

    /// Collects the texts of the folder `knowledge/` that tell causes apart.
    pub fn of_causes(knowledge: &Path) -> Result<Self, Failed> {
        let [units, phrases, cases] = folders(knowledge)?;
        Ok(Self::causes(&units, &phrases, &cases, &Shares::default())?)
    }

    /// The same of units, phrases and cases: files with paths relative to their folders.
    pub fn causes(
        units: &[File],
        phrases: &[File],
        cases: &[File],
        shares: &Shares,
    ) -> Result<Self, Unusable> {
        let explained: Vec<Cause> = parse(units, "causes/")?;
        let fixes: Vec<Fix> = parse(units, "fixes/")?;
        let mut classes: Vec<ClassName> = explained.iter().map(|cause| ClassName::cause(&cause.id)).collect();
        classes.sort();
        let mut corpus = Self { classes, texts: Vec::new() };
        for cause in &explained {
            corpus.add_cause(cause, &fixes, shares);
        }
        let mut said = spoken(phrases)?;
        said.retain(|(class, _)| class.kind == ClassKind::Cause);
        for (path, text) in cases {
            let case: Case = parse_one(path, text)?;
            said.extend(case.cause.map(|cause| (ClassName::cause(&cause), words(case.said))));
        }
        corpus.add_phrases(&said, shares);
        Ok(corpus)
    }

    /// Collects the texts of units, phrases and cases: files with paths relative to their folders.
    pub fn new(units: &[File], phrases: &[File], cases: &[File], shares: &Shares) -> Result<Self, Unusable> {
        let problems: Vec<Problem> = parse(units, "problems/")?;
        let explained: Vec<Cause> = parse(units, "causes/")?;
        let said: Vec<(ClassName, Vec<String>)> = said(phrases, cases)?;
        // Nobody's words lead to the problem without a name.
        let named = problems.iter().filter(|problem| !problem.fallback);
        let named = named.map(|problem| ClassName::problem(&problem.id));
        let mut classes: Vec<ClassName> = named.collect();
        for (class, _) in &said {
            let is_problem = class.kind == ClassKind::Problem;
            if is_problem && !problems.iter().any(|problem| problem.id == class.id) {
                let file = format!("{}.json", class.id);
                return Err(Unusable { file, why: "there is no problem of this id".to_owned() });
            }
            classes.push(class.clone());
        }
        classes.sort();
        classes.dedup();
        let mut corpus = Self { classes, texts: Vec::new() };
        for problem in &problems {
            corpus.add_problem(problem, &explained, shares);
        }
        corpus.add_phrases(&said, shares);
        corpus.texts.retain(|example| !example.text.trim().is_empty());
        Ok(corpus)
    }

    fn add_problem(&mut self, problem: &Problem, causes: &[Cause], shares: &Shares) {
        let Some(class) = self.place(&ClassName::problem(&problem.id)) else { return };
        let mut add = |text: &str, is: bool, share: f32| {
            self.texts.push(Example { text: text.to_owned(), class, is, share, phrase: None });
        };
        add(&problem.title, true, shares.unit);
        add(&problem.meaning.text, true, shares.unit);
        add(&problem.answer.values().cloned().collect::<Vec<_>>().join(" "), true, shares.unit);
        let of_problem = causes.iter().filter(|cause| problem.causes.contains_key(&cause.id));
        let explained = of_problem.map(|cause| format!("{} {}", cause.title, cause.explanation));
        add(&explained.collect::<Vec<_>>().join(" "), true, shares.unit);
        let messages = problem.messages.iter().map(|message| &message.text);
        for text in messages.chain(&problem.symptoms).chain(&problem.samples) {
            add(text, true, shares.message);
        }
        for text in &problem.counter_samples {
            add(text, false, shares.message);
        }
    }

    fn add_cause(&mut self, cause: &Cause, fixes: &[Fix], shares: &Shares) {
        let Some(class) = self.place(&ClassName::cause(&cause.id)) else { return };
        let titles = fixes.iter().filter(|fix| cause.fixes.contains_key(&fix.id)).map(|fix| &fix.title);
        let repaired = titles.fold(String::new(), |all, title| all + " " + title);
        let explained = format!("{} {}{repaired}", cause.title, cause.explanation);
        for text in [cause.title.clone(), explained] {
            self.texts.push(Example { text, class, is: true, share: shares.unit, phrase: None });
        }
    }

    fn add_phrases(&mut self, said: &[(ClassName, Vec<String>)], shares: &Shares) {
        let mut numbers = vec![0; self.classes.len()];
        for (name, phrases) in said {
            let Some(class) = self.place(name) else { continue };
            for text in phrases {
                let phrase = Some(numbers[class]);
                let text = text.clone();
                self.texts.push(Example { text, class, is: true, share: shares.phrase, phrase });
                numbers[class] += 1;
            }
        }
    }

    fn place(&self, name: &ClassName) -> Option<usize> {
        self.classes.binary_search(name).ok()
    }

    /// A digest of all texts, of what they stand for, of how much they count and of how they are learned
    /// (FNV-1a, 128 bits).
    pub fn digest(&self, settings: &Settings) -> u128 {
        let mut digest = Digest::default();
        digest.text(&format!("{settings:?}"));
        for class in &self.classes {
            digest.bytes(&[class.kind as u8]).text(&class.id).text(&class.title);
        }
        for example in &self.texts {
            let class = u32::try_from(example.class).unwrap_or(u32::MAX);
            digest.text(&example.text).bytes(&class.to_le_bytes()).bytes(&[u8::from(example.is)]);
            digest.bytes(&example.share.to_le_bytes());
        }
        digest.0
    }
}

impl ClassName {
    fn problem(id: &str) -> Self {
        Self { kind: ClassKind::Problem, id: id.to_owned(), title: String::new() }
    }

    fn cause(id: &str) -> Self {
        Self { kind: ClassKind::Cause, id: id.to_owned(), title: String::new() }
    }
}

/// The files of a folder, parsed.
fn parse<T: serde::de::DeserializeOwned>(files: &[File], folder: &str) -> Result<Vec<T>, Unusable> {
    let chosen = files.iter().filter(|(path, _)| path.starts_with(folder));
    chosen.map(|(path, text)| parse_one(path, text)).collect()
}

fn parse_one<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, Unusable> {
    serde_json::from_str(text).map_err(|error| Unusable { file: path.to_owned(), why: error.to_string() })
}

/// The files of units, phrases and cases under `knowledge/`.
fn folders(knowledge: &Path) -> Result<[Vec<File>; 3], LoadError> {
    let folder = |name: &str| {
        let folder = knowledge.join(name);
        if folder.is_dir() { read_dir(&folder) } else { Ok(Vec::new()) }
    };
    Ok([read_dir(knowledge)?, folder("phrases")?, folder("cases")?])
}

/// What people say about problems and all else but causes, by class, in the order of the files.
fn said(phrases: &[File], cases: &[File]) -> Result<Vec<(ClassName, Vec<String>)>, Unusable> {
    let mut said = spoken(phrases)?;
    said.retain(|(class, _)| class.kind != ClassKind::Cause);
    for (path, text) in cases {
        let case: Case = parse_one(path, text)?;
        said.extend(case.problem.map(|problem| (ClassName::problem(&problem), words(case.said))));
    }
    Ok(said)
}

/// The texts of a case.
fn words(said: Option<Said>) -> Vec<String> {
    match said {
        Some(Said::One(text)) => vec![text],
        Some(Said::Many(texts)) => texts,
        None => Vec::new(),
    }
}

/// The phrases by class, in the order of the files.
fn spoken(phrases: &[File]) -> Result<Vec<(ClassName, Vec<String>)>, Unusable> {
    let mut said = Vec::new();
    for (path, text) in phrases {
        let file: Spoken = parse_one(path, text)?;
        let folder = path.split('/').next().unwrap_or_default();
        let kind = FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, kind)| *kind);
        let Some(kind) = kind else {
            let known = FOLDERS.map(|(name, _)| name).join(", ");
            return Err(Unusable { file: path.clone(), why: format!("is in none of {known}") });
        };
        let class = match kind {
            ClassKind::Product => ClassName { kind, id: file.id, title: file.title },
            _ => ClassName { kind, id: file.id, title: String::new() },
        };
        said.push((class, file.phrases.into_values().flatten().collect()));
    }
    Ok(said)
}

/// The folders of phrases.
const FOLDERS: [(&str, ClassKind); 6] = [
    ("problems", ClassKind::Problem),
    ("topics", ClassKind::Topic),
    ("products", ClassKind::Product),
    ("vague", ClassKind::Vague),
    ("no-failure", ClassKind::NoFailure),
    ("causes", ClassKind::Cause),
];

/// FNV-1a over 128 bits.
struct Digest(u128);

impl Default for Digest {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Digest {
    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        self
    }

    /// A text and its end.
    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes()).bytes(&[0xff])
    }
}
