//! Anybody at all at the desk: whatever is answered, the interview ends, and never weakens too early.

use std::collections::BTreeSet;
use std::ops::Range;

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::format::Fix;
use rdpfix::knowledge::words::{Security, Works};
use rdpfix::report::diagnosis::{DiagnosisReport, NextCard};
use rdpfix::session::{Outcome, Session, Step};

use crate::interview::person::{Act, Mind, Prompt, Start, session, talk};
use crate::shared::dice::Dice;

/// After so many prompts the person takes whatever brings the end nearer.
const TIRED: usize = 40;

/// More prompts than any interview that comes to its end by itself.
const PATIENCE: usize = 200;

/// Answers anything, seldom goes back or leaves, and gets tired in the end. Presses Ctrl-C at the `stop`th demand
/// for the word.
fn anybody(seed: u64, stop: usize) -> Mind<'static> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (mut prompts, mut words) = (0, 0);
    Box::new(move |prompt, shown| {
        prompts += 1;
        assert!(prompts < PATIENCE, "it never ends");
        match prompt {
            Prompt::Paste if prompts > TIRED => Act::Leave,
            Prompt::Paste => Act::Paste(["0xc07", "0x904/0x7", "", "nonsense", "0x507"][dice.below(5)]),
            Prompt::Line if shown.contains("Type WEAKEN") => {
                words += 1;
                if words > stop { Act::Interrupt } else { Act::Line(["WEAKEN", "no", ""][dice.below(3)]) }
            }
            Prompt::Line => Act::Line(["", "not today"][dice.below(2)]),
            Prompt::Pick(menu) => Act::At(picked(&mut dice, menu, prompts)),
        }
    })
}

/// What ends an interview or a step back is rare at first.
fn picked(dice: &mut Dice, menu: &rdpfix::witness::Menu, prompts: usize) -> usize {
    let index = dice.below(menu.items.len());
    let item = |key: char| menu.items.iter().position(|item| item.key == key);
    let ends = ['b', 'f', 'p', 'q', 'w', '?'].contains(&menu.items[index].key);
    match ends && (prompts > TIRED || dice.below(8) > 0) {
        true if prompts > TIRED => item('q').unwrap_or(menu.default),
        true => item('g').unwrap_or(menu.default),
        false => index,
    }
}

/// By the words of the knowledge, not by the engine: the safe fixes that help with a cause of this problem
/// with which the weakening fix helps too, as far as cause and fix apply to the systems that are known.
fn safe_before<'k>(knowledge: &'k Knowledge, session: &Session, weakening: &Fix) -> Vec<&'k Fix> {
    let helps = |cause: &str, fix: &str| {
        let works = knowledge.causes.get(cause).and_then(|cause| cause.fixes.get(fix));
        works.is_some_and(|works| works.value() >= Works::Sometimes.value())
    };
    let causes = session.problem.causes.keys().filter(|cause| helps(cause, &weakening.id));
    let ids: BTreeSet<&String> = causes
        .filter_map(|cause| knowledge.causes.get(cause))
        .filter(|cause| session.known().admits(&cause.systems))
        .flat_map(|cause| {
            let fixes = cause.fixes.keys();
            fixes.filter(move |fix| helps(&cause.id, fix))
        })
        .collect();
    let fixes = ids.into_iter().filter_map(|id| knowledge.fixes.get(id));
    let applying = fixes.filter(|fix| session.known().admits(&fix.systems));
    applying.filter(|fix| fix.security == Security::Safe).collect()
}

fn has_waited(knowledge: &Knowledge, line: &str) {
    let session = session(knowledge, line, Start::default().policy);
    // Going on although handing over is cheaper has no flag: then the step is another one.
    let weakening = match session.next() {
        Step::Fix(fix) if fix.security == Security::Weakens => fix,
        Step::HandOver | Step::Ask(..) => return,
        other => panic!("{line} leads to {other:?}"),
    };
    let blocked: Vec<String> = session.blocked().into_iter().map(|blocked| blocked.fix).collect();
    for safe in safe_before(knowledge, &session, weakening) {
        let done = session.facts.outcome(&safe.id).is_some() || blocked.contains(&safe.id);
        assert!(done, "{} is offered before {}: {line}", weakening.id, safe.id);
    }
}

fn consistent(report: &DiagnosisReport) {
    let sum: f64 = report.ranking.iter().map(|rank| rank.posterior).sum();
    assert!((sum - 1.0).abs() < 0.02, "the ranking adds up to {sum}");
    let tried: BTreeSet<&str> = report.tried.iter().map(|tried| tried.fix.as_str()).collect();
    assert!(report.plan.iter().all(|fix| !tried.contains(fix.id.as_str())), "{}", report.command);
    let waits = |because: &str| because.starts_with("It weakens security and waits");
    let blocked = report.blocked.iter().filter(|blocked| !waits(&blocked.because));
    blocked.for_each(|blocked| assert!(report.plan.iter().all(|fix| fix.id != blocked.fix), "{blocked:?}"));
    let worked = report.tried.iter().any(|tried| tried.outcome == Outcome::Worked);
    assert_eq!(worked, matches!(report.next, NextCard::Connected { .. }), "{}", report.command);
    if let NextCard::Fix { fix, .. } = &report.next {
        assert_eq!(report.plan.first().map(|card| &card.id), Some(fix), "{}", report.command);
    }
}

/// Problems in which somebody who answers at random often comes to a fix that weakens security.
const WEAKENING: [&str; 5] = [
    "account-restriction",
    "auth-0x507",
    "credssp-encryption-oracle",
    "disconnect-0x904",
    "nla-required-by-server",
];

/// Plays each interview to its end, and once more up to one of its demands for the word, where the safe
/// fixes must have had their turn. Returns how many demands that were.
fn play(seeds: Range<u64>) -> usize {
    let knowledge = Knowledge::builtin();
    let problems: Vec<&str> = knowledge.problems.ids().collect();
    let mut demands = 0;
    for seed in seeds {
        let index = usize::try_from(seed).expect("small");
        let of = if seed % 9 == 1 { &problems[..] } else { &WEAKENING };
        let problem = of[index % of.len()];
        let start = if seed % 3 == 0 { Start::default() } else { Start::problem(problem) };
        let whole = talk(&knowledge, &start, anybody(seed, usize::MAX));
        assert!(whole.ending.is_some());
        whole.report.iter().for_each(consistent);
        let words = whole.transcript.matches("Type WEAKEN").count();
        if words > 0 {
            demands += 1;
            let stopped = talk(&knowledge, &start, anybody(seed, index % words));
            assert!(stopped.ending.is_none(), "the same seed is the same interview");
            has_waited(&knowledge, &stopped.line.expect("a problem"));
        }
    }
    demands
}

#[test]
fn the_first_hundred_interviews_end_well() {
    assert!(play(0..100) > 0, "weakening fixes are reached");
}

#[test]
fn the_second_hundred_interviews_end_well() {
    assert!(play(100..200) > 0, "weakening fixes are reached");
}

#[test]
fn the_third_hundred_interviews_end_well() {
    assert!(play(200..300) > 0, "weakening fixes are reached");
}
