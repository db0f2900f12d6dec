//! Every problem under every system: nobody is shown what their host, their client or their program does not have.

use std::collections::BTreeSet;

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::format::{Fix, Observation, Problem, Step, Systems};
use rdpfix::knowledge::words::Side;
use rdpfix::report::units::{FixCard, applying};
use rdpfix::session::{Facts, Given, Policy, Reason, Session, Step as Next, UNKNOWN, Weakening, WitnessKind};

use crate::knowledge::whole;

const PERSON: Policy =
    Policy { weakening: Weakening::Offer, go_on: true, assume_unknown: false, person: true };

/// Commands, consoles and programs that only Windows has, as they begin a word of a line, a menu path or a sentence.
const WINDOWS: [&str; 45] = [
    "net stop",
    "net start",
    "net user",
    "reg add",
    "reg query",
    "reg delete",
    "reg.exe",
    "sc.exe",
    "get-",
    "set-item",
    "set-service",
    "set-net",
    "set-ad",
    "set-local",
    "set-cim",
    "stop-",
    "remove-item",
    "certlm",
    "certutil",
    "gpedit",
    "gpmc",
    "secpol",
    "secedit",
    "services.msc",
    "regedit",
    "explorer.exe",
    "wmic",
    "qwinsta",
    "rwinsta",
    "tsdiscon",
    "logoff",
    "gpupdate",
    "gpresult",
    "sfc /",
    "dism",
    "tasklist",
    "taskkill",
    "powercfg",
    "netsh",
    "hklm",
    "dsregcmd",
    "ipconfig",
    "winver",
    "server manager",
    "control panel",
];

/// What begins a word in lines and menus of Windows' own client, and of the computer that it runs on.
const MSTSC: [&str; 6] =
    ["mstsc", "cmdkey", "remote desktop connection >", "show options >", "klist purge", "tzutil"];

/// Commands of Linux.
const LINUX: [&str; 8] =
    ["sudo", "apt ", "dnf ", "systemctl", "journalctl", "grdctl", "loginctl", "/etc/xrdp"];

