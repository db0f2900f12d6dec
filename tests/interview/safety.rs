//! Fixes that weaken security: last, never quietly, and in the report until they are undone.

use rdpfix::interview::Ending;
use rdpfix::knowledge::Knowledge;
use rdpfix::report::diagnosis::{DiagnosisReport, NextCard};
use rdpfix::session::Outcome;

use crate::interview::person::{Act, Start, Talk, flags, script, talk};

use Act::{Interrupt, Leave, Line, Pick};

const FIX: &str = "allow-vulnerable-credssp";

/// A host that lacks the update and cannot be reached in another way: only the workaround is left.
fn nothing_safe() -> Start {
    let knowledge = Knowledge::builtin();
    Start::problem("credssp-encryption-oracle")
        .knowing("host-credssp-update", "no")
        .knowing("credssp-version-event", "yes")
        .knowing("host-reach", "no")
        .knowing("client-admin", "yes")
        .nothing_else(&knowledge)
        .only(&knowledge, FIX)
}

fn play(acts: &[Act]) -> Talk {
    talk(&Knowledge::builtin(), &nothing_safe(), script(acts))
}

fn temporary(report: &DiagnosisReport) -> Vec<&str> {
    report.temporary.iter().map(|fix| fix.id.as_str()).collect()
}

fn outcome(talk: &Talk) -> Option<Outcome> {
    flags(talk.line.as_deref().expect("a problem")).1.outcome(FIX).map(|tried| tried.outcome)
}

#[test]
fn warning_and_way_back_come_before_the_change_and_a_word_is_typed() {
    let talk = play(&[Leave]);
    let shown = &talk.transcript;
    let order = [
        "Only because nothing safe is left",
        "WARNING",
        "Keep",
        "Undo",
        "Put back",
        "Then",
        "Change",
        "Type WEAKEN",
    ];
    let places: Vec<_> = order.iter().map(|word| shown.find(word)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{shown}");
    assert!(shown.contains("  Put back  reg add"), "the label fits its column:\n{shown}");
    assert!(!shown.contains("What happened?"), "{shown}");
}

#[test]
fn enter_skips_it() {
    let talk = play(&[Line(""), Leave]);
    assert_eq!(outcome(&talk), Some(Outcome::Cannot));
    assert!(talk.report.expect("a problem").temporary.is_empty());
}

#[test]
fn the_word_counts_in_any_case_and_another_word_is_asked_for_again() {
    for word in ["WEAKEN", "weaken", " Weaken "] {
        let talk = play(&[Line("yes"), Line("WEAKEN IT"), Line(word), Pick("It works"), Pick("Not yet")]);
        assert_eq!(talk.transcript.matches("That is not WEAKEN").count(), 2, "{}", talk.transcript);
        assert_eq!(outcome(&talk), Some(Outcome::Worked), "{word:?}");
    }
    let talk = play(&[Line("yes"), Leave]);
    assert_eq!(outcome(&talk), None, "another word books nothing: {}", talk.transcript);
}

#[test]
fn what_helps_for_a_while_stays_in_the_report_until_it_is_undone() {
    let kept = play(&[Line("WEAKEN"), Pick("It works"), Pick("Not yet")]);
    assert_eq!(kept.ending, Some(Ending::Finished));
    assert!(kept.transcript.contains("CONNECTED, BUT SECURITY IS STILL WEAKENED"), "{}", kept.transcript);
    let report = kept.report.expect("a problem");
    assert_eq!(temporary(&report), [FIX]);
    assert!(matches!(&report.next, NextCard::Connected { temporary } if temporary == &[FIX]));

    let undone = play(&[Line("WEAKEN"), Pick("It works"), Pick("Yes")]).report.expect("a problem");
    assert!(undone.temporary.is_empty());
    assert!(matches!(&undone.next, NextCard::Connected { temporary } if temporary.is_empty()));
}

#[test]
fn what_does_not_help_is_undone_at_once() {
    let talk = play(&[Line("WEAKEN"), Pick("The same error"), Pick("Yes"), Leave]);
    assert!(talk.transcript.contains("UNDO IT NOW"), "{}", talk.transcript);
    assert_eq!(outcome(&talk), Some(Outcome::Failed));
    assert!(talk.report.expect("a problem").temporary.is_empty());
    let talk = play(&[Line("WEAKEN"), Pick("The same error"), Pick("Not yet"), Leave]);
    assert_eq!(temporary(&talk.report.expect("a problem")), [FIX]);
}

#[test]
fn whoever_leaves_before_saying_that_it_is_undone_has_it_in_the_report() {
    for way in [Leave, Interrupt] {
        let talk = play(&[Line("WEAKEN"), Pick("The same error"), way]);
        assert_eq!(outcome(&talk), Some(Outcome::Failed));
        assert_eq!(temporary(&talk.report.expect("a problem")), [FIX]);
    }
}

#[test]
fn whoever_leaves_with_the_change_perhaps_made_sees_the_way_back() {
    for way in [Leave, Interrupt, Pick("Quit")] {
        let talk = play(&[Line("WEAKEN"), way]);
        let last = talk.transcript.find("IF YOU MADE THE CHANGE, UNDO IT").expect("the way back");
        assert!(talk.transcript[last..].contains("reg delete"), "{}", talk.transcript);
    }
}

#[test]
fn another_error_keeps_it_in_the_report() {
    let talk = play(&[Line("WEAKEN"), Pick("A different error"), Leave]);
    assert_eq!(outcome(&talk), Some(Outcome::Changed));
    let report = talk.report.expect("a problem");
    assert_eq!(temporary(&report), [FIX]);
    let said = report.hand_over.expect("it can be handed over").paragraph;
    assert!(
        said.contains("For now security is weakened") && said.contains(&report.temporary[0].title),
        "{said}"
    );
}

#[test]
fn a_host_open_to_the_internet_is_asked_about_and_never_weakened() {
    let base = Start::problem("credssp-encryption-oracle").knowing("host-reach", "yes");
    let knowledge = Knowledge::builtin();
    for assume_unknown in [false, true] {
        let mut start = base.clone().nothing_else(&knowledge).only(&knowledge, "nla-off-on-host");
        start.facts.answers.remove("internet-facing");
        start.policy.assume_unknown = assume_unknown;
        let open = talk(&knowledge, &start, script(&[Pick("Go on here"), Pick("Yes,"), Leave]));
        assert!(open.transcript.contains("be reached straight from the internet?"), "{}", open.transcript);
        assert!(!open.transcript.contains("Type WEAKEN"), "{}", open.transcript);
        let inside = talk(&knowledge, &start, script(&[Pick("Go on here"), Pick("No, only"), Leave]));
        assert!(inside.transcript.contains("Type WEAKEN"), "{}", inside.transcript);
    }
}
