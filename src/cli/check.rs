//! `rdpfix check`: looks at a host, or at many one by one, and says what it saw.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use super::check_args::CheckArgs;
use super::env::Surroundings;
use super::exit::Exit;
use super::output::{self, Output};
use super::{Base, Unusable, input};
use crate::knowledge::words::Side;
use crate::render::{self, Format, Style};
use crate::report::check::CheckReport;
use crate::report::check::plan::{ChecksReport, PlanReport};
use crate::report::check::{report, shown};
use crate::report::interview::cards;
use crate::text::Lines;
use crate::witness::check::{
    CheckResult, LayerId, Limits, Means, NotOneHost, Roots, Scope, Target, look, system_dialler,
    system_resolver,
};
use crate::witness::person::{leave_on_interrupt, wait};

/// More hosts than this are a survey of a network, which this is not for.
const MOST_HOSTS: usize = 4096;

/// The largest list of hosts, in bytes: the most hosts with all that anybody notes beside them.
const LARGEST_LIST: u64 = 16 << 20;

/// The longest line of such a list, in bytes.
const LONGEST_LINE: usize = 64 << 10;

pub(super) fn run(args: &CheckArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    leave_on_interrupt();
    let output = Output::new(&args.common, surroundings);
    if args.list_checks {
        output.report(&ChecksReport::new())?;
        return Ok(Exit::Fine);
    }
    let scope = scope(args);
    let targets = match (&args.host, &args.hosts) {
        (Some(host), _) => vec![target(host)?],
        (None, Some(file)) => targets(file)?,
        (None, None) => return Err(unusable(&NotOneHost::Empty).into()),
    };
    if args.dry_run {
        let plans: Vec<_> = targets.iter().map(|target| PlanReport::new(target, &scope)).collect();
        output.redacted_many(plans, args.hosts.is_some())?;
        return Ok(Exit::Fine);
    }
    announce(args, &targets, &scope, &output, surroundings);
    let base = Base::load(&args.common.knowledge)?;
    let checks = Checks { base, scope, means: means(args.timeout), here: args.i_am.side() };
    let exit = if args.hosts.is_some() {
        many(checks, targets, args.jobs, &output)?
    } else {
        let words = format!("Looking at {}", shown(&targets[0]).reveal());
        let mut found = wait(&words, || checks.at(&targets[0]));
        output.redacted(&mut found)?;
        exit_of(&found)
    };
    Ok(exit.or_zero(args.common.exit_zero))
}

/// What a look works with: this computer's resolver and roots, and so many seconds.
pub(super) fn means(seconds: u16) -> Means {
    Means {
        resolver: system_resolver(),
        dialler: system_dialler(),
        roots: Roots::of_this_computer,
        limits: Limits::within(Duration::from_secs(seconds.into())),
    }
}

/// The one host that a text names.
pub(super) fn target(text: &str) -> anyhow::Result<Target> {
    Target::parse(text).map_err(|error| unusable(&error).into())
}

fn unusable(error: &NotOneHost) -> Unusable {
    let help = match error {
        NotOneHost::Many(_) => "rdpfix check --hosts FILE takes one host per line",
        _ => "rdpfix check HOST or HOST:PORT",
    };
    Unusable::new(error.to_string(), help)
}

fn scope(args: &CheckArgs) -> Scope {
    match args.only.as_deref().and_then(LayerId::parse) {
        Some(layer) => Scope::only(layer),
        None if args.deep => Scope::deep(),
        None => Scope::usual(),
    }
}