/// A host or a client: the answers that tell it, and the words that nobody there may be shown.
struct System {
    told: &'static [(&'static str, &'static str)],
    systems: fn() -> Systems,
    strange: &'static [&'static [&'static str]],
}

fn of(word: &str) -> Vec<String> {
    vec![word.to_owned()]
}

const HOSTS: [System; 2] = [
    System {
        told: &[("host-windows", "modern")],
        systems: || Systems { host: of("windows"), ..Systems::default() },
        strange: &[&LINUX],
    },
    System {
        told: &[("host-windows", "not-windows")],
        systems: || Systems { host: of("linux"), ..Systems::default() },
        strange: &[&WINDOWS],
    },
];

const CLIENTS: [System; 5] = [
    System {
        told: &[("which-client", "mstsc")],
        systems: || Systems { client: of("windows"), program: of("mstsc"), ..Systems::default() },
        strange: &[&LINUX],
    },
    System {
        told: &[("which-client", "windows-app")],
        systems: || Systems { client: of("windows"), program: of("windows-app"), ..Systems::default() },
        strange: &[&LINUX],
    },
    System {
        told: &[("which-client", "mac-or-mobile")],
        systems: || Systems { client: vec!["mac".to_owned(), "mobile".to_owned()], ..Systems::default() },
        strange: &[&WINDOWS, &MSTSC],
    },
    System {
        told: &[("which-client", "freerdp-like")],
        systems: || Systems { client: vec!["linux".to_owned(), "mac".to_owned()], ..Systems::default() },
        strange: &[&WINDOWS, &MSTSC],
    },
    System { told: &[("which-client", "other")], systems: Systems::default, strange: &[] },
];

#[test]
fn nobody_is_shown_what_their_system_does_not_have() {
    let knowledge = whole();
    let mut wrong = BTreeSet::new();
    for problem in knowledge.problems.values() {
        for host in &HOSTS {
            for client in &CLIENTS {
                let facts = facts(host.told.iter().chain(client.told));
                let session = Session::new(&knowledge, problem, facts, PERSON);
                walk(&session, host, client, &mut wrong);
            }
        }
    }
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn facts<'t>(told: impl Iterator<Item = &'t (&'static str, &'static str)>) -> Facts {
    let given = |state: &str| Given { state: state.to_owned(), witness: WitnessKind::Person, evidence: None };
    let answers = told.map(|(id, state)| ((*id).to_owned(), given(state))).collect();
    Facts { answers, ..Facts::default() }
}

/// Looks at everything that any walk from here can show.
fn walk(session: &Session, host: &System, client: &System, wrong: &mut BTreeSet<String>) {
    let mut strange = Vec::new();
    for (side, system) in [(Side::Host, host), (Side::Client, client)] {
        // A problem that is about another system is not met on this one.
        if session.known().settles(&(system.systems)()) {
            strange.push((side, system.strange));
        }
    }
    let page = Page { session, strange };
    let questions =
        session.model().questions.iter().filter_map(|q| session.knowledge.observations.get(&q.id));
    let gates = session.knowledge.observations.values().filter(|observation| !observation.blocks.is_empty());
    let asked: Vec<&Observation> = questions.chain(gates).collect();
    wrong.extend(asked.into_iter().flat_map(|observation| page.question(observation)));
    let fixes = session.model().fixes.iter().filter_map(|fix| session.knowledge.fixes.get(&fix.id));
    wrong.extend(fixes.flat_map(|fix| page.fix(fix)));
    wrong.extend(page.steps(&session.problem.id, &session.problem.hand_over.collect, &[]));
}

/// What is shown in a session, and what must not stand in it by side.
struct Page<'s> {
    session: &'s Session<'s>,
    strange: Vec<(Side, &'static [&'static [&'static str]])>,
}

impl Page<'_> {
    fn question(&self, observation: &Observation) -> Vec<String> {
        self.steps(&observation.id, &observation.ask.how, &[])
    }

    fn fix(&self, fix: &Fix) -> Vec<String> {
        let card = FixCard::of_session(self.session, fix);
        let mut wrong = self.steps(&fix.id, &fix.steps, &fix.sides);
        if card.steps.is_empty() {
            wrong.push(format!("{}: no step is left", fix.id));
        }
        // What is changed on two sides says in words where.
        for change in card.changes.iter().filter(|_| fix.sides.len() == 1) {
            let lines = [&change.cmd.change, &change.powershell.change].into_iter().flatten();
            let typed = lines.chain(&change.gui).cloned().collect::<Vec<_>>().join("\n");
            wrong.extend(self.strange_in(&fix.id, "", &typed, &fix.sides));
        }
        wrong
    }

    /// The steps that are shown; `sides` are those of a fix, and none where a step has to say its own.
    fn steps(&self, id: &str, steps: &[Step], sides: &[Side]) -> Vec<String> {
        let only = if let [side] = sides { Some(*side) } else { None };
        let cards = applying(self.session, steps, only);
        let shown = self.session.applying(steps).zip(cards);
        let wrong = shown.flat_map(|(step, card)| {
            let on = step.exact().and_then(|exact| exact.on).or(only);
            let lines = [&card.cmd, &card.powershell, &card.sh].into_iter().flatten().chain(&card.gui);
            let typed = lines.cloned().collect::<Vec<_>>().join("\n");
            let said = if on.is_some() { card.text.as_str() } else { "" };
            self.strange_in(id, said, &typed, on.as_ref().map_or(sides, std::slice::from_ref))
        });
        wrong.collect()
    }

    /// The words that do not belong on any of some sides; without sides what is typed has to fit all of them. A sentence
    /// may name the program of Windows, as a thing to compare with.
    fn strange_in(&self, id: &str, said: &str, typed: &str, sides: &[Side]) -> Vec<String> {
        let (said, typed) = (said.to_lowercase(), typed.to_lowercase());
        let here = self.strange.iter().filter(|(of, _)| sides.is_empty() || sides.contains(of));
        let words =
            here.flat_map(|(of, lists)| lists.iter().flat_map(move |list| list.iter().map(move |w| (of, w))));
        let stands =
            |word: &str| begins_a_word(&typed, word) || word != "mstsc" && begins_a_word(&said, word);
        let found = words.filter(|(_, word)| stands(word));
        found.map(|(of, word)| format!("{id}: '{word}' on the {}: {said} {typed}", of.word())).collect()
    }
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
}

#[test]
fn a_problem_of_one_system_implies_it() {
    let knowledge = whole();
    let known = |problem: &str, systems: &Systems| {
        let problem = knowledge.problems.get(problem).unwrap();
        Session::new(&knowledge, problem, Facts::default(), PERSON).known().settles(systems)
    };
    let linux = Systems { host: of("linux"), ..Systems::default() };
    for problem in ["xrdp-login-failed", "xrdp-backend-failed", "linux-desktop-host"] {
        assert!(known(problem, &linux), "{problem}");
    }
    let freerdp =
        Systems { program: vec!["freerdp".to_owned(), "web-gateway".to_owned()], ..Systems::default() };
    for problem in knowledge.problems.ids().filter(|id| id.starts_with("freerdp-")) {
        assert!(known(problem, &freerdp), "{problem}");
    }
}

fn session<'k>(
    knowledge: &'k Knowledge,
    problem: &'k Problem,
    told: &[(&'static str, &'static str)],
) -> Session<'k> {
    Session::new(knowledge, problem, facts(told.iter()), PERSON)
}

