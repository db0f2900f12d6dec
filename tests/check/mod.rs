//! Live checks: what is sent to a host and what is made of its answers.
#![allow(clippy::print_stdout, reason = "what is skipped is said")]
#![allow(clippy::disallowed_methods, reason = "tests read the environment, files, the clock and the network")]

mod bytes;
mod certificates;
mod corpus;
mod credssp;
mod fake;
mod hostile;
mod negotiation;
mod old_tls;
mod real;
mod told;
mod watch;
mod words;
