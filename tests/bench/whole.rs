//! The knowledge read whole, and the built program as whole processes.
#![allow(clippy::disallowed_methods, reason = "a process is started to be measured")]
#![allow(missing_docs, reason = "criterion's macros")]

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};
use rdpfix::knowledge::Knowledge;
use rdpfix::report::list::{ListKind, ListReport};

const PASTE: &str = "Since this morning one of our users gets this when she opens her connection to the terminal \
    server: An authentication error has occurred. The function requested is not supported. Remote computer: ts01. \
    This could be due to CredSSP encryption oracle remediation. It is the same at home. Nothing else was changed.";

fn knowledge(c: &mut Criterion) {
    c.bench_function("knowledge/opened", |b| b.iter(|| black_box(Knowledge::builtin())));
    c.bench_function("knowledge/parsed whole", |b| {
        b.iter(|| {
            let knowledge = Knowledge::builtin();
            let kinds = [
                ListKind::Problems,
                ListKind::Codes,
                ListKind::Causes,
                ListKind::Observations,
                ListKind::Fixes,
                ListKind::Topics,
            ];
            kinds.map(|kind| black_box(ListReport::new(&knowledge, kind).items.len()))
        });
    });
    c.bench_function("knowledge/validated whole", |b| {
        b.iter(|| black_box(Knowledge::builtin().check().len()));
    });
}

/// Runs the program as a shell does, its input from a pipe.
fn run(args: &[&str], input: &[u8]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rdpfix"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    stdin.write_all(input).expect("the program reads its input");
    drop(stdin);
    black_box(child.wait().expect("the program ends"));
}

fn process(c: &mut Criterion) {
    let log = {
        let line = "[10:22:01:123] [1234:1235] [INFO][com.freerdp.core] - connecting to the server\n";
        let mut log = line.repeat(1_000_000 / line.len());
        log.push_str("[10:22:05:000] [ERROR] Error code: 0x904 Extended error code: 0x7\n");
        log.into_bytes()
    };
    c.bench_function("process/--version", |b| b.iter(|| run(&["--version"], b"")));
    c.bench_function("process/lookup 0x904", |b| b.iter(|| run(&["lookup", "0x904"], b"")));
    c.bench_function("process/lookup of 300 characters", |b| {
        b.iter(|| run(&["lookup", "-"], PASTE.as_bytes()));
    });
    c.bench_function("process/lookup of 1 MB", |b| b.iter(|| run(&["lookup", "-"], &log)));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = knowledge, process
}
criterion_main!(benches);
