//! What live checks find: every fault leads on, and what is known of an answer is what the result proves.

use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::checks::CHECKS;
use rdpfix::knowledge::format::Way;
use rdpfix::knowledge::words::Side;

use crate::knowledge::whole;

/// The results that are a fault by themselves.
const FAULTS: &[(&str, &[&str])] = &[
    ("name", &["not-found", "resolver-unreachable"]),
    ("tcp", &["refused", "timed-out", "unreachable", "blocked-locally"]),
    ("rdp", &["not-rdp-ssh", "not-rdp-http", "not-rdp", "silent", "reset", "closed"]),
    ("security", &["no-certificate", "legacy-no-negotiation"]),
    ("tls", &["too-old", "handshake-dropped", "handshake-silent", "handshake-garbled"]),
    ("certificate", &["expired", "not-yet-valid"]),
    ("credssp", &["not-fixed"]),
    ("clock", &["skewed"]),
];

/// Results that are no fault but name the problem of whoever is stopped by them.
const POINTERS: &[(&str, &[&str])] =
    &[("security", &["rdp-security-only", "entra-only"]), ("certificate", &["name-mismatch", "untrusted"])];

/// What a result answers, where nothing else is known. `None`: it proves neither state.
const ANSWERS: &[(&str, &str, &str, Option<&str>)] = &[
    ("port-reachable", "tcp", "open", Some("open")),
    ("port-reachable", "tcp", "refused", Some("refused")),
    ("port-reachable", "tcp", "timed-out", Some("timed-out")),
    // A firewall of Linux rejects like this, and a neighbour that is off looks like this.
    ("port-reachable", "tcp", "unreachable", None),
    ("what-answers-3389", "rdp", "not-rdp-ssh", Some("something-else")),
    // It may be the Remote Desktop of another machine.
    ("what-answers-3389", "rdp", "rdp", None),
    ("what-answers-3389", "host-name", "same", Some("remote-desktop")),
    ("rdp-service-state", "rdp", "rdp", Some("running")),
    // A firewall refuses, too.
    ("rdp-service-state", "tcp", "refused", None),
    // The client may be told another port than the one that was checked.
    ("rdp-port", "port", "other", None),
    // Some address is not the right address, and an alias is no fault.
    ("name-resolves", "name", "resolved", None),
    ("name-resolves", "host-name", "same", Some("right")),
    ("name-resolves", "host-name", "other", None),
    // Windows says not found where no name server answers; Linux says no answer for a short name.
    ("name-lookup", "name", "not-found", None),
    ("name-lookup", "name", "resolver-unreachable", None),
    ("name-or-ip", "typed", "address", Some("ip")),
    ("name-leads-to-self", "self", "this-computer", Some("yes")),
    ("certificate-state", "certificate-dates", "expired", Some("expired")),
    ("certificate-state", "security", "no-certificate", Some("key-unusable")),
    ("certificate-state", "certificate-use", "usable", Some("ok")),
    // An alias was typed, and the certificate is in order.
    ("certificate-state", "certificate-name", "mismatch", None),
    // Whose authority it is nobody knows: an impostor has one as well.
    ("authority-installed", "certificate-chain", "untrusted", None),
    ("authority-installed", "certificate-chain", "trusted", Some("yes")),
    ("tls-versions-host", "tls", "too-old", Some("old-only")),
    ("tls-versions-host", "security", "rdp-security-only", Some("no-tls")),
    // xrdp without its key offers the same, whatever it is set to.
    ("security-layer-setting", "security", "rdp-security-only", None),
    ("host-credssp-update", "credssp", "fixed", Some("yes")),
    ("host-credssp-update", "credssp", "not-fixed", Some("no")),
    // Nobody looked at the clock of the domain controller.
    ("clock-difference", "clock", "ok", None),
    ("clock-difference", "clock", "skewed", Some("over-5-min")),
    ("host-requires-nla", "security", "nla-required", Some("yes")),
    ("host-requires-nla", "security", "nla-optional", Some("no")),
    // FreeRDP and the GNOME desktop say that they are a Windows.
    ("host-windows", "windows", "modern", None),
];

/// What depends on the name that is typed, on the way to the host and on whom this computer trusts.
const SEEN_BY_THE_CLIENT: &[&str] = &[
    "tcp",
    "typed",
    "self",
    "host-name",
    "port",
    "certificate-chain",
    "certificate-warning",
    "clock",
    "udp",
];

/// The problems that a result suggests.
fn suggested<'k>(knowledge: &'k Knowledge, check: &str, word: &str) -> Vec<&'k str> {
    let by = |words: Option<&Vec<String>>| words.is_some_and(|words| words.iter().any(|own| own == word));
    let problems = knowledge.problems.values().filter(|problem| by(problem.suggested_by.get(check)));
    problems.map(|problem| problem.id.as_str()).collect()
}

fn has(list: &[(&str, &[&str])], check: &str, word: &str) -> bool {
    list.iter().any(|(name, words)| *name == check && words.contains(&word))
}

/// The ways of all observations that are live checks.
fn ways(knowledge: &Knowledge) -> Vec<(&str, &str, &Way)> {
    let of = knowledge.observations.iter();
    of.flat_map(|(id, observation)| observation.witnesses.iter().map(move |way| (id, way)))
        .filter_map(|(id, way)| Some((id, way.check.as_deref()?, way)))
        .collect()
}

#[test]
fn every_fault_suggests_one_to_three_problems_and_what_is_well_none() {
    let knowledge = whole();
    for (check, words) in CHECKS {
        for word in *words {
            let problems = suggested(&knowledge, check, word);
            let leads = has(FAULTS, check, word) || has(POINTERS, check, word);
            assert_eq!(leads, !problems.is_empty(), "{check} {word} suggests {problems:?}");
            assert!(problems.len() <= 3, "{check} {word} suggests {problems:?}");
        }
    }
    for (check, words) in FAULTS.iter().chain(POINTERS) {
        for word in *words {
            assert!(has(CHECKS, check, word), "no check finds {check} {word}");
        }
    }
}

#[test]
fn a_result_answers_what_it_proves_and_nothing_else() {
    let knowledge = whole();
    for (observation, check, word, state) in ANSWERS {
        assert!(has(CHECKS, check, word), "no check finds {check} {word}");
        let unit = knowledge.observations.get(observation).unwrap();
        let ways = unit.witnesses.iter().filter(|way| way.check.as_deref() == Some(*check));
        let answers: Vec<_> = ways.filter_map(|way| way.map.get(word)).map(String::as_str).collect();
        assert_eq!(answers, Vec::from_iter(*state), "{check} {word} for {observation}");
    }
}

#[test]
fn what_only_the_client_sees_counts_only_from_there() {
    let knowledge = whole();
    for (observation, check, way) in ways(&knowledge) {
        if SEEN_BY_THE_CLIENT.contains(&check) {
            assert_eq!(way.seen_from, Some(Side::Client), "{check} for {observation}");
        }
    }
}

/// A check that says that it could not tell answers nothing.
#[test]
fn an_unknown_result_answers_nothing() {
    let knowledge = whole();
    for (observation, check, way) in ways(&knowledge) {
        assert!(way.map.get("unknown").is_none(), "{check} for {observation}");
    }
}

#[test]
fn checks_spare_a_person_many_questions() {
    let knowledge = whole();
    let answered: std::collections::BTreeSet<_> =
        ways(&knowledge).into_iter().map(|(observation, ..)| observation).collect();
    assert!(answered.len() >= 20, "{answered:?}");
}
