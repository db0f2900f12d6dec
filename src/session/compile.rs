//! One problem and what is known about it, as a model of the engine. Words become numbers here.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, Outcome};
use super::implied::{self, Tellers};
use super::priors::priors;
use super::systems::Case;
use super::{Blocked, KNOWN_CAUSE, Policy, Weakening};
use crate::engine::{self, Answer, Model, Situation};
use crate::knowledge::Knowledge;
use crate::knowledge::cases::StateCounts;
use crate::knowledge::format::{Blocks, Cause, Fix, Id, Observation, Problem};
use crate::knowledge::systems::Known;
use crate::knowledge::words::{Security, UNDO_MINUTES, Who, Works};

/// So many cases the words of an author about the states of an observation are worth. Chosen by leaving one case out: the
/// log loss with everything known fell from 1.15 to 1.06, and is flat from 5 to 20.
const CHANCE_CASES: f64 = 10.0;

/// So many cases the word for who can tell a state is worth.
const WORD_CASES: f64 = 5.0;

/// The share of public cases in which a state was told from which on it counts as one that is always known. Chosen on two
/// thirds of the real cases.
const ALWAYS_TOLD: f64 = 0.47;

/// A problem ready for the engine.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) model: Model,
    pub(super) situation: Situation,
    pub(super) blocked: Vec<Blocked>,
    /// What is known about host and client.
    pub(super) known: Known,
}

/// Builds model and situation. Everything is in order of ids, so that the same facts give the same bytes.
pub(super) fn compile(
    knowledge: &Knowledge,
    problem: &Problem,
    facts: &Facts,
    tellers: &Tellers,
    policy: Policy,
) -> Compiled {
    let case = Case::new(knowledge, problem, facts);
    let causes = case.causes();
    let fixes = fixes(knowledge, &causes, &case);
    let mut model = Model {
        id: problem.id.clone(),
        causes: priors(knowledge, problem, &causes, facts),
        questions: questions(knowledge, problem, &causes, &case, (facts, tellers)),
        safe: (0..=causes.len()).map(|cause| safe_for(&fixes, cause)).collect(),
        fixes,
        hand_over: if policy.go_on { f64::INFINITY } else { problem.hand_over.minutes },
    };
    forgive(&mut model, knowledge, problem, facts);
    let blocked = blocked(knowledge, &model, facts, policy);
    let situation = situation(&model, facts, &blocked);
    Compiled { model, situation, blocked, known: case.known() }
}

/// The observations that bear on a problem: those its causes mention, those it adds and those that tell which causes
/// apply, without what it implies.
fn bearing<'k>(
    knowledge: &'k Knowledge,
    problem: &Problem,
    causes: &[&Cause],
    case: &Case<'k>,
) -> Vec<&'k Observation> {
    let mentioned = causes.iter().flat_map(|cause| cause.observations.keys());
    let parting = case.parting(causes).into_iter().map(|observation| &observation.id);
    let ids: BTreeSet<&Id> = mentioned.chain(problem.also_ask.keys()).chain(parting).collect();
    let open = ids.into_iter().filter(|id| !problem.implies.contains(id));
    open.filter_map(|id| knowledge.observations.get(id)).filter(|o| case.is_open(o)).collect()
}

fn questions(
    knowledge: &Knowledge,
    problem: &Problem,
    causes: &[&Cause],
    case: &Case,
    (facts, tellers): (&Facts, &Tellers),
) -> Vec<engine::Question> {
    let bearing = bearing(knowledge, problem, causes, case);
    let weighing = weighing(&bearing, facts);
    let kept = bearing.into_iter().filter(|o| {
        o.group.as_ref().is_none_or(|group| match weighing.get(group) {
            Some(answered) => **answered == o.id,
            None => true,
        })
    });
    let counts: Vec<StateCounts> = causes.iter().map(|cause| knowledge.states_of(&cause.id)).collect();
    kept.filter_map(|observation| {
        let known = knowledge.known(&observation.id);
        let mut given = given(problem, causes, &counts, case, observation)?;
        if let Some(implied) = facts.implied(&observation.id) {
            only_against(&mut given, observation, implied, |cause| {
                let mentions =
                    |id: &Id| causes.get(cause).is_some_and(|cause| cause.observations.contains(id));
                mentions(&observation.id) && !tellers.get(&observation.id).is_some_and(mentions)
            });
        }
        Some(engine::Question {
            id: observation.id.clone(),
            cost: observation.minutes,
            unknown: unknown(observation, known),
            states: observation.states.clone(),
            given,
        })
    })
    .collect()
}

