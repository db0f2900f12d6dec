//! The report of a check: each layer described, with the names in it marked as names.

use crate::knowledge::Knowledge;
use crate::knowledge::checks::{self, Verdict};
use crate::knowledge::words::Side;
use crate::report::check::document::{
    CertificateCard, CheckReport, Facts, LayerCard, ObservedCard, SuggestCard,
};
use crate::report::check::lines;
use crate::report::header::{KnowledgeRevision, VERSION};
use crate::sensitive::{Kind, Phrase, Sensitive};
use crate::text::shell_word_or;
use crate::time::{day, rfc3339};
use crate::witness::check::seen::{Credssp, Handshake, Scan, Seen};
use crate::witness::check::wire::tls::suite_name;
use crate::witness::check::wire::x224::{Confirm, failure_name};
use crate::witness::check::{Answered, Chain, CheckResult, Layer, Suggested, Target, seen};

/// Most problems that are suggested: further ones rest on higher layers, which fall with the lower ones.
const MOST_SUGGESTED: usize = 3;

/// How a host that was typed is kept: as an address or as a name.
pub fn typed(target: &Target) -> Sensitive {
    let kind = if target.address.is_some() { Kind::Address } else { Kind::Host };
    Sensitive::new(kind, &target.host)
}

/// Host and port as they can be typed again.
pub fn shown(target: &Target) -> Phrase {
    let (before, after) = target.around();
    Phrase::words(before).then(typed(target).into()).and(after)
}

/// The layers, described.
fn layers(result: &CheckResult) -> Vec<LayerCard> {
    let card = |layer: &Layer| LayerCard {
        id: layer.id,
        state: layer.state(),
        verdict: layer.verdict,
        sides: layer.verdict.row().sides.to_vec(),
        detail: lines::detail(&result.seen, *layer),
        means: layer.verdict.row().means.filter(|_| !by_address(&result.seen, *layer)),
        evidence: lines::evidence(&result.seen, layer.id),
    };
    result.layers.iter().map(card).collect()
}

/// The evidence of an answer: what its layer showed, from where and, with `timed`, when.
pub fn evidence(result: &CheckResult, answered: &Answered, timed: bool) -> Phrase {
    let id = answered.finding.layer;
    let layer = result.layers.iter().find(|layer| layer.id == id);
    let detail = layer.map(|layer| lines::detail(&result.seen, *layer)).unwrap_or_default();
    let at = if timed { format!(" at {}", rfc3339(result.seen.at)) } else { String::new() };
    Phrase::words(format!("{}: ", id.word())).then(detail).and(format!(" (seen from this computer{at})"))
}

/// The whole report.
pub fn report(result: &CheckResult, knowledge: &Knowledge) -> CheckReport {
    let seen = &result.seen;
    let suggests: Vec<SuggestCard> = suggests(result, knowledge);
    CheckReport {
        schema: CheckReport::SCHEMA,
        version: VERSION,
        knowledge: KnowledgeRevision::of(knowledge),
        host: typed(&seen.target),
        port: seen.target.port,
        seen_from: seen_from(result.here),
        at: rfc3339(seen.at),
        layers: layers(result),
        observations: observed(result, knowledge),
        facts: facts(seen),
        command: command(result, suggests.first()),
        suggests,
        connections: seen.connections,
        elapsed_ms: u64::try_from(seen.elapsed.as_millis()).unwrap_or(u64::MAX),
    }
}

fn observed(result: &CheckResult, knowledge: &Knowledge) -> Vec<ObservedCard> {
    let card = |answered: Answered| ObservedCard {
        evidence: evidence(result, &answered, true),
        id: answered.observation,
        state: answered.state,
    };
    result.answers(knowledge).into_iter().map(card).collect()
}

fn suggests(result: &CheckResult, knowledge: &Knowledge) -> Vec<SuggestCard> {
    let card = |suggested: Suggested| SuggestCard {
        title: knowledge
            .problems
            .get(&suggested.problem)
            .map_or_else(String::new, |problem| problem.title.clone()),
        problem: suggested.problem,
        because: format!("{}: {}", suggested.finding.check, suggested.finding.word),
    };
    result.suggested(knowledge).into_iter().take(MOST_SUGGESTED).map(card).collect()
}

/// The line that goes on: with the problem where one is suggested.
fn command(result: &CheckResult, first: Option<&SuggestCard>) -> Phrase {
    let problem = first.map(|first| format!(" --problem {}", first.problem)).unwrap_or_default();
    let here = if result.here == Side::Host { " --i-am host" } else { "" };
    Phrase::words(format!("rdpfix diagnose{problem} --host ")).then(word(&result.seen.target)).and(here)
}

