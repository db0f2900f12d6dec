//! Attempts to connect, put together from the events of one or both computers.
//!
//! Events that carry one `ActivityID` are one attempt, and attempts are never mixed. What a wrong password or a scanner
//! leaves behind (226, 142, 143, 103) is no broken connection: in a log of a host under attack 113 of 118 such events
//! followed a refused sign-in within ten seconds.

use std::collections::BTreeMap;

use super::bundle::Bundle;
use super::event::Event;
use crate::knowledge::words::Side;
use crate::sensitive::Kind;

/// What two computers log of one attempt lies at most so far apart, in milliseconds: clocks differ.
const WINDOW: i64 = 120_000;

/// What one computer logs of one attempt in two logs lies at most so far apart, in milliseconds.
const CLOSE: i64 = 10_000;

/// Among so many attempts of that time an event looks for its own.
const BESIDE: usize = 64;

/// The reasons of event 1026 that are ordinary ends (`OnDisconnected` of the client).
const ORDINARY: &[u32] = &[0, 1, 2, 3, 263];

const CLIENT: &str = "Microsoft-Windows-TerminalServices-ClientActiveXCore";
const CORE: &str = "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS";
const SECURITY: &str = "Microsoft-Windows-Security-Auditing";
const GATEWAY: &str = "Microsoft-Windows-TerminalServices-Gateway";

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It failed before somebody was signed in.
    Failed,
    /// It was set up and broke off.
    BrokeOff,
    /// It was ended by somebody.
    Ended,
    /// It was set up; how it ended does not stand in the log.
    Connected,
    /// It came no further than the connection, as those of scanners do.
    NoSignIn,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Failed, Self::BrokeOff, Self::Ended, Self::Connected, Self::NoSignIn];

    /// The word in documents.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::BrokeOff => "broke-off",
            Self::Ended => "ended",
            Self::Connected => "connected",
            Self::NoSignIn => "no-sign-in",
        }
    }
}

/// One attempt, as one computer logged it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The computer that logged it.
    pub side: Side,
    /// The file, by its place in the bundle.
    pub source: usize,
    /// Its `ActivityID`.
    pub activity: Option<String>,
    /// Its first and its last event, in milliseconds of Unix time.
    pub begin: i64,
    /// See `begin`.
    pub end: i64,
    /// The other computer, as the log names it.
    pub peer: Option<(Kind, String)>,
    /// What became of it.
    pub outcome: Outcome,
    /// The code with which it ended, and its namespace.
    pub code: Option<(&'static str, u32)>,
    /// The numbers of its events, in order.
    pub events: Vec<u32>,
}

impl Attempt {
    /// Whether an event belongs to it: by its `ActivityID`, and where it has none by its time.
    pub fn holds(&self, event: &Event) -> bool {
        match (&self.activity, &event.activity) {
            (Some(one), Some(other)) if one == other => true,
            // Of the same log it is another attempt; the other computer has ids of its own.
            (Some(_), Some(_)) if self.side == Side::Host && event.source == CORE => false,
            (Some(_), Some(_)) if self.side == Side::Client && event.source == CLIENT => false,
            _ => self.near(event.at, WINDOW),
        }
    }

    /// Whether a moment is at most so many milliseconds away.
    pub const fn near(&self, at: i64, window: i64) -> bool {
        at >= self.begin - window && at <= self.end + window
    }
}

/// All attempts, in the order in which they began.
pub fn attempts(bundle: &Bundle) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    for (index, source) in bundle.sources.iter().enumerate() {
        let mut events: Vec<&Event> = source.found.events.iter().collect();
        events.sort_by_key(|event| (event.at, event.record));
        attempts.extend(of_client(index, &events));
        attempts.extend(of_host(index, &events));
    }
    attempts.sort_by_key(|attempt| attempt.end);
    let mut others: Vec<Attempt> = Vec::new();
    for (index, source) in bundle.sources.iter().enumerate() {
        for event in &source.found.events {
            // Those that end about then or later, and of what stands alone the last.
            let from = attempts.partition_point(|attempt| attempt.end < event.at - CLOSE);
            let to = (from + BESIDE).min(attempts.len());
            let last = others.len().saturating_sub(BESIDE);
            let beside = attempts[from..to].iter_mut().chain(&mut others[last..]);
            let new = alone(index, event, &mut beside.collect::<Vec<_>>());
            others.extend(new);
        }
    }
    attempts.append(&mut others);
    attempts.sort_by_key(|attempt| (attempt.begin, attempt.end, attempt.source));
    once(attempts)
}

