//! Registry values: exports (`.reg`) and the output of `reg query`.

use super::line;
use crate::evidence::fact::{Found, Shape};
use crate::knowledge::clues::FactKind;

/// The longest value that is kept, in characters.
const LONGEST: usize = 4096;

/// Reads an export.
pub(super) fn export(lines: &[&str], found: &mut Found) {
    let header = |line: &&str| {
        let line = line.trim_start_matches('\u{feff}').trim();
        line == "REGEDIT4" || line.starts_with("Windows Registry Editor Version")
    };
    let Some(begin) = lines.iter().position(header) else { return };
    found.shapes.insert(Shape::RegistryExport);
    let (mut key, mut index) = (None, begin + 1);
    while index < lines.len() {
        let at = index;
        let mut written = lines[index].trim_end().to_owned();
        index += 1;
        while written.ends_with('\\') && is_hex(&written) && index < lines.len() {
            written.pop();
            written.push_str(lines[index].trim());
            index += 1;
        }
        if let Some(inner) = written.trim().strip_prefix('[') {
            key = inner.strip_suffix(']').filter(|name| !name.starts_with('-')).and_then(full_key);
            found.whole_keys.extend(key.as_deref().map(str::to_lowercase));
            continue;
        }
        let (Some(key), Some((name, value))) = (&key, value(&written)) else { continue };
        if let Some(value) = value {
            found.fact(FactKind::Registry, format!("{key}\\{name}"), value, line(at));
        }
    }
}

fn is_hex(written: &str) -> bool {
    written.trim_start().starts_with(['"', '@']) && written.contains("=hex")
        || written.trim_start().starts_with(|c: char| c.is_ascii_hexdigit())
}

/// Name and value of a line; no value where it is deleted or cannot be told.
fn value(written: &str) -> Option<(String, Option<String>)> {
    let written = written.trim();
    let (name, data) = if let Some(rest) = written.strip_prefix('@') {
        (String::new(), rest.strip_prefix('=')?)
    } else {
        let (name, rest) = quoted(written)?;
        (name, rest.trim_start().strip_prefix('=')?)
    };
    Some((name, data_of(data.trim())))
}

fn data_of(data: &str) -> Option<String> {
    if let Some(number) = data.strip_prefix("dword:") {
        return u32::from_str_radix(number.trim(), 16).ok().map(|number| number.to_string());
    }
    if data.starts_with('"') {
        return quoted(data).map(|(text, _)| shortened(text));
    }
    let (kind, bytes) = data.strip_prefix("hex")?.split_once(':')?;
    let byte = |text: &str| u8::from_str_radix(text.trim(), 16).ok();
    let bytes: Vec<u8> = bytes.split(',').filter(|text| !text.trim().is_empty()).map_while(byte).collect();
    Some(shortened(match kind {
        "(1)" | "(2)" | "(7)" => wide(&bytes),
        "(4)" => u32::from_le_bytes(bytes.try_into().ok()?).to_string(),
        "(b)" => u64::from_le_bytes(bytes.try_into().ok()?).to_string(),
        _ => bytes.iter().take(LONGEST / 2).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")),
    }))
}

/// Texts in UTF-16, several with `; ` between them.
fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.trim_end_matches('\0').replace('\0', "; ")
}

fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).collect() }
}

/// A text in quotes with `\\` and `\"` in it, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut out = String::new();
    let mut characters = inner.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Some((out, &inner[at + 1..])),
            '\\' => out.push(characters.next()?.1),
            c => out.push(c),
        }
    }
    None
}

/// A key with the short name of its hive and the control set in use.
fn full_key(written: &str) -> Option<String> {
    let (hive, rest) = written.trim().split_once('\\').unwrap_or((written.trim(), ""));
    let hive = match hive.to_uppercase().as_str() {
        "HKEY_LOCAL_MACHINE" | "HKLM" => "HKLM",
        "HKEY_CURRENT_USER" | "HKCU" => "HKCU",
        "HKEY_CLASSES_ROOT" | "HKCR" => "HKCR",
        "HKEY_USERS" | "HKU" => "HKU",
        _ => return None,
    };
    let parts = rest.split('\\').map(|part| {
        let set = part.len() == 13 && part.to_lowercase().starts_with("controlset0");
        if set { "CurrentControlSet" } else { part }
    });
    let key: Vec<&str> = std::iter::once(hive).chain(parts.filter(|part| !part.is_empty())).collect();
    Some(key.join("\\"))
}

