//! Where in a file something stands.

/// Where something stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A line, from 1.
    Line(usize),
    /// A record of a log, by its number there.
    Record(u64),
    /// The file as a whole: what is not in it.
    Whole,
}

impl Place {
    /// The place in words, behind the name of the file.
    pub fn words(self) -> String {
        match self {
            Self::Line(line) => format!(", line {line}"),
            Self::Record(record) => format!(", record {record}"),
            Self::Whole => String::new(),
        }
    }
}
