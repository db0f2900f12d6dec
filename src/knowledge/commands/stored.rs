//! What a registry value holds, read from the words of `reg` and written for both shells.

use super::words::{cmd_word, fits_cmd, long_number, number, ps_text};

/// Type and data of a value, of the types that `reg add` and `New-ItemProperty` can both write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    Dword(u32),
    Qword(u64),
    Text { expands: bool, text: String },
    Multi(Vec<String>),
    Binary(Vec<u8>),
}

impl Stored {
    /// Reads data as `reg query` shows it and `reg add` takes it, if it is data of that type.
    pub(super) fn read(value_type: &str, data: &str) -> Option<Self> {
        Some(match value_type {
            "REG_DWORD" => Self::Dword(number(data.trim())?),
            "REG_QWORD" => Self::Qword(long_number(data.trim())?),
            "REG_SZ" => Self::text(data),
            "REG_EXPAND_SZ" => Self::Text { expands: true, text: data.to_owned() },
            "REG_MULTI_SZ" if data.is_empty() => Self::Multi(Vec::new()),
            "REG_MULTI_SZ" => Self::Multi(data.split("\\0").map(str::to_owned).collect()),
            "REG_BINARY" => Self::Binary(bytes(data.trim())?),
            _ => return None,
        })
    }

    /// A text in which nothing is expanded.
    pub(super) fn text(text: &str) -> Self {
        Self::Text { expands: false, text: text.to_owned() }
    }

    /// The type as `reg` names it.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Dword(_) => "REG_DWORD",
            Self::Qword(_) => "REG_QWORD",
            Self::Text { expands: false, .. } => "REG_SZ",
            Self::Text { expands: true, .. } => "REG_EXPAND_SZ",
            Self::Multi(_) => "REG_MULTI_SZ",
            Self::Binary(_) => "REG_BINARY",
        }
    }

    /// The type as PowerShell names it.
    pub(super) const fn ps_type(&self) -> &'static str {
        match self {
            Self::Dword(_) => "DWord",
            Self::Qword(_) => "QWord",
            Self::Text { expands: false, .. } => "String",
            Self::Text { expands: true, .. } => "ExpandString",
            Self::Multi(_) => "MultiString",
            Self::Binary(_) => "Binary",
        }
    }

    /// The data as a word of a `reg add` line, unless the word would not arrive as it is.
    pub(super) fn cmd_data(&self) -> Option<String> {
        match self {
            Self::Dword(number) => Some(number.to_string()),
            Self::Qword(number) => Some(number.to_string()),
            Self::Text { text, .. } => fits_cmd(text).then(|| cmd_word(text)),
            Self::Multi(entries) => {
                let fit = !entries.is_empty() && entries.iter().all(|entry| fits_cmd(entry));
                fit.then(|| cmd_word(&entries.join("\\0")))
            }
            Self::Binary(bytes) => (!bytes.is_empty()).then(|| hex(bytes)),
        }
    }

    /// The data as a PowerShell expression. Numbers are signed: the registry's are stored through signed types.
    pub(super) fn ps_data(&self) -> String {
        match self {
            Self::Dword(number) => number.cast_signed().to_string(),
            Self::Qword(number) => number.cast_signed().to_string(),
            Self::Text { text, .. } => ps_text(text),
            Self::Multi(entries) if entries.is_empty() => "([string[]]@())".to_owned(),
            Self::Multi(entries) => {
                format!("@({})", entries.iter().map(|entry| ps_text(entry)).collect::<Vec<_>>().join(","))
            }
            Self::Binary(bytes) => {
                let bytes: Vec<_> = bytes.iter().map(|byte| format!("0x{byte:02X}")).collect();
                format!("([byte[]]@({}))", bytes.join(","))
            }
        }
    }

    /// The data as `reg query` shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Dword(number) => format!("0x{number:x}"),
            Self::Qword(number) => format!("0x{number:x}"),
            Self::Text { text, .. } => text.clone(),
            Self::Multi(entries) => entries.join("\\0"),
            Self::Binary(bytes) => hex(bytes),
        }
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02X}").expect("a String takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_bytes_become_powershell_arrays() {
        let ps = |kind, data| Stored::read(kind, data).unwrap().ps_data();
        assert_eq!(ps("REG_MULTI_SZ", r"kerberos\0tspkg"), "@('kerberos','tspkg')");
        assert_eq!(ps("REG_BINARY", "0AFF"), "([byte[]]@(0x0A,0xFF))");
    }

    #[test]
    fn what_is_not_of_its_type_is_nothing() {
        for (kind, data) in
            [("REG_DWORD", "1 & calc"), ("REG_BINARY", "0AF"), ("REG_BINARY", "0x"), ("REG_LINK", "")]
        {
            assert_eq!(Stored::read(kind, data), None, "{kind} {data}");
        }
    }

    #[test]
    fn words_that_would_not_arrive_are_left_to_powershell() {
        for data in ["", "%SystemRoot%", "say \"hi\"", r"C:\x\", "$a", "gr\u{fc}n"] {
            assert_eq!(Stored::text(data).cmd_data(), None, "{data}");
        }
        assert_eq!(Stored::text("a & b").cmd_data().as_deref(), Some("\"a & b\""));
    }
}
