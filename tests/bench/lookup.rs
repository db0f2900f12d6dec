//! What a look-up costs (targets: a code or a paste below 1 ms, a log of one megabyte below 100 ms).
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
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

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = lookup }
criterion_main!(benches);
