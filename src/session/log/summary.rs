//! Where a session stands, from the head and the tail of its file: ten thousand of them are a blink.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::Deserialize;

use super::event::How;
use super::read::MAX_LINE;
use crate::file::{self, ReadError};

/// What is read of either end; a first line is a third of it.
const END: usize = 2 * 1024;

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It connects.
    Connected,
    /// It was handed over.
    HandedOver,
    /// Somebody left it before its end.
    Left,
    /// It runs, or its run was ended from outside.
    Open,
    /// The file is no session that can be read.
    Unreadable,
}

impl Stands {
    /// The words in lists.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::HandedOver => "handed-over",
            Self::Left => "left",
            Self::Open => "open",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A session in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// When it began; empty where that cannot be read.
    pub began: String,
    /// When something was last added.
    pub last: String,
    /// The problem, once it is decided.
    pub problem: Option<String>,
    /// The host, where a text named it.
    pub host: Option<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// The parts of a line that a list needs.
#[derive(Deserialize)]
struct Glance {
    at: String,
    about: Option<String>,
    host: Option<String>,
    event: String,
    how: Option<How>,
    next: Option<String>,
}

/// Reads head and tail.
///
/// # Errors
/// When the file cannot be read at all.
pub fn summary(path: &Path) -> Result<Summary, ReadError> {
    let mut file = file::open(path)?;
    let size = file.metadata()?.len();
    let mut head = vec![0; END];
    let length = fill(&mut file, &mut head)?;
    head.truncate(length);
    let first = head.split_inclusive(|&byte| byte == b'\n').next().and_then(whole);
    let last = if size <= END as u64 { last_whole(&head) } else { tail(&mut file, size)? };
    Ok(of(first.as_ref(), last.as_ref().or(first.as_ref())))
}

fn of(first: Option<&Glance>, last: Option<&Glance>) -> Summary {
    let (Some(first), Some(last)) = (first.filter(|first| first.event == "begun"), last) else {
        let (began, last) = (String::new(), String::new());
        return Summary { began, last, problem: None, host: None, stands: Stands::Unreadable };
    };
    let stands = match (last.how, last.next.as_deref()) {
        (None, _) => Stands::Open,
        (Some(How::Finished), Some("connected")) => Stands::Connected,
        (Some(How::Finished), _) => Stands::HandedOver,
        (Some(How::Left | How::Added), _) => Stands::Left,
    };
    Summary {
        began: first.at.clone(),
        last: last.at.clone(),
        problem: last.about.clone(),
        host: last.host.clone(),
        stands,
    }
}

/// The last whole line: near the end, or as far before it as the longest line reaches.
fn tail(file: &mut File, size: u64) -> io::Result<Option<Glance>> {
    for reach in [END, 2 * MAX_LINE] {
        let start = size.saturating_sub(reach as u64);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; reach];
        let length = fill(file, &mut bytes)?;
        bytes.truncate(length);
        // Of the first line there may be the end alone.
        let from = bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| at + 1);
        if let Some(last) = last_whole(&bytes[from..]) {
            return Ok(Some(last));
        }
    }
    Ok(None)
}

fn last_whole(bytes: &[u8]) -> Option<Glance> {
    bytes.split_inclusive(|&byte| byte == b'\n').rev().find(|line| line.ends_with(b"\n")).and_then(whole)
}

fn whole(line: &[u8]) -> Option<Glance> {
    serde_json::from_slice(line.strip_suffix(b"\n")?).ok()
}

/// As much as there is, up to the length of the buffer.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}
