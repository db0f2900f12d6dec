//! Text on the ground floor: bytes to text, text made harmless, text folded for comparison.

mod chunks;
pub mod decode;
mod lines;
pub mod normalise;
pub mod quote;
mod sanitise;

pub use chunks::Chunks;
pub use decode::{Decoded, Encoding, decode, decode_whole};
pub use lines::{LineError, Lines};
pub use quote::{shell_path, shell_word, shell_word_or};
pub use sanitise::{clean, sanitise};
