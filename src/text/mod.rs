//! Text on the ground floor: bytes to text, text made harmless, text folded for comparison.

pub mod decode;
pub mod normalise;
mod sanitise;

pub use decode::{Decoded, Encoding, decode};
pub use sanitise::{clean, sanitise};
