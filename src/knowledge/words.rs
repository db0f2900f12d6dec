//! The scales: authors write words, the numbers behind them stand here and nowhere else.
//!
//! The values and the reasons for them (five words for an answer, each prior word worth three of
//! the next) were measured on two hundred random models: five words cost under one percent of the
//! expected repair time, two words six percent; flat priors cost six percent as well.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! scale {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal => $value:expr,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every word of the scale, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as authors write it and as reports print it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The number behind the word (see the type for its unit).
            pub const fn value(self) -> f64 {
                match self { $(Self::$variant => $value),+ }
            }
        }
    };
}

scale! {
    /// How common a cause is among those who see the problem. Unit: a weight, normalised over the problem.
    Prior {
        /// Most of the cases.
        High = "high" => 9.0,
        /// A third of `high`.
        Medium = "medium" => 3.0,
        /// A third of `medium`.
        Low = "low" => 1.0,
        /// A third of `low`: kept so that it can be found, or because a disputed source names it.
        Rare = "rare" => 1.0 / 3.0,
    }
}

scale! {
    /// The share of cases whose cause is in no list. Unit: probability.
    Unlisted {
        /// The list is nearly complete.
        Low = "low" => 0.05,
        /// The ordinary case.
        Medium = "medium" => 0.10,
        /// The problem is poorly understood.
        High = "high" => 0.20,
    }
}

scale! {
    /// How often a state is seen given a cause. Unit: probability. No word is 0 or 1, so that no
    /// single wrong answer can rule a cause out for good.
    Chance {
        /// Seen whenever this is the cause.
        Always = "always" => 0.97,
        /// Seen in most cases.
        Usually = "usually" => 0.80,
        /// As good as a coin.
        Either = "either" => 0.50,
        /// Seen in few cases.
        Rarely = "rarely" => 0.20,
        /// Not seen when this is the cause.
        Never = "never" => 0.03,
    }
}

scale! {
    /// How often a fix repairs a cause. Unit: probability.
    Works {
        /// Repairs it whenever it is done right.
        Always = "always" => 0.95,
        /// Repairs most cases.
        Usually = "usually" => 0.80,
        /// Repairs half of the cases.
        Sometimes = "sometimes" => 0.50,
        /// Worth a try when nothing better is left.
        Rarely = "rarely" => 0.20,
    }
}

scale! {
    /// What a fix costs when its author gives no minutes. Unit: minutes.
    Effort {
        /// A click.
        Instant = "instant" => 1.0,
        /// A setting.
        Easy = "easy" => 5.0,
        /// Several steps.
        Medium = "medium" => 20.0,
        /// An hour.
        Hard = "hard" => 60.0,
    }
}

scale! {
    /// What has to start again for a fix to take effect. Unit: minutes added to its cost.
    Reboot {
        /// Nothing.
        None = "none" => 0.0,
        /// A service on the machine that is changed.
        Service = "service" => 1.0,
        /// The client.
        Client = "client" => 5.0,
        /// The host, and with it everybody's work there.
        Host = "host" => 15.0,
    }
}

scale! {
    /// What can go wrong when a fix is done as written. Unit: minutes added to its cost.
    Risk {
        /// Nothing.
        None = "none" => 0.0,
        /// A nuisance.
        Low = "low" => 2.0,
        /// Something that takes work to put right.
        Medium = "medium" => 10.0,
        /// Lost data, a lost way in, or a machine that can be attacked.
        High = "high" => 30.0,
    }
}

scale! {
    /// Who can tell the state of an observation. Unit: probability of "don't know".
    Who {
        /// A program can.
        Auto = "auto" => 0.02,
        /// Whoever sits at the machine can look.
        Look = "look" => 0.10,
        /// Somebody else has to be asked.
        AskAround = "ask-around" => 0.30,
    }
}

/// Minutes charged for undoing a fix that weakens security, on top of its own.
pub const UNDO_MINUTES: f64 = 5.0;

/// What a statement rests on, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// The vendor says so.
    Documented,
    /// The source code of a client says so.
    SourceCode,
    /// Users or third parties report it.
    Reported,
    /// Our own memory or judgement; no source was found.
    Unverified,
    /// A source says it and a better one contradicts it.
    Disputed,
}

impl Grade {
    /// Every grade, from best to worst.
    pub const ALL: [Self; 5] =
        [Self::Documented, Self::SourceCode, Self::Reported, Self::Unverified, Self::Disputed];

    /// The word as it is printed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::SourceCode => "source-code",
            Self::Reported => "reported",
            Self::Unverified => "unverified",
            Self::Disputed => "disputed",
        }
    }
}

/// Where one has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The computer that connects.
    Client,
    /// The computer that is connected to.
    Host,
    /// What lies between them.
    Network,
    /// The directory: accounts, policies, domain controllers.
    Domain,
    /// The RD Gateway.
    Gateway,
}

impl Side {
    /// The word as it is printed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Host => "host",
            Self::Network => "network",
            Self::Domain => "domain",
            Self::Gateway => "gateway",
        }
    }
}

/// What a fix needs besides access to its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// Administrator rights on that side.
    Admin,
    /// A restart of that machine.
    Reboot,
    /// Others lose their connection meanwhile.
    Downtime,
}

impl Need {
    /// The word as it is printed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Reboot => "reboot",
            Self::Downtime => "downtime",
        }
    }
}

/// Whether a fix leaves a machine weaker than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// It does not.
    Safe,
    /// It does, until it is undone: never before a safe fix that can be done and may well help.
    Weakens,
}

impl Security {
    /// The word as it is printed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Weakens => "weakens",
        }
    }
}