/// Of each group the answered observation that weighs.
fn weighing<'o>(bearing: &[&'o Observation], facts: &Facts) -> BTreeMap<&'o Id, &'o Id> {
    let mut weighing = BTreeMap::new();
    for observation in bearing.iter().filter(|o| facts.state(&o.id).is_some()) {
        if let Some(group) = &observation.group {
            weighing.entry(group).or_insert(&observation.id);
        }
    }
    weighing
}

/// P(state | cause) by state, then by cause, the unlisted one last: the author's words and what was counted. `None` where
/// the observation says nothing of the problem.
fn given(
    problem: &Problem,
    causes: &[&Cause],
    counts: &[StateCounts],
    case: &Case,
    observation: &Observation,
) -> Option<Vec<Vec<f64>>> {
    let otherwise = problem.also_ask.get(&observation.id).or(observation.otherwise.as_ref())?;
    let listed = causes.iter().zip(counts).map(|(cause, counts)| {
        let words = cause.observations.get(&observation.id).unwrap_or(otherwise);
        let chances = case.chances(observation, &cause.systems, words);
        counted(chances, observation, counts)
    });
    let unlisted = case.chances(observation, &problem.systems, otherwise);
    let per_cause: Vec<Vec<f64>> = listed.chain([unlisted]).collect();
    Some((0..observation.states.len()).map(|state| per_cause.iter().map(|p| p[state]).collect()).collect())
}

/// What is implied has been weighed with the answer that implies it. It speaks against causes whose words on it are other
/// ones, and for none.
fn only_against(
    given: &mut [Vec<f64>],
    observation: &Observation,
    implied: &str,
    speaks: impl Fn(usize) -> bool,
) {
    for (state, chances) in observation.states.iter().zip(given) {
        for (_, chance) in chances.iter_mut().enumerate().filter(|(cause, _)| !speaks(*cause)) {
            *chance = f64::from(u8::from(state == implied));
        }
    }
}

/// What the author's words say of the states, worth [`CHANCE_CASES`] cases, and what was known in the cases of the cause.
fn counted(mut chances: Vec<f64>, observation: &Observation, counts: &StateCounts) -> Vec<f64> {
    let Some(known) = counts.get(observation.id.as_str()) else { return chances };
    let of = |state: &String| known.get(state.as_str()).copied().unwrap_or_default();
    // What the systems rule out stays impossible.
    let possible = observation.states.iter().zip(&mut chances).filter(|(_, chance)| **chance > 0.0);
    let possible: Vec<(f64, &mut f64)> = possible.map(|(state, chance)| (of(state), chance)).collect();
    let total: f64 = possible.iter().map(|(cases, _)| cases).sum();
    for (cases, chance) in possible {
        *chance = (*chance * CHANCE_CASES + cases) / (CHANCE_CASES + total);
    }
    chances
}

/// The chance that the question is answered with "I do not know": the author's word for who can tell, worth so many
/// cases, and how often people told the state in public cases. Those tell far less than they could, so a share of
/// [`ALWAYS_TOLD`] counts as always.
fn unknown(observation: &Observation, (known, of): (u16, u16)) -> f64 {
    let word = observation.who.value();
    if observation.who == Who::Auto {
        return word;
    }
    let authors =
        (Who::AskAround.value() - word) / (Who::AskAround.value() - Who::Auto.value()) * ALWAYS_TOLD;
    let share = (f64::from(known) + WORD_CASES * authors) / (f64::from(of) + WORD_CASES);
    let told = (share / ALWAYS_TOLD).min(1.0);
    Who::AskAround.value() + told * (Who::Auto.value() - Who::AskAround.value())
}