/// Host and port as one word of the shell.
fn word(target: &Target) -> Phrase {
    let word = shell_word_or(&target.shown(), "HOST");
    match word.split_once(&target.host) {
        Some((before, after)) => Phrase::words(before).then(typed(target).into()).and(after),
        None => Phrase::words(word),
    }
}

/// From where a look is taken.
pub fn seen_from(here: Side) -> String {
    let side = if here == Side::Host { "host itself" } else { "client" };
    format!("this computer as the {side}")
}

/// A name that does not fit only because an address was typed: nothing to explain, the line says it.
fn by_address(seen: &Seen, layer: Layer) -> bool {
    layer.verdict == Verdict::Certificate(checks::Certificate::NameMismatch) && seen.target.address.is_some()
}

fn facts(seen: &Seen) -> Facts {
    let connected = seen.connection.and_then(Result::ok);
    let address = |address: std::net::SocketAddr| Sensitive::new(Kind::Address, address.ip().to_string());
    let mut facts = Facts {
        address: connected.map(|connected| address(connected.address)),
        local_address: connected.and_then(|connected| connected.local).map(address),
        addresses: match &seen.named {
            crate::witness::check::Named::Resolved { in_all, .. } => Some(*in_all),
            _ => None,
        },
        latency_ms: connected.map(|connected| tenths(connected.took.as_secs_f64() * 1000.0)),
        tls_versions: versions(seen),
        tls_suite: suite(seen)
            .map(|suite| suite_name(suite).map_or_else(|| format!("{suite:#06x}"), str::to_owned)),
        certificate: certificate(seen),
        ..Facts::default()
    };
    match seen.first_answer() {
        Some(seen::Answered::Confirm(Confirm::Selected { flags, .. })) => {
            facts.negotiation_flags = Some(format!("{flags:#04x}"));
        }
        Some(seen::Answered::Confirm(Confirm::Failure(code))) => {
            facts.negotiation_failure =
                Some(failure_name(*code).map_or_else(|| code.to_string(), str::to_owned));
        }
        _ => {}
    }
    credssp(seen, &mut facts);
    facts
}

fn credssp(seen: &Seen, facts: &mut Facts) {
    let Some(Credssp::Answer(answer)) = &seen.credssp else { return };
    facts.credssp_version = Some(answer.version);
    facts.credssp_error = answer.error_code.map(|code| format!("{code:#010x}"));
    let Some(host) = &answer.host else { return };
    let name = |kind, name: &Option<String>| name.as_ref().map(|name| Sensitive::new(kind, name));
    facts.os_build = host.windows.map(|(major, minor, build)| format!("{major}.{minor}.{build}"));
    facts.computer = name(Kind::Host, &host.nb_computer);
    facts.dns_computer = name(Kind::Host, &host.dns_computer);
    facts.domain = name(Kind::Domain, &host.nb_domain);
    facts.dns_domain = name(Kind::Domain, &host.dns_domain);
    facts.clock_skew_s = host.ahead.map(tenths);
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn suite(seen: &Seen) -> Option<u16> {
    match (&seen.handshake, &seen.scan) {
        (Some(Handshake::Done { suite, .. }), _) | (_, Some(Scan::Chose { suite, .. })) => Some(*suite),
        _ => None,
    }
}

fn versions(seen: &Seen) -> Vec<&'static str> {
    let one = match (&seen.handshake, &seen.scan) {
        (Some(Handshake::Done { version, .. }), _) | (_, Some(Scan::Chose { version, .. })) => Some(*version),
        _ => None,
    };
    let deep = seen.deep.iter().flat_map(|deep| &deep.versions);
    let taken = deep.filter(|(_, taken)| *taken == Some(true)).map(|(version, _)| *version);
    let mut all: Vec<_> = one.into_iter().chain(taken).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(crate::witness::check::wire::tls::Version::name).collect()
}

fn certificate(seen: &Seen) -> Option<CertificateCard> {
    let own = seen.certificate()?;
    let name = |name: &String| {
        let kind = if name.parse::<std::net::IpAddr>().is_ok() { Kind::Address } else { Kind::Host };
        Sensitive::new(kind, name)
    };
    Some(CertificateCard {
        subject: name(&own.subject),
        issuer: Sensitive::new(if own.self_signed { Kind::Host } else { Kind::Domain }, &own.issuer),
        names: own.names.iter().map(name).collect(),
        not_before: day(own.not_before),
        not_after: day(own.not_after),
        self_signed: own.self_signed,
        key: own.key.words(),
        signature: own.digest,
        thumbprint: Sensitive::new(Kind::Id, &own.thumbprint),
        trusted: match seen.certificate.as_ref().map(|shown| shown.chain) {
            Some(Chain::Trusted) => Some(true),
            Some(Chain::Untrusted) => Some(false),
            _ => None,
        },
        usage_fits: own.usage_fits,
    })
}
