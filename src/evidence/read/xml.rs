//! Events as XML: one after the other out of a text of any length, whatever stands around them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Token};

use crate::evidence::event::Event;
use crate::time;

/// The longest event, in bytes: what is longer is none.
const LONGEST: usize = 1 << 20;

/// How deep an event may be.
const DEEPEST: usize = 16;

/// So many fields of an event are kept.
const MOST_FIELDS: usize = 128;

/// The longest value that is kept, in bytes.
const LONGEST_VALUE: usize = 8 << 10;

const BEGIN: &str = "<Event";
const END: &str = "</Event>";

/// Takes events out of a text that comes in pieces.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    buffer: String,
    /// Text that is no event, with the line ends of those that stood in it: at most [`super::MOST_TEXT`] bytes.
    pub(super) rest: String,
    /// Bytes of such text that were left out.
    pub(super) left_out: usize,
    /// Events that are too long to be one.
    pub(super) unreadable: usize,
    /// Whether the text ends inside an event.
    pub(super) cut: bool,
}

impl Scanner {
    /// Takes a piece, and hands over each event that is whole by now, as it stands.
    pub(super) fn take(&mut self, piece: &str, each: &mut dyn FnMut(&str)) {
        self.buffer.push_str(piece);
        let buffer = std::mem::take(&mut self.buffer);
        let mut open = buffer.as_str();
        loop {
            match begin(open) {
                Some(0) => match open.find(END) {
                    Some(end) => {
                        let (event, rest) = open.split_at(end + END.len());
                        each(event);
                        self.rest.extend(event.matches('\n'));
                        open = rest;
                    }
                    None if open.len() > LONGEST => {
                        self.unreadable += 1;
                        open = &open[BEGIN.len()..];
                    }
                    None => break,
                },
                Some(at) => {
                    self.outside(&open[..at]);
                    open = &open[at..];
                }
                None => {
                    let (outside, kept) = open.split_at(settled(open));
                    self.outside(outside);
                    open = kept;
                    break;
                }
            }
        }
        open.clone_into(&mut self.buffer);
    }

    /// The text is over.
    pub(super) fn finish(&mut self) {
        let last = std::mem::take(&mut self.buffer);
        self.cut = begin(&last) == Some(0) && last.len() > BEGIN.len();
        if !self.cut {
            self.outside(&last);
        }
    }

    fn outside(&mut self, text: &str) {
        if self.rest.len() + text.len() <= super::MOST_TEXT {
            self.rest.push_str(text);
        } else {
            self.left_out += text.len();
        }
    }
}

/// Where an event begins: `<Event>` or `<Event xmlns=...>`, and not `<Events>` or `<EventData>`.
fn begin(text: &str) -> Option<usize> {
    let whole = |at: &usize| {
        let next = text[at + BEGIN.len()..].chars().next();
        next.is_none_or(|next| next == '>' || next.is_whitespace())
    };
    text.match_indices(BEGIN).map(|(at, _)| at).find(whole)
}

/// How much of a text without an event cannot be the beginning of one.
fn settled(text: &str) -> usize {
    let open = (1..BEGIN.len()).rev().find(|length| text.ends_with(&BEGIN[..*length]));
    text.len() - open.unwrap_or(0)
}

/// The source and the number of an event, found without reading it: most events of a log are about something else.
pub(super) fn head(xml: &str) -> Option<(&str, u32)> {
    let provider = &xml[xml.find("<Provider")?..];
    let name = &provider[provider.find("Name=")? + "Name=".len()..];
    let quote = name.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = name[1..].split(quote).next()?;
    let id = &xml[xml.find("<EventID")?..];
    let id = id[id.find('>')? + 1..].split('<').next()?;
    Some((name, id.trim().parse().ok()?))
}

