//! Files that somebody brings, as a witness: what they show, and which questions that answers.
//!
//! ```text
//!  bytes --> read (by content)  -->  facts, events, attempts  --> answers (witnesses of the observations)
//! ```
//!
//! A reader turns a file into [`Fact`]s and [`Event`]s with the place where each stands; it knows Windows and no
//! problem. Knowledge says what a fact means: `witnesses` of an observation. Nothing is opened that was not named, and
//! nothing that a file names is followed. Files are read by what stands in them, never by their names; numbers and
//! fixed tokens count, words of a translated Windows do not.
//!
//! Rules that hold everywhere: an event of one attempt says nothing about another; what comes from another computer, or
//! is older than a week before the newest record, is shown and does not answer; what is missing is a fact only where the
//! list that it belongs to is there whole.

mod answer;
mod attempt;
mod bundle;
mod event;
mod fact;
mod filter;
mod place;
mod read;
mod suggest;

pub use answer::{Answered, Answers, Aside, Contradiction, Why, answers};
pub use attempt::{Attempt, Outcome, attempts, in_question};
pub use bundle::{Bundle, Input, Source};
pub use event::Event;
pub use fact::{Fact, Found, Note, Shape};
pub use filter::Filter;
pub use place::Place;
pub use read::{MOST_TEXT, Packed, is_archive, read_archive, read_bytes, read_file};
pub use suggest::{Suggested, suggested};
