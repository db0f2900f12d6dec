//! `rdpfix lookup`: what a text or a code means.

use std::io::Read;

use super::args::LookupArgs;
use super::cores::on_all_cores;
use super::env::Surroundings;
use super::exit::Exit;
use super::output::Output;
use super::{Base, Unusable, ask, input};
use crate::intake;
use crate::knowledge::did_you_mean;
use crate::report::lookup::LookupReport;
use crate::text::{LineError, Lines, clean};
use crate::witness::Reply;

/// Lines that are looked up together: a fraction of a second for all cores.
const BATCH: usize = 2048;

/// Bytes of lines that are looked up together, where lines are long.
const BATCH_BYTES: usize = 4 << 20;

pub(super) fn run(args: &LookupArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let output = Output::new(&args.common, surroundings);
    if let Some(from) = args.from.as_deref().filter(|from| !base.knowledge.codes.contains(from)) {
        let near = did_you_mean(from, base.knowledge.codes.ids());
        let known = base.knowledge.codes.ids().collect::<Vec<_>>().join(", ");
        return Err(Unusable::new(
            format!("there is no namespace '{from}'{near}"),
            format!("known: {known}"),
        )
        .into());
    }
    let asked = wants_asking(args, surroundings).then(|| asked(surroundings)).transpose()?;
    let look = |text: &str| {
        let mut reading = intake::read(text, base.lexicon(), args.from.as_deref());
        if output.redacts() {
            // A plain decimal number that is no code is somebody's telephone or staff number.
            reading.unlisted.retain(|number| !text.contains(&number.to_string()));
        }
        LookupReport::new(&base.knowledge, &reading, args.from.as_deref())
    };
    if args.each_line {
        let matched = each_line(args, &output, &look)?;
        return Ok(exit(matched).or_zero(args.common.exit_zero));
    }
    let text = match asked {
        Some(Reply::Said(text)) => text,
        Some(Reply::Left) => return Ok(Exit::Cancelled),
        None if args.text.is_empty() => input::stdin()?,
        None => input::text(&args.text)?,
    };
    let report = look(&text);
    output.report(&report)?;
    Ok(exit(report.outcome == crate::intake::Outcome::Match).or_zero(args.common.exit_zero))
}

/// Whether the text is to be asked for: none is given, and somebody sits at the terminal. What is to be read from
/// standard input is read where nobody can be asked.
fn wants_asking(args: &LookupArgs, surroundings: &Surroundings) -> bool {
    let read = args.text == ["-"] && ask::can_ask(surroundings, false).is_err();
    (args.text.is_empty() || args.text == ["-"]) && surroundings.stdin_terminal && !args.each_line && !read
}

/// Asks for the text at the terminal.
fn asked(surroundings: &Surroundings) -> anyhow::Result<Reply<String>> {
    let said =
        ask::paste(surroundings, "Paste the error or type a code, then press Enter.", "rdpfix lookup 0xc07")?;
    let nothing = matches!(&said, Reply::Said(text) if text.trim().is_empty());
    if nothing { Err(Unusable::new("nothing to look up", "rdpfix lookup 0xc07").into()) } else { Ok(said) }
}

/// Looks up every line on all cores and prints the answers in the order of the lines. Whether all of them match; where
/// nobody reads any more, all that were looked up by then.
///
/// Lines are taken in batches, so that memory does not grow with the list.
fn each_line(
    args: &LookupArgs,
    output: &Output,
    look: &(dyn Fn(&str) -> LookupReport + Sync),
) -> anyhow::Result<bool> {
    let mut lines = input::lines(&args.text)?;
    let mut stream = output.stream()?;
    let mut matched = true;
    'all: loop {
        let (batch, end) = batch(&mut lines);
        let looked = on_all_cores(&batch, &|line: &String| {
            let report = look(&clean(line));
            (report.outcome == crate::intake::Outcome::Match, output.part(&report))
        });
        for (decided, part) in looked {
            matched &= decided;
            if stream.put(part)?.is_break() {
                break 'all;
            }
        }
        match end {
            Some(Ok(())) => break,
            Some(Err(error)) => return Err(anyhow::Error::new(error).context("cannot read the list")),
            None => {}
        }
    }
    if stream.count() == 0 {
        return Err(Unusable::new("the list is empty", "give one text per line on standard input").into());
    }
    stream.finish()?;
    Ok(matched)
}

/// The next lines, as many as are looked up together, and how the list ended if it did. A line that is here is not kept
/// waiting for one that is not.
fn batch(lines: &mut Lines<Box<dyn Read>>) -> (Vec<String>, Option<Result<(), LineError>>) {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        match lines.next() {
            Some(Ok(line)) => {
                bytes += line.len();
                batch.push(line);
            }
            Some(Err(error)) => return (batch, Some(Err(error))),
            None => return (batch, Some(Ok(()))),
        }
        if !lines.is_ready() {
            break;
        }
    }
    (batch, None)
}

fn exit(matched: bool) -> Exit {
    if matched { Exit::Fine } else { Exit::Negative }
}
