//! Diagnoses Remote Desktop failures.
//!
//! ```text
//!  pasted text / code / host / file         knowledge/*.json (compiled in, + overlays)
//!         |                                          | raw -> validated model
//!         v                                          v
//!    intake: decode, normalise, match ----->   knowledge: problems, codes, causes, observations, fixes
//!         | candidate problems, why                  |
//!         v                                          v
//!    session  <---- answers of witnesses ----   engine (pure): posterior, next step, plan, reasons, tree
//!         v
//!    report (plain data, versioned, sensitive strings typed as such)  --->  render
//! ```
//!
//! Data flows one way. Each module uses only those that stand below it in this list, which a test reads:
//!
//! 1. [`cli`]: arguments, files, streams and exit codes
//! 2. [`interview`]: the talk with a person, and the events of which a session is made
//! 3. [`render`]: pages as text, Markdown and HTML
//! 4. [`report`]: what is told, as plain data and as pages
//! 5. [`witness`]: people and live checks, who answer
//! 6. [`evidence`]: files that somebody brings, who answer too
//! 7. [`session`]: what is known of one case, and the files in which it is kept
//! 8. [`intake`]: what a pasted text is read as
//! 9. [`lexicon`]: what texts are recognised by
//! 10. [`search`]: units found by words
//! 11. [`training`]: how the model that reads prose is learned
//! 12. [`prose`]: what people say in their own words, read by the learned model
//! 13. [`knowledge`]: the units, their rules and the lines made from them
//! 14. [`engine`]: likelihoods and the next step
//! 15. [`file`](mod@file): files read within limits, and written only where they were named
//! 16. [`sensitive`]: strings that redaction takes out
//! 17. [`text`]: bytes to text, text made comparable, text made harmless
//! 18. [`time`]: moments as text
//!
//! [`engine`] and [`intake`] are pure: no files, no clock, no environment.
//! Everything that a person or a script is told is a value of [`report`]; a renderer adds nothing.

pub mod cli;
pub mod engine;
pub mod evidence;
pub mod file;
pub mod intake;
pub mod interview;
pub mod knowledge;
pub mod lexicon;
pub mod prose;
pub mod render;
pub mod report;
pub mod search;
pub mod sensitive;
pub mod session;
pub mod text;
pub mod time;
pub mod training;
pub mod witness;
