//! The generated lexicon is the one that the knowledge gives.

use std::fmt::Write as _;
use std::path::Path;

use rdpfix::intake::{Outcome, read};
use rdpfix::knowledge::{Knowledge, read_dir};
use rdpfix::lexicon::{Lexicon, List, Posting};

use crate::shared::keep::keep;

fn lexicon() -> Lexicon {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let (knowledge, _) = Knowledge::from_files(&read_dir(&root).unwrap());
    let Knowledge { problems, codes, refused, .. } = &knowledge;
    Lexicon::build(problems.values(), codes.values(), refused.values(), knowledge.families())
}

#[test]
fn the_index_follows_the_knowledge() {
    keep("src/lexicon/generated/index.in", &expression(&lexicon()));
}

#[test]
fn every_sample_finds_its_problem_first_and_no_counter_sample_does() {
    let lexicon = lexicon();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let (knowledge, _) = Knowledge::from_files(&read_dir(&root).unwrap());
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

/// The lexicon as a Rust expression, one entry per line.
fn expression(lexicon: &Lexicon) -> String {
    let mut out = String::from("Lexicon {\n");
    let text = |s: &str| format!("Cow::Borrowed({s:?})");
    list(&mut out, "problems", &lexicon.problems, |p| {
        let (id, title) = (text(&p.id), text(&p.title));
        format!(
            "ProblemEntry {{ id: {id}, title: {title}, requires_code: {}, requires_rdp_word: {} }}",
            p.requires_code, p.requires_rdp_word
        )
    });
    list(&mut out, "former", &lexicon.former, |(was, problem)| format!("({}, {problem})", text(was)));
    list(&mut out, "namespaces", &lexicon.namespaces, |n| text(n));
    list(&mut out, "codes", &lexicon.codes, |c| code(c.number, c.namespace));
    list(&mut out, "leads", &lexicon.leads, |l| {
        format!(
            "Lead {{ number: {}, namespace: {}, extended: {:?}, shared: {}, problem: {} }}",
            hex(l.number),
            l.namespace,
            l.extended,
            l.shared,
            l.problem
        )
    });
    list(&mut out, "extended", &lexicon.extended, |(number, problem)| format!("({number}, {problem})"));
    list(&mut out, "symbols", &lexicon.symbols, |s| {
        format!("Symbol {{ name: {}, code: {} }}", text(&s.name), code(s.code.number, s.code.namespace))
    });
    list(&mut out, "messages", &lexicon.messages, |m| {
        format!("MessageEntry {{ text: {}, problem: {}, weak: {} }}", text(&m.text), m.problem, m.weak)
    });
    list(&mut out, "anchors", &lexicon.anchors, posting);
    list(&mut out, "symptoms", &lexicon.symptoms, |s| {
        let parts: Vec<String> = s.parts.iter().map(texts).collect();
        format!("SymptomEntry {{ problem: {}, parts: Cow::Borrowed(&[{}]) }}", s.problem, parts.join(", "))
    });
    list(&mut out, "symptom_anchors", &lexicon.symptom_anchors, posting);
    list(&mut out, "refused", &lexicon.refused, |r| {
        format!("RefusedEntry {{ id: {}, words: {} }}", text(&r.id), texts(&r.words))
    });
    list(&mut out, "refused_anchors", &lexicon.refused_anchors, posting);
    list(&mut out, "families", &lexicon.families, |f| {
        format!(
            "FamilyEntry {{ id: {}, title: {}, finds: {} }}",
            text(&f.id),
            text(&f.title),
            texts(&f.finds)
        )
    });
    out + "}\n"
}

fn list<T: Clone>(out: &mut String, field: &str, list: &List<T>, entry: impl Fn(&T) -> String) {
    writeln!(out, "    {field}: Cow::Borrowed(&[").unwrap();
    for item in list.iter() {
        writeln!(out, "        {},", entry(item)).unwrap();
    }
    out.push_str("    ]),\n");
}

fn code(number: u32, namespace: u32) -> String {
    format!("CodeEntry {{ number: {}, namespace: {namespace} }}", hex(number))
}

fn hex(number: u32) -> String {
    let (high, low) = (number >> 16, number & 0xffff);
    if high > 0 { format!("0x{high:X}_{low:04X}") } else { format!("0x{low:X}") }
}

fn posting(posting: &Posting) -> String {
    format!(
        "Posting {{ word: Cow::Borrowed({:?}), finds: Cow::Borrowed(&{:?}) }}",
        posting.word, posting.finds
    )
}

fn texts(texts: &List<std::borrow::Cow<'static, str>>) -> String {
    let texts: Vec<String> = texts.iter().map(|t| format!("Cow::Borrowed({t:?})")).collect();
    format!("Cow::Borrowed(&[{}])", texts.join(", "))
}
