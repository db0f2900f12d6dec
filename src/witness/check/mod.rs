//! Live checks: rdpfix looks at the one host that was named, without any credential.
//!
//! ```text
//!  target -> resolve -> connect -> ask -> session_tls | hello -> credssp     (I/O, in look and deep)
//!                                    \         |          /
//!                                     wire (pure: bytes in, values out)
//!                                              |
//!                       Seen -> judge: a verdict per layer -> findings: words that knowledge maps to states
//! ```
//!
//! What is sent: the connection request of Remote Desktop, a TLS hello, and the first message of `CredSSP`. No user
//! name, no cookie, no password, no sign-in, no second try; [`plan`] says it byte by byte. Nobody but the host that
//! was named and this computer's own resolver is talked to.
//!
//! Every step has an absolute end, and all of them together have one, too. Whatever a host sends is read up to a cap,
//! parsed without trust, and made harmless before it is kept.

mod answers;
mod ask;
mod budget;
pub mod certificate;
mod connect;
mod credssp;
mod deep;
mod findings;
mod hello;
mod judge;
mod layer;
mod look;
mod old_dates;
#[cfg(any(windows, feature = "legacy-tls"))]
mod old_tls;
pub mod plan;
mod resolve;
mod result;
pub mod seen;
mod session_tls;
mod target;
mod trust;
pub mod wire;

pub use crate::knowledge::checks::{State, Verdict};
pub use answers::{Answered, Suggested, answers, suggested};
pub use budget::Limits;
pub use connect::{Dialler, NoConnection, system as system_dialler};
pub use findings::{Finding, findings};
pub use judge::{Layer, certificate_faults, judge};
pub use layer::{LayerId, Scope};
pub use look::{ASKED_FIRST, Means, look};
pub use resolve::{Named, Resolver, system as system_resolver};
pub use result::CheckResult;
pub use target::{DEFAULT_PORT, NotOneHost, Target};
pub use trust::{Chain, Roots};

/// Characters of one text from a host that are kept.
const MOST_CHARACTERS: usize = 255;

/// A text from a host, short and without anything that acts instead of being read.
fn harmless(text: &str) -> String {
    let short: String = text.chars().take(MOST_CHARACTERS).collect();
    crate::text::sanitise(&short)
}
