//! `rdpfix.error/1`: why a run could not be done (exit code 2).

use schemars::JsonSchema;
use serde::Serialize;

use super::header::VERSION;

/// A run that could not be done.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FailureReport {
    /// `rdpfix.error/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// What went wrong.
    pub error: Failure,
}

/// What went wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What, with its causes.
    pub message: String,
    /// What to type next.
    pub help: Option<String>,
}

impl FailureReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.error/1";

    /// A failure with the exit code 2.
    pub fn new(message: String, help: Option<String>) -> Self {
        Self { schema: Self::SCHEMA, version: VERSION, error: Failure { code: 2, message, help } }
    }
}

/// The same message without what somebody typed or has on disk: the words of the command line, whatever is quoted, paths
/// and addresses. Messages come from everywhere, so that here, and only here, a text is searched.
pub fn without_names(message: &str, typed: &[String]) -> String {
    let mut typed: Vec<&str> = typed.iter().map(String::as_str).filter(|word| word.len() > 2).collect();
    typed.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut text = typed.iter().fold(message.to_owned(), |text, word| text.replace(word, HIDDEN));
    for quote in ['\'', '`', '"'] {
        let parts: Vec<&str> = text.split(quote).collect();
        let hidden = parts.iter().enumerate().map(|(at, part)| if at % 2 == 1 { HIDDEN } else { part });
        text = hidden.collect::<Vec<_>>().join(&quote.to_string());
    }
    let names = |word: &str| word.contains(['\\', '/', '@']) && !word.starts_with("rdpfix.");
    text.split(' ').map(|word| if names(word) { HIDDEN } else { word }).collect::<Vec<_>>().join(" ")
}

/// What stands for a name in a message.
const HIDDEN: &str = "TEXT";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_words_and_loses_the_names() {
        let typed = ["diagnose", "zq-host.json"].map(str::to_owned);
        let without = |message: &str| without_names(message, &typed);
        assert_eq!(without("cannot read zq-host.json: it is a pipe"), "cannot read TEXT: it is a pipe");
        assert_eq!(
            without("there is no problem 'zoe', did you mean 'zoo'?"),
            "there is no problem 'TEXT', did you mean 'TEXT'?"
        );
        assert_eq!(without("/home/zoe/s.ndjson is in use"), "TEXT is in use");
        assert_eq!(without("zoe@contoso.com is no host"), "TEXT is no host");
    }
}
