//! Readers: from a file of any kind, told by what stands in it, to facts and events.

mod archive;
mod connection;
mod lists;
#[cfg(feature = "evtx")]
mod log;
#[cfg(not(feature = "evtx"))]
#[path = "no_log.rs"]
mod log;
mod networks;
mod registry;
mod systems;
mod xml;

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};

pub use archive::{Packed, is_archive, read_archive};

use super::event::Event;
use super::fact::{Found, Shape};
use super::filter::Filter;
use super::place::Place;
use crate::knowledge::clues::FactKind;
use crate::text::{Chunks, clean};

/// So many bytes of text beside events are read of a file: a registry export of all policies is a tenth of it.
pub const MOST_TEXT: usize = 32 << 20;

/// The largest event log that is read where it cannot be wound back: it is held in memory.
const MOST_LOG: u64 = 128 << 20;

/// What an event log begins with.
const LOG: &[u8] = b"ElfFile\0";

/// Reads an open file.
///
/// # Errors
/// When the system refuses.
pub fn read_file(mut file: File, filter: &Filter) -> io::Result<Found> {
    let mut head = Vec::new();
    file.by_ref().take(8).read_to_end(&mut head)?;
    file.rewind()?;
    let mut found = Found::default();
    if head == LOG {
        log::read(file, filter, &mut found);
    } else if let Some(kind) = packed(&head) {
        found.note(format!("it is {kind}: unpack it, and name the folder"));
    } else {
        text(file, filter, &mut found)?;
    }
    facts_of_events(&mut found);
    Ok(found)
}

/// Reads a text that was pasted.
///
/// # Errors
/// Never for bytes in memory; the signature is that of [`read_file`].
pub fn read_bytes(bytes: &[u8], filter: &Filter) -> io::Result<Found> {
    read_stream(bytes, filter)
}

/// Reads what cannot be wound back: standard input, or a file of an archive.
fn read_stream(mut source: impl Read, filter: &Filter) -> io::Result<Found> {
    let mut head = Vec::new();
    source.by_ref().take(8).read_to_end(&mut head)?;
    let mut found = Found::default();
    if head == LOG {
        source.take(MOST_LOG).read_to_end(&mut head)?;
        log::read(Cursor::new(head), filter, &mut found);
    } else if let Some(kind) = packed(&head) {
        found.note(format!("it is {kind}: unpack it, and name the folder"));
    } else {
        text(Cursor::new(head).chain(source), filter, &mut found)?;
    }
    facts_of_events(&mut found);
    Ok(found)
}

/// What a file is that has to be unpacked first.
fn packed(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'P', b'K', 3, 4, ..] => Some("a zip archive in another file"),
        [b'M', b'S', b'C', b'F', ..] => Some("a cab archive"),
        [b'r', b'e', b'g', b'f', ..] => Some("a registry hive, which is not read"),
        [0x1f, 0x8b, ..] => Some("a gzip archive"),
        _ => None,
    }
}

fn text(source: impl Read, filter: &Filter, found: &mut Found) -> io::Result<()> {
    let mut chunks = Chunks::new(source);
    let mut scanner = xml::Scanner::default();
    let (mut events, mut broken) = (Vec::<Event>::new(), 0_usize);
    while let Some(piece) = chunks.read()? {
        scanner.take(&piece, &mut |written| {
            found.records += 1;
            let wanted = xml::head(written).is_some_and(|(source, number)| filter.wants(source, number));
            match wanted.then(|| xml::event(written)) {
                Some(Some(event)) => events.push(event),
                Some(None) => broken += 1,
                None => {}
            }
        });
        for event in events.drain(..) {
            found.event(event);
        }
    }
    scanner.finish();
    if found.records > 0 {
        found.shapes.insert(Shape::EventXml);
    }
    if broken + scanner.unreadable > 0 {
        found.note(format!("{} events cannot be read", broken + scanner.unreadable));
    }
    if scanner.cut {
        found.note("it is cut off inside an event");
    }
    if scanner.left_out > 0 {
        found.note(format!("only the first {} MiB of its text are read", MOST_TEXT >> 20));
    }
    let rest = clean(&scanner.rest.replace('\u{a0}', " "));
    let lines: Vec<&str> = rest.split('\n').collect();
    for reader in READERS {
        reader(&lines, found);
    }
    Ok(())
}

/// A reader takes what it knows out of the lines, and leaves the rest to the others.
type Reader = fn(&[&str], &mut Found);

const READERS: &[Reader] = &[
    connection::rdp,
    connection::freerdp,
    registry::export,
    registry::query,
    lists::services,
    lists::sessions,
    lists::ports,
    lists::tasks,
    lists::groups,
    lists::saved,
    networks::reach,
    networks::clock,
    networks::domain,
    networks::tickets,
    networks::adapters,
    systems::join,
    systems::windows,
];

/// What events say beyond the attempt in which they stand: builds, updates and the state of services.
fn facts_of_events(found: &mut Found) {
    let mut facts = Found::default();
    for event in &found.events {
        let at = Some(event.at);
        let mut add = |kind: FactKind, name: String, value: String| {
            facts.fact(kind, name, value, event.place());
            if let Some(fact) = facts.facts.last_mut() {
                fact.at = at;
            }
        };
        match (event.source.as_str(), event.number) {
            ("Microsoft-Windows-Kernel-General", 12) => {
                for (field, name) in [("BuildVersion", "build"), ("QfeVersion", "revision")] {
                    if let Some(number) = event.number(field) {
                        add(FactKind::Windows, name.to_owned(), number.to_string());
                    }
                }
            }
            ("Microsoft-Windows-WindowsUpdateClient", 19) => {
                if let Some(update) = event.field("updateTitle").and_then(systems::update) {
                    add(FactKind::Windows, update, "installed".to_owned());
                }
            }
            ("Service Control Manager", 7036) => {
                let state = match event.field("state") {
                    Some("1") => "stopped",
                    Some("4") => "running",
                    _ => continue,
                };
                if let Some(service) = event.field("service") {
                    // It was so then: the state of now is that of `sc query`.
                    add(FactKind::Service, format!("{service} logged"), state.to_owned());
                }
            }
            _ => {}
        }
    }
    found.facts.append(&mut facts.facts);
}

/// The place of a line by its index.
const fn line(index: usize) -> Place {
    Place::Line(index + 1)
}

/// Key and value of `Key : value` or `Key . . . : value`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_end_matches(['.', ' ']);
    (!key.is_empty()).then_some((key, value.trim()))
}
