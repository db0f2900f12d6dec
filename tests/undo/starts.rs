//! The states that a value may be in before it is changed.

use crate::undo::machine::{Language, Machine};
use crate::undo::tree::Data;

/// A registry value before a change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Start {
    /// There, with this data.
    Present(Data),
    /// Not there, in a key that is.
    NoValue,
    /// So many keys from the end of the path are not there.
    NoKey(usize),
}

/// The key without so many steps at its end, if it has that many.
pub(crate) fn without(key: &str, steps: usize) -> Option<&str> {
    (0..steps).try_fold(key, |key, _| Some(key.rsplit_once('\\')?.0))
}

impl Start {
    /// A machine in this state. `neighbours`: whether what is there of the path holds other things too.
    pub(crate) fn machine(&self, key: &str, name: &str, neighbours: bool, language: Language) -> Machine {
        let mut machine = Machine::new(language);
        let missing = if let Self::NoKey(missing) = self { *missing } else { 0 };
        let there = without(key, missing).unwrap();
        machine.registry.create(there);
        if neighbours {
            machine.registry.create(&format!(r"{there}\Beside"));
            machine.registry.set(there, &format!("{name} 2"), Data::Sz("stays".to_owned()));
        }
        if let Self::Present(data) = self {
            machine.registry.set(key, name, data.clone());
        }
        machine
    }
}

/// Data of every type, among it what a shell would read something into.
pub(crate) fn every_data() -> Vec<Data> {
    let texts = [
        "explorer.exe",
        "a text with blanks",
        "",
        "  blanks  around ",
        r"C:\a folder\",
        r"%SystemRoot%\explorer.exe /x:%PATH%",
        "say \"hi\" & calc | more > nul ^ (x); $env:x `n 'y' {z} @a #b",
        "a, b; c = d!",
        "Gr\u{fc}\u{df}e \u{1F600}",
        "REG_DWORD    0x1",
    ];
    let lists = [vec![], vec!["one"], vec!["kerberos", "msv1 0"], vec!["%a%", "b\""], vec![r"c:\", "d"]];
    let numbers = [0, 1, 2, 7, 0x7FFF_FFFF, 0x8000_0000, u32::MAX];
    let mut all: Vec<Data> = numbers.map(Data::Dword).into();
    all.extend([0, 1 << 40, u64::MAX].map(Data::Qword));
    all.extend(texts.map(|text| Data::Sz(text.to_owned())));
    all.extend(texts.map(|text| Data::ExpandSz(text.to_owned())));
    all.extend(lists.map(|list| Data::MultiSz(list.into_iter().map(str::to_owned).collect())));
    all.extend([vec![], vec![0x0A, 0xFF], vec![7; 1500]].map(Data::Binary));
    all
}