/// Each attempt once: a log may be there twice, as it was and as XML. The fuller one stays.
fn once(attempts: Vec<Attempt>) -> Vec<Attempt> {
    let mut kept: Vec<Attempt> = Vec::new();
    let mut places: BTreeMap<(Side, String), usize> = BTreeMap::new();
    for attempt in attempts {
        let key = attempt.activity.clone().map(|activity| (attempt.side, activity));
        match key.as_ref().and_then(|key| places.get(key)).and_then(|place| kept.get_mut(*place)) {
            Some(other) if other.events.len() < attempt.events.len() => *other = attempt,
            Some(_) => {}
            None => {
                places.extend(key.map(|key| (key, kept.len())));
                kept.push(attempt);
            }
        }
    }
    kept
}

/// The attempt that is asked about: the newest that failed or broke off, or the one nearest to a moment.
pub fn in_question(attempts: &[Attempt], at: Option<i64>) -> Option<&Attempt> {
    let bad = |attempt: &&Attempt| matches!(attempt.outcome, Outcome::Failed | Outcome::BrokeOff);
    match at {
        Some(at) => {
            let near = attempts.iter().filter(|attempt| attempt.near(at, WINDOW));
            near.min_by_key(|attempt| (!bad(attempt), (attempt.end - at).abs()))
        }
        None => attempts.iter().filter(bad).max_by_key(|attempt| (attempt.end, attempt.side == Side::Client)),
    }
}

/// Events of one source, by their `ActivityID`. What has none begins anew with each event of the number `first`.
fn grouped<'e>(events: &[&'e Event], source: &str, first: u32) -> Vec<Vec<&'e Event>> {
    let mut groups: Vec<Vec<&Event>> = Vec::new();
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open = None;
    for event in events.iter().filter(|event| event.source == source) {
        let known = match &event.activity {
            Some(activity) => of.get(activity.as_str()).copied(),
            None if event.number == first => None,
            None => open,
        };
        let at = known.unwrap_or(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
        match &event.activity {
            Some(activity) => drop(of.insert(activity, at)),
            None => open = Some(at),
        }
    }
    groups
}

fn begun(side: Side, source: usize, group: &[&Event]) -> Option<Attempt> {
    let (first, last) = (group.first()?, group.last()?);
    Some(Attempt {
        side,
        source,
        activity: first.activity.clone(),
        begin: first.at,
        end: last.at,
        peer: None,
        outcome: Outcome::NoSignIn,
        code: None,
        events: group.iter().map(|event| event.number).collect(),
    })
}

fn of_client(source: usize, events: &[&Event]) -> Vec<Attempt> {
    let attempt = |group: Vec<&Event>| {
        let mut attempt = begun(Side::Client, source, &group)?;
        let has = |number: u32| group.iter().any(|event| event.number == number);
        let target = group.iter().find(|event| event.number == 1024).and_then(|event| event.field("Value"));
        attempt.peer = target.map(|target| (Kind::Host, target.to_owned()));
        let reason = group.iter().rev().find(|event| event.number == 1026);
        let reason = reason.and_then(|event| event.number("Value"));
        attempt.code = reason.filter(|reason| !ORDINARY.contains(reason)).map(|code| ("event1026", code));
        attempt.outcome = match (attempt.code, has(1027), reason) {
            (Some(_), true, _) => Outcome::BrokeOff,
            (Some(_), false, _) => Outcome::Failed,
            (None, _, Some(_)) => Outcome::Ended,
            (None, true, None) => Outcome::Connected,
            (None, false, None) => Outcome::NoSignIn,
        };
        (has(1024) || has(1026)).then_some(attempt)
    };
    grouped(events, CLIENT, 1024).into_iter().filter_map(attempt).collect()
}

