//! The program as others see it: arguments, standard input and the environment in; standard output,
//! standard error and the exit code out. Nothing here knows how it is made.
#![allow(clippy::disallowed_methods, reason = "tests start the program, read files and the clock")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod bad_answers;
mod bad_input;
mod bad_overlays;
mod checks;
mod collect;
mod contract;
mod coverage;
mod dated;
mod diagnosis;
mod dialogue;
mod files;
mod hostile_words;
mod knowledge_schemas;
mod lists_and_help;
mod namespaces;
mod output;
mod schemas;
mod ten_lines;
mod transcripts;
mod unlisted;
