//! One look at one host: which connections are made, in which order, and when it is enough.
//!
//! Usually two or three: one as a client of today would make it, up to the first answer of `CredSSP`; one that asks
//! for TLS without sign-in before the session; one that asks for neither, where that can still say something. Hosts
//! whose TLS is too old get one more. After the first answer that does not come nothing more is asked.
#![expect(clippy::disallowed_methods, reason = "a look begins at a moment that its report names")]

use std::net::SocketAddr;
use std::time::{Instant, SystemTime};

use super::ask;
use super::budget::{Budget, Limits, Wire, now, since};
use super::certificate::Certificate;
use super::connect::{self, Dialler};
use super::deep;
use super::hello;
use super::layer::{LayerId, Scope};
use super::resolve::{self, Named, Resolver};
use super::seen::{Answered, Connected, Credssp, Handshake, Scan, Seen, Shown};
use super::session_tls;
use super::target::Target;
use super::trust::{Chain, Roots};
use super::wire::tls::Version;
use super::wire::x224::{self, Confirm};

/// What a client of today asks for: TLS, `CredSSP`, and `CredSSP` with an early answer. Entra is never among it: some
/// servers answer any ask that holds it by hanging up.
pub const ASKED_FIRST: u32 = x224::SSL | x224::HYBRID | x224::HYBRID_EX;

/// What a look works with.
#[derive(Clone)]
pub struct Means {
    /// The resolver.
    pub resolver: Resolver,
    /// What opens connections.
    pub dialler: Dialler,
    /// The roots that are trusted, read when there is a chain to judge.
    pub roots: fn() -> &'static Roots,
    /// Time, bytes and connections.
    pub limits: Limits,
}

/// Looks at a host.
pub fn look(target: &Target, scope: &Scope, means: &Means) -> Seen {
    let limits = if scope.has_versions() { deep::limits(means.limits) } else { means.limits };
    let mut look = Look { scope, means, budget: Budget::start(limits), address: None, silent: false };
    let begun = now();
    let mut seen = Seen {
        target: target.clone(),
        scope: scope.clone(),
        at: SystemTime::now(),
        elapsed: std::time::Duration::ZERO,
        named: resolve::resolve(target, &means.resolver, look.budget.step()),
        connection: None,
        asks: Vec::new(),
        handshake: None,
        scan: None,
        certificate: None,
        credssp: None,
        deep: None,
        connections: 0,
    };
    look.layers(&mut seen);
    seen.connections = look.budget.connections();
    seen.elapsed = since(begun);
    seen
}

/// A look that goes on.
pub(super) struct Look<'a> {
    pub(super) scope: &'a Scope,
    means: &'a Means,
    pub(super) budget: Budget,
    /// The address that takes connections, once one did.
    address: Option<SocketAddr>,
    /// Whether an answer did not come: a host that is silent once is not asked again.
    pub(super) silent: bool,
}

