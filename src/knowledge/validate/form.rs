//! Form: ids, lengths, plain ASCII, whole sentences, states and words.

use serde_json::Value;

use super::super::commands;
use super::super::fault::Fault;
use super::super::format::{Family, NoteKind, Observation, Problem, Validity};
use super::super::{Kind, Knowledge};

/// Fields whose text is one or more sentences.
const SENTENCES: [&str; 14] = [
    "text",
    "explanation",
    "because",
    "instead",
    "claim",
    "note",
    "warning",
    "verify",
    "undo",
    "request",
    "meaning",
    "what",
    "reads",
    "by_hand",
];

/// Fields that may hold other scripts: literal messages and texts that match them.
const ANY_SCRIPT: [&str; 6] = ["messages", "symptoms", "samples", "counter_samples", "finds", "said"];

/// Names that Windows keeps for devices: a file of that name cannot be checked out there.
const DEVICES: [&str; 10] = ["con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3"];

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (kind, path, id, document) in knowledge.documents() {
        id_form(kind, &path, &id, &document, &mut faults);
        prose(&path, "", &document, &mut faults);
    }
    for (id, problem) in knowledge.problems.iter() {
        problem_form(&format!("problems/{id}.json"), problem, &mut faults);
    }
    for (id, observation) in knowledge.observations.iter() {
        observation_form(&format!("observations/{id}.json"), observation, &mut faults);
    }
    for (id, fix) in knowledge.fixes.iter() {
        fix_form(&format!("fixes/{id}.json"), fix, &mut faults);
    }
    for (id, cause) in knowledge.causes.iter() {
        let path = format!("causes/{id}.json");
        longest(&path, "title", &cause.title, 60, &mut faults);
        cause.valid.iter().for_each(|valid| validity(&path, valid, &mut faults));
    }
    for (id, family) in &knowledge.families().0 {
        family_form(id, family, &mut faults);
    }
    faults
}

/// Every menu of the symptom entry has to fit a small window.
fn family_form(id: &str, family: &Family, faults: &mut Vec<Fault>) {
    longest("families.json", id, &family.title, 60, faults);
    if family.prompt.is_some() == family.signs.is_empty() {
        faults.push(Fault::new("families.json", id, "a prompt and its signs go together"));
    }
    for sign in &family.signs {
        let field = format!("{id}.signs.{}", sign.id);
        longest("families.json", &field, &sign.label, 60, faults);
        if !(1..=8).contains(&sign.problems.len()) {
            faults.push(Fault::new("families.json", &field, "must lead to one to eight problems"));
        }
    }
}

fn id_form(kind: Kind, path: &str, id: &str, document: &Value, faults: &mut Vec<Fault>) {
    let field = if kind == Kind::Codes { "namespace" } else { "id" };
    let declared = document.get(field).and_then(Value::as_str);
    if declared.is_some_and(|declared| declared != id) {
        faults.push(Fault::new(path, field, format!("must be '{id}', the file's name")));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.len() > 60 || !id.chars().all(plain) || DEVICES.contains(&id) {
        faults.push(Fault::new(
            path,
            "",
            "the name of a unit is at most 60 of a-z, 0-9 and -, and no device name",
        ));
    }
}

/// Walks a document: every text is trimmed and ASCII, every sentence ends like one.
fn prose(path: &str, field: &str, value: &Value, faults: &mut Vec<Fault>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| !ANY_SCRIPT.contains(&key.as_str())) {
                let at = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
                prose(path, &at, value, faults);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                prose(path, &format!("{field}.{index}"), value, faults);
            }
        }
        Value::String(text) => text_form(path, field, text, faults),
        _ => {}
    }
}

fn text_form(path: &str, field: &str, text: &str, faults: &mut Vec<Fault>) {
    let mut fault = |message: &str| faults.push(Fault::new(path, field, message));
    if text.trim() != text || text.is_empty() {
        fault("is empty or has blanks around it");
    }
    if !text.chars().all(|c| matches!(c, ' '..='~')) {
        fault("must be plain ASCII on one line");
    }
    let name = field.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or(field);
    let in_steps = ["steps", "collect", "how"].contains(&name);
    if (SENTENCES.contains(&name) || in_steps) && !text.ends_with(['.', '?', ':']) {
        fault("must end with a full stop");
    }
}

fn longest(path: &str, field: &str, text: &str, limit: usize, faults: &mut Vec<Fault>) {
    let length = text.chars().count();
    if length > limit {
        faults.push(Fault::new(path, field, format!("is {length} characters long, at most {limit} fit")));
    }
}

fn date(path: &str, field: &str, text: &str, faults: &mut Vec<Fault>) {
    let parts: Vec<_> = text.split('-').map(|part| (part.len(), part.parse::<u32>().ok())).collect();
    let [(4, Some(_)), (2, Some(month @ 1..=12)), (2, Some(day @ 1..=31))] = parts[..] else {
        faults.push(Fault::new(path, field, "must be a day as YYYY-MM-DD"));
        return;
    };
    let _ = (month, day);
}

