//! What a look-up costs when everything is known ten times: the built-in knowledge beside nine renamed copies of
//! itself (target: less than twice the time).
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rdpfix::intake::read;
use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::format::{CodeTable, Problem};
use rdpfix::lexicon::{Lexicon, number};

const LINE: &str = "[09:14:07:286] [2611:0000b02b] [ERROR][com.freerdp.core.nego] - protocol security negotiation failure of HOST 42\n";

/// The lexicon of the built-in knowledge and `copies - 1` copies: other ids, other numbers in the same
/// namespaces, and messages of which every second word is another one, as kindred messages have it.
fn lexicon(copies: u32) -> Lexicon {
    let knowledge = Knowledge::builtin();
    let mut problems: Vec<Problem> = knowledge.problems.values().cloned().collect();
    let mut tables: Vec<CodeTable> = knowledge.codes.values().cloned().collect();
    for copy in 1..copies {
        problems.extend(knowledge.problems.values().map(|unit| problem(unit.clone(), copy)));
        for (table, own) in tables.iter_mut().zip(knowledge.codes.values()) {
            table.codes.extend(own.codes.iter().cloned().map(|mut code| {
                code.code = other_number(&code.code, copy);
                code.symbol = code.symbol.map(|symbol| format!("{symbol}_{copy}"));
                code.problem = code.problem.map(|id| format!("{id}-{copy}"));
                code
            }));
        }
    }
    Lexicon::build(&problems, &tables, knowledge.refused.values(), knowledge.families(), knowledge.events())
}

fn problem(mut unit: Problem, copy: u32) -> Problem {
    unit.id = format!("{}-{copy}", unit.id);
    unit.was.clear();
    for code in &mut unit.codes {
        code.code = other_number(&code.code, copy);
    }
    for message in &mut unit.messages {
        let words = message.text.split(' ').enumerate();
        let changed = words.map(|(place, word)| {
            let kept = place % 2 == 1 || word.contains('*');
            if kept { word.to_owned() } else { format!("{word}{}", letter(copy)) }
        });
        message.text = changed.collect::<Vec<_>>().join(" ");
    }
    unit
}

fn other_number(code: &str, copy: u32) -> String {
    let value = number(code).expect("the built-in numbers can be read");
    format!("0x{:X}", value ^ copy << 20)
}

fn letter(copy: u32) -> char {
    char::from_digit(10 + copy % 26, 36).expect("a digit of base 36")
}

/// What is looked up, each text by itself: a code, a paste of every problem, and a log.
fn texts() -> [(&'static str, Vec<String>); 4] {
    let knowledge = Knowledge::builtin();
    let samples = knowledge.problems.values().flat_map(|problem| problem.samples.iter().take(1).cloned());
    [
        ("code", vec!["0xc07".to_owned()]),
        ("unlisted code", vec!["0x8007ABCD".to_owned()]),
        ("paste of every problem", samples.collect()),
        ("log of one megabyte", vec![LINE.repeat((1 << 20) / LINE.len())]),
    ]
}

fn lookup(c: &mut Criterion) {
    let lexicons = [1, 10].map(|copies| (copies, lexicon(copies)));
    for (name, texts) in texts() {
        let mut group = c.benchmark_group(format!("tenfold/{name}"));
        for (copies, lexicon) in &lexicons {
            group.bench_function(BenchmarkId::from_parameter(copies), |b| {
                b.iter(|| texts.iter().map(|text| read(black_box(text), lexicon, None)).collect::<Vec<_>>());
            });
        }
        group.finish();
    }
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = lookup }
criterion_main!(benches);
