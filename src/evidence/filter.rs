//! Which events matter: a System log holds millions that do not.

use std::collections::BTreeMap;

use crate::knowledge::Knowledge;

/// Events that are kept beside those that knowledge names: what [`super::read`] makes facts of.
const OWN: &[(&str, &[u32])] = &[
    ("Microsoft-Windows-Kernel-General", &[12]),
    ("Microsoft-Windows-WindowsUpdateClient", &[19, 20]),
    ("Service Control Manager", &[7031, 7034, 7036]),
    ("Microsoft-Windows-Kernel-Power", &[42, 107]),
    ("Microsoft-Windows-Power-Troubleshooter", &[1]),
    (
        "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS",
        &[97, 98, 107, 131, 139, 140, 142, 143, 147, 149, 226],
    ),
    ("Microsoft-Windows-TerminalServices-LocalSessionManager", &[21, 22, 23, 24, 25, 39, 40]),
];

/// The numbers that matter, by source.
#[derive(Clone, Debug, Default)]
pub struct Filter(BTreeMap<String, Vec<u32>>);

impl Filter {
    /// What the knowledge and the readers ask for.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut sources: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut add = |source: &str, numbers: &[u32]| {
            sources.entry(source.to_lowercase()).or_default().extend(numbers);
        };
        for (_, event) in &knowledge.events().events {
            add(&event.source, &event.numbers);
        }
        for observation in knowledge.observations.values() {
            for clue in observation.witnesses.iter().filter_map(|way| way.event.as_ref()) {
                add(&clue.source, &clue.numbers);
            }
        }
        for (source, numbers) in OWN {
            add(source, numbers);
        }
        Self(sources)
    }

    /// Whether an event matters.
    pub fn wants(&self, source: &str, number: u32) -> bool {
        self.0.get(&source.to_lowercase()).is_some_and(|numbers| numbers.contains(&number))
    }
}