fn validity(path: &str, valid: &Validity, faults: &mut Vec<Fault>) {
    date(path, "valid.from", &valid.from, faults);
    valid.until.iter().for_each(|until| date(path, "valid.until", until, faults));
}

fn problem_form(path: &str, problem: &Problem, faults: &mut Vec<Fault>) {
    longest(path, "title", &problem.title, 60, faults);
    longest(path, "meaning", &problem.meaning.text, 150, faults);
    let answer = &problem.answer;
    let optional = answer.disputed.iter().map(|text| ("disputed", text));
    let lines = [
        ("where", &answer.place),
        ("try", &answer.first),
        ("do_not", &answer.do_not),
        ("tell", &answer.tell),
    ];
    for (field, text) in lines.into_iter().chain(optional) {
        longest(path, &format!("answer.{field}"), text, 66, faults);
    }
    date(path, "reviewed", &problem.reviewed, faults);
    problem.valid.iter().for_each(|valid| validity(path, valid, faults));
    if problem.samples.is_empty() && !problem.fallback {
        faults.push(Fault::new(path, "samples", "at least one text must show what the problem looks like"));
    }
    for (index, note) in problem.notes.iter().enumerate() {
        if (note.kind == NoteKind::Faq) != note.question.is_some() {
            faults.push(Fault::new(
                path,
                format!("notes.{index}.question"),
                "belongs to a faq, and to nothing else",
            ));
        }
    }
    for sentence in sentences(&problem.hand_over.request).filter(|sentence| !asks(sentence)) {
        let message = format!("states something: '{sentence}' (begin with Please or If, or ask)");
        faults.push(Fault::new(path, "hand_over.request", message));
    }
    if problem.hand_over.of.is_empty() {
        faults.push(Fault::new(path, "hand_over.of", "names at least one side"));
    }
    if problem.hand_over.minutes.is_nan() || problem.hand_over.minutes <= 0.0 {
        faults.push(Fault::new(path, "hand_over.minutes", "must be above 0"));
    }
}

fn observation_form(path: &str, observation: &Observation, faults: &mut Vec<Fault>) {
    let states = &observation.states;
    let mut fault = |field: &str, message: String| faults.push(Fault::new(path, field, message));
    if !(2..=6).contains(&states.len()) {
        fault("states", format!("there are {}, an observation has two to six", states.len()));
    }
    for (index, state) in states.iter().enumerate() {
        if state == "unknown" || states[..index].contains(state) {
            fault("states", format!("'{state}' is implied or stands twice"));
        }
        match observation.ask.labels.get(state) {
            None => fault("ask.labels", format!("the state '{state}' has no label")),
            Some(label) if label.len() > 60 => {
                fault("ask.labels", format!("the label of '{state}' is above 60 characters"));
            }
            Some(_) => {}
        }
    }
    for label in observation.ask.labels.keys().filter(|label| !states.contains(label)) {
        fault("ask.labels", format!("'{label}' is no state"));
    }
    if !observation.ask.prompt.ends_with('?') || observation.ask.prompt.len() > 110 {
        fault("ask.prompt", "must be a question of at most 110 characters".to_owned());
    }
    if observation.otherwise.is_none() && observation.blocks.is_empty() {
        fault("otherwise", "only an observation that blocks fixes can do without".to_owned());
    }
    if !(observation.minutes > 0.0 && observation.minutes <= 60.0) {
        fault("minutes", "must be above 0 and at most 60".to_owned());
    }
}

fn fix_form(path: &str, fix: &super::super::format::Fix, faults: &mut Vec<Fault>) {
    longest(path, "title", &fix.title, 66, faults);
    let mut fault = |field: &str, message: &str| faults.push(Fault::new(path, field, message));
    if fix.minutes.is_some() == fix.effort.is_some() {
        fault("minutes", "give either minutes or effort");
    }
    if fix.minutes.is_some_and(|minutes| !(minutes > 0.0 && minutes <= 600.0)) {
        fault("minutes", "must be above 0 and at most 600");
    }
    if fix.sides.is_empty() {
        fault("sides", "a fix is done somewhere");
    }
    if fix.steps.is_empty() {
        fault("steps", "a fix has something to do");
    }
    for (index, change) in fix.changes.iter().enumerate() {
        if let Err(field) = commands::sound(change) {
            let message = "may hold nothing that a shell acts upon, and has to fit its type";
            faults.push(Fault::new(path, format!("changes.{index}.{field}"), message));
        }
    }
}

/// The sentences of a text: a full stop or question mark ends one where a capital follows.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(['.', '?']).map(|(at, _)| at + 1);
    let ends = ends.filter(|end| match text[*end..].strip_prefix(' ') {
        Some(rest) => rest.starts_with(char::is_uppercase),
        None => text.len() == *end,
    });
    let mut from = 0;
    ends.map(move |end| text[std::mem::replace(&mut from, end)..end].trim()).collect::<Vec<_>>().into_iter()
}

/// Whether a sentence asks for something: nobody can send on a statement that he has not made.
fn asks(sentence: &str) -> bool {
    sentence.starts_with("Please ") || sentence.starts_with("If ") || sentence.ends_with('?')
}