#[test]
fn what_does_not_apply_has_no_weight_and_the_rest_shares_it() {
    let knowledge = whole();
    let problem = knowledge.problems.get("cannot-connect-0x204").unwrap();
    let open = session(&knowledge, problem, &[]);
    let linux = session(&knowledge, problem, &[("host-windows", "not-windows")]);
    let has = |session: &Session, cause: &str| session.model().causes.iter().any(|c| c.id == cause);
    for cause in ["firewall-profile", "rdp-service-stopped", "rdp-switched-off"] {
        assert!(!has(&linux, cause) || !problem.causes.contains(cause), "{cause}");
    }
    assert!(has(&open, "firewall-profile") && linux.model().causes.len() < open.model().causes.len());
    for session in [&open, &linux] {
        let priors: f64 = session.model().causes.iter().map(|cause| cause.prior).sum();
        assert!((priors - 1.0).abs() < 1e-12, "{priors}");
    }
}

#[test]
fn an_answer_that_contradicts_what_is_known_takes_nothing_away() {
    let knowledge = whole();
    let problem = knowledge.problems.get("xrdp-login-failed").unwrap();
    let told = session(&knowledge, problem, &[("host-windows", "modern")]);
    assert_eq!(told.known(), session(&knowledge, problem, &[]).known());
    assert!(told.ranking().iter().all(|(_, p)| p.is_finite()));
}

#[test]
fn a_person_is_asked_for_the_system_before_steps_that_differ() {
    let knowledge = whole();
    let mut asked = 0;
    for problem in knowledge.problems.values() {
        let mut session = Session::new(&knowledge, problem, Facts::default(), PERSON);
        while let Next::Ask(observation, reason) = session.next() {
            asked += usize::from(reason == Reason::Steps);
            let mut facts = session.facts.clone();
            let given = Given { state: UNKNOWN.to_owned(), witness: WitnessKind::Person, evidence: None };
            facts.answers.insert(observation.id.clone(), given);
            session = session.with(facts);
        }
        let Next::Fix(fix) = session.next() else { continue };
        let known = session.known();
        let differs =
            fix.steps.iter().filter_map(Step::systems).any(|s| known.admits(s) && !known.settles(s));
        let told = knowledge.telling().any(|o| session.facts.answers.contains_key(&o.id));
        assert!(told || !differs, "{}: {}", problem.id, fix.id);
    }
    assert!(asked > 0, "no problem asks for the system");
}
