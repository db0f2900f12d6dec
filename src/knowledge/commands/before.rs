//! What a change found, so that the way back leads exactly there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reading;
use crate::knowledge::format::Change;

/// The longest text that is read, in bytes: a page of what `keep` shows is a hundredth of it. Of a longer
/// one nobody could say whether the value stands in the rest.
const MOST_SHOWN: usize = 64 * 1024;

/// What there was before a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "was", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Before {
    /// The registry key was not there, and so the value was not.
    AbsentKey {
        /// How many keys of the path were not there, counted from its end: 1 is the key alone, 2 its
        /// parent too.
        missing: usize,
    },
    /// The key was there, the value was not.
    AbsentValue,
    /// The value was there.
    Value {
        /// Its type, as `reg` names it (`REG_DWORD`); not only those that changes set.
        #[serde(rename = "type")]
        value_type: String,
        /// Its data, as `reg query` shows it: `0x2` (or decimal), hex bytes, entries joined by `\0`.
        data: String,
    },
    /// The service was running.
    Running,
    /// The service was not running.
    Stopped,
    /// The firewall rules that were on, and those that were off, by name.
    Rules {
        /// Were on.
        on: Vec<String>,
        /// Were off.
        off: Vec<String>,
    },
    /// Nobody noted it.
    Unknown,
}

/// Reads what the `keep` lines of a change printed, in either shell and in any display language. Other
/// text around it (prompts, the lines themselves, what other changes' lines printed) does no harm.
///
/// `None` where it does not say what there was: then nothing may be claimed about it. That a value was
/// absent is said by an error in place of it, so the whole of what the lines printed is needed.
pub fn read_before(change: &Change, shown: &str) -> Option<Before> {
    if shown.len() > MOST_SHOWN {
        return None;
    }
    match change {
        Change::Registry { key, name, data, .. } => reading::registry(key, name, data.is_some(), shown),
        Change::Service { name, .. } => reading::service(name, shown),
        Change::Firewall { rule, .. } => reading::firewall(rule, shown),
        Change::Text { .. } => None,
    }
}
