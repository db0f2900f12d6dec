//! The files that are generated from `knowledge/`: the counted cases, the words of the rules, and the lexicon.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use rdpfix::knowledge::{Knowledge, read_dir};
use rdpfix::lexicon::{EventEntry, FieldEntry, Lexicon, List, Posting};

use super::words;

/// Path and text of each generated file.
pub(crate) fn generated() -> [(&'static str, String); 5] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let files = read_dir(&folder).expect("the folder of the knowledge can be read");
    let knowledge = Knowledge::from_files(&files).0;
    let lexicon = lexicon(&knowledge);
    [
        ("src/knowledge/generated/cases.in", list_of_cases(&knowledge)),
        ("src/knowledge/generated/known.in", list_of_known(&knowledge)),
        ("src/knowledge/generated/states.in", list_of_states(&knowledge)),
        ("src/lexicon/generated/index.in", expression(&lexicon)),
        ("src/lexicon/generated/words.in", words::table()),
    ]
}

/// The lexicon that this knowledge gives.
pub(crate) fn lexicon(knowledge: &Knowledge) -> Lexicon {
    let Knowledge { problems, codes, refused, .. } = knowledge;
    Lexicon::build(
        problems.values(),
        codes.values(),
        refused.values(),
        knowledge.families(),
        knowledge.events(),
    )
}

/// What is counted of every case.
fn list_of_cases(knowledge: &Knowledge) -> String {
    let cases = knowledge.cases.values().map(|case| (&case.problem, &case.cause, &case.source));
    let mut rows: Vec<_> = cases.collect();
    rows.sort();
    let row = |(problem, cause, source): (&String, &String, &String)| {
        format!("    Counted {{ problem: {problem:?}, cause: {cause:?}, source: {source:?} }},\n")
    };
    let rows: Vec<String> = rows.into_iter().map(row).collect();
    format!("&[\n{}]\n", rows.concat())
}

/// How often the state of each observation was known in the cases of the problems that it bears on.
fn list_of_known(knowledge: &Knowledge) -> String {
    let mut counts: BTreeMap<&str, (u16, u16)> = BTreeMap::new();
    for case in knowledge.cases.values() {
        let problem = knowledge.problems.get(&case.problem).expect("a case names a problem");
        let causes = problem.causes.keys().filter_map(|cause| knowledge.causes.get(cause));
        let bearing = causes.flat_map(|cause| cause.observations.keys()).chain(problem.also_ask.keys());
        let bearing: BTreeSet<&String> = bearing.filter(|id| !problem.implies.contains(id)).collect();
        for id in bearing {
            let (known, of) = counts.entry(id).or_default();
            *known += u16::from(case.known.contains_key(id));
            *of += 1;
        }
    }
    let rows: Vec<String> =
        counts.iter().map(|(id, (known, of))| format!("    ({id:?}, {known}, {of}),\n")).collect();
    format!("&[\n{}]\n", rows.concat())
}

/// What was known in the cases of each cause.
fn list_of_states(knowledge: &Knowledge) -> String {
    let mut counts: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for case in knowledge.cases.values() {
        for (observation, state) in &case.known {
            let states = counts.entry(&case.cause).or_default();
            *states.entry(format!("{observation}={state}")).or_default() += 1;
        }
    }
    let row = |(cause, states): (&&str, &BTreeMap<String, usize>)| {
        let states: Vec<String> = states.iter().map(|(state, cases)| format!("{state}:{cases}")).collect();
        format!("    ({cause:?}, {:?}),\n", states.join(" "))
    };
    format!("&[\n{}]\n", counts.iter().map(row).collect::<String>())
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
    list(&mut out, "refused", &lexicon.refused, |r| {
        format!("RefusedEntry {{ id: {}, words: {} }}", text(&r.id), texts(&r.words))
    });
    list(&mut out, "refused_anchors", &lexicon.refused_anchors, posting);
    list(&mut out, "families", &lexicon.families, |f| {
        format!(
            "FamilyEntry {{ id: {}, title: {}, problems: Cow::Borrowed(&{:?}) }}",
            text(&f.id),
            text(&f.title),
            f.problems
        )
    });
    // The learned reader knows every problem that is compiled in.
    out.push_str("    own: Cow::Borrowed(&[]),\n");
    list(&mut out, "event_words", &lexicon.event_words, |word| text(word));
    list(&mut out, "events", &lexicon.events, event);
    out + "}\n"
}

fn event(event: &EventEntry) -> String {
    let field = |f: &FieldEntry| {
        let (names, namespace) = (texts(&f.names), &f.namespace);
        format!("FieldEntry {{ names: {names}, namespace: Cow::Borrowed({namespace:?}) }}")
    };
    let fields: Vec<String> = event.fields.iter().map(field).collect();
    let only = event.only.as_ref().map_or("None".to_owned(), |only| {
        format!("Some(ConditionEntry {{ names: {}, values: {} }})", texts(&only.names), texts(&only.values))
    });
    format!(
        "EventEntry {{ number: {}, id: Cow::Borrowed({:?}), sources: {}, shared: {}, problem: {:?}, \
         fields: Cow::Borrowed(&[{}]), only: {only} }}",
        event.number,
        event.id,
        texts(&event.sources),
        event.shared,
        event.problem,
        fields.join(", ")
    )
}

fn list<T: Clone>(out: &mut String, field: &str, list: &List<T>, entry: impl Fn(&T) -> String) {
    let _ = writeln!(out, "    {field}: Cow::Borrowed(&[");
    for item in list.iter() {
        let _ = writeln!(out, "        {},", entry(item));
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
