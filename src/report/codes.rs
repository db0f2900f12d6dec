//! The codes of a text: what the tables say about each, and what each is called in a headline.

use schemars::JsonSchema;
use serde::Serialize;

use crate::intake::{self, Reading, Role};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Code, CodeTable, Problem};
use crate::knowledge::words::Grade;
use crate::lexicon::number;

/// The namespace that goes without saying: the error code of the Windows client.
const CLIENT: &str = "mstsc-disconnect";

/// Numbers from here on are bit fields, which nobody reads in decimal.
const FIRST_STATUS: u32 = 0x8000_0000;

/// A code of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CodeCard {
    /// `error`, `extended` or `other`.
    pub role: &'static str,
    /// The namespace.
    pub namespace: String,
    /// `0x...`, upper-case digits.
    pub hex: String,
    /// The same number, unsigned.
    pub dec: u32,
    /// Its name, where it has one.
    pub symbol: Option<String>,
    /// What it means.
    pub meaning: String,
    /// What the meaning rests on.
    pub grade: Grade,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Number and namespace in words, for people.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) called: String,
    /// What the namespace is called.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) title: String,
    /// The problem that the table leads to.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) leads_to: Option<String>,
}

impl CodeCard {
    /// The card of a row; `pasted` is the number as somebody wrote it.
    pub(super) fn new(table: &CodeTable, code: &Code, value: u32, pasted: &str) -> Self {
        Self {
            role: "error",
            namespace: table.namespace.clone(),
            hex: format!("0x{value:X}"),
            dec: value,
            symbol: code.symbol.clone(),
            meaning: code.meaning.clone(),
            grade: code.grade,
            sources: code.sources.clone(),
            called: called(table, value, pasted),
            title: table.title.clone(),
            leads_to: code.problem.clone(),
        }
    }

    /// Whether it decides by itself, typed without a word beside it.
    pub(super) fn stands_alone(&self) -> bool {
        self.dec >= FIRST_STATUS || self.namespace == CLIENT && self.dec > 0xff
    }

    /// Whether it is one of the codes of a problem.
    pub(super) fn leads_to(&self, problem: &Problem) -> bool {
        self.leads_to.as_ref() == Some(&problem.id)
            || problem
                .codes
                .iter()
                .any(|own| own.namespace == self.namespace && number(&own.code) == Some(self.dec))
    }
}

/// `0xC07 (3079)` for the client's own codes; any other namespace is named: `5 (Windows system error)`.
fn called(table: &CodeTable, value: u32, pasted: &str) -> String {
    if table.namespace == CLIENT {
        return format!("0x{value:X} ({value})");
    }
    // Digits alone may have been read as hexadecimal ones.
    let decimal = value < FIRST_STATUS && pasted.parse() == Ok(value);
    let digits = if decimal { value.to_string() } else { format!("0x{value:X}") };
    // What a title says in brackets of its own is more than a headline has room for.
    let title = table.title.split(" (").next().unwrap_or_default();
    format!("{digits} ({title})")
}

/// The codes of a text with what the tables say about them.
pub fn codes(knowledge: &Knowledge, reading: &Reading) -> Vec<CodeCard> {
    let extended = reading.codes.iter().find(|code| code.role == Role::Extended).map(|code| code.number);
    let card = |found: &intake::FoundCode| {
        let table = knowledge.codes.get(&found.namespace)?;
        let numbered = |code: &&Code| number(&code.code) == Some(found.number);
        let paired = |code: &&Code| code.extended.as_deref().and_then(number) == extended;
        let alone = |code: &&Code| code.extended.is_none();
        let entries = || table.codes.iter().filter(numbered);
        let entry = entries().find(alone).or_else(|| entries().find(paired))?;
        let role = match found.role {
            Role::Error => "error",
            Role::Extended => "extended",
            Role::Other => "other",
        };
        Some(CodeCard { role, ..CodeCard::new(table, entry, found.number, &found.text) })
    };
    reading.codes.iter().filter_map(card).collect()
}

/// The codes of a text as the headline of a problem: `0xC07 (3079)`, `0x904 (2308) + 0x7`.
pub fn code_label(codes: &[CodeCard], problem: Option<&Problem>) -> Option<String> {
    let error = decisive(codes, problem)?;
    let extended = codes.iter().find(|code| code.role == "extended" && code.role != error.role);
    Some(format!("{}{}", error.called, extended.map(|code| format!(" + {}", code.hex)).unwrap_or_default()))
}

/// The code that the headline names: one that leads to the problem, the client's own before others.
pub(super) fn decisive<'c>(codes: &'c [CodeCard], problem: Option<&Problem>) -> Option<&'c CodeCard> {
    let roles = ["error", "other", "extended"];
    let rank = |code: &&CodeCard| {
        let leads = problem.is_some_and(|problem| code.leads_to(problem));
        (roles.iter().position(|role| *role == code.role), !leads, code.namespace != CLIENT)
    };
    codes.iter().min_by_key(rank)
}

/// Whether one of the codes is a number of the problem, in whichever namespace.
pub(super) fn belong(codes: &[CodeCard], problem: &Problem) -> bool {
    let same = |code: &CodeCard| problem.codes.iter().any(|own| number(&own.code) == Some(code.dec));
    codes.iter().any(|code| same(code) || code.leads_to(problem))
}
