//! How a menu looks: plain ASCII, colour only in addition.

use std::fmt;

use console::style;
use dialoguer::theme::Theme;

/// Marks the active row with `>`; with colour it is bold as well.
pub(super) struct Ascii {
    /// Colour is wanted; decided by the caller, not by the environment.
    pub(super) colour: bool,
}

impl Theme for Ascii {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(f, "{}", style(prompt).dim().force_styling(self.colour))
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, text: &str, active: bool) -> fmt::Result {
        if active {
            write!(f, "{}", style(format_args!("> {text}")).bold().force_styling(self.colour))
        } else {
            write!(f, "  {text}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active(colour: bool) -> String {
        let mut text = String::new();
        Ascii { colour }.format_select_prompt_item(&mut text, "yes", true).expect("a string can be written");
        text
    }

    #[test]
    fn colour_is_what_the_caller_says() {
        assert_eq!(active(false), "> yes");
        assert_eq!(active(true), "\u{1b}[1m> yes\u{1b}[0m");
    }
}