fn fixes(knowledge: &Knowledge, causes: &[&Cause], case: &Case) -> Vec<engine::Fix> {
    let ids: BTreeSet<&Id> = causes.iter().flat_map(|cause| cause.fixes.keys()).collect();
    let units = ids.into_iter().filter_map(|id| knowledge.fixes.get(id));
    let units: Vec<&Fix> = units.filter(|fix| case.admits(&fix.systems)).collect();
    let works = |fix: &Fix| -> Vec<f64> {
        let listed = causes.iter().map(|cause| cause.fixes.get(&fix.id).map_or(0.0, |works| works.value()));
        listed.chain([0.0]).collect()
    };
    let mut fixes: Vec<engine::Fix> = units
        .iter()
        .map(|fix| engine::Fix {
            id: fix.id.clone(),
            cost: cost(knowledge, fix),
            works: works(fix),
            weakens: fix.security == Security::Weakens,
            after: Vec::new(),
        })
        .collect();
    for index in 0..fixes.len() {
        fixes[index].after = safe_before(&fixes, index);
    }
    fixes
}

/// The safe fixes that a weakening one waits for however unlikely their cause is: those of the causes for which
/// it works `sometimes` or better itself.
fn safe_before(fixes: &[engine::Fix], weakening: usize) -> Vec<usize> {
    if !fixes[weakening].weakens {
        return Vec::new();
    }
    let targets = (0..fixes[weakening].works.len()).filter(|&cause| helps(&fixes[weakening], cause));
    let safe: BTreeSet<usize> = targets.flat_map(|cause| safe_for(fixes, cause)).collect();
    safe.into_iter().collect()
}

/// The safe fixes that work `sometimes` or better for a cause.
fn safe_for(fixes: &[engine::Fix], cause: usize) -> Vec<usize> {
    (0..fixes.len()).filter(|&f| !fixes[f].weakens && helps(&fixes[f], cause)).collect()
}

fn helps(fix: &engine::Fix, cause: usize) -> bool {
    fix.works[cause] >= Works::Sometimes.value()
}

/// Minutes: the work, what has to start again, what can go wrong, and for a temporary fix the repair
/// that must follow and the way back.
fn cost(knowledge: &Knowledge, fix: &Fix) -> f64 {
    let follow_ups: f64 = fix.then.iter().filter_map(|id| knowledge.fixes.get(id)).map(own_cost).sum();
    let undo = if fix.security == Security::Weakens { UNDO_MINUTES } else { 0.0 };
    own_cost(fix) + follow_ups + undo
}

/// Minutes of the fix alone.
fn own_cost(fix: &Fix) -> f64 {
    let work = fix.minutes.or(fix.effort.map(crate::knowledge::words::Effort::value)).unwrap_or_default();
    work + fix.reboot.value() + fix.risk.value()
}

/// The fixes that cannot be done here, each with the reason.
fn blocked(knowledge: &Knowledge, model: &Model, facts: &Facts, policy: Policy) -> Vec<Blocked> {
    let gates: Vec<&Blocks> = facts
        .answers
        .iter()
        .filter_map(|(id, given)| knowledge.observations.get(id)?.blocks.get(&given.state))
        .collect();
    let units = model.fixes.iter().filter_map(|fix| knowledge.fixes.get(&fix.id));
    let because = |fix: &Fix| policy_blocks(fix, policy).or_else(|| gate_blocks(&gates, fix));
    units.filter_map(|fix| because(fix).map(|because| Blocked { fix: fix.id.clone(), because })).collect()
}

fn policy_blocks(fix: &Fix, policy: Policy) -> Option<String> {
    let reason = match policy.weakening {
        Weakening::Offer => return None,
        Weakening::Withhold => "It weakens security: a script gets it only with --allow-weakening.",
        Weakening::Never => "It weakens security, and --no-weakening was given.",
    };
    (fix.security == Security::Weakens).then(|| reason.to_owned())
}

fn gate_blocks(gates: &[&Blocks], fix: &Fix) -> Option<String> {
    gates.iter().find(|gate| gate.stop(fix)).map(|gate| gate.because.clone())
}

