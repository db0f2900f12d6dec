//! What the surroundings say, read once: environment variables, terminals, width, colour.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use super::common_args::Colour;
use crate::render::terminal;
use crate::witness::platform;

/// The surroundings of a run.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Surroundings {
    pub(super) stdin_terminal: bool,
    pub(super) stdout_terminal: bool,
    pub(super) stderr_terminal: bool,
    /// Both streams take escape sequences, as far as they are terminals.
    escapes: bool,
    pub(super) ci: bool,
    pub(super) no_input: bool,
    msystem: Option<String>,
    term: Option<String>,
    term_program: Option<String>,
    columns: Option<usize>,
    colour: ColourWish,
    /// Where sessions and the ledger of temporary changes are kept; `None`: there is no place for them.
    pub(super) state_dir: Option<PathBuf>,
    /// Why there is none, where a variable names a place that is no whole path.
    pub(super) no_state_dir: Option<String>,
    /// The name of this computer, where Windows tells it.
    pub(super) computer: Option<String>,
}

/// What the environment wants of colour, in the order of precedence of the conventions it follows
/// (no-color.org; bixense.com/clicolors).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColourWish {
    Never,
    Always,
    WhereTerminal,
}

impl Surroundings {
    /// Reads them.
    pub(super) fn read() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        Self {
            stdin_terminal: std::io::stdin().is_terminal(),
            stdout_terminal: std::io::stdout().is_terminal(),
            stderr_terminal: std::io::stderr().is_terminal(),
            escapes: platform::take_escapes(env::var("TERM").is_ok_and(|term| term == "dumb")),
            ci: set("CI"),
            no_input: set("RDPFIX_NO_INPUT"),
            msystem: env::var("MSYSTEM").ok(),
            term: env::var("TERM").ok(),
            term_program: env::var("TERM_PROGRAM").ok(),
            columns: env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()),
            colour: wish(|name| env::var(name).ok()),
            state_dir: state_dir(|name| env::var_os(name)),
            no_state_dir: no_state_dir(|name| env::var_os(name)),
            computer: env::var("COMPUTERNAME").ok().filter(|name| !name.is_empty()),
        }
    }

    /// Whether a stream is coloured.
    pub(super) fn colour(&self, flag: Colour, terminal: bool) -> bool {
        match (flag, self.colour) {
            (Colour::Always, _) | (Colour::Auto, ColourWish::Always) => true,
            (Colour::Never, _) | (Colour::Auto, ColourWish::Never) => false,
            (Colour::Auto, ColourWish::WhereTerminal) => terminal && self.escapes,
        }
    }

    /// Columns for prose: the flag, else the terminal's less one (an old Windows console adds an empty
    /// line after a full one), at most 80.
    pub(super) fn width(&self, flag: Option<u16>, terminal: bool) -> usize {
        let seen = || if terminal { terminal::columns().or(self.columns) } else { None };
        flag.map_or_else(|| seen().map_or(80, |columns| columns.saturating_sub(1).clamp(30, 80)), usize::from)
    }

    /// What decides whether anybody can be asked.
    pub(super) fn prompting(&self, no_input: bool, simple: bool) -> platform::Facts<'_> {
        platform::Facts {
            no_input,
            no_input_env: self.no_input,
            ci: self.ci,
            simple,
            stdin_terminal: self.stdin_terminal,
            stderr_terminal: self.stderr_terminal,
            reads_keys: platform::reads_keys(),
            term: self.term.as_deref(),
            term_program: self.term_program.as_deref(),
            msystem: self.msystem.as_deref(),
        }
    }
}

/// The platform's place for what a program remembers of its runs. What is no whole path counts as not set, as the
/// XDG Base Directory Specification wants it.
fn state_dir(var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let dir = |name: &str| var(name).map(PathBuf::from).filter(|dir| dir.is_absolute());
    let base = if cfg!(windows) {
        dir("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        dir("HOME").map(|home| home.join("Library").join("Application Support"))
    } else {
        dir("XDG_STATE_HOME").or_else(|| dir("HOME").map(|home| home.join(".local").join("state")))
    };
    base.map(|base| base.join("rdpfix"))
}

/// The sentence for a platform variable that is set and names no place.
fn no_state_dir(var: impl Fn(&str) -> Option<OsString>) -> Option<String> {
    if state_dir(&var).is_some() {
        return None;
    }
    let names: &[&str] = if cfg!(windows) { &["LOCALAPPDATA"] } else { &["XDG_STATE_HOME", "HOME"] };
    let set = names.iter().find(|name| var(name).is_some_and(|value| !value.is_empty()))?;
    Some(format!("{set} is not an absolute path"))
}

fn wish(var: impl Fn(&str) -> Option<String>) -> ColourWish {
    let set = |name: &str| var(name).filter(|value| !value.is_empty());
    if set("NO_COLOR").is_some() {
        ColourWish::Never
    } else if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        ColourWish::Always
    } else if set("CLICOLOR").as_deref() == Some("0") || set("TERM").as_deref() == Some("dumb") {
        ColourWish::Never
    } else {
        ColourWish::WhereTerminal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(vars: &[(&str, &str)]) -> ColourWish {
        wish(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn sessions_are_kept_where_the_platform_wants_them() {
        let place = if cfg!(windows) { "C:\\x" } else { "/x" };
        let home = if cfg!(windows) { "LOCALAPPDATA" } else { "HOME" };
        let of = |set: &str| state_dir(|name| (name == set).then(|| OsString::from(place)));
        assert!(of(home).is_some_and(|dir| dir.starts_with(place) && dir.ends_with("rdpfix")));
        assert_eq!(of("TEMP"), None);
        assert_eq!(state_dir(|_| Some(OsString::from("relative"))), None);
        assert_eq!(state_dir(|_| Some(OsString::new())), None);
        assert_eq!(no_state_dir(|_| Some(OsString::new())), None);
        assert_eq!(no_state_dir(|name| (name == home).then(|| OsString::from(place))), None);
        let why = no_state_dir(|name| (name == home).then(|| OsString::from("relative")));
        assert_eq!(why, Some(format!("{home} is not an absolute path")));
    }

    #[test]
    fn colour_follows_the_conventions() {
        assert_eq!(with(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]), ColourWish::Never);
        assert_eq!(with(&[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")]), ColourWish::Always);
        assert_eq!(with(&[("CLICOLOR_FORCE", "0")]), ColourWish::WhereTerminal);
        assert_eq!(with(&[("CLICOLOR", "0")]), ColourWish::Never);
        assert_eq!(with(&[("TERM", "dumb")]), ColourWish::Never);
        assert_eq!(with(&[]), ColourWish::WhereTerminal);
    }
}
