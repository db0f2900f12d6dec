//! Live checks: what a host tells anybody who asks, without a password and without an account.

pub mod wire;