/// A repair that failed does not clear a cause that the answers confirmed, while another repair of it is left: it may have
/// been done wrong, or be one of several. Nor does what the failed try implies.
fn forgive(model: &mut Model, knowledge: &Knowledge, problem: &Problem, facts: &Facts) {
    let failed = |fix: &engine::Fix| facts.outcome(&fix.id).is_some_and(|t| t.outcome == Outcome::Failed);
    if !model.fixes.iter().any(failed) {
        return;
    }
    let left = |cause: usize, model: &Model| {
        let mut repairs = model.fixes.iter().filter(|fix| fix.works[cause] >= Works::Sometimes.value());
        repairs.any(|fix| facts.outcome(&fix.id).is_none())
    };
    let mut untried = Facts { tried: Vec::new(), ..facts.clone() };
    implied::complete(knowledge, problem, &mut untried);
    let posterior = answered(model, &untried).posterior();
    let confirmed = (0..model.unlisted()).filter(|&cause| posterior[cause] >= KNOWN_CAUSE);
    for cause in confirmed.filter(|&cause| left(cause, model)).collect::<Vec<_>>() {
        for fix in model.fixes.iter_mut().filter(|fix| failed(fix)) {
            fix.works[cause] = fix.works[cause].min(Works::Sometimes.value());
        }
        for question in &mut model.questions {
            let shown = facts.implied(&question.id).filter(|_| untried.state(&question.id).is_none());
            if let Some(shown) = shown {
                leave_alone(question, shown, cause);
            }
        }
    }
}

/// Leaves the cause as likely as it is when the question is answered with the state.
fn leave_alone(question: &mut engine::Question, state: &str, cause: usize) {
    for (known, chances) in question.states.iter().zip(&mut question.given) {
        chances[cause] = f64::from(u8::from(known == state));
    }
}

/// What the answers alone say.
fn answered(model: &Model, facts: &Facts) -> Situation {
    let mut situation = Situation::start(model);
    for (q, question) in model.questions.iter().enumerate() {
        let Some(given) = facts.answers.get(&question.id) else { continue };
        let state = question.states.iter().position(|state| *state == given.state);
        situation = situation.answered(model, q, state.map_or(Answer::Unknown, Answer::State));
    }
    situation
}

fn situation(model: &Model, facts: &Facts, blocked: &[Blocked]) -> Situation {
    let mut situation = answered(model, facts);
    for (f, fix) in model.fixes.iter().enumerate() {
        match facts.outcome(&fix.id).map(|tried| tried.outcome) {
            Some(Outcome::Failed) => situation = situation.failed(model, f),
            Some(Outcome::Changed) => situation = changed(model, &situation, f),
            Some(Outcome::Returns) => situation = situation.helped(model, f),
            Some(Outcome::Worked | Outcome::Cannot) => situation = situation.cannot(f),
            None if blocked.iter().any(|blocked| blocked.fix == fix.id) => situation = situation.cannot(f),
            None => {}
        }
    }
    situation
}

/// A fix that changed the error has removed what it usually repairs: those causes drop out.
fn changed(model: &Model, situation: &Situation, f: usize) -> Situation {
    let repaired = |cause: &usize| model.fixes[f].works[*cause] >= Works::Usually.value();
    let gone = (0..model.causes.len()).filter(repaired);
    gone.fold(situation.failed(model, f), |situation, cause| situation.ruled_out(cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By its author's word the one is looked at as easily as the other; people tell the one in every second case.
    #[test]
    fn what_people_seldom_tell_is_unknown_more_often() {
        let knowledge = Knowledge::builtin();
        let chance = |id: &str| unknown(knowledge.observations.get(id).unwrap(), knowledge.known(id));
        let (often, seldom) = ("which-client", "other-client-works");
        assert!(chance(often) < 0.05 && chance(seldom) > 0.2, "{} {}", chance(often), chance(seldom));
    }

    #[test]
    fn where_no_case_counts_the_word_of_the_author_does() {
        let knowledge = Knowledge::builtin();
        let mut observation = knowledge.observations.get("which-client").unwrap().clone();
        for who in [Who::Auto, Who::Look, Who::AskAround] {
            observation.who = who;
            assert!((unknown(&observation, (0, 0)) - who.value()).abs() < 1e-9, "{who:?}");
        }
    }

    #[test]
    fn a_state_that_was_seen_is_likelier_and_an_impossible_one_stays_so() {
        let knowledge = Knowledge::builtin();
        let observation = knowledge.observations.get("which-client").unwrap();
        let first = observation.states[0].as_str();
        let counts = StateCounts::from([("which-client", [(first, 10.0)].into())]);
        let mut chances = vec![0.0; observation.states.len()];
        (chances[0], chances[1]) = (0.5, 0.5);
        let mixed = counted(chances, observation, &counts);
        assert!((mixed[0] - 0.75).abs() < 1e-12 && (mixed[1] - 0.25).abs() < 1e-12, "{mixed:?}");
        assert!(mixed[2..].iter().all(|chance| *chance == 0.0), "{mixed:?}");
    }
}