fn of_host(source: usize, events: &[&Event]) -> Vec<Attempt> {
    let attempt = |group: Vec<&Event>| {
        let mut attempt = begun(Side::Host, source, &group)?;
        let has = |numbers: &[u32]| group.iter().any(|event| numbers.contains(&event.number));
        let from =
            group.iter().find_map(|event| event.address("ClientIP").or_else(|| event.address("IPString")));
        attempt.peer = from.map(|address| (Kind::Address, address.to_owned()));
        let refused = has(&[97, 139, 140, 147, 149]);
        attempt.code = group
            .iter()
            .find(|event| event.number == 139)
            .and_then(|event| Some(("ntstatus", event.number("ResultCode")?)));
        attempt.outcome = match (refused, has(&[98]), has(&[107])) {
            (true, ..) => Outcome::Failed,
            (false, _, true) => Outcome::Ended,
            (false, true, false) if has(&[142, 143, 226]) => Outcome::BrokeOff,
            (false, true, false) => Outcome::Connected,
            (false, false, false) => Outcome::NoSignIn,
        };
        // Only what was seen from its beginning, or failed, is an attempt.
        (has(&[131]) || refused).then_some(attempt)
    };
    grouped(events, CORE, 131).into_iter().filter_map(attempt).collect()
}

/// Events that tell of an attempt by themselves. Where another log of that computer shows the same attempt they add their
/// code to it.
fn alone(source: usize, event: &Event, beside: &mut [&mut Attempt]) -> Option<Attempt> {
    let code = |field: &str| event.number(field).filter(|code| *code != 0);
    let status = || Some(("ntstatus", code("SubStatus").or_else(|| code("Status"))?));
    let address = |field: &str| event.address(field).map(|address| (Kind::Address, address.to_owned()));
    let (side, code, peer) = match (event.source.as_str(), event.number) {
        (SECURITY, 4625) if event.field("LogonType") == Some("10") => {
            (Side::Host, status(), address("IpAddress"))
        }
        (SECURITY, 4625) => {
            // Type 3 is what Network Level Authentication leaves, and what file shares leave, too.
            let same = |attempt: &Attempt| {
                let from = attempt.peer.as_ref().map(|(_, name)| name.as_str());
                attempt.side == Side::Host
                    && attempt.near(event.at, CLOSE)
                    && from == event.address("IpAddress")
            };
            if let Some(attempt) = beside.iter_mut().find(|attempt| same(attempt)) {
                attempt.code = attempt.code.or_else(status);
            }
            return None;
        }
        (SECURITY, 4825) => (Side::Host, None, address("ClientAddress")),
        ("TermDD", 56) => (Side::Host, code("status").map(|code| ("ntstatus", code)), address("1")),
        ("LsaSrv", 6041) => {
            let target = event.field("0").map(|target| target.trim_start_matches("TERMSRV/").to_owned());
            (Side::Client, None, target.map(|target| (Kind::Host, target)))
        }
        (GATEWAY, 201 | 203 | 204 | 301 | 304..=306 | 308 | 311) => {
            (Side::Gateway, None, address("IpAddress"))
        }
        _ => return None,
    };
    let same = |attempt: &Attempt| {
        let known = |one: &Attempt| one.peer.is_none() || peer.is_none() || one.peer == peer;
        attempt.side == side && attempt.near(event.at, CLOSE) && known(attempt)
    };
    if let Some(attempt) = beside.iter_mut().find(|attempt| same(attempt)) {
        attempt.code = attempt.code.or(code);
        attempt.events.push(event.number);
        if attempt.outcome == Outcome::NoSignIn {
            attempt.outcome = Outcome::Failed;
        }
        return None;
    }
    Some(Attempt {
        side,
        source,
        activity: None,
        begin: event.at,
        end: event.at,
        peer,
        outcome: Outcome::Failed,
        code,
        events: vec![event.number],
    })
}
