//! What a live check can find, word by word: one table from which verdicts, `--list-checks`, the witnesses of knowledge
//! and the enums of published schemas derive.
//!
//! The layers of `rdpfix check` come first, in order, then findings that are finer than a verdict. Each row is a word, the
//! state of a layer that has it, the sides on which to act, and what a fault or a note means for people. The comment above
//! a row says when it is found. To add a word, add its row and return it in `witness/check`: what is forgotten does not
//! compile, and a test holds that every word can be found.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::words::Side;

/// The state of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it should be.
    Ok,
    /// Worth knowing, and no reason for a failure by itself.
    Note,
    /// A reason why nobody gets in, or not for long.
    Fault,
    /// It was checked and cannot be told.
    Unknown,
    /// This computer failed by itself: no verdict on the host.
    NotChecked,
    /// It could not be reached.
    Skipped,
}

impl State {
    /// The word in documents.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Fault => "fault",
            Self::Unknown => "unknown",
            Self::NotChecked => "not-checked",
            Self::Skipped => "skipped",
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The word in documents and in knowledge.
    pub word: &'static str,
    /// The state of a layer with this verdict; `None` for the words of findings.
    pub state: Option<State>,
    /// Where to act, where there is something to do.
    pub sides: &'static [Side],
    /// What a fault or a note means.
    pub means: Option<&'static str>,
    /// When it is found.
    pub when: &'static str,
}

/// A word of one check.
pub trait Word: Copy {
    /// The check.
    const CHECK: &'static str;

    /// Its row.
    fn row(self) -> &'static Row;

    /// The word itself.
    fn word(self) -> &'static str {
        self.row().word
    }
}

/// What a layer has that could not be reached.
static SKIPPED: Row = Row {
    word: "skipped",
    state: Some(State::Skipped),
    sides: &[],
    means: None,
    when: "A layer below it failed, or the host did not choose what it needs.",
};

macro_rules! check {
    ($check:ident $name:literal $title:literal { $(
        #[doc = $when:literal] $variant:ident $word:literal $state:ident [$($side:ident),*] $($means:literal)?;
    )+ }) => {
        #[doc = concat!("`", $name, "`: ", $title, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $check { $(#[doc = $when] $variant,)+ }

        impl $check {
            /// Its words, in order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Its rows, in order.
            pub const ROWS: &'static [Row] = &[$(Row {
                word: $word,
                state: $state,
                sides: &[$($side),*],
                means: first(&[$($means)?]),
                when: $when.trim_ascii(),
            }),+];
        }

        impl Word for $check {
            const CHECK: &'static str = $name;

            fn row(self) -> &'static Row {
                &Self::ROWS[self as usize]
            }
        }
    };
}

const fn first(means: &[&'static str]) -> Option<&'static str> {
    if means.is_empty() { None } else { Some(means[0]) }
}

macro_rules! checks {
    (
        layers { $($layer:ident $id:literal $title:literal { $($rows:tt)+ })+ }
        findings { $($check:ident $name:literal $about:literal { $($words:tt)+ })+ }
    ) => {
        $(check! { $layer $id $title { $($rows)+ } })+
        $(check! { $check $name $about { $($words)+ } })+

        /// A layer: each rests on those before it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LayerId { $(#[doc = concat!("`", $id, "`: ", $title, ".")] $layer,)+ }

        impl LayerId {
            /// All of them, in order.
            pub const ALL: [Self; [$($id),+].len()] = [$(Self::$layer),+];

            /// The id in documents and on the command line.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$layer => $id,)+ }
            }

            /// What is checked, for people.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$layer => $title,)+ }
            }

            /// Its verdicts beside `skipped`, in order.
            pub const fn verdicts(self) -> &'static [&'static str] {
                match self { $(Self::$layer => $layer::WORDS,)+ }
            }
        }

        /// The verdict of a layer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Verdict {
            /// The layer could not be reached.
            Skipped,
            $(#[doc = concat!("Of the layer `", $id, "`.")] $layer($layer),)+
        }

        impl Verdict {
            /// Its row.
            pub fn row(self) -> &'static Row {
                match self {
                    Self::Skipped => &SKIPPED,
                    $(Self::$layer(verdict) => verdict.row(),)+
                }
            }
        }

        $(impl From<$layer> for Verdict {
            fn from(verdict: $layer) -> Self {
                Self::$layer(verdict)
            }
        })+

        /// Each check with the words it can find: layers in order, then findings.
        pub const CHECKS: &[(&str, &[&str])] = &[$(($id, $layer::WORDS),)+ $(($name, $check::WORDS),)+];
    };
}

mod table;

pub use table::*;

impl LayerId {
    /// The layer of an id.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.word() == word)
    }
}

impl Verdict {
    /// The word in documents.
    pub fn word(self) -> &'static str {
        self.row().word
    }

    /// The state of a layer that has it.
    pub fn state(self) -> State {
        self.row().state.unwrap_or(State::Skipped)
    }
}

/// The words of a check.
pub fn words(check: &str) -> Option<&'static [&'static str]> {
    CHECKS.iter().find(|(name, _)| *name == check).map(|(_, words)| *words)
}

impl Serialize for LayerId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl JsonSchema for LayerId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LayerId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::ALL.map(Self::word) })
    }
}

impl JsonSchema for Verdict {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Verdict".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut words: Vec<&str> =
            LayerId::ALL.iter().flat_map(|layer| layer.verdicts()).copied().chain([SKIPPED.word]).collect();
        words.sort_unstable();
        words.dedup();
        json_schema!({ "type": "string", "enum": words })
    }
}
