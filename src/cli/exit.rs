//! Exit codes: part of the interface, each once, all others reserved.

use std::process::ExitCode;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The lookup matched; the next step is a fix, or it is connected; everything checked is fine.
    Fine,
    /// A valid negative: unknown or ambiguous, handed over, faults found, changes still open.
    Negative,
    /// Usage, unreadable input, or a failure inside.
    Unusable,
    /// An answer is needed and nobody can be asked.
    NeedsAnswer,
    /// Connected, but a temporary weakening is still in place.
    Temporary,
    /// Cancelled by the person.
    Cancelled,
}

impl Exit {
    /// All of them, by number.
    pub const ALL: [Self; 6] =
        [Self::Fine, Self::Negative, Self::Unusable, Self::NeedsAnswer, Self::Temporary, Self::Cancelled];

    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Negative => 1,
            Self::Unusable => 2,
            Self::NeedsAnswer => 3,
            Self::Temporary => 4,
            Self::Cancelled => 130,
        }
    }

    /// What the number says, for `rdpfix help exit-codes`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Fine => "lookup matched; diagnose's next step is a fix, or it is connected; no fault found",
            Self::Negative => {
                "a valid negative: lookup unknown or ambiguous; diagnose hands over; kb validate found faults; \
                 pending has open ones"
            }
            Self::Unusable => "usage, input that cannot be read, or a failure inside rdpfix",
            Self::NeedsAnswer => {
                "diagnose needs an answer and prompting is off: the report names what is missing"
            }
            Self::Temporary => "connected, but a temporary change that weakens security is still in place",
            Self::Cancelled => "cancelled by the person (Ctrl-C, Esc or quit)",
        }
    }

    /// The same with `--exit-zero`: 1, 3 and 4 become 0.
    #[must_use]
    pub const fn or_zero(self, exit_zero: bool) -> Self {
        match self {
            Self::Negative | Self::NeedsAnswer | Self::Temporary if exit_zero => Self::Fine,
            other => other,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once() {
        let mut codes: Vec<_> = Exit::ALL.map(Exit::code).into();
        codes.dedup();
        assert_eq!(codes, [0, 1, 2, 3, 4, 130]);
    }
}
