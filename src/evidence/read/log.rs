//! Exported event logs (`.evtx`): records through the crate `evtx`, and what it does not say of a damaged log.

use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use evtx::{EvtxParser, ParserSettings};

use super::xml;
use crate::evidence::fact::{Found, Shape};
use crate::evidence::filter::Filter;

/// Bytes of the file header, and of each chunk.
const HEADER: u64 = 4096;
const CHUNK: u64 = 64 << 10;

/// Bit 0 of the flags in the header: the log was in use when it was copied.
const DIRTY: u32 = 1;

/// Reads a log.
pub(super) fn read(mut file: impl Read + Seek, filter: &Filter, found: &mut Found) {
    found.shapes.insert(Shape::Evtx);
    match look(&mut file) {
        Ok(state) => state.notes(found),
        Err(error) => found.note(format!("it cannot be read to its end: {error}")),
    }
    let mut unreadable = 0_usize;
    let records = AssertUnwindSafe(|| records(file, filter, found, &mut unreadable));
    match catch_unwind(records) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => found.note(format!("it cannot be read: {error}")),
        Err(_) => found.note("it is damaged in a way that ended the reading"),
    }
    if unreadable > 0 {
        found.note(format!("{unreadable} records cannot be read"));
    }
    if found.records == 0 && unreadable == 0 {
        found.note("it holds no record");
    }
}

fn records(
    mut file: impl Read + Seek,
    filter: &Filter,
    found: &mut Found,
    unreadable: &mut usize,
) -> Result<(), evtx::err::EvtxError> {
    if let Err(error) = file.rewind() {
        found.note(format!("it cannot be read: {error}"));
        return Ok(());
    }
    let settings = ParserSettings::new().num_threads(1).indent(false);
    let mut parser = EvtxParser::from_read_seek(file)?.with_configuration(settings);
    for record in parser.records() {
        let Ok(record) = record else {
            *unreadable += 1;
            continue;
        };
        found.records += 1;
        let wanted = xml::head(&record.data).is_some_and(|(source, number)| filter.wants(source, number));
        if let Some(event) = wanted.then(|| xml::event(&record.data)).flatten() {
            found.event(event);
        }
    }
    Ok(())
}

/// What the frame of a log says.
#[derive(Debug, Default)]
struct Frame {
    dirty: bool,
    /// Chunks by the header, and those that are there.
    claimed: u64,
    there: u64,
    /// Chunks whose checksums do not fit.
    broken: u64,
    /// Whether the file ends inside a chunk.
    cut: bool,
}

impl Frame {
    fn notes(&self, found: &mut Found) {
        if self.cut {
            found.note("the log is cut off: its last records are missing");
        } else if !self.dirty && self.claimed != self.there {
            found.note(format!(
                "the log is not whole: its header names {} parts, and {} are there",
                self.claimed, self.there
            ));
        }
        if self.dirty {
            found.note("the log was copied while it was in use: the last records may be missing");
        }
        if self.broken > 0 {
            found.note(format!(
                "{} of {} parts have no checksum that fits: it was changed or damaged",
                self.broken, self.there
            ));
        }
    }
}

/// Looks at the frame: the crate reads what it can and says nothing of what is missing.
fn look(file: &mut (impl Read + Seek)) -> std::io::Result<Frame> {
    let size = file.seek(SeekFrom::End(0))?;
    let mut header = [0; 128];
    file.rewind()?;
    file.read_exact(&mut header)?;
    let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let mut frame = Frame {
        dirty: word(120) & DIRTY != 0,
        claimed: u64::from(u16::from_le_bytes([header[42], header[43]])),
        cut: size.saturating_sub(HEADER) % CHUNK != 0,
        ..Frame::default()
    };
    let mut chunk = vec![0; usize::try_from(CHUNK).unwrap_or_default()];
    for index in 0..size.saturating_sub(HEADER) / CHUNK {
        file.seek(SeekFrom::Start(HEADER + index * CHUNK))?;
        file.read_exact(&mut chunk)?;
        if chunk.starts_with(b"ElfChnk\0") {
            frame.there += 1;
            frame.broken += u64::from(!fits(&chunk));
        }
    }
    Ok(frame)
}

/// Whether the two checksums of a chunk fit: of its header and of its records.
fn fits(chunk: &[u8]) -> bool {
    let word = |at: usize| {
        let bytes = chunk.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let sums = || {
        let (free, records, header) = (word(48)?, word(52)?, word(124)?);
        let data = chunk.get(512..usize::try_from(free).ok()?)?;
        let mut of_header = crc32fast::Hasher::new();
        of_header.update(chunk.get(..120)?);
        of_header.update(chunk.get(128..512)?);
        Some(crc32fast::hash(data) == records && of_header.finalize() == header)
    };
    sums().unwrap_or(false)
}