/// Reads what `reg query` prints: a key, then `name  REG_TYPE  data`, indented by four blanks.
pub(super) fn query(lines: &[&str], found: &mut Found) {
    let mut key: Option<String> = None;
    let mut here = 0;
    for (index, written) in lines.iter().enumerate() {
        if written.starts_with("HKEY_") {
            whole(key.take(), here, found);
            (key, here) = (full_key(written), 0);
            continue;
        }
        let Some(open) = &key else { continue };
        let Some((name, value)) = query_value(written) else { continue };
        found.shapes.insert(Shape::RegQuery);
        here += 1;
        found.fact(FactKind::Registry, format!("{open}\\{name}"), value, line(index));
    }
    whole(key, here, found);
}

/// A key of which one value alone is printed may have been asked for that value.
fn whole(key: Option<String>, values: usize, found: &mut Found) {
    if let Some(key) = key.filter(|_| values > 1) {
        found.whole_keys.insert(key.to_lowercase());
    }
}

fn query_value(written: &str) -> Option<(&str, String)> {
    let inner = written.strip_prefix("    ").or_else(|| written.strip_prefix('\t'))?;
    let at = inner.find("    REG_").or_else(|| inner.find("\tREG_"))?;
    let (name, rest) = inner.split_at(at);
    let rest = rest.trim_start();
    let (kind, data) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let data = data.trim();
    let value = match kind {
        "REG_DWORD" | "REG_QWORD" => u64::from_str_radix(data.strip_prefix("0x")?, 16).ok()?.to_string(),
        "REG_MULTI_SZ" => data.replace("\\0", "; "),
        "REG_BINARY" => data.to_lowercase(),
        _ => data.to_owned(),
    };
    let name = name.trim();
    // The value without a name is printed in brackets, in the language of the system.
    let name = if name.starts_with('(') && name.ends_with(')') { "" } else { name };
    Some((name, shortened(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str, reader: fn(&[&str], &mut Found)) -> Vec<(String, String)> {
        let mut found = Found::default();
        reader(&text.split('\n').collect::<Vec<_>>(), &mut found);
        found.facts.into_iter().map(|fact| (fact.name, fact.value)).collect()
    }

    #[test]
    fn every_kind_of_value_of_an_export_is_read() {
        let text = "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\A]\n\
            @=\"x\"\n\"n\"=dword:00000d3d\n\"p\"=\"C:\\\\a\\\"b\"\n\"m\"=hex(7):61,00,00,00,\\\n  62,00,00,00,00,00\n\
            \"h\"=hex:01,02\n\"gone\"=-\n\"bad\"=dword:xyz\n[-HKEY_LOCAL_MACHINE\\B]\n\"q\"=dword:1\n";
        let key = "HKLM\\SYSTEM\\CurrentControlSet\\A";
        let expected = [("", "x"), ("n", "3389"), ("p", "C:\\a\"b"), ("m", "a; b"), ("h", "0102")];
        let expected: Vec<_> =
            expected.map(|(name, value)| (format!("{key}\\{name}"), value.to_owned())).to_vec();
        assert_eq!(facts(text, export), expected);
    }

    #[test]
    fn reg_query_is_read_in_every_language() {
        let text = "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\X\n    (Standard)    REG_SZ    a b\n    \
            Security Packages    REG_MULTI_SZ    kerberos\\0tspkg\n    N    REG_DWORD    0x1\n\n";
        let values: Vec<String> = facts(text, query).into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, ["a b", "kerberos; tspkg", "1"]);
    }

    #[test]
    fn what_is_cut_ends_no_reader() {
        for text in
            ["REGEDIT4\n[", "REGEDIT4\n[HKLM\\A]\n\"", "REGEDIT4\n[HKLM\\A]\n\"a\\", "HKEY_\n    REG_"]
        {
            assert!(facts(text, export).is_empty() && facts(text, query).is_empty(), "{text}");
        }
    }
}
