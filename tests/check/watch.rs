//! Looking at a fake and holding what was seen, how long it took and how often it connected against limits.

use rdpfix::knowledge::{Knowledge, checks::words, words::Side};
use rdpfix::report::check::CheckReport;
use rdpfix::witness::check::seen::Seen;
use rdpfix::witness::check::{
    CheckResult, Finding, Layer, Limits, Means, Resolver, Roots, Scope, Target, findings, judge, look,
    system_dialler, system_resolver,
};
use rustls::pki_types::CertificateDer;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use crate::check::fake::Fake;

/// What a busy machine may take longer than the limits say.
const MARGIN: Duration = Duration::from_secs(3);

/// For hosts that keep a look waiting before TLS: the wait is what is tested.
pub(crate) const HASTY: Limits =
    Limits { total: Duration::from_millis(1500), step: Duration::from_millis(300), ..Limits::USUAL };

/// For hosts that keep it waiting within TLS: a handshake takes its time on a busy machine.
pub(crate) const BRISK: Limits =
    Limits { total: Duration::from_secs(6), step: Duration::from_secs(2), ..Limits::USUAL };

/// For hosts that answer: nothing waits for an end here.
pub(crate) const PATIENT: Limits =
    Limits { total: Duration::from_mins(1), step: Duration::from_secs(20), ..Limits::USUAL };

/// The roots of these tests.
pub(crate) static ROOTS: LazyLock<Roots> = LazyLock::new(|| {
    let roots = [ROOT, P521_ROOT].map(|der| CertificateDer::from(der.to_vec()));
    Roots::of(&roots)
});

const ROOT: &[u8] = include_bytes!("fixtures/root.der");
const P521_ROOT: &[u8] = include_bytes!("fixtures/p521-root.der");

/// What one look at a fake came to.
pub(crate) struct Watched {
    pub(crate) seen: Seen,
    pub(crate) layers: Vec<Layer>,
    /// Connections that the fake counted.
    pub(crate) connections: usize,
}

impl Watched {
    /// The verdict of a layer.
    pub(crate) fn verdict(&self, id: &str) -> &'static str {
        self.layers.iter().find(|layer| layer.id.word() == id).expect("the check is about it").verdict.word()
    }

    /// Holds every verdict that is no `skipped` against what is expected, in order.
    #[track_caller]
    pub(crate) fn comes_to(&self, name: &str, expected: &[(&str, &str)]) {
        let reached: Vec<_> = self
            .layers
            .iter()
            .map(|layer| (layer.id.word(), layer.verdict.word()))
            .filter(|(id, verdict)| *verdict != "skipped" && !matches!(*id, "name" | "tcp"))
            .collect();
        assert_eq!((self.verdict("name"), self.verdict("tcp")), ("literal", "open"), "{name}");
        assert_eq!(reached, expected, "{name}");
    }

    /// The report of it.
    pub(crate) fn report(&self) -> CheckReport {
        report(&self.seen)
    }
}

/// The report of a sight, by the knowledge that the program has.
pub(crate) fn report(seen: &Seen) -> CheckReport {
    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::builtin);
    rdpfix::report::check::report(&CheckResult::new(seen.clone(), Side::Client), &KNOWLEDGE)
}

/// Means with this computer's resolver, the roots of these tests and these limits.
pub(crate) fn means(limits: Limits) -> Means {
    Means { resolver: system_resolver(), dialler: system_dialler(), roots: || &ROOTS, limits }
}

/// A resolver that knows one name for every name.
pub(crate) fn always(addresses: Vec<IpAddr>) -> Resolver {
    Arc::new(move |_, port| Ok(addresses.iter().map(|address| SocketAddr::new(*address, port)).collect()))
}

/// Looks at a fake by its address.
#[track_caller]
pub(crate) fn watch(fake: Fake, limits: Limits) -> Watched {
    let target = fake.target();
    watch_as(fake, &target, &Scope::usual(), limits)
}

/// Looks at a fake by a name that leads to it.
#[track_caller]
pub(crate) fn watch_named(fake: Fake, name: &str) -> Watched {
    let target = Target::parse(&format!("{name}:{}", fake.address().port())).expect("a name");
    watch_as(fake, &target, &Scope::usual(), PATIENT)
}

/// Looks at a fake; whatever it does, the look ends within its limits.
#[track_caller]
pub(crate) fn watch_as(fake: Fake, target: &Target, scope: &Scope, limits: Limits) -> Watched {
    let means = Means { resolver: always(vec![fake.address().ip()]), ..means(limits) };
    let begun = Instant::now();
    let seen = look(target, scope, &means);
    let elapsed = begun.elapsed();
    assert!(elapsed < limits.total + MARGIN, "it took {elapsed:?}");
    let connections = fake.connections();
    assert_eq!(connections, seen.connections, "what the host counts is what the report says");
    let most = if scope.has_versions() { limits.connections + 6 } else { limits.connections };
    assert!(connections <= most, "{connections} connections");
    let layers = judge(&seen);
    for Finding { check, word, .. } in findings(&seen, &layers) {
        assert!(words(check).is_some_and(|words| words.contains(&word)), "{check}: {word} is no word");
    }
    Watched { seen, layers, connections }
}
