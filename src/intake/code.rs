//! Finds the codes of a text in every spelling that dialogs, logs and people use.
//!
//! `0xc07`, `0x00000C07`, `c07h`, `C07` beside an error word, `3079`, signed and unsigned HRESULTs,
//! full-width digits and symbolic names are one number. What looks like a number but is a version,
//! a date, an address, a port or a line is passed over. Damaged spellings are kept apart: they
//! are only ever a question.

use super::spelling::{self, Reading};
use crate::lexicon::{Class, CodeEntry, Lexicon, Marked};
use crate::text::normalise;

/// The namespace of the second number of a dialog.
pub(super) const EXTENDED_NAMESPACE: &str = "mstsc-extended";

/// The codes of a text.
#[derive(Debug, Default)]
pub struct Codes {
    /// Codes that were read, in the order of the text; of the same number only the last.
    pub read: Vec<Spelled>,
    /// Spellings that are damaged, with what they may have been.
    pub damaged: Vec<Damaged>,
    /// Known numbers in the spelling of a code, but nothing says that they are one.
    pub unlabelled: Vec<u32>,
    /// Numbers that are unmistakably written as codes and stand in no table.
    pub unlisted: Vec<u32>,
}

/// A code that was read.
#[derive(Clone, Debug)]
pub struct Spelled {
    /// The number.
    pub number: u32,
    /// The extended number beside it.
    pub extended: Option<u32>,
    /// It is the extended number itself.
    pub is_extended: bool,
    /// For a symbolic name, the one code it stands for.
    pub symbol: Option<CodeEntry>,
    /// An error word stands beside it.
    pub labelled: bool,
    /// Two or three decimal digits, or below 0x100: it never decides alone.
    pub small: bool,
    /// The place of its word.
    pub at: usize,
}

/// A damaged spelling.
#[derive(Clone, Debug)]
pub struct Damaged {
    /// Known numbers that it may have been, the likeliest first.
    pub may_be: Vec<u32>,
    /// The place of its word.
    pub at: usize,
}

/// What a text says about itself, as far as codes are concerned.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// A word of Remote Desktop stands in it.
    pub remote_desktop: bool,
    /// A word of another product stands in it, and none of Remote Desktop.
    pub other_product: bool,
    /// Nothing stands in it but codes and the words that label them.
    pub alone: bool,
}

/// More distinct codes than this tell nothing more.
const MOST: usize = 64;
/// How many words before a code may label it.
const LABEL: usize = 8;
/// A code typed alone comes with at most this many words.
const ALONE: usize = 20;

impl Context {
    /// Looks at a whole text.
    pub fn of(text: &Marked<'_>) -> Self {
        let (strong, weak) = (text.has(Class::RemoteDesktop), text.has(Class::RemoteDesktopWeak));
        // "remote computer" is said of other products, too: their name decides.
        let other_product = !strong && (text.has(Class::Product) || (!weak && text.has(Class::ProductWeak)));
        let remote_desktop = strong || (weak && !other_product);
        Self { remote_desktop, other_product, alone: is_alone(text) }
    }
}

/// Finds the codes of a text.
pub fn find(text: &Marked<'_>, context: Context, lexicon: &Lexicon) -> Codes {
    let mut scan = Scan { text, context, lexicon, codes: Codes::default(), last: None };
    for at in 0..text.len() {
        scan.word(at);
    }
    scan.codes
}

/// Known numbers that differ from one by a slip of the keyboard: one digit wrong, missing, too
/// many, or two swapped. In the order of likelihood, then of number.
pub fn neighbours(number: u32, lexicon: &Lexicon) -> Vec<u32> {
    let mut known: Vec<u32> = Vec::new();
    for slip in spelling::slips(number) {
        if slip != number && !known.contains(&slip) && slip > 0xff && !lexicon.codes(slip).is_empty() {
            known.push(slip);
        }
    }
    known
}

struct Scan<'a> {
    text: &'a Marked<'a>,
    context: Context,
    lexicon: &'a Lexicon,
    codes: Codes,
    /// The place of the last code, read or not: a label does not reach across it.
    last: Option<usize>,
}

