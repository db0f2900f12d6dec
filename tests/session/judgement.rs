//! What a session adds to the engine's numbers: what is implied is not asked, who acts where, and what is passed on.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::words::Side;
use rdpfix::report::diagnosis::DiagnosisReport;
use rdpfix::session::{
    Facts, Given, Outcome, Policy, Role, Session, Step, Tried, UNKNOWN, Weakening, WitnessKind,
};

use crate::shared::dice::Dice;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::builtin);

fn whole() -> &'static Knowledge {
    &KNOWLEDGE
}

const PERSON: Policy =
    Policy { weakening: Weakening::Offer, go_on: false, assume_unknown: false, person: true };

fn told(answers: &[(&str, &str)]) -> Facts {
    let given = |state: &str| Given { state: state.to_owned(), witness: WitnessKind::Person, evidence: None };
    let answers = answers.iter().map(|(id, state)| ((*id).to_owned(), given(state)));
    Facts { answers: answers.collect(), ..Facts::default() }
}

fn tried(fix: &str, outcome: Outcome) -> Tried {
    Tried { fix: fix.to_owned(), outcome, reason: None, undone: false }
}

fn session(problem: &str, facts: Facts) -> Session<'static> {
    Session::new(whole(), whole().problems.get(problem).unwrap(), facts, PERSON)
}

/// A session that answers what it is asked, and tries what it is told, with whatever comes.
fn random(problem: &str, dice: &mut Dice) -> Vec<Session<'static>> {
    let mut stations = vec![session(problem, Facts::default())];
    for _ in 0..8 {
        let last = stations.last().unwrap();
        let mut facts = last.facts.clone();
        match last.next() {
            Step::Ask(observation, _) => {
                let states: Vec<&str> =
                    observation.states.iter().map(String::as_str).chain([UNKNOWN]).collect();
                let state = states[dice.below(states.len())].to_owned();
                let given = Given { state, witness: WitnessKind::Person, evidence: None };
                facts.answers.insert(observation.id.clone(), given);
            }
            Step::Fix(fix) => {
                let outcome = [Outcome::Failed, Outcome::Cannot, Outcome::Returns][dice.below(3)];
                facts.note(tried(&fix.id, outcome));
            }
            Step::HandOver | Step::Connected => break,
        }
        stations.push(session(problem, facts));
    }
    stations
}

#[test]
fn the_paragraph_for_the_other_side_says_nothing_that_was_not_said() {
    let mut dice = Dice(11);
    for problem in whole().problems.values() {
        for session in random(&problem.id, &mut dice) {
            let report = DiagnosisReport::new(&session, None, false);
            let said = report.hand_over.unwrap().paragraph;
            let rest = without_what_is_known(&said, &session);
            let rest: BTreeSet<&str> = rest.split(|c: char| !c.is_alphabetic()).collect();
            let own = "Remote Desktop to HOST as USER at TIME Known here Tried the same error another \
                       helped for a while Our best guess almost certain very likely possible unlikely \
                       For now security is weakened until your side repaired";
            let own: BTreeSet<&str> = own.split(' ').chain([""]).collect();
            let strange: Vec<_> = rest.difference(&own).collect();
            assert!(strange.is_empty(), "{}: {strange:?} in: {said}", problem.id);
        }
    }
}

/// A paragraph without the title, the answers, what was tried, the likeliest cause and what is asked for.
fn without_what_is_known(said: &str, session: &Session) -> String {
    let knowledge = session.knowledge;
    let mut known = vec![session.problem.hand_over.request.clone()];
    for (id, given) in &session.facts.answers {
        if let Some((observation, label)) =
            knowledge.observations.get(id).and_then(|o| Some((o, o.ask.labels.get(&given.state)?)))
        {
            known.push(format!("{} {}", observation.ask.prompt, label.trim_end_matches('.')));
        }
    }
    let fixes = session.facts.tried.iter().filter_map(|tried| knowledge.fixes.get(&tried.fix));
    known.extend(fixes.map(|fix| fix.title.clone()));
    known.extend(session.cause(session.ranking()[0].0).map(|cause| cause.title.clone()));
    known.push(session.problem.title.clone());
    for side in ["host", "client"] {
        known.push(format!(
            "If a script comes with this message, please run it on the {side} and send back the folder that it \
             writes: it only reads."
        ));
    }
    known.sort_by_key(|known| std::cmp::Reverse(known.len()));
    known.iter().fold(said.to_owned(), |rest, known| rest.replace(known.as_str(), " "))
}

#[test]
fn nothing_is_asked_that_an_answer_or_a_fix_has_settled() {
    let mut dice = Dice(5);
    for problem in whole().problems.ids() {
        for session in random(problem, &mut dice) {
            let Step::Ask(observation, _) = session.next() else { continue };
            for (id, given) in &session.facts.answers {
                let settles = whole().observations.get(id).and_then(|o| o.settles.get(&given.state));
                let settled = settles.is_some_and(|settles| settles.contains(&observation.id));
                assert!(!settled, "{problem}: {id} {} has settled {}", given.state, observation.id);
            }
        }
    }
}

#[test]
fn a_failed_try_of_another_network_settles_that_it_fails_there_too() {
    let mut facts = Facts::default();
    facts.note(tried("use-other-network", Outcome::Failed));
    let session = session("connection-timeout-0x108", facts);
    assert_eq!(session.facts.state("other-network-works"), Some("no"));
    let report = DiagnosisReport::new(&session, None, false);
    assert!(!report.command.contains("other-network-works"), "{}", report.command);
}

