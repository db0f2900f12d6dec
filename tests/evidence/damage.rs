//! Files that are cut, changed and joined: nothing panics, and what is still said is what the whole file says.

use std::collections::BTreeSet;
use std::io::Write;

use rdpfix::evidence::{Filter, Found, Shape, read_bytes, read_file};
use rdpfix::knowledge::Knowledge;

use super::files;
use super::samples::shared;
use crate::shared::dice::Dice;

fn all_files() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for side in ["host", "client"] {
        for entry in std::fs::read_dir(files(side)).unwrap() {
            let path = entry.unwrap().path();
            all.push((path.display().to_string(), std::fs::read(path).unwrap()));
        }
    }
    all.sort();
    all
}

fn facts(found: &Found) -> BTreeSet<(String, String)> {
    found.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone())).collect()
}

#[test]
fn a_cut_file_shows_no_other_fact_but_in_its_last_line() {
    let filter = Filter::new(&Knowledge::builtin());
    for (name, bytes) in all_files() {
        let whole = read_bytes(&bytes, &filter).unwrap();
        let known = facts(&whole);
        for part in 1..32 {
            let cut = &bytes[..bytes.len() * part / 32];
            let found = read_bytes(cut, &filter).unwrap();
            let lines = String::from_utf8_lossy(cut).lines().count();
            let invented = found.facts.iter().filter(|fact| {
                let last = matches!(fact.place, rdpfix::evidence::Place::Line(line) if line >= lines);
                let derived = fact.place == rdpfix::evidence::Place::Whole;
                !last && !derived && !known.contains(&(fact.name.clone(), fact.value.clone()))
            });
            // The last of several measurements counts: a cut list has another last one.
            let invented: Vec<_> = invented.filter(|fact| fact.name != "offset").collect();
            assert!(invented.is_empty(), "{name} {part}: {invented:?}");
            assert!(found.events.len() <= whole.events.len(), "{name} {part}");
        }
    }
}

#[test]
fn changed_bytes_end_no_reader() {
    let filter = Filter::new(&Knowledge::builtin());
    let mut random = Dice(7);
    for (_, bytes) in all_files() {
        for _ in 0..100 {
            let mut changed = bytes.clone();
            for _ in 0..=random.below(8) {
                let at = random.below(changed.len());
                changed[at] = u8::try_from(random.below(256)).unwrap();
            }
            read_bytes(&changed, &filter).unwrap();
        }
    }
}

#[test]
fn a_damaged_log_is_read_as_far_as_it_goes() {
    let Some(folder) = shared("evtx") else { return };
    let filter = Filter::new(&Knowledge::builtin());
    let mut random = Dice(11);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        for round in 0..6 {
            let mut changed = bytes.clone();
            if round % 2 == 0 {
                changed.truncate(random.below(changed.len()));
            }
            for _ in 0..20 * round {
                let at = random.below(changed.len().max(1));
                if let Some(byte) = changed.get_mut(at) {
                    *byte ^= 1 << (random.below(8));
                }
            }
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&changed).unwrap();
            let found = read_file(file, &filter).unwrap();
            let is_log = changed.starts_with(b"ElfFile\0");
            // A log that is cut within its header is not recognised; nothing else is taken for a log.
            assert!(is_log || !found.shapes.contains(&Shape::Evtx), "{}", path.display());
        }
    }
}

#[test]
fn a_very_long_log_needs_memory_for_its_events_alone() {
    struct Endless(usize);
    impl std::io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let line =
                b"<Event><System><Provider Name='Other'/><EventID>1</EventID></System></Event> and text\n";
            let many = into.len().min(self.0);
            for (at, byte) in into[..many].iter_mut().enumerate() {
                *byte = line[(self.0 - at) % line.len()];
            }
            self.0 -= many;
            Ok(many)
        }
    }
    // 24 MiB of backward text: neither an event nor a line that any reader knows.
    let filter = Filter::new(&Knowledge::builtin());
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut Endless(24 << 20), &mut bytes).unwrap();
    let found = read_bytes(&bytes, &filter).unwrap();
    assert!(found.facts.is_empty() && found.events.is_empty());
}
