//! What a look-up costs (targets: a code or a paste below 1 ms, a log of one megabyte below 100 ms).
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(clippy::disallowed_methods, reason = "the program is started as a script would")]

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rdpfix::intake::read;
use rdpfix::lexicon::Lexicon;

#[path = "../intake/lexicon.rs"]
#[expect(dead_code, reason = "the tests of intake use the rest of it")]
mod fixture;

const PASTE: &str = "[Window Title]\nRemote Desktop Connection\n\n[Content]\nAn authentication error has occurred.\n\
    The function requested is not supported\n\nRemote computer: HOST\nThis could be due to CredSSP encryption oracle \
    remediation.\nFor more information, see https://go.microsoft.com/fwlink/?linkid=866660\n\n[OK]\nTimestamp: 07/03/26 09:14\n";

const LINE: &str = "[09:14:07:286] [2611:0000b02b] [ERROR][com.freerdp.core.nego] - protocol security negotiation failure of HOST 42\n";

fn lookup(c: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let log = LINE.repeat((1 << 20) / LINE.len());
    c.bench_function("lookup/code", |b| b.iter(|| read(black_box("0xc07"), lexicon, None)));
    c.bench_function("lookup/paste of 300 characters", |b| b.iter(|| read(black_box(PASTE), lexicon, None)));
    c.bench_function("lookup/log of one megabyte", |b| b.iter(|| read(black_box(&log), lexicon, None)));
    // Ten times the knowledge must stay below twice the work.
    for (name, copies) in
        [("lookup/paste among 100 problems", 13), ("lookup/paste among 1,000 problems", 126)]
    {
        let lexicon = fixture::build(copies);
        c.bench_function(name, |b| b.iter(|| read(black_box(PASTE), &lexicon, None)));
    }
}

/// `lookup --each-line` as a script runs it: criterion tells the lines per second.
fn each_line(c: &mut Criterion) {
    const LINES: u64 = 4_000;
    let list: Vec<String> =
        (0..LINES).map(|number| format!("{number:06} {:<172}\n", LINE.trim_end())).collect();
    let list = list.concat();
    let mut group = c.benchmark_group("lookup");
    group.throughput(Throughput::Elements(LINES));
    group.bench_function("4,000 lines of 180 bytes on all cores", |b| {
        b.iter(|| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_rdpfix"));
            command
                .args(["lookup", "--each-line", "--json", "-"])
                .stdin(Stdio::piped())
                .stdout(Stdio::null());
            let mut child = command.spawn().expect("the program starts");
            let mut input = child.stdin.take().expect("standard input is piped");
            input.write_all(list.as_bytes()).expect("the program reads");
            drop(input);
            child.wait().expect("the program ends")
        });
    });
    group.finish();
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = lookup, each_line }
criterion_main!(benches);