impl Look<'_> {
    fn layers(&mut self, seen: &mut Seen) {
        if self.scope.has(LayerId::Tcp) {
            self.first_connection(seen);
        }
        let answers = matches!(seen.first_answer(), Some(Answered::Confirm(_)));
        if answers {
            if self.scope.has(LayerId::Tls) {
                self.old_hello(seen);
            }
            if self.scope.has(LayerId::Security) {
                self.weaker_protocols(seen);
            }
        }
        if self.scope.has_versions()
            || LayerId::ALL.iter().any(|layer| layer.is_deep() && self.scope.has(*layer))
        {
            deep::look(self, seen, answers);
        }
    }

    /// As a client of today would go: the protocols, TLS, the first answer of `CredSSP`.
    fn first_connection(&mut self, seen: &mut Seen) {
        if seen.named.addresses().is_empty() || !self.budget.take_connection() {
            return;
        }
        let step = || self.budget.connect_step();
        let opened = match connect::connect(seen.named.addresses(), &self.means.dialler, step) {
            Ok(opened) => opened,
            Err(failure) => {
                seen.connection = Some(Err(failure));
                return;
            }
        };
        let (address, local, took) = (opened.address, opened.local, opened.took);
        self.address = Some(address);
        seen.connection = Some(Ok(Connected { address, local, took }));
        if !self.scope.has(LayerId::Rdp) {
            return;
        }
        let Some(stream) = opened.stream else {
            seen.asks.push((ASKED_FIRST, Answered::Reset));
            return;
        };
        let mut wire = Wire::new(stream, self.budget.step(), self.budget.bytes());
        seen.asks.push((ASKED_FIRST, ask::ask(&mut wire, ASKED_FIRST)));
        if self.scope.has(LayerId::Tls) && chose_tls(seen) {
            self.tls(seen, wire, address);
        }
    }

    fn tls(&mut self, seen: &mut Seen, mut wire: Wire, address: SocketAddr) {
        let with_credssp = self.scope.has(LayerId::Credssp) && chose_credssp(seen);
        wire.begin(self.budget.step());
        let end = || self.budget.step();
        let session =
            session_tls::open(&mut wire, &seen.target.host, resolve::plain(address.ip()), with_credssp, end);
        self.silent |= session.handshake == Handshake::Silent || session.credssp == Some(Credssp::Silent);
        seen.handshake = Some(session.handshake);
        seen.credssp = session.credssp;
        self.show(seen, &session.chain);
    }

    /// Where a client of today gets nowhere: what does the host say to one that offers everything old?
    fn old_hello(&mut self, seen: &mut Seen) {
        use Handshake::{Alert, Done, Dropped, Garbled, NotChecked, NothingInCommon, Silent};
        match &seen.handshake {
            Some(Alert(_) | Dropped | NothingInCommon) => {}
            Some(Done { .. } | Silent | Garbled | NotChecked) | None => return,
        }
        let Some((mut wire, Answered::Confirm(_))) = self.ask_again(ASKED_FIRST) else { return };
        wire.begin(self.budget.step());
        let (scan, chain) = hello::scan(&mut wire, Version::Tls12, sent_name(&seen.target));
        self.silent |= scan == Scan::Failed(Silent);
        seen.scan = Some(scan);
        self.show(seen, &chain);
        if matches!(seen.scan, Some(Scan::Chose { .. })) {
            self.old_credssp(seen);
        }
    }

    #[cfg(any(windows, feature = "legacy-tls"))]
    fn old_credssp(&mut self, seen: &mut Seen) {
        if !self.scope.has(LayerId::Credssp) || !chose_credssp(seen) {
            return;
        }
        let Some((wire, Answered::Confirm(_))) = self.ask_again(ASKED_FIRST) else { return };
        seen.credssp = super::old_tls::credssp(wire, &seen.target.host, || self.budget.step());
        self.silent |= seen.credssp == Some(Credssp::Silent);
    }

    #[cfg(not(any(windows, feature = "legacy-tls")))]
    #[expect(clippy::unused_self, reason = "builds with the TLS of the system use it")]
    const fn old_credssp(&self, _: &Seen) {}

    /// Whether the host insists on what it chose: the answers to asks for less.
    fn weaker_protocols(&mut self, seen: &mut Seen) {
        let asks: &[u32] = match seen.selected() {
            Some(chosen) if is_credssp(chosen) => &[x224::SSL, 0],
            Some(x224::SSL) => &[0],
            _ => return,
        };
        for &protocols in asks {
            let Some((_, answered)) = self.ask_again(protocols) else { return };
            // A host that insists on CredSSP refuses whatever is less in the same way.
            let enough = !matches!(answered, Answered::Confirm(Confirm::Selected { .. }));
            seen.asks.push((protocols, answered));
            if enough {
                return;
            }
        }
    }

    /// Takes down what a certificate says and what the roots say of its chain.
    fn show(&self, seen: &mut Seen, chain: &[Vec<u8>]) {
        let Some(own) = chain.first().filter(|_| self.scope.has(LayerId::Certificate)) else { return };
        let certificate = Certificate::parse(own).ok();
        let now = seen.unix();
        let judged = |own: &Certificate| (self.means.roots)().judge(chain, own, now);
        let judged = certificate.as_ref().filter(|own| !own.self_signed).map(judged);
        seen.certificate =
            Some(Shown { certificate, chain: judged.unwrap_or(Chain::Unknown), length: chain.len() });
    }

    /// Asks on a new connection to the address that took the first one. `None` when nothing may be opened any more: the
    /// host was silent, or the limits are reached.
    pub(super) fn ask_again(&mut self, protocols: u32) -> Option<(Wire, Answered)> {
        let address = self.address?;
        if self.silent || !self.budget.take_connection() {
            return None;
        }
        let stream = connect::again(address, &self.means.dialler, self.step()).ok()?;
        let mut wire = Wire::new(stream, self.step(), self.budget.bytes());
        let answered = ask::ask(&mut wire, protocols);
        self.silent |= answered == Answered::Silent;
        Some((wire, answered))
    }

    pub(super) fn step(&self) -> Instant {
        self.budget.step()
    }
}

/// The name that TLS is told, as a client would: a name, never an address.
pub(super) fn sent_name(target: &Target) -> Option<&str> {
    target.address.is_none().then_some(target.host.trim_end_matches('.')).filter(|name| name.is_ascii())
}

fn is_credssp(protocol: u32) -> bool {
    protocol == x224::HYBRID || protocol == x224::HYBRID_EX
}

fn chose_credssp(seen: &Seen) -> bool {
    seen.selected().is_some_and(is_credssp)
}

fn chose_tls(seen: &Seen) -> bool {
    seen.selected().is_some_and(|chosen| chosen == x224::SSL || is_credssp(chosen))
}

/// Whether the address was found at all.
pub(super) fn first_address(named: &Named) -> Option<SocketAddr> {
    named.addresses().first().copied()
}
