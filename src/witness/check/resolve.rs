//! The name: what this computer's own resolver says, and nobody else's.
//!
//! Asking another resolver would answer another question than the Remote Desktop client asks: hosts file, search
//! suffixes, LLMNR and the split DNS of a VPN all count.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use super::budget::until;
use super::target::{Target, no_host};

/// More addresses than this are not tried: no client would get further down a list in time.
const MOST_ADDRESSES: usize = 8;

/// Asks for the addresses of a name and a port.
pub type Resolver = Arc<dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync>;

/// What became of the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An address was typed.
    Literal(SocketAddr),
    /// The addresses of the name in the resolver's order, the first few of them; `in_all` counts all.
    Resolved {
        /// The first ones.
        addresses: Vec<SocketAddr>,
        /// How many there are.
        in_all: usize,
    },
    /// The resolver answered: there is no such name.
    NotFound,
    /// The resolver did not answer.
    NoAnswer,
    /// This computer could not ask it, for want of threads, descriptors or memory.
    NotChecked,
}

impl Named {
    /// The addresses to try, in order.
    pub fn addresses(&self) -> &[SocketAddr] {
        match self {
            Self::Literal(address) => std::slice::from_ref(address),
            Self::Resolved { addresses, .. } => addresses,
            Self::NotFound | Self::NoAnswer | Self::NotChecked => &[],
        }
    }
}

/// This computer's resolver.
pub fn system() -> Resolver {
    #[expect(clippy::disallowed_methods, reason = "live checks are the place for the network")]
    Arc::new(|host, port| Ok(std::net::ToSocketAddrs::to_socket_addrs(&(host, port))?.collect()))
}

/// Looks the name up until `end`. A resolver that hangs is left to itself in its thread: the system has no way
/// to stop it, and it ends by its own time limit.
pub(super) fn resolve(target: &Target, resolver: &Resolver, end: Instant) -> Named {
    if let (Some(address), None) = (target.address, &target.scope) {
        return Named::Literal(SocketAddr::new(address, target.port));
    }
    let (host, port, resolver) = (target.host.clone(), target.port, Arc::clone(resolver));
    let (tell, told) = mpsc::channel();
    let asked = thread::Builder::new().name("resolve".to_owned()).spawn(move || {
        let _ = tell.send(resolver(&host, port));
    });
    if asked.is_err() {
        return Named::NotChecked;
    }
    match told.recv_timeout(until(end).unwrap_or_default()).ok() {
        Some(Ok(addresses)) => named(&addresses, target.address.is_some()),
        Some(Err(error)) if says_no_such_name(&error) => Named::NotFound,
        Some(Err(error)) if has_run_out(&error) => Named::NotChecked,
        Some(Err(_)) | None => Named::NoAnswer,
    }
}

/// Whether this computer has run out of descriptors or memory.
fn has_run_out(error: &io::Error) -> bool {
    let codes: &[i32] = if cfg!(windows) { &[8, 10024, 10055] } else { &[12, 23, 24] };
    let told = ["Memory allocation failure", "Too many open files"];
    error.kind() == io::ErrorKind::OutOfMemory
        || error.raw_os_error().is_some_and(|code| codes.contains(&code))
        || told.iter().any(|text| error.to_string().contains(text))
}

fn named(addresses: &[SocketAddr], literal: bool) -> Named {
    let mut each: Vec<SocketAddr> = Vec::new();
    // Some resolvers answer 0.0.0.0 for names that they block: connecting to it would check this computer.
    for address in addresses.iter().filter(|address| no_host(address.ip()).is_none()) {
        if !each.contains(address) {
            each.push(*address);
        }
    }
    match (each.first(), literal) {
        (None, _) => Named::NotFound,
        (Some(first), true) => Named::Literal(*first),
        _ => {
            let in_all = each.len();
            each.truncate(MOST_ADDRESSES);
            Named::Resolved { addresses: each, in_all }
        }
    }
}