/// One host per line; empty lines and what begins with # are passed over, and a host that is named again is looked at
/// once. Every line that is none is named, and then nothing is sent.
fn targets(file: &Path) -> anyhow::Result<Vec<Target>> {
    let bytes = input::named(file, LARGEST_LIST)?;
    let (mut targets, mut wrong) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for (line, number) in Lines::new(bytes.as_slice(), LONGEST_LINE)?.zip(1..) {
        let line = line.with_context(|| format!("{} is no list of hosts", file.display()))?;
        let line = line.trim_matches([' ', '\t']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match Target::parse(line) {
            Ok(target) if known.insert((target.host.to_lowercase(), target.port)) => targets.push(target),
            Ok(_) => {}
            Err(error) => wrong.push(format!("line {number}: {error}")),
        }
    }
    refused(file, targets.len(), &wrong)?;
    Ok(targets)
}

/// Why a list of hosts is not looked at, where it is not.
fn refused(file: &Path, hosts: usize, wrong: &[String]) -> anyhow::Result<()> {
    const FORM: &str = "one host per line: a name or an address, with :PORT";
    if let Some(first) = wrong.first() {
        let more = if wrong.len() > 1 { format!(" (and {} more)", wrong.len() - 1) } else { String::new() };
        return Err(Unusable::new(format!("{first}{more}"), FORM).into());
    }
    if hosts == 0 {
        let name = if file == Path::new("-") { "standard input".into() } else { file.display().to_string() };
        return Err(Unusable::new(format!("{name} names no host"), FORM).into());
    }
    anyhow::ensure!(hosts <= MOST_HOSTS, "more than {MOST_HOSTS} hosts: that is a survey, not a check");
    Ok(())
}

/// Says what is about to be sent, where somebody reads along; reports say it afterwards in any case.
fn announce(
    args: &CheckArgs,
    targets: &[Target],
    scope: &Scope,
    output: &Output,
    surroundings: &Surroundings,
) {
    if output.is_json() || !surroundings.stderr_terminal {
        return;
    }
    let to = match targets {
        [one] => shown(one).reveal(),
        many => format!("{} hosts", many.len()),
    };
    let words = crate::report::check::plan::announcement(&to, scope);
    let style = Style {
        width: surroundings.width(args.common.width, true),
        colour: surroundings.colour(args.common.color, true),
    };
    output::print_error(&render::page(&cards::notice(words), Format::Terminal, &style));
}

/// What all checks of one run share.
struct Checks {
    base: Base,
    scope: Scope,
    means: Means,
    here: Side,
}

impl Checks {
    fn at(&self, target: &Target) -> CheckReport {
        let seen = look(target, &self.scope, &self.means);
        report(&CheckResult::new(seen, self.here), &self.base.knowledge)
    }
}

/// A fault counts more than a host that this computer could not check.
fn exit_of(report: &CheckReport) -> Exit {
    match (report.has_fault(), report.is_unchecked()) {
        (true, _) => Exit::Negative,
        (false, true) => Exit::Unusable,
        (false, false) => Exit::Fine,
    }
}

/// The exit of two hosts together.
fn worse(one: Exit, other: Exit) -> Exit {
    if one == Exit::Negative || other == Exit::Fine { one } else { other }
}

/// Checks all hosts, `jobs` at a time, and prints each report as soon as those before it are printed.
///
/// The threads are never waited for: when the reader of the output has gone the program ends at once, whatever checks
/// are still under way. With fewer threads than were asked for the checks go on; without any they run in this one.
fn many(checks: Checks, targets: Vec<Target>, jobs: u16, output: &Output) -> anyhow::Result<Exit> {
    let count = targets.len();
    let shared = Arc::new((checks, targets, AtomicUsize::new(0)));
    let (tell, told) = mpsc::channel();
    let threads = (0..usize::from(jobs).min(count)).map_while(|_| {
        let (shared, tell) = (Arc::clone(&shared), tell.clone());
        thread::Builder::new().name("check".to_owned()).spawn(move || work(&shared, &tell)).ok()
    });
    let here = threads.count() == 0;
    drop(tell);
    let (mut exit, mut printed) = (Exit::Fine, 0);
    let note = |report: &CheckReport| {
        printed += 1;
        exit = worse(exit, exit_of(report));
    };
    let end = if here {
        let (checks, targets, _) = &*shared;
        output.redacted_stream(targets.iter().map(|target| checks.at(target)).inspect(note))?
    } else {
        output.redacted_stream(InOrder { told, waiting: BTreeMap::new(), next: 0 }.inspect(note))?
    };
    let missing = if end.is_break() { 0 } else { count - printed };
    anyhow::ensure!(missing == 0, "rdpfix could not report on {missing} hosts");
    Ok(exit)
}

/// Checks one host after the other until none is left or nobody listens any more.
fn work((checks, targets, next): &(Checks, Vec<Target>, AtomicUsize), tell: &Sender<(usize, CheckReport)>) {
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(target) = targets.get(index) else { return };
        if tell.send((index, checks.at(target))).is_err() {
            return;
        }
    }
}

/// What comes in any order, in order.
struct InOrder<T> {
    told: Receiver<(usize, T)>,
    waiting: BTreeMap<usize, T>,
    next: usize,
}

impl<T> Iterator for InOrder<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        loop {
            if let Some(ready) = self.waiting.remove(&self.next) {
                self.next += 1;
                return Some(ready);
            }
            let (index, item) = self.told.recv().ok()?;
            self.waiting.insert(index, item);
        }
    }
}
