//! `rdpfix kb`: the state of the knowledge itself.

pub mod coverage;
pub mod faults;