/// Whether the resolver answered that there is no such name, or had nobody to ask.
///
/// Windows gives numbers: 11001 host not found and 11004 no data of that type against 11002 try again (Windows
/// Sockets error codes). Elsewhere the standard library keeps only the text of `gai_strerror`, which stays English
/// because nothing here sets a locale.
fn says_no_such_name(error: &io::Error) -> bool {
    match error.raw_os_error() {
        Some(11001 | 11004) => true,
        Some(_) => false,
        None => {
            let text = error.to_string();
            ["not known", "No address", "nodename nor servname", "Non-recoverable"]
                .iter()
                .any(|no| text.contains(no))
        }
    }
}

/// An address without the wrapping that maps IPv4 into IPv6.
pub(super) fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the time limit is what is tested")]
mod tests {
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(300)
    }

    fn target(text: &str) -> Target {
        Target::parse(text).expect(text)
    }

    fn saying(answer: fn() -> io::Result<Vec<SocketAddr>>) -> Resolver {
        Arc::new(move |_, _| answer())
    }

    fn address(last: u16) -> SocketAddr {
        SocketAddr::from(([10, 0, 0, u8::try_from(last).expect("small")], 3389))
    }

    #[test]
    fn an_address_asks_nobody() {
        let nobody: Resolver = Arc::new(|_, _| panic!("nobody is asked"));
        assert_eq!(resolve(&target("10.0.0.1"), &nobody, soon()), Named::Literal(address(1)));
    }

    #[test]
    fn of_fifty_addresses_the_first_few_are_tried_and_each_once() {
        let many = saying(|| Ok((0..50).chain(0..50).map(address).collect()));
        let Named::Resolved { addresses, in_all } = resolve(&target("farm"), &many, soon()) else {
            panic!("it resolves");
        };
        assert_eq!((addresses.len(), in_all), (MOST_ADDRESSES, 50));
    }

    #[test]
    fn no_such_name_and_no_answer_are_told_apart() {
        let text = |text: &'static str| -> Resolver { Arc::new(move |_, _| Err(io::Error::other(text))) };
        let not_known = text("failed to lookup address information: Name or service not known");
        let temporary = text("failed to lookup address information: Temporary failure in name resolution");
        assert_eq!(resolve(&target("x"), &not_known, soon()), Named::NotFound);
        assert_eq!(resolve(&target("x"), &temporary, soon()), Named::NoAnswer);
        assert_eq!(resolve(&target("x"), &saying(|| Ok(Vec::new())), soon()), Named::NotFound);
        for (code, named) in [(11001, Named::NotFound), (11004, Named::NotFound), (11002, Named::NoAnswer)] {
            let windows: Resolver = Arc::new(move |_, _| Err(io::Error::from_raw_os_error(code)));
            assert_eq!(resolve(&target("x"), &windows, soon()), named, "{code}");
        }
    }

    #[test]
    fn a_name_that_leads_to_no_host_is_not_found() {
        let blocked = saying(|| Ok(vec![([0, 0, 0, 0], 3389).into(), ([0_u16; 8], 3389).into()]));
        assert_eq!(resolve(&target("x"), &blocked, soon()), Named::NotFound);
    }

    #[test]
    fn a_computer_without_descriptors_says_nothing_of_the_name() {
        let code = if cfg!(windows) { 10024 } else { 24 };
        let full: Resolver = Arc::new(move |_, _| Err(io::Error::from_raw_os_error(code)));
        assert_eq!(resolve(&target("x"), &full, soon()), Named::NotChecked);
    }

    #[test]
    fn a_resolver_that_hangs_is_not_waited_for() {
        let hangs = saying(|| {
            thread::sleep(Duration::from_mins(1));
            Ok(Vec::new())
        });
        assert_eq!(resolve(&target("x"), &hangs, soon()), Named::NoAnswer);
    }
}