impl Scan<'_> {
    fn word(&mut self, at: usize) {
        let word = self.text.word(at);
        if !word.contains(|c: char| c.is_ascii_digit()) {
            return self.symbol(at, word);
        }
        let Some(reading) = spelling::read(word, self.text.before(at)) else { return self.symbol(at, word) };
        if self.repeats_name(at, &reading) {
            return;
        }
        match reading {
            Reading::Damaged(numbers) => self.damaged(at, &numbers),
            Reading::Plain { number, extended } if self.labelled(at) || self.counts() => {
                self.plain(at, number);
                if let Some(extended) = extended {
                    self.push(Spelled { is_extended: true, ..self.spelled(at, extended) });
                }
            }
            Reading::Plain { number, .. } => self.unlabelled(number),
            Reading::Bare { decimal, hex } => self.bare(at, decimal, hex),
        }
        self.last = Some(at);
    }

    /// `ERRINFO_OUT_OF_MEMORY (0x00000006)`, `RAIL_EXEC_E_FAIL NtError=0x2`: a name has said what it is; the
    /// number behind it repeats that.
    fn repeats_name(&self, at: usize, reading: &Reading) -> bool {
        let line = self.text.line(at);
        let before = || (at.saturating_sub(3)..at).filter(|i| self.text.line(*i) == line);
        let is_small = matches!(reading, Reading::Plain { number: ..0x100, .. });
        let is_name = |word: &str| word.len() > 8 && word.contains('_') && !word.contains("code");
        let symbol =
            self.codes.read.last().is_some_and(|c| c.symbol.is_some() && before().any(|i| i == c.at));
        symbol || (is_small && before().any(|i| is_name(self.text.word(i))))
    }

    fn unlabelled(&mut self, number: u32) {
        if self.codes.unlabelled.len() < MOST && number > 0xff && self.is_known(number) {
            self.codes.unlabelled.push(number);
        }
    }

    /// Whether an unmistakable spelling counts without a label.
    fn counts(&self) -> bool {
        self.context.remote_desktop || self.context.alone
    }

    fn symbol(&mut self, at: usize, word: &str) {
        if !(word.contains('_') || word.len() >= 12) {
            return;
        }
        let symbols = self.lexicon.symbols(word);
        for symbol in symbols {
            self.push(Spelled {
                symbol: Some(symbol.code),
                labelled: true,
                ..self.spelled(at, symbol.code.number)
            });
        }
        if !symbols.is_empty() {
            self.last = Some(at);
        }
    }

    fn plain(&mut self, at: usize, number: u32) {
        if self.lexicon.codes(number).is_empty() && !self.is_extended(at, number) {
            return self.unknown(at, number);
        }
        self.push(self.spelled(at, number));
    }

    /// A number that nobody knows is a slip when a digit too many makes it one.
    fn unknown(&mut self, at: usize, number: u32) {
        if self.codes.damaged.len() >= MOST {
            return;
        }
        let may_be: Vec<u32> =
            spelling::shorter(number).filter(|n| *n > 0xff && !self.lexicon.codes(*n).is_empty()).collect();
        if self.open_end(at) {
            return self.damaged(at, &spelling::with_one_more_digit(number));
        }
        if !may_be.is_empty() && number < 0x8000_0000 && self.counts() {
            self.doubt(at, may_be);
        } else if self.labelled(at) || self.context.alone {
            self.unlisted(number);
        }
    }

    /// Keeps a number that stands in no table. A small one beside another product's name is that product's.
    fn unlisted(&mut self, number: u32) {
        let own = number >= 0x8000_0000 || number > 0xff && !self.context.other_product;
        if own && !self.codes.unlisted.contains(&number) && self.codes.unlisted.len() < MOST {
            self.codes.unlisted.push(number);
        }
    }

    /// `0xc0?`: the person could not read the last digit.
    fn open_end(&self, at: usize) -> bool {
        at < self.text.len() && self.text.before(at + 1).starts_with(['?', '*'])
    }

    fn damaged(&mut self, at: usize, numbers: &[u32]) {
        if self.codes.damaged.len() >= MOST || !(self.labelled(at) || self.counts()) {
            return;
        }
        let mut may_be: Vec<u32> =
            numbers.iter().copied().filter(|n| !self.lexicon.codes(*n).is_empty()).collect();
        // What the spelling itself allows comes first; only where that is nothing, one slip more.
        if may_be.is_empty() {
            may_be.extend(numbers.iter().take(1).flat_map(|number| neighbours(*number, self.lexicon)));
        }
        let mut seen = Vec::new();
        may_be.retain(|n| {
            !seen.contains(n) && {
                seen.push(*n);
                true
            }
        });
        self.doubt(at, may_be);
    }

    fn doubt(&mut self, at: usize, may_be: Vec<u32>) {
        if !may_be.is_empty() {
            self.codes.damaged.push(Damaged { may_be, at });
        }
    }

    /// A number without `0x`: decimal where that is known, else hexadecimal.
    fn bare(&mut self, at: usize, decimal: Option<u32>, hex: Option<u32>) {
        let known_decimal = decimal.filter(|n| self.is_known(*n));
        let known_hex = hex.filter(|n| *n > 0xff && self.is_known(*n) && !self.is_of_system(at));
        let Some(number) = known_decimal.or(known_hex) else {
            return self.unknown_bare(at, decimal, hex);
        };
        if self.is_something_else(at) {
            return;
        }
        let labelled = self.labelled(at);
        if !(labelled || self.context.alone || self.is_quoted_by_client(at)) {
            return;
        }
        let digits = self.text.word(at).len();
        if decimal.is_none() && !labelled && digits < 8 {
            return self.doubt(at, vec![number]);
        }
        let undecided = decimal.is_some() && digits < 4 && !(self.context.remote_desktop && labelled);
        self.push(Spelled { small: undecided || number < 0x100, ..self.spelled(at, number) });
    }

    /// A bare number that nobody knows is a code only right beside an error word, or typed alone: a decimal of
    /// at least four digits, or eight hexadecimal ones.
    fn unknown_bare(&mut self, at: usize, decimal: Option<u32>, hex: Option<u32>) {
        let digits = self.text.word(at).len();
        let said = |i: usize| self.text.line(i) == self.text.line(at) && self.text.is(i, Class::CodeLabel);
        let beside = (at.saturating_sub(2)..at).chain(at + 1..at + 2).any(said);
        if !(beside || self.context.alone) || self.is_something_else(at) {
            return;
        }
        let status = hex.filter(|n| digits == 8 && *n >= 0x8000_0000);
        let number = status.or(decimal.filter(|_| digits >= 4)).or(hex.filter(|_| digits == 8));
        if let Some(number) = number {
            self.unlisted(number);
        }
    }

    fn is_known(&self, number: u32) -> bool {
        !self.lexicon.codes(number).is_empty()
    }

    fn spelled(&self, at: usize, number: u32) -> Spelled {
        let labelled = self.labelled(at);
        let alone = !(self.context.remote_desktop && labelled);
        let is_extended = self.is_extended(at, number);
        Spelled {
            number,
            extended: None,
            is_extended,
            symbol: None,
            labelled,
            small: number < 0x100 && alone,
            at,
        }
    }

    fn push(&mut self, code: Spelled) {
        if code.is_extended
            && let Some(main) = self.codes.read.iter_mut().rev().find(|c| !c.is_extended)
        {
            main.extended.get_or_insert(code.number);
        }
        let same =
            |c: &Spelled| (c.number, c.is_extended, c.symbol) == (code.number, code.is_extended, code.symbol);
        if let Some(known) = self.codes.read.iter().position(same) {
            let earlier = self.codes.read.remove(known);
            let labelled = code.labelled || earlier.labelled;
            let small = code.small && earlier.small;
            self.codes.read.push(Spelled {
                extended: code.extended.or(earlier.extended),
                labelled,
                small,
                ..code
            });
        } else if self.codes.read.len() < MOST {
            self.codes.read.push(code);
        } else {
            self.codes.read.remove(0);
            self.codes.read.push(code);
        }
    }

    /// The places of the words that may label a code.
    fn label(&self, at: usize) -> std::ops::Range<usize> {
        at.saturating_sub(LABEL).max(self.last.map_or(0, |l| l + 1))..at
    }

    fn labelled(&self, at: usize) -> bool {
        let line = self.text.line(at);
        let near = |i: &usize| self.text.line(*i) + 1 >= line;
        self.label(at).filter(near).any(|i| self.text.is(i, Class::CodeLabel))
            || (at + 1..at + 3).any(|i| self.text.line(i) == line && self.text.is(i, Class::CodeLabel))
    }

    /// Whether the code is the second of a pair: labelled so, glued to the first, or on the next
    /// line behind a label of its own, as in every dialog.
    fn is_extended(&self, at: usize, number: u32) -> bool {
        if number > 0x7fff {
            return false;
        }
        let line = self.text.line(at);
        if self.label(at).any(|i| self.text.line(i) == line && self.text.is(i, Class::ExtendedLabel)) {
            return true;
        }
        let Some(first) =
            self.codes.read.last().filter(|c| !c.is_extended && c.symbol.is_none() && c.extended.is_none())
        else {
            return false;
        };
        let glue = self.text.before(at).trim();
        let glued = first.at + 1 == at
            && matches!(glue, "" | "/" | "-" | "," | "+" | ":" | ";")
            && self.text.line(first.at) == line;
        let hex = self.text.word(at).starts_with("0x") && self.text.word(first.at).starts_with("0x");
        (glued && hex && (first.number > 0xff || glue == "/") && self.is_known_extended(number))
            || self.is_second_line(first.at, at)
    }

    /// Without a label, a second number is the extended one only if there is such a one: codes stand in lists too.
    fn is_known_extended(&self, number: u32) -> bool {
        number < 0x100
            || self
                .lexicon
                .codes(number)
                .iter()
                .any(|c| self.lexicon.namespace(c.namespace) == EXTENDED_NAMESPACE)
    }

    /// `LABEL: 0x904` above `OTHER LABEL: 0x7`: both labelled, both at the end of their lines.
    fn is_second_line(&self, first: usize, at: usize) -> bool {
        let ends_line = |i: usize| i + 1 >= self.text.len() || self.text.line(i + 1) > self.text.line(i);
        let label = self.label(at);
        self.text.line(first) + 1 == self.text.line(at)
            && ends_line(first)
            && ends_line(at)
            && label.len() > 1
            && self.text.line(label.start) == self.text.line(at)
            && label.into_iter().any(|i| self.text.is(i, Class::CodeLabel))
            && self.text.before(at).contains(':')
    }

    /// `2825 The remote computer ...` and `SocketConnectionTimedOut (1796)`: clients quote the
    /// reason so, without a word of error.
    fn is_quoted_by_client(&self, at: usize) -> bool {
        let begins_line = at == 0 || self.text.line(at - 1) < self.text.line(at);
        let in_brackets = self.text.before(at).ends_with('(');
        self.context.remote_desktop && self.text.word(at).len() >= 4 && (begins_line || in_brackets)
    }

    fn is_something_else(&self, at: usize) -> bool {
        self.is_glued(at)
            || self.is_errno(at)
            || self.text.before(at).ends_with('#')
            || (at > 0 && self.text.is(at - 1, Class::NotACode))
            || self.text.is(at + 1, Class::Unit)
    }

    /// `system error 11`: the number of an operating system that is not Windows, or of a call.
    fn is_errno(&self, at: usize) -> bool {
        self.text.word(at).len() < 3 && self.is_of_system(at)
    }

    /// `system error 104`: such numbers are decimal, always.
    fn is_of_system(&self, at: usize) -> bool {
        let before = |i: usize| at.checked_sub(i).map_or("", |i| self.text.word(i));
        before(1) == "errno" || (before(1) == "error" && before(2) == "system")
    }

    /// Part of a version, a date, a time, an address, a GUID or `host:port`.
    fn is_glued(&self, at: usize) -> bool {
        let has_digit = |i: usize| self.text.word(i).contains(|c: char| c.is_ascii_digit());
        let joins = |glue: &str| matches!(glue, "." | ":" | "-" | "/" | "@" | "," | "\\" | "::");
        let before = self.text.before(at);
        let after = if at + 1 < self.text.len() { self.text.before(at + 1) } else { "" };
        (at > 0 && joins(before) && has_digit(at - 1))
            || (joins(after) && has_digit(at + 1))
            || (at > 0
                && matches!(before, "." | ":" | "-" | "/" | "\\")
                && !self.text.is(at - 1, Class::CodeLabel))
    }
}

fn is_alone(text: &Marked<'_>) -> bool {
    let label = |i: usize| text.is(i, Class::CodeLabel) || text.is(i, Class::ExtendedLabel);
    // Of a label without blanks some pairs of characters lie across two words.
    let across = |i: usize| {
        text.word(i).starts_with(normalise::is_unspaced) && (label(i + 1) || i > 0 && label(i - 1))
    };
    let code = |i: usize| text.word(i).contains(|c: char| c.is_ascii_digit()) || text.word(i).contains('_');
    let mut places = 0..text.len();
    text.len() <= ALONE && places.clone().any(code) && places.all(|i| code(i) || label(i) || across(i))
}
