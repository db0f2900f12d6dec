//! The problems that evidence points to.
//!
//! What many programs write (Schannel, the clock, DNS) never decides alone, and what follows a refused sign-in is noise.

use super::attempt::{Attempt, Outcome};
use super::bundle::Bundle;
use super::event::Event;
use crate::intake;
use crate::knowledge::Knowledge;
use crate::knowledge::clues::FactKind;
use crate::knowledge::format::Event as Row;
use crate::lexicon::Lexicon;

/// What many programs write counts only so close to an attempt, in milliseconds.
const BESIDE: i64 = 5_000;

/// Numbers of the host's logs that any ended connection leaves.
const NOISE: &[(&str, &[u32])] =
    &[("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS", &[102, 103, 142, 143, 226]), ("TermDD", &[50])];

/// A problem that the evidence points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The problem.
    pub problem: String,
    /// Why, in words without names.
    pub because: String,
}

/// The problems that the attempt in question and what stands beside it point to, the surest first.
pub fn suggested(
    knowledge: &Knowledge,
    lexicon: &Lexicon,
    bundle: &Bundle,
    attempt: Option<&Attempt>,
) -> Vec<Suggested> {
    let mut found = Vec::new();
    if let Some((namespace, code)) = attempt.and_then(|attempt| attempt.code) {
        let because =
            format!("{} 0x{code:X}", if namespace == "event1026" { "disconnect reason" } else { "status" });
        add(&mut found, of_code(lexicon, namespace, code), &because);
    }
    for source in &bundle.sources {
        for event in &source.found.events {
            if let Some(attempt) = attempt.filter(|attempt| attempt.holds(event)) {
                of_event(knowledge, lexicon, event, attempt, &mut found);
            }
        }
    }
    for fact in bundle.sources.iter().flat_map(|source| &source.found.facts) {
        if fact.kind == FactKind::ClientLog {
            let reading = intake::read(&fact.value, lexicon, None);
            let sure = reading.outcome == intake::Outcome::Match;
            let problem = reading.candidates.first().filter(|_| sure).map(|found| found.problem.clone());
            add(&mut found, problem, &fact.value);
        }
    }
    found.retain(|suggested| knowledge.problems.contains(&suggested.problem));
    found
}

fn add(found: &mut Vec<Suggested>, problem: Option<String>, because: &str) {
    if let Some(problem) = problem.filter(|problem| !found.iter().any(|known| known.problem == *problem)) {
        found.push(Suggested { problem, because: because.to_owned() });
    }
}

/// The problem that a code of a namespace decides.
fn of_code(lexicon: &Lexicon, namespace: &str, code: u32) -> Option<String> {
    let reading = intake::read(&format!("0x{code:X}"), lexicon, Some(namespace));
    let sure = reading.outcome == intake::Outcome::Match;
    reading.candidates.first().filter(|_| sure).map(|found| found.problem.clone())
}

fn of_event(
    knowledge: &Knowledge,
    lexicon: &Lexicon,
    event: &Event,
    attempt: &Attempt,
    found: &mut Vec<Suggested>,
) {
    let noise = NOISE.iter().any(|(source, numbers)| event.is(source, numbers));
    if noise && attempt.outcome != Outcome::BrokeOff {
        return;
    }
    let rows = knowledge.events().events.iter().map(|(_, row)| row);
    for row in rows.filter(|row| event.is(&row.source, &row.numbers) && is_meant(row, event, attempt)) {
        let because = format!("event {} of {}", event.number, row.source);
        let code = row.read.iter().find_map(|field| {
            let code = event.number(&field.field).filter(|code| *code != 0)?;
            of_code(lexicon, &field.namespace, code)
        });
        add(found, code.or_else(|| row.problem.clone()), &because);
    }
}

/// Whether an event of a shared source is about this attempt.
fn is_meant(row: &Row, event: &Event, attempt: &Attempt) -> bool {
    let only = row.only.as_ref().is_none_or(|only| {
        let value = event.field(&only.field).unwrap_or_default();
        only.values.iter().any(|wanted| wanted == value)
    });
    let same = |field: &str| {
        let peer = attempt.peer.as_ref().map(|(_, name)| name.to_lowercase());
        peer.is_some_and(|peer| event.field(field).is_some_and(|value| value.to_lowercase() == peer))
    };
    let beside = match row.source.as_str() {
        "Microsoft-Windows-DNS-Client" => same("QueryName"),
        "Microsoft-Windows-Time-Service" => false,
        "Microsoft-Windows-Security-Auditing" if matches!(event.number, 5152 | 5157) => {
            same("SourceAddress") && event.field("DestPort") == Some("3389")
        }
        // File shares leave refused sign-ins of another type, too: the address tells them apart.
        "Microsoft-Windows-Security-Auditing" if event.number == 4625 => {
            same("IpAddress") || event.field("LogonType") == Some("10") && attempt.near(event.at, BESIDE)
        }
        "Service Control Manager" => {
            event.field("service").is_some_and(|service| service.eq_ignore_ascii_case("TermService"))
        }
        _ => attempt.near(event.at, BESIDE),
    };
    only && (!row.shared || beside)
}
