//! Connection files (`.rdp`), and the logs of clients that end with the name of an error.

use super::line;
use crate::evidence::fact::{Found, Shape};
use crate::evidence::place::Place;
use crate::knowledge::clues::FactKind;
use crate::sensitive::Kind;

/// A file with one of these is a connection.
const TELLING: &[&str] = &[
    "full address",
    "alternate full address",
    "screen mode id",
    "authentication level",
    "enablecredsspsupport",
    "gatewayhostname",
    "gatewayusagemethod",
    "remoteapplicationmode",
    "remoteapplicationprogram",
    "redirectclipboard",
    "session bpp",
    "signscope",
];

/// Keys whose text says nothing about anybody.
const HARMLESS: &[&str] = &[
    "signscope",
    "winposstr",
    "drivestoredirect",
    "devicestoredirect",
    "usbdevicestoredirect",
    "camerastoredirect",
    "selectedmonitors",
    "resourceprovider",
    "geo",
];

/// What a key names.
fn names(key: &str) -> Option<Kind> {
    Some(match key {
        "full address" | "alternate full address" | "gatewayhostname" | "kdcproxyname" => Kind::Host,
        "username" => Kind::User,
        "domain" => Kind::Domain,
        key if HARMLESS.contains(&key) => return None,
        _ => Kind::Text,
    })
}

/// Reads a connection file: `name:type:value` a line.
pub(super) fn rdp(lines: &[&str], found: &mut Found) {
    let mut settings: Vec<(usize, String, char, &str)> = Vec::new();
    let mut others = Vec::new();
    for (index, written) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match setting(written) {
            Some((key, kind, value)) => settings.push((index, key, kind, value)),
            None => others.push(index),
        }
    }
    let tells = settings.iter().any(|(_, key, ..)| TELLING.contains(&key.as_str()));
    if !tells || settings.len() <= others.len() {
        return;
    }
    found.shapes.insert(Shape::Rdp);
    found.whole_lists.insert(FactKind::Rdp);
    let mut wrong = others.len();
    for (index, key, kind, value) in &settings {
        let before = found.facts.iter().position(|fact| fact.kind == FactKind::Rdp && fact.name == *key);
        if let Some(before) = before {
            found.note(format!("{key} stands twice: the last counts"));
            found.facts.remove(before);
        }
        match kind {
            'i' => match value.parse::<i64>() {
                Ok(number) => {
                    found.fact(FactKind::Rdp, key, number.to_string(), line(*index));
                }
                Err(_) => wrong += 1,
            },
            // A secret of Windows, of no use to anybody else, and never shown.
            'b' => {
                found.fact(FactKind::Rdp, key, "saved", line(*index));
            }
            _ if key == "signature" => {
                found.fact(FactKind::Rdp, key, "there", line(*index));
            }
            _ => {
                found.fact(FactKind::Rdp, key, *value, line(*index));
                if let Some(names) = names(key).filter(|_| !value.is_empty()) {
                    found.naming(names);
                }
            }
        }
    }
    if wrong > 0 {
        found.note(format!("{wrong} lines are no settings and are passed over"));
    }
    judge(found);
}

/// A line of a connection file: the key in lower case, its type, its value.
fn setting(written: &str) -> Option<(String, char, &str)> {
    let (key, rest) = written.trim_start_matches('\u{feff}').split_once(':')?;
    let (kind, value) = rest.split_once(':')?;
    let key = key.trim().to_lowercase();
    let named =
        key.len() <= 64 && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-'));
    let kind = kind.trim().chars().next().filter(|c| kind.trim().len() == 1 && "isb".contains(*c));
    (named && !key.is_empty()).then_some((key, kind?, value.trim()))
}

