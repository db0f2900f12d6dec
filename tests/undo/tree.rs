//! A registry: keys, their values, and what `reg` and the cmdlets may do with them.

use std::collections::BTreeMap;

/// What a value holds, with its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    Sz(String),
    ExpandSz(String),
    MultiSz(Vec<String>),
    Dword(u32),
    Qword(u64),
    Binary(Vec<u8>),
}

impl Data {
    /// Type and data as `reg query` shows them.
    pub(crate) fn shown(&self) -> (&'static str, String) {
        match self {
            Self::Sz(text) => ("REG_SZ", text.clone()),
            Self::ExpandSz(text) => ("REG_EXPAND_SZ", text.clone()),
            Self::MultiSz(entries) => ("REG_MULTI_SZ", entries.join("\\0")),
            Self::Dword(number) => ("REG_DWORD", format!("0x{number:x}")),
            Self::Qword(number) => ("REG_QWORD", format!("0x{number:x}")),
            Self::Binary(bytes) => {
                let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
                let hex = digits.map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                ("REG_BINARY", hex.collect())
            }
        }
    }

    /// What `reg add /t KIND /d WORD` stores; `None` where it refuses the word.
    pub(crate) fn added(kind: &str, word: &str) -> Option<Self> {
        let number = |text: &str| match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None => text.parse().ok(),
        };
        Some(match kind {
            "REG_SZ" => Self::Sz(word.to_owned()),
            "REG_EXPAND_SZ" => Self::ExpandSz(word.to_owned()),
            "REG_MULTI_SZ" => Self::MultiSz(word.split("\\0").map(str::to_owned).collect()),
            "REG_DWORD" => Self::Dword(number(word)?.try_into().ok()?),
            "REG_QWORD" => Self::Qword(number(word)?),
            "REG_BINARY" if word.len().is_multiple_of(2) => {
                let byte = |at| u8::from_str_radix(word.get(at..at + 2)?, 16).ok();
                Self::Binary((0..word.len()).step_by(2).map(byte).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }
}

/// Names count without case and keep the case they were made with.
#[derive(Clone, Debug, Default, PartialEq)]
struct Key {
    name: String,
    values: BTreeMap<String, (String, Data)>,
}

/// Keys by their full path in small letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tree(BTreeMap<String, Key>);

impl Tree {
    pub(crate) fn has(&self, path: &str) -> bool {
        !path.contains('\\') || self.0.contains_key(&full(path).to_lowercase())
    }

    /// Makes a key with whatever of its path is missing.
    pub(crate) fn create(&mut self, path: &str) {
        let path = full(path);
        for (at, _) in path.match_indices('\\').chain([(path.len(), "")]) {
            let name = path[..at].to_owned();
            let made = || Key { name: name.clone(), ..Key::default() };
            self.0.entry(name.to_lowercase()).or_insert_with(made);
        }
    }

    /// Sets a value of a key that is there.
    pub(crate) fn set(&mut self, path: &str, name: &str, data: Data) {
        let values = &mut self.0.get_mut(&full(path).to_lowercase()).unwrap().values;
        let kept = values.get(&name.to_lowercase()).map_or_else(|| name.to_owned(), |(kept, _)| kept.clone());
        values.insert(name.to_lowercase(), (kept, data));
    }

    pub(crate) fn get(&self, path: &str, name: &str) -> Option<&(String, Data)> {
        self.0.get(&full(path).to_lowercase())?.values.get(&name.to_lowercase())
    }

    /// Removes a value; whether there was one.
    pub(crate) fn unset(&mut self, path: &str, name: &str) -> bool {
        let key = self.0.get_mut(&full(path).to_lowercase());
        key.is_some_and(|key| key.values.remove(&name.to_lowercase()).is_some())
    }

    /// How many values and how many keys are directly in a key, if it is there.
    pub(crate) fn counts(&self, path: &str) -> Option<(usize, usize)> {
        let path = full(path).to_lowercase();
        let inside = format!("{path}\\");
        let direct = |key: &&String| key.strip_prefix(&inside).is_some_and(|rest| !rest.contains('\\'));
        Some((self.0.get(&path)?.values.len(), self.0.keys().filter(direct).count()))
    }

    /// Removes a key in which there are no keys.
    pub(crate) fn remove(&mut self, path: &str) {
        assert_eq!(self.counts(path).unwrap().1, 0, "Remove-Item would ask: {path} holds keys");
        self.0.remove(&full(path).to_lowercase());
    }
}

/// A path from `HKLM\`, `HKLM:\` or the long name, with the long name.
pub(crate) fn full(path: &str) -> String {
    let (hive, rest) = path.split_once('\\').unwrap_or((path, ""));
    let hive = match hive.trim_end_matches(':') {
        "HKLM" => "HKEY_LOCAL_MACHINE",
        "HKCU" => "HKEY_CURRENT_USER",
        hive => hive,
    };
    assert!(hive.starts_with("HKEY_"), "no hive: {path}");
    format!("{hive}\\{rest}")
}
