//! Text on the ground floor: bytes to text, text made harmless, text folded for comparison.

pub mod decode;
mod lines;
pub mod normalise;
mod sanitise;

pub use decode::{Decoded, Encoding, decode, decode_whole};
pub use lines::{LineError, Lines};
pub use sanitise::{clean, sanitise};