/// What a connection brings to the host, and what of it is a danger.
fn judge(found: &mut Found) {
    let value = |key: &str| {
        let mut facts = found.facts.iter().filter(|fact| fact.kind == FactKind::Rdp);
        facts.find(|fact| fact.name == key).map(|fact| fact.value.clone())
    };
    let is = |key: &str, number: &str| value(key).is_some_and(|value| value == number);
    let filled = |key: &str| value(key).is_some_and(|value| !value.is_empty());
    let brings: Vec<&str> = [
        (filled("drivestoredirect"), "drives"),
        (is("redirectclipboard", "1"), "clipboard"),
        (is("redirectprinters", "1"), "printers"),
        (is("redirectsmartcards", "1"), "smart cards"),
        (is("redirectcomports", "1"), "serial ports"),
        (is("redirectposdevices", "1"), "point-of-sale devices"),
        (filled("devicestoredirect"), "plug and play devices"),
        (filled("usbdevicestoredirect"), "USB devices"),
        (filled("camerastoredirect"), "cameras"),
        (is("audiocapturemode", "1"), "microphone"),
        (is("redirectlocation", "1"), "location"),
        (is("redirectwebauthn", "1"), "security keys"),
    ]
    .into_iter()
    .filter_map(|(asked, what)| asked.then_some(what))
    .collect();
    let mut notes = Vec::new();
    if brings.is_empty() {
        notes.push((false, "it names nothing that it shares with the host".to_owned()));
    } else {
        notes.push((false, format!("it shares with the host: {}", brings.join(", "))));
    }
    let signed = filled("signature");
    notes.push((false, if signed {
        "it is signed: a change to a signed line breaks the signature".to_owned()
    } else {
        "it is not signed: Windows says Unknown publisher before it connects (security update of April 2026)"
            .to_owned()
    }));
    if is("authentication level", "0") {
        notes.push((
            true,
            "authentication level 0: it connects even where the host is not who it claims".to_owned(),
        ));
    }
    if is("enablecredsspsupport", "0") {
        notes.push((
            true,
            "enablecredsspsupport 0: it signs in without Network Level Authentication".to_owned(),
        ));
    }
    if filled("password 51") {
        notes.push((true, "it holds a saved password: do not hand it on".to_owned()));
    }
    if value("drivestoredirect").is_some_and(|drives| drives.contains('*')) {
        notes.push((true, "drivestoredirect *: the host reaches every drive of this computer".to_owned()));
    }
    for (warns, text) in notes {
        if warns { found.warn(text) } else { found.note(text) }
    }
    conflict(found);
    gateway(found);
}

/// A port in the address and another one beside it.
fn conflict(found: &mut Found) {
    let fact = |key: &str| found.facts.iter().find(|fact| fact.kind == FactKind::Rdp && fact.name == key);
    let port = fact("server port").map(|fact| fact.value.clone());
    let in_address = fact("full address").and_then(|fact| {
        let (host, port) = fact.value.rsplit_once(':')?;
        (!host.contains(':') || host.ends_with(']')).then_some(port.to_owned())
    });
    let address = fact("full address").map(|fact| (form(&fact.value), fact.place));
    if let (Some(port), Some(in_address)) = (&port, &in_address)
        && port != in_address
    {
        found.note(format!("it names two ports: {in_address} in the address, and server port {port}"));
    }
    let used = in_address.or(port).unwrap_or_else(|| "3389".to_owned());
    found.fact(FactKind::Rdp, "port", used, Place::Whole);
    if let Some((form, place)) = address {
        found.fact(FactKind::Rdp, "address form", form, place);
    }
}

/// How an address is written: `ip`, `full` or `short`.
fn form(address: &str) -> &'static str {
    let host = match address.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() && (!host.contains(':') || host.ends_with(']')) => {
            host
        }
        _ => address,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse::<std::net::IpAddr>() {
        Ok(_) => "ip",
        Err(_) if host.contains('.') => "full",
        Err(_) => "short",
    }
}

/// A gateway that is named and not used.
fn gateway(found: &mut Found) {
    let value = |key: &str| {
        let mut facts = found.facts.iter().filter(|fact| fact.kind == FactKind::Rdp && fact.name == key);
        facts.next().map(|fact| fact.value.as_str())
    };
    let named = value("gatewayhostname").is_some_and(|name| !name.is_empty());
    if named && matches!(value("gatewayusagemethod"), None | Some("0" | "4")) {
        found.note("it names a gateway and does not use it");
    }
}

/// What a `FreeRDP` client writes where the host refuses what it offers (`libfreerdp/core/nego.c`).
const REFUSALS: &[&str] = &[
    "SSL_REQUIRED_BY_SERVER",
    "SSL_NOT_ALLOWED_BY_SERVER",
    "SSL_CERT_NOT_ON_SERVER",
    "INCONSISTENT_FLAGS",
    "HYBRID_REQUIRED_BY_SERVER",
    "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
];

/// Reads the log of a `FreeRDP` client, or of a program that is built on it.
pub(super) fn freerdp(lines: &[&str], found: &mut Found) {
    for (index, written) in lines.iter().enumerate() {
        if !(written.contains("com.freerdp") || written.contains("ERRCONNECT_")) {
            continue;
        }
        found.shapes.insert(Shape::FreeRdp);
        let words = || written.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        for word in words() {
            if REFUSALS.contains(&word) {
                found.fact(FactKind::ClientLog, "negotiation", word, line(index));
            } else if word.starts_with("ERRCONNECT_") || word.starts_with("ERRINFO_") {
                found.fact(FactKind::ClientLog, "error", word, line(index));
            }
        }
    }
}