/// Reads an event. `None` for what is no event that can be placed: without source, number or time.
pub(super) fn event(xml: &str) -> Option<Event> {
    let mut state = Parsing::default();
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    loop {
        match reader.read_event().ok()? {
            Token::Start(start) => state.open(&start)?,
            Token::Empty(start) => {
                state.open(&start)?;
                state.close();
            }
            Token::End(_) => state.close(),
            Token::Text(text) => state.text(&text),
            Token::CData(text) => state.text(&text),
            Token::GeneralRef(reference) => {
                let number = reference.resolve_char_ref().ok().flatten();
                let named = match &*reference {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "apos" => Some('\''),
                    "quot" => Some('"'),
                    _ => None,
                };
                if let Some(character) = number.or(named) {
                    state.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            Token::Eof => break,
            _ => {}
        }
    }
    let mut event = state.event;
    event.decode();
    (!event.source.is_empty() && event.number != 0 && state.timed).then_some(event)
}

/// Where the reading of one event stands.
#[derive(Debug, Default)]
struct Parsing {
    /// The elements that are open: name, the attribute `Name`, and whether elements stand in it.
    path: Vec<(String, Option<String>, bool)>,
    text: String,
    event: Event,
    timed: bool,
    numbered: bool,
    unnamed: usize,
}

impl Parsing {
    fn open(&mut self, start: &BytesStart) -> Option<()> {
        if self.path.len() >= DEEPEST {
            return None;
        }
        if let Some(parent) = self.path.last_mut() {
            parent.2 = true;
        }
        let name = start.local_name().as_ref().to_owned();
        let attribute = |wanted: &str| {
            let mut all = start.attributes();
            let mut all = all.with_checks(false).filter_map(Result::ok);
            let found = all.find(|attribute| attribute.key.as_ref() == wanted)?;
            let plain = quick_xml::escape::unescape(&found.value).map(std::borrow::Cow::into_owned);
            Some(plain.unwrap_or_else(|_| found.value.to_string()))
        };
        match name.as_str() {
            "Provider" => self.event.source = attribute("Name").unwrap_or_default(),
            "TimeCreated" => {
                let at = attribute("SystemTime").and_then(|time| millis(&time));
                self.timed |= at.is_some();
                self.event.at = at.unwrap_or(self.event.at);
            }
            "Correlation" => {
                self.event.activity = attribute("ActivityID").map(|id| id.to_ascii_lowercase());
            }
            _ => {}
        }
        self.path.push((name, attribute("Name"), false));
        self.text.clear();
        Some(())
    }

    fn text(&mut self, text: &str) {
        if self.text.len() < LONGEST_VALUE {
            self.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some((name, named, has_children)) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let value = text.trim();
        let inside = |element: &str| self.path.iter().any(|(name, ..)| name == element);
        match name.as_str() {
            "EventID" if !self.numbered => {
                self.event.number = value.parse().unwrap_or(0);
                self.numbered = true;
            }
            "EventRecordID" => self.event.record = value.parse().unwrap_or(0),
            "Channel" if inside("System") => value.clone_into(&mut self.event.log),
            "Computer" if inside("System") => value.clone_into(&mut self.event.computer),
            _ if has_children || !(inside("EventData") || inside("UserData")) => {}
            _ if self.event.fields.len() < MOST_FIELDS => {
                let field = named.unwrap_or_else(|| {
                    if name == "Data" {
                        self.unnamed += 1;
                        (self.unnamed - 1).to_string()
                    } else {
                        name
                    }
                });
                self.event.fields.push((field, value.to_owned()));
            }
            _ => {}
        }
    }
}

/// Milliseconds of Unix time of `2018-08-04T08:31:22.8865996Z`, or the same with a blank and ` UTC`.
fn millis(written: &str) -> Option<i64> {
    let written = written.trim().trim_end_matches(" UTC").trim_end_matches(['Z', 'z']);
    let (whole, fraction) = written.split_at_checked(19)?;
    let seconds = time::unix(&format!("{whole}Z"))?;
    let digits: String =
        fraction.trim_start_matches('.').chars().take_while(char::is_ascii_digit).take(3).collect();
    let millis: i64 = format!("{digits:0<3}").parse().ok()?;
    Some(seconds * 1000 + millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
        <Provider Name='LsaSrv'/><EventID Qualifiers='1'>6041</EventID>\
        <TimeCreated SystemTime='2018-08-01T10:00:00.1234567Z'/><EventRecordID>7</EventRecordID>\
        <Correlation ActivityID='{AB}'/><Channel>System</Channel><Computer>PC</Computer></System>\
        <EventData><Data>TERMSRV/srv&amp;01</Data><Data>4</Data><Data Name='x'>a&#98;</Data></EventData></Event>";

    #[test]
    fn an_event_is_read_whole() {
        assert_eq!(head(ONE), Some(("LsaSrv", 6041)));
        let event = event(ONE).unwrap();
        assert_eq!((event.source.as_str(), event.number, event.record), ("LsaSrv", 6041, 7));
        assert_eq!((event.at, event.activity.as_deref()), (1_533_117_600_123, Some("{ab}")));
        assert_eq!((event.field("0"), event.field("1")), (Some("TERMSRV/srv&01"), Some("4")));
        assert_eq!(event.field("X"), Some("ab"));
    }

    #[test]
    fn events_are_found_wherever_a_piece_ends_and_between_other_text() {
        let text = format!("Log Name: System\n<Events>\n- {ONE}\nbetween\n{ONE}</Events>\nend <Even");
        for size in [1, 7, 64, text.len()] {
            let mut scanner = Scanner::default();
            let mut count = 0;
            for piece in text.as_bytes().chunks(size) {
                scanner.take(std::str::from_utf8(piece).unwrap(), &mut |xml| {
                    count += usize::from(event(xml).is_some());
                });
            }
            scanner.finish();
            assert_eq!(count, 2, "{size}");
            assert_eq!(scanner.rest, "Log Name: System\n<Events>\n- \nbetween\n</Events>\nend <Even");
            assert!(!scanner.cut && scanner.unreadable == 0);
        }
    }

    #[test]
    fn a_cut_event_is_noticed_and_an_endless_one_is_no_event() {
        let mut scanner = Scanner::default();
        scanner.take(&ONE[..200], &mut |_| panic!("it is not whole"));
        scanner.finish();
        assert!(scanner.cut);
        let mut endless = Scanner::default();
        endless.take("<Event >", &mut |_| panic!("it has no end"));
        for _ in 0..40 {
            endless.take(&"x".repeat(64 << 10), &mut |_| panic!("it has no end"));
        }
        endless.finish();
        assert!(endless.unreadable == 1 && endless.buffer.is_empty());
    }

    #[test]
    fn what_is_hostile_is_no_event() {
        for broken in ["<Event>", "<Event></Event>", &"<Event><a>".repeat(99), "<Event x='</Event>"] {
            assert_eq!(event(broken), None, "{broken}");
        }
        let bomb = format!("<!DOCTYPE a [<!ENTITY b 'bbbb'>]>{}", ONE.replace("TERMSRV", "&b;"));
        assert_eq!(event(&bomb).unwrap().field("0"), Some("/srv&01"));
    }
}
