//! Codes that stand in no table: what their own digits say, and nothing about a problem.

use schemars::JsonSchema;
use serde::Serialize;

use crate::intake::fields::{Fields, Hresult, Ntstatus};
use crate::knowledge::Knowledge;
use crate::knowledge::format::Code;
use crate::lexicon::number;

/// The namespaces that say what a Win32 error number means.
const WIN32_NAMESPACES: [&str; 2] = ["win32-error", "winsock"];

/// A code that stands in no table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnlistedCard {
    /// `0x...`, upper-case digits.
    pub hex: String,
    /// The same number, unsigned.
    pub dec: u32,
    /// What its digits say, hedged.
    pub sentence: String,
    /// The fields of a number from 0x80000000 on; else `null`.
    pub fields: Option<FieldsCard>,
}

/// The fields of a 32-bit status, after [MS-ERREF].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldsCard {
    /// Read as an HRESULT.
    pub hresult: HresultCard,
    /// Read as an NTSTATUS, which numbers from 0xC0000000 on may be as well; else `null`.
    pub ntstatus: Option<NtstatusCard>,
}

/// A number as HRESULT ([MS-ERREF] 2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HresultCard {
    /// `failure` or `success`.
    pub severity: &'static str,
    /// Whether it is a number of somebody else than Microsoft.
    pub customer: bool,
    /// The number of the component.
    pub facility: u16,
    /// Its public name, where it has one.
    pub facility_name: Option<&'static str>,
    /// The low 16 bits.
    pub code: u16,
    /// The Win32 error that it carries.
    pub win32: Option<Win32Card>,
}

/// A number as NTSTATUS ([MS-ERREF] 2.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NtstatusCard {
    /// `error`, `warning`, `information` or `success`.
    pub severity: &'static str,
    /// Whether it is a number of somebody else than Microsoft.
    pub customer: bool,
    /// The number of the component.
    pub facility: u16,
    /// Its public name, where it has one.
    pub facility_name: Option<&'static str>,
    /// The low 16 bits.
    pub code: u16,
}

/// A Win32 error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Win32Card {
    /// Its number, decimal as everybody writes it.
    pub number: u16,
    /// What it means, where a table has it.
    pub meaning: Option<String>,
}

impl UnlistedCard {
    /// What can be said about a number.
    pub fn new(knowledge: &Knowledge, number: u32) -> Self {
        let fields = Fields::of(number).map(|fields| FieldsCard::new(knowledge, fields));
        let sentence = match &fields {
            Some(fields) => fields.sentence(),
            None => by_neighbours(number),
        };
        Self { hex: format!("0x{number:X}"), dec: number, sentence, fields }
    }
}

/// What the client's disconnect numbers have in common that share a low byte. The grouping is seen in the
/// tables and documented nowhere.
fn by_neighbours(number: u32) -> String {
    let group = match number & 0xff {
        _ if !(0x100..=0xffff).contains(&number) => None,
        0x04 => Some("a network error"),
        0x06 => Some("an error of security or encryption"),
        0x07 => Some("an error of sign-in, TLS or NLA"),
        0x08 => Some("an error of the session or its licence"),
        0x09 => Some("an error of CredSSP or of what client and host can do of NLA"),
        0x0A => Some("an error of the smart card"),
        _ => None,
    };
    group.map_or_else(
        || "rdpfix does not know this code.".to_owned(),
        |group| {
            format!(
                "rdpfix does not know this code. As an error code of the client it looks like {group}; \
                 inferred from its neighbours, not documented."
            )
        },
    )
}

impl FieldsCard {
    fn new(knowledge: &Knowledge, fields: Fields) -> Self {
        Self {
            hresult: HresultCard::new(knowledge, fields.hresult),
            ntstatus: fields.ntstatus.map(NtstatusCard::new),
        }
    }

    fn sentence(&self) -> String {
        let hresult = &self.hresult;
        let whose = facility(hresult.facility, hresult.facility_name, hresult.customer);
        let code = hresult.win32.as_ref().map_or_else(
            || format!("code 0x{:X}", hresult.code),
            |win32| {
                let meaning = win32.meaning.as_ref().map(|text| format!(" ({})", text.trim_end_matches('.')));
                format!("Win32 error {}{}", win32.number, meaning.unwrap_or_default())
            },
        );
        let read = format!("It stands in no table. As an HRESULT: {}, {whose}, {code}.", hresult.severity);
        self.ntstatus.as_ref().map_or(read.clone(), |status| {
            let whose = facility(status.facility, status.facility_name, status.customer);
            format!(
                "{read} As an NTSTATUS: {}, {whose}, code 0x{:X}. Both readings are possible.",
                status.severity, status.code
            )
        })
    }
}

fn facility(number: u16, name: Option<&str>, customer: bool) -> String {
    match name {
        _ if customer => format!("customer facility {number}"),
        Some(name) => format!("facility {number} {name}"),
        None => format!("facility {number}"),
    }
}

impl HresultCard {
    fn new(knowledge: &Knowledge, hresult: Hresult) -> Self {
        let win32 = |number: u16| Win32Card { number, meaning: win32_meaning(knowledge, number) };
        Self {
            severity: if hresult.failure { "failure" } else { "success" },
            customer: hresult.customer,
            facility: hresult.facility,
            facility_name: hresult.facility_name().filter(|_| !hresult.customer),
            code: hresult.code,
            win32: hresult.win32().map(win32),
        }
    }
}

impl NtstatusCard {
    fn new(status: Ntstatus) -> Self {
        Self {
            severity: status.severity_word(),
            customer: status.customer,
            facility: status.facility,
            facility_name: status.facility_name().filter(|_| !status.customer),
            code: status.code,
        }
    }
}

fn win32_meaning(knowledge: &Knowledge, wanted: u16) -> Option<String> {
    let same = |code: &&Code| number(&code.code) == Some(u32::from(wanted));
    let tables = WIN32_NAMESPACES.iter().filter_map(|namespace| knowledge.codes.get(namespace));
    let mut found = tables.filter_map(|table| table.codes.iter().find(same));
    found.next().map(|code| code.meaning.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(number: u32) -> String {
        UnlistedCard::new(&Knowledge::builtin(), number).sentence
    }

    #[test]
    fn neighbours_are_a_hint_and_called_one() {
        let hint = sentence(0xF0A);
        assert!(hint.contains("looks like an error of the smart card"), "{hint}");
        assert!(hint.ends_with("inferred from its neighbours, not documented."), "{hint}");
        for number in [0xD99, 0x0A, 0x2_000A] {
            assert_eq!(sentence(number), "rdpfix does not know this code.");
        }
    }

    #[test]
    fn a_win32_error_inside_is_named_with_its_meaning() {
        let known = Knowledge::builtin().codes.get("win32-error").unwrap().codes[0].clone();
        let value = number(&known.code).unwrap();
        let text = sentence(0x8007_0000 | value);
        assert!(
            text.contains(&format!("Win32 error {value} ({}", known.meaning.trim_end_matches('.'))),
            "{text}"
        );
        assert!(sentence(0x8007_FFFF).ends_with("facility 7 FACILITY_WIN32, Win32 error 65535."));
    }

    #[test]
    fn two_readings_stand_side_by_side() {
        let text = sentence(0xC000_1234);
        assert!(text.contains("As an HRESULT: failure, facility 0 FACILITY_NULL, code 0x1234."), "{text}");
        assert!(text.contains("As an NTSTATUS: error, facility 0, code 0x1234. Both readings"), "{text}");
    }
}
