//! What can happen in an interview, as it is kept: one line of JSON for each.
//!
//! An interview changes by events and by nothing else (`interview::history`), so that the lines of a file, taken
//! in their order, lead to the very moment in which they were left.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::knowledge::format::Id;
use crate::sensitive::{Kind, Phrase};

/// The version of the lines. Fields and kinds of events are only ever added within a number.
pub const SCHEMA: &str = "rdpfix.session/1";

/// One line of a session file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// When, in UTC (RFC 3339). It informs: the order is that of the lines, and no line is before the one above it.
    pub at: String,
    /// The problem it is about by now, so that the end of a file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Id>,
    /// The host it is about, where a text named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The session began. The first line, and there alone.
    Begun(Begun),
    /// A text was pasted, a code typed, or Enter pressed for the list (empty).
    Read {
        /// The text, decoded; of a long one the end.
        text: String,
        /// Whether its beginning is left out.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cut: bool,
    },
    /// One menu on the way to the problem was answered.
    #[serde(rename = "looked")]
    Stepped {
        /// The answer.
        #[serde(rename = "way")]
        step: EntryStep,
    },
    /// The problem was decided.
    Decided {
        /// The problem.
        problem: Id,
        /// Whether a flag named it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        given: bool,
    },
    /// An observation was told.
    Answered {
        /// The observation.
        observation: Id,
        /// One of its states, or `unknown`.
        state: String,
        /// Who told it: `person`, `script` or another witness.
        witness: String,
        /// What it was read from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Evidence>,
    },
    /// A question was left for later.
    Skipped {
        /// The observation.
        observation: Id,
    },
    /// What was skipped is asked again.
    Reopened,
    /// The word was typed: a fix that weakens security is done.
    Consented {
        /// The fix.
        fix: Id,
    },
    /// A fix was tried, or cannot be.
    Tried {
        /// The fix.
        fix: Id,
        /// `worked`, `failed`, `changed` or `cannot`.
        outcome: String,
        /// Why it cannot be done here, where that was said with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Whether a flag said so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        given: bool,
    },
    /// The reason is none of those that were offered: it is asked for in words.
    OwnReason {
        /// The fix.
        fix: Id,
    },
    /// Why a fix cannot be done here.
    Because {
        /// The fix.
        fix: Id,
        /// In words; `null`: none was given.
        reason: Option<String>,
        /// The fact that rules it out, and others with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fact: Option<Fact>,
    },
    /// What the Keep line of a weakening printed before the change.
    Noted {
        /// The fix.
        fix: Id,
        /// The index of the change among those of the fix.
        change: usize,
        /// What it printed; `null`: nobody noted it.
        printed: Option<String>,
    },
    /// Where a weakening was done; from here on it stands in the ledger.
    Located {
        /// The fix.
        fix: Id,
        /// The name of the computer.
        machine: String,
    },
    /// Whether a weakening is undone.
    Undone {
        /// The fix.
        fix: Id,
        /// `false`: not yet.
        undone: bool,
    },
    /// The last answer was taken back.
    WentBack,
    /// Somebody goes on although handing over is cheaper.
    WentOn,
    /// Another run goes on from here.
    Resumed {
        /// The version of the program.
        version: String,
        /// The revision of the knowledge.
        knowledge: String,
    },
    /// The run is over.
    Ended {
        /// How.
        how: How,
        /// What would come next: `ask`, `fix`, `hand-over` or `connected`; nothing while no problem is decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
}

/// With what a session began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Begun {
    /// `rdpfix.session/1`
    pub schema: String,
    /// The session.
    pub id: String,
    /// The version of the program.
    pub version: String,
    /// The revision of the knowledge.
    pub knowledge: String,
    /// Which of the two computers it runs on: `client` or `host`.
    pub here: String,
    /// What is allowed.
    pub policy: KeptPolicy,
}

/// What was allowed in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeptPolicy {
    /// `--no-weakening`
    pub no_weakening: bool,
    /// `--allow-weakening`
    pub allow_weakening: bool,
    /// `--assume-unknown`
    pub assume_unknown: bool,
}

/// Where a choice on the way to the problem leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "to", content = "id", rename_all = "kebab-case")]
pub enum EntryStep {
    /// The list of what can be seen.
    Families,
    /// A family of symptoms.
    Family(Id),
    /// A sign of the family, by index; `null`: none of them.
    Sign(Option<usize>),
    /// The next screen of a long list.
    More,
    /// A code that the text may have meant.
    Code(String),
    /// Another text.
    Paste,
    /// The list before this one.
    Back,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// The observation.
    pub observation: Id,
    /// Its state.
    pub state: String,
}

/// A part of what an answer was read from: words, or a name in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What it names: `host`, `user`, `domain`, `address`, `id` or `text`; `words` names nothing.
    pub kind: String,
    /// The text.
    pub value: String,
}

/// What words are called among the kinds of names.
const WORDS: &str = "words";

impl Evidence {
    /// The parts of a phrase, in order.
    pub fn of(phrase: &Phrase) -> Vec<Self> {
        let part = |(kind, text): (Option<Kind>, &str)| Self {
            kind: kind.map_or_else(|| WORDS.to_owned(), |kind| kind.word().to_lowercase()),
            value: text.to_owned(),
        };
        phrase.pieces().map(part).collect()
    }

    /// The phrase of such parts; a kind that is not known may name anything.
    pub fn phrase(parts: &[Self]) -> Option<Phrase> {
        let kind = |word: &str| Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word));
        let piece = |part: &Self| {
            let kind = (part.kind != WORDS).then(|| kind(&part.kind).unwrap_or(Kind::Text));
            (kind, crate::text::sanitise(&part.value))
        };
        (!parts.is_empty()).then(|| parts.iter().map(piece).collect())
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It connects, or was handed over: the report was printed.
    Finished,
    /// The person left, or nobody was there any more.
    Left,
    /// Nobody was asked: answers were added by flags.
    Added,
}

/// How much of a pasted text is kept, in bytes: the last failure in a log is what counts, so it is the end.
pub const MAX_TEXT: usize = 64 * 1024;

impl Event {
    /// A text that was read, cut to what is kept.
    pub fn read(text: &str) -> Self {
        if text.len() <= MAX_TEXT {
            return Self::Read { text: text.to_owned(), cut: false };
        }
        let start = (text.len() - MAX_TEXT..text.len()).find(|&at| text.is_char_boundary(at));
        Self::Read { text: text[start.unwrap_or(text.len())..].to_owned(), cut: true }
    }
}