#[test]
fn nobody_hands_over_to_themselves() {
    let mut dice = Dice(7);
    let roles: Vec<_> = whole().observations.values().filter(|o| o.role.is_some()).collect();
    assert_eq!(roles.len(), 4);
    for problem in whole().problems.ids() {
        for session in random(problem, &mut dice) {
            let mut facts = session.facts.clone();
            for observation in &roles {
                let own = observation.role.as_ref().unwrap().own.clone();
                let given = Given { state: own, witness: WitnessKind::Person, evidence: None };
                facts.answers.insert(observation.id.clone(), given);
            }
            let session = session.with(facts);
            assert_eq!(session.role(Side::Host), Some(Role::Own));
            assert!(session.other_sides().iter().all(|side| *side == Side::Network), "{problem}");
            let to = DiagnosisReport::new(&session, None, false).hand_over.unwrap().to;
            assert!(!to.contains("administers the host"), "{problem}: {to}");
        }
    }
}

#[test]
fn what_somebody_else_can_do_is_offered_and_says_so() {
    let facts = told(&[("host-reach", "others")]);
    let session = session("rdp-service-not-listening", facts);
    assert_eq!(session.role(Side::Host), Some(Role::Other));
    let on_host = session.plan().into_iter().filter(|fix| fix.sides.contains(&Side::Host)).count();
    assert!(on_host > 0, "the fixes of the host are left to whoever gets at it");
}

/// The answers confirm the cause; a repair of it that failed leaves the others.
#[test]
fn a_failed_repair_does_not_clear_a_confirmed_cause_while_another_is_left() {
    let mut checked = 0;
    for problem in whole().problems.values() {
        for cause in problem.causes.keys().filter_map(|id| whole().causes.get(id)) {
            let states = cause.observations.iter().filter_map(|(id, words)| {
                let observation = whole().observations.get(id)?;
                let asked = !problem.implies.contains(id) && observation.tells.is_empty();
                let likely = words.states().into_iter().next().filter(|_| asked)?;
                Some((id.as_str(), likely.to_owned()))
            });
            let states: Vec<(&str, String)> = states.collect();
            let answers: Vec<(&str, &str)> = states.iter().map(|(id, s)| (*id, s.as_str())).collect();
            let before = session(&problem.id, told(&answers));
            let (first, probability) = before.ranking()[0];
            let repairs: Vec<&str> = before
                .every_fix()
                .iter()
                .filter(|fix| cause.fixes.get(&fix.id).is_some_and(|works| works.value() >= 0.5))
                .map(|fix| fix.id.as_str())
                .collect();
            if before.model().causes[first].id != cause.id || probability < 0.6 || repairs.len() < 2 {
                continue;
            }
            checked += 1;
            let mut facts = before.facts.clone();
            facts.note(tried(repairs[0], Outcome::Failed));
            let after = before.with(facts);
            let left = after.situation().posterior()[first];
            assert!(left >= 0.4, "{} {}: {probability:.2} fell to {left:.2}", problem.id, cause.id);
        }
    }
    assert!(checked > 50, "{checked}");
}

/// It helped, so it speaks for what it repairs, and what is offered next is another repair.
#[test]
fn a_fix_that_helps_for_a_while_speaks_for_its_causes_and_leads_on() {
    let before = session("session-hung", Facts::default());
    let relief = before.plan().into_iter().find(|fix| fix.relief).expect("a fix that relieves");
    let index = before.index_of_fix(&relief.id).unwrap();
    let served = |session: &Session| -> f64 {
        let works = &session.model().fixes[index].works;
        session.situation().posterior().iter().zip(works).filter(|(_, w)| **w >= 0.5).map(|(p, _)| p).sum()
    };
    let mut facts = before.facts.clone();
    facts.note(tried(&relief.id, Outcome::Returns));
    let after = before.with(facts);
    assert!(served(&after) > served(&before), "{} {}", served(&before), served(&after));
    assert!(!matches!(after.next(), Step::Connected));
    assert!(after.plan().iter().all(|fix| fix.id != relief.id), "it is not offered again");
}

#[test]
fn nobody_hands_over_while_a_repair_of_the_leading_cause_may_be_possible() {
    let mut dice = Dice(3);
    for problem in whole().problems.ids() {
        for session in random(problem, &mut dice) {
            if !matches!(session.next(), Step::HandOver) {
                continue;
            }
            let (cause, probability) = session.ranking()[0];
            if probability < 0.3 || cause == session.model().unlisted() {
                continue;
            }
            let blocked: BTreeSet<String> = session.blocked().into_iter().map(|b| b.fix).collect();
            let (model, situation) = (session.model(), session.situation());
            let left = (0..model.fixes.len()).filter(|&f| {
                situation.untried(f)
                    && !model.fixes[f].weakens
                    && model.fixes[f].works[cause] >= 0.5
                    && model.fixes[f].cost <= model.hand_over
                    && !blocked.contains(&model.fixes[f].id)
            });
            let left: Vec<&str> = left.map(|f| model.fixes[f].id.as_str()).collect();
            assert!(left.is_empty(), "{problem}: {left:?}");
        }
    }
}
