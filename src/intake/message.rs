//! Finds literal messages of the knowledge base in a text, damaged as pasted text is.
//!
//! The rare words of each message find it (see [`Lexicon::messages_with`]); what they find is laid
//! over the text word by word. Words may be missing, added or misread, lines may be broken, the
//! end may be cut off. Of overlapping messages the longest wins.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::align::{self, Alignment, Pattern};
use crate::lexicon::{Class, Lexicon, Marked};
use crate::text::normalise::Text;

/// A message that stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its index in [`Lexicon::messages`].
    pub message: u32,
    /// Every word of it stands there, and nothing else.
    pub verbatim: bool,
    /// How much of the text it explains, in characters.
    pub weight: u32,
    /// The places of its first and last word in the text.
    pub span: (usize, usize),
}

/// In a log the same line repeats: the last occurrences decide, and this many are tried.
const ATTEMPTS: usize = 16;

/// Of a word that comes again and again only so many places are looked at, the last ones.
const PLACES: u32 = 64;

/// Finds the messages of a text: of overlapping ones the longest, in the order of the text.
pub fn find(text: &Text<'_>, lexicon: &Lexicon) -> Vec<Hit> {
    let Anchored { mut places, thinned } = anchor_places(text, lexicon);
    places.sort_unstable();
    let hit = |group: &[(u32, usize)]| last_hit(text, lexicon, group, thinned.contains(&group[0].0));
    let found = places.chunk_by(|a, b| a.0 == b.0).filter_map(hit);
    longest(found.collect(), |hit| lexicon.messages[hit.message as usize].weak)
}

/// What somebody says beside the literal messages of a text and the other words of their dialogs: those say the same
/// whatever is wrong.
pub fn beside(source: &str, lexicon: &Lexicon) -> String {
    let text = Marked::new(source);
    let messages = find(&text, lexicon).into_iter().map(|hit| hit.span.0..hit.span.1 + 1);
    let taken: Vec<Range<usize>> =
        messages.chain(text.places(Class::Dialog).map(|at| text.clause(at))).collect();
    let outside = |at: &usize| taken.iter().all(|taken| !taken.contains(at));
    let places: Vec<usize> = (0..text.len()).filter(outside).collect();
    let runs = places.chunk_by(|a, b| a + 1 == *b);
    let runs: Vec<&str> = runs.map(|run| text.pasted(run[0], run[run.len() - 1])).collect();
    runs.join("\n")
}

/// Where the anchors of messages stand.
#[derive(Default)]
struct Anchored {
    /// Message and place.
    places: Vec<(u32, usize)>,
    /// Messages of which a place was left out.
    thinned: HashSet<u32>,
}

/// Every anchor that stands in the text, from its end. Each word is looked up once: a log repeats its own.
fn anchor_places(text: &Text<'_>, lexicon: &Lexicon) -> Anchored {
    let mut found = Anchored::default();
    let mut known: HashMap<&str, (&[u32], u32)> = HashMap::new();
    for at in (0..text.len()).rev() {
        let word = text.word(at);
        let (messages, seen) = known.entry(word).or_insert_with(|| (lexicon.messages_with(word), 0));
        *seen += 1;
        match (*seen).cmp(&PLACES) {
            Ordering::Less => found.places.extend(messages.iter().map(|message| (*message, at))),
            Ordering::Equal => found.thinned.extend(messages.iter()),
            Ordering::Greater => {}
        }
    }
    found
}

/// The last place at which a message stands, given where its anchors stand. Where places were left out, one
/// word is enough to look.
fn last_hit(text: &Text<'_>, lexicon: &Lexicon, group: &[(u32, usize)], thinned: bool) -> Option<Hit> {
    let message = group.first()?.0;
    let literal = &lexicon.messages[message as usize].text;
    // Most groups are a single word that many messages share: those cost nothing more.
    if !thinned && literal.contains(' ') && !distinct(text, group, 2) {
        return None;
    }
    let pattern = Pattern::new(literal);
    let needed = if thinned { 1 } else { pattern.words().min(2) };
    let reach = pattern.reach();
    let mut attempts = 0;
    let mut end = group.len();
    while end > 0 && attempts < ATTEMPTS {
        let last = group[end - 1].1;
        let start = group[..end].partition_point(|(_, at)| at + reach < last);
        if distinct(text, &group[start..end], needed) {
            attempts += 1;
            let window = group[start].1.saturating_sub(reach)..(last + reach + 1).min(text.len());
            if let Some(hit) =
                align::best(&pattern, text, window).and_then(|a| accept(message, &pattern, &a, text))
            {
                return Some(hit);
            }
            end = start;
        } else {
            end -= 1;
        }
    }
    None
}

/// Whether enough different words stand in a group of places.
fn distinct(text: &Text<'_>, group: &[(u32, usize)], needed: usize) -> bool {
    let first = group.first().map(|(_, at)| text.word(*at));
    needed < 2 || group.iter().any(|(_, at)| Some(text.word(*at)) != first)
}

/// Whether an alignment is the message. Short messages must be whole; of longer ones a fifth may
/// be missing; one that is cut off must be whole as far as it goes, and must go half its way.
fn accept(message: u32, pattern: &Pattern, found: &Alignment, text: &Text<'_>) -> Option<Hit> {
    let words = pattern.words();
    let least = match words {
        0..=3 => 100,
        4..=5 => 88,
        _ => 80,
    };
    let share = |of: u32| found.matched * 100 / of.max(1);
    let whole = share(pattern.weight()) >= least;
    let cut_off = found.last + 1 == text.len()
        && share(found.weight_so_far) >= 92
        && found.weight_so_far * 2 >= pattern.weight()
        && found.matched >= 24;
    if !(whole || cut_off) || found.lacks_number || found.added * 5 > words * 2 + 5 {
        return None;
    }
    let verbatim = found.verbatim && share(pattern.weight()) == 100 && found.added == 0;
    Some(Hit { message, verbatim, weight: found.matched, span: (found.first, found.last) })
}

/// Drops what lies inside something longer, and a weak message where a stronger one says as much.
/// Else equal ones stay: then the text does not decide.
fn longest(mut hits: Vec<Hit>, weak: impl Fn(&Hit) -> bool) -> Vec<Hit> {
    let worth = |h: &Hit| (h.weight, h.verbatim, !weak(h));
    hits.sort_by_key(|h| (std::cmp::Reverse(worth(h)), h.span, h.message));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        if !kept.iter().any(|k| overlap(k.span, hit.span) && worth(k) > worth(&hit)) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|h| (h.span, h.message));
    kept
}

/// Whether at least half of the second span lies in the first.
fn overlap(first: (usize, usize), second: (usize, usize)) -> bool {
    let common = (first.1 + 1).min(second.1 + 1).saturating_sub(first.0.max(second.0));
    common * 2 > second.1 - second.0
}
