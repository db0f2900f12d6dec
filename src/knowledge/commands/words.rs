//! Words of a line: quoted so that the shell hands them on as they are.

pub(super) use crate::text::quote::{cmd_word, fits_cmd, stands_for_itself};

/// The number behind `0x...` or a decimal, if it is one.
pub fn number(text: &str) -> Option<u32> {
    long_number(text)?.try_into().ok()
}

/// The same for 64 bits.
pub(super) fn long_number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// A text as a PowerShell literal.
pub(super) fn ps_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text of any characters as a PowerShell expression in plain ASCII, which may stand between the double
/// quotes of [`in_powershell`]: what does not stand for itself is named by its number.
pub(super) fn ps_text(text: &str) -> String {
    if text.chars().all(stands_for_itself) {
        return ps_word(text);
    }
    let mut parts = vec![String::from("''")]; // a text first: to a character nothing can be added
    let mut run = String::new();
    for c in text.chars() {
        if stands_for_itself(c) {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            parts.push(ps_word(&std::mem::take(&mut run)));
        }
        parts.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("[char]{unit}")));
    }
    if !run.is_empty() {
        parts.push(ps_word(&run));
    }
    format!("({})", parts.join("+"))
}

/// A PowerShell line as a line of the command prompt. It holds none of `"`, `%`, `$`.
pub(super) fn in_powershell(line: &str) -> String {
    format!("powershell -NoProfile -Command \"{line}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_spellings() {
        assert_eq!((number("0xc07"), number("3079"), number("x")), (Some(0xC07), Some(0xC07), None));
        assert_eq!((number("0x100000000"), long_number("0x100000000")), (None, Some(0x1_0000_0000)));
    }

    #[test]
    fn what_a_shell_would_read_is_named_by_its_number() {
        assert_eq!(ps_text("it's"), "'it''s'");
        assert_eq!(ps_text("%a%\u{1F600}"), "(''+[char]37+'a'+[char]37+[char]55357+[char]56832)");
    }
}
